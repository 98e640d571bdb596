"""A question to the passages that lie nearest, by meaning and by words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.archive import Archive
from index.embedder import Vectors
from index.interview import Passage
from index.lexical import Scores, stems
from rag.answer import Asked, Hit
from rag.filters import Rows, rows_among
from rag.fuse import fused

# How many passages each of the two searches puts forward before their scores are fused.
POOL = 200
# How much a follow-up's own words weigh against them together with the question before: on the
# corpus' topics and on the sample's, half and half found more than the two together alone.
OWN = 0.5


@dataclass(frozen=True, slots=True)
class Retrieved:
    """The hits of a question, best first, with the question's vector and stems."""

    hits: tuple[Hit, ...]
    question: Vectors
    words: tuple[str, ...]


def retrieve(asked: Asked, archive: Archive, k: int) -> Retrieved:
    """The `k` best passages for a question, among those that pass its filters."""
    among = rows_among(asked.filters, archive)
    question = question_vector(asked, archive)
    words = stems(asked.search)
    everywhere = archive.lexical.scores(words)
    rows = pool(archive, question, everywhere, among, max(POOL, k))
    if not len(rows):
        return Retrieved((), question, words)
    passages = [archive.passages[row] for row in rows]
    cosines = np.asarray(archive.vectors[rows] @ question, dtype=np.float32)
    best = best_sentences(archive, passages, question)
    scores = fused(cosines, best, everywhere[rows], everywhere)
    hits = [Hit(p, float(score)) for p, score in zip(passages, scores, strict=True)]
    hits.sort(key=lambda hit: (-hit.score, hit.passage.number))
    return Retrieved(tuple(hits[:k]), question, words)


def question_vector(asked: Asked, archive: Archive) -> Vectors:
    """The vector of what is looked up, shape (dimension,), of length 1."""
    whole = archive.embedder.encode_question(asked.search)
    if asked.search == asked.question:
        return whole
    own = archive.embedder.encode_question(asked.question)
    mixed = (1 - OWN) * whole + OWN * own
    return np.asarray(mixed / np.linalg.norm(mixed), dtype=np.float32)


def pool(archive: Archive, question: Vectors, words: Scores, among: Rows | None, size: int) -> Rows:
    """Rows that either search puts forward, sorted; both search only `among` the rows allowed."""
    near, _ = archive.dense.search(question, size, among)
    allowed = np.arange(len(words)) if among is None else among
    held = allowed[words[allowed] > 0]
    order = np.lexsort((held, -words[held]))
    return np.union1d(near, held[order[:size]])


def best_sentences(archive: Archive, passages: Sequence[Passage], question: Vectors) -> Scores:
    """For each passage, the cosine of the sentence of it that lies nearest to the question."""
    rows = np.concatenate([np.arange(p.first, p.first + len(p.sentences)) for p in passages])
    begins = np.cumsum([0, *(len(p.sentences) for p in passages[:-1])])
    cosines = archive.sentence_vectors[rows] @ question
    return np.asarray(np.maximum.reduceat(cosines, begins), dtype=np.float32)
