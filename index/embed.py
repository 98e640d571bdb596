"""Documents to rows of vectors: for each passage, and for each sentence in its context."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from index.archive import Archive
from index.embedder import Embedder, Vectors
from index.interview import Document, Passage
from index.passages import Cut, Cutting, cut, searchable_text
from index.pending import Pending

BATCH = 256

Advance = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Rows:
    """A document with its passages and their vectors, before they are numbered.

    `vectors` has a row a passage, `sentence_vectors` a row a sentence.
    """

    document: Document
    cuts: tuple[Cut, ...]
    vectors: Vectors
    sentence_vectors: Vectors


def embedded(
    documents: Sequence[Document],
    embedder: Embedder,
    cutting: Cutting,
    kept: Pending,
    advance: Advance | None,
) -> list[Rows]:
    """Documents cut and embedded: each passage, and each sentence in its context."""
    cuts = [
        tuple(c for i in document.interviews for c in cut(document, i, cutting, embedder.fits))
        for document in documents
    ]
    texts = [
        searchable_text(document.text, document.glue, c.interview, c.turn, spans)
        for document, made in zip(documents, cuts, strict=True)
        for c in made
        for spans in (c.sentences, *((sentence,) for sentence in c.sentences))
    ]
    vectors = encoded(texts, embedder.dimension, kept, advance)
    rows = []
    at = 0
    for document, made in zip(documents, cuts, strict=True):
        whole: list[int] = []
        single: list[int] = []
        for c in made:
            whole.append(at)
            single.extend(range(at + 1, at + 1 + len(c.sentences)))
            at += 1 + len(c.sentences)
        rows.append(Rows(document, made, vectors[whole], vectors[single]))
    return rows


def encoded(
    texts: Sequence[str], dimension: int, kept: Pending, advance: Advance | None
) -> Vectors:
    """Vectors of texts, shape (len(texts), dimension), embedded in batches of like length."""
    vectors = np.zeros((len(texts), dimension), dtype=np.float32)
    order = sorted(range(len(texts)), key=lambda n: (len(texts[n]), n))
    for begin in range(0, len(order), BATCH):
        batch = order[begin : begin + BATCH]
        vectors[batch] = kept.encoded([texts[n] for n in batch])
        if advance is not None:
            advance(begin + len(batch), len(texts))
    return vectors


def rows_held(held: Archive | None) -> list[Rows]:
    """What an archive already holds, with its vectors, document by document."""
    if held is None:
        return []
    interviews = {i.id: i for i in held.interviews}
    owner = {i.id: n for n, d in enumerate(held.read_documents) for i in d.interviews}
    passages: list[list[Passage]] = [[] for _ in held.read_documents]
    for passage in held.passages:
        passages[owner[passage.interview]].append(passage)
    return [
        Rows(
            document,
            tuple(Cut(interviews[p.interview], p.role, p.turn, p.sentences) for p in own),
            held.vectors[[p.number for p in own]],
            held.sentence_vectors[[p.first + n for p in own for n in range(len(p.sentences))]],
        )
        for document, own in zip(held.read_documents, passages, strict=True)
    ]


def numbered(rows: Sequence[Rows]) -> tuple[Passage, ...]:
    """The passages of all documents with their rows."""
    passages: list[Passage] = []
    first = 0
    for c in (c for r in rows for c in r.cuts):
        passages.append(c.numbered(len(passages), first))
        first += len(c.sentences)
    return tuple(passages)
