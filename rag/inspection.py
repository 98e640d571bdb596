"""What was done to answer a question: what was found, fused, judged and left out, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from enum import StrEnum

import numpy as np

from index.archive import Archive
from index.interview import Passage, Span
from rag.answer import Answer, Reply
from rag.answerable import Calibration, Signs
from rag.compose import Fate, Weighed, line_of
from rag.judge import Verdict
from rag.read import Candidate, Read
from rag.retrieve import POOL, Pooled, Retrieved
from rag.silence import floor_of

# So many passages are shown that were found and not read: the next ones, to see what was missed.
UNREAD = 12


class Outside(StrEnum):
    """Why a sentence was not even weighed."""

    SILENT = "silent"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class Worked:
    """Everything that a desk made of a question, of which `reply` is what leaves it.

    `doubt` is the probability of an answer below which it is silent; `said` is empty in silence.
    """

    found: Retrieved
    read: Read
    signs: Signs | None
    doubt: float
    said: tuple[Weighed, ...]
    reply: Reply


@dataclass(frozen=True, slots=True)
class Look:
    """How the first search sees a passage for one part of a question.

    Ranks count from 1, None past the 200th, and by words also where none is shared; `meaning` and
    `sentence` are cosines of the passage and of its best sentence, `words` is BM25.
    """

    by_meaning: int | None
    by_words: int | None
    fused: int
    meaning: float
    sentence: float
    words: float
    score: float


@dataclass(frozen=True, slots=True)
class Inspected:
    """A sentence, what the judge thinks of it (log-odds), its score, and what became of it."""

    span: Span
    judged: float | None
    score: float | None
    fate: Fate | Outside


@dataclass(frozen=True, slots=True)
class Considered:
    """A passage that was found.

    `found` is its rank in the first search and `read` after the judge, each counting from 1 and
    None where it was not read; `looks` has one for each part of the question, the whole first,
    None where a part did not bring it forward. `judged` is of the passage, as log-odds.
    """

    passage: Passage
    found: int | None
    read: int | None
    looks: tuple[Look | None, ...]
    judged: float | None
    score: float | None
    sentences: tuple[Inspected, ...]


@dataclass(frozen=True, slots=True)
class Sign:
    """Something that speaks for an answer or against it: its value times its weight."""

    name: str
    value: float
    weight: float

    @property
    def pull(self) -> float:
        """What it adds to the log-odds that the archive answers."""
        return self.value * self.weight


@dataclass(frozen=True, slots=True)
class Inspection:
    """A reply and how it came about.

    `considered` are the passages in the order in which they were read, then those that were not.
    `line` is the score from which on sentences are quoted for themselves, `floor` that below
    which the best one makes silence; `signs`, `bias` and `doubt` are what the judge's doubt is
    made of, empty and None where nothing was calibrated.
    """

    reply: Reply
    parts: tuple[str, ...]
    considered: tuple[Considered, ...]
    best: float | None
    line: float | None
    floor: float
    signs: tuple[Sign, ...]
    bias: float | None
    doubt: float | None


def inspection(worked: Worked, archive: Archive, calibration: Calibration | None) -> Inspection:
    """What a desk did, told from what it worked with."""
    candidates = worked.read.candidates
    return Inspection(
        reply=worked.reply,
        parts=tuple(aspect.text for aspect in worked.found.aspects),
        considered=(*read_ones(worked), *unread_ones(worked, archive)),
        best=candidates[0].score if candidates else None,
        line=line_of(candidates) if candidates else None,
        floor=floor_of(judged=bool(worked.signs and calibration)),
        signs=weights(worked.signs, calibration) if worked.signs and calibration else (),
        bias=calibration.bias if worked.signs and calibration else None,
        doubt=worked.doubt if worked.signs else None,
    )


def weights(signs: Signs, calibration: Calibration) -> tuple[Sign, ...]:
    """The signs with what each counts for."""
    names = (field.name for field in fields(signs))
    return tuple(map(Sign, names, signs.values, calibration.weights))


def read_ones(worked: Worked) -> tuple[Considered, ...]:
    """The passages that were read, in the order that the judge gave them."""
    found = {hit.passage.number: n for n, hit in enumerate(worked.found.hits, 1)}
    verdicts: tuple[Verdict | None, ...] = worked.read.verdicts or (None,) * len(worked.read.hits)
    said = fates(worked)
    return tuple(
        Considered(
            passage=hit.passage,
            found=found[hit.passage.number],
            read=rank,
            looks=looks(hit.passage.number, worked.found.pools),
            judged=verdict.passage if verdict else None,
            score=hit.score,
            sentences=tuple(
                Inspected(one.span, one.judged, one.score, said[one])
                for one in sorted(worked.read.candidates, key=lambda one: one.place)
                if one.passage.number == hit.passage.number
            ),
        )
        for rank, (hit, verdict) in enumerate(zip(worked.read.hits, verdicts, strict=True), 1)
    )


def unread_ones(worked: Worked, archive: Archive) -> tuple[Considered, ...]:
    """The next passages of the first search for the whole question, which nobody read."""
    read = {hit.passage.number for hit in worked.read.hits}
    pooled = worked.found.pools[0]
    order = [int(pooled.rows[n]) for n in pooled.order]
    passages = [archive.passages[row] for row in order if row not in read][:UNREAD]
    return tuple(
        Considered(
            passage=passage,
            found=None,
            read=None,
            looks=looks(passage.number, worked.found.pools),
            judged=None,
            score=None,
            sentences=tuple(
                Inspected(span, None, None, Outside.UNREAD) for span in passage.sentences
            ),
        )
        for passage in passages
    )


def fates(worked: Worked) -> dict[Candidate, Fate | Outside]:
    """What became of each sentence that was read."""
    if not isinstance(worked.reply, Answer):
        return dict.fromkeys(worked.read.candidates, Outside.SILENT)
    quoted = [(q.citation.interview, q.citation.span) for q in worked.reply.quotes]
    found: dict[Candidate, Fate | Outside] = {}
    for one in worked.said:
        where, span = one.candidate.passage.interview, one.candidate.span
        inside = any(where == interview and held.holds(span) for interview, held in quoted)
        brought = inside and one.fate is not Fate.QUOTED
        found[one.candidate] = Fate.BROUGHT if brought else one.fate
    return found


def looks(row: int, pools: Sequence[Pooled]) -> tuple[Look | None, ...]:
    """How the first search sees a passage, for each part of the question."""
    return tuple(look(row, pooled) for pooled in pools)


def look(row: int, pooled: Pooled) -> Look | None:
    """How the first search sees a passage; None where it did not bring it forward."""
    here = np.flatnonzero(pooled.rows == row)
    if not len(here):
        return None
    n = int(here[0])
    words = float(pooled.words[n])
    return Look(
        by_meaning=known(1 + int((pooled.cosines > pooled.cosines[n]).sum())),
        by_words=known(1 + int((pooled.words > pooled.words[n]).sum())) if words > 0 else None,
        fused=1 + int(np.flatnonzero(pooled.order == n)[0]),
        meaning=float(pooled.cosines[n]),
        sentence=float(pooled.sentences[n]),
        words=words,
        score=float(pooled.scores[n]),
    )


def known(rank: int) -> int | None:
    """A rank among the passages put forward, None where others may lie between."""
    return rank if rank <= POOL else None
