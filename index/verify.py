"""Is an archive whole? Every byte, every offset, every vector."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from index.archive import Archive
from index.embedder import Vectors
from index.interview import Interview, Passage, Role, Span

# What rounding to float32 may do to a vector of length 1.
ROUNDING = 1e-3
PASSAGES, SENTENCES = "vectors.npy", "sentence-vectors.npy"


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in an archive that does not hold, and where."""

    place: str
    what: str


def faults(archive: Archive) -> Iterator[Fault]:
    """What an opened archive breaks of its own promises; opening it has checked every hash."""
    for passage in archive.passages:
        yield from passage_faults(archive, passage)
    sentences = sum(segment.columns.sentences for segment in archive.segments)
    if len(archive.sentence_vectors) != sentences:
        yield Fault(SENTENCES, f"it has {len(archive.sentence_vectors)} rows for {sentences}")
    for name, vectors in ((PASSAGES, archive.vectors), (SENTENCES, archive.sentence_vectors)):
        begin = 0
        for stretch in vectors.stretches():
            for what in faults_of_lengths(stretch, begin):
                yield Fault(name, what)
            begin += len(stretch)


def passage_faults(archive: Archive, passage: Passage) -> Iterator[Fault]:
    """Whether a passage lies in one quotable stretch of its interview, its sentences in order."""
    place = f"passage {passage.number} of {passage.interview}"
    interview = archive.interview(passage.interview)
    paragraphs = paragraphs_of(interview, passage.role, passage.turn)
    for sentence in passage.sentences:
        if not any(paragraph.holds(sentence) for paragraph in paragraphs):
            yield Fault(place, f"[{sentence.start}, {sentence.end}) is no {passage.role} of it")
    if any(a.end > b.start for a, b in zip(passage.sentences, passage.sentences[1:], strict=False)):
        yield Fault(place, "its sentences overlap")


def paragraphs_of(interview: Interview, role: Role, turn: int | None) -> tuple[Span, ...]:
    """The paragraphs that a passage of a role and turn may be cut from."""
    if role is Role.INTRODUCTION:
        return interview.introduction
    if role is Role.RATING:
        return tuple(part.span for part in interview.footer if part.role is Role.RATING)
    return interview.turns[turn].answer if turn is not None else ()


def faults_of_lengths(vectors: Vectors, begin: int = 0) -> Iterator[str]:
    """What is wrong with the lengths of some vectors, which must be 1; the first is row `begin`."""
    lengths = np.linalg.norm(vectors, axis=1)
    bad = np.flatnonzero(~(np.abs(lengths - 1) < ROUNDING))
    if len(bad):
        yield f"{len(bad)} rows are not of length 1, the first is row {begin + bad[0]}"
