"""What the first search gives the sentences of a lesson: the judge learns what is beyond it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from eval.training.lessons import Marked
from index.embedder import Embedder, Vectors
from index.lexical import stems
from rag.fuse import BEST_SENTENCE
from rag.judge import Reading
from rag.read import PASSAGE, SHARED_WORDS, rarity, share_of


def searched(reading: Reading, sentences: Sequence[str]) -> str:
    """Some sentences of a reading as they are embedded."""
    return " ".join((reading.context, *sentences))


class FirstSearch:
    """Scores the sentences of a pool of readings as `rag.read` does before a judge.

    BM25 is left out of a passage's score: it depends on an archive, and a lesson has none.
    """

    def __init__(self, pool: Sequence[Reading], vectors: Vectors, embedder: Embedder) -> None:
        """Takes the readings with their vectors, shape (readings, dimension)."""
        self._whole = dict(zip(pool, vectors, strict=True))
        texts = [searched(one, (said,)) for one in pool for said in one.sentences]
        ends = np.cumsum([len(one.sentences) for one in pool])
        single = np.split(embedder.encode_passages(texts), ends[:-1])
        self._single = dict(zip(pool, single, strict=True))

    def seen(
        self, question: str, vector: Vectors, passages: Sequence[Marked]
    ) -> tuple[Marked, ...]:
        """The passages of one question, each with the first scores of its sentences."""
        asked = frozenset(stems(question))
        words = [[frozenset(stems(s)) for s in one.reading.sentences] for one in passages]
        weights = rarity([one for of_one in words for one in of_one])
        seen = []
        for marked, said in zip(passages, words, strict=True):
            single = self._single[marked.reading] @ vector
            meaning = float(self._whole[marked.reading] @ vector)
            whole = (1 - BEST_SENTENCE) * meaning + BEST_SENTENCE * float(single.max())
            first = tuple(
                PASSAGE * whole + float(cosine) + SHARED_WORDS * share_of(asked, held, weights)
                for cosine, held in zip(single, said, strict=True)
            )
            seen.append(replace(marked, first=first))
        return tuple(seen)
