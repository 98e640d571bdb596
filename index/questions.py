"""What interviewers ask, by its words: found without reading the interviews."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from index.interview import Span
from index.segment import Segment

Weights = npt.NDArray[np.float64]


class Questions:
    """The interviewers' questions of an archive, each with the stems that it has."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = segments
        self._total = sum(len(segment.questions) for segment in segments)

    def sharing(self, words: frozenset[str], least: float) -> tuple[tuple[str, Span], ...]:
        """The interviews' questions that share so much of some stems, the most alike first.

        What is shared is a share of the stems' weights, rare ones among the questions counting
        more; those that no question has count as much as the rarest.
        """
        weights = {word: self._weight(word) for word in sorted(words)}
        whole = sum(weights.values())
        if not whole:
            return ()
        found: list[tuple[float, str, Span]] = []
        for segment in self._segments:
            shares: Weights = np.zeros(len(segment.questions))
            for word, weight in weights.items():
                rows, _ = segment.questions.column(word)
                shares[rows] += weight
            for row in np.flatnonzero(shares / whole >= least).tolist():
                interview, start, end = segment.asked[row].tolist()
                if segment.present[interview]:
                    found.append((shares[row], segment.ids[interview], Span(start, end)))
        found.sort(key=lambda one: -one[0])
        return tuple((interview, span) for _, interview, span in found)

    def _weight(self, word: str) -> float:
        """How rare a stem is among the questions: BM25's inverse document frequency."""
        held = sum(segment.questions.holding(word) for segment in self._segments)
        rarest = (segment.questions.rarest for segment in self._segments)
        least = held or min(filter(None, rarest), default=0)
        return math.log1p((self._total - least + 0.5) / (least + 0.5)) if least else 1.0
