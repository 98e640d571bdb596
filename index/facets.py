"""Whose a passage is, as numbers: what filters compare."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.columns import NOBODY, Column
from index.segment import Segment

Numbers = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Facets:
    """Columns over all passages of an archive, and over all its interviews.

    A passage has its interview's number, its turn or -1, its role's number and the number of who
    speaks in its turn among the archive's speakers, or -1. `alive` is False for what was removed.
    `country` has the number of each interview's country among the archive's, or -1; `answering`
    pairs interviews with the speakers in them.
    """

    interview: Numbers
    turn: Numbers
    role: Numbers
    speaker: Numbers
    alive: Mask
    country: Numbers
    answering: Numbers

    def interviews_with(self, speakers: Sequence[int]) -> Mask:
        """Which interviews one of some speakers answers in."""
        found = np.zeros(len(self.country), dtype=np.bool_)
        found[self.answering[np.isin(self.answering[:, 1], speakers), 0]] = True
        return found


def facets_of(
    segments: Sequence[Segment], countries: Sequence[str], speakers: Sequence[str]
) -> Facets:
    """The facets of some segments as one archive."""
    numbers = {name: number for number, name in enumerate(speakers)}
    places = {name: number for number, name in enumerate(countries)}
    begins = np.cumsum([0, *(len(segment.ids) for segment in segments)]).tolist()
    pairs = [
        (begin + interview, numbers.get(name, NOBODY))
        for begin, segment in zip(begins, segments, strict=False)
        for interview, name in segment.answering
    ]
    return Facets(
        joined(
            segment.columns.of(Column.INTERVIEW) + begin
            for begin, segment in zip(begins, segments, strict=False)
        ),
        joined(segment.columns.of(Column.TURN) for segment in segments),
        joined(segment.columns.of(Column.ROLE) for segment in segments),
        joined(segment.speaker_numbers(numbers) for segment in segments),
        joined(segment.alive.astype(np.int32) for segment in segments).astype(np.bool_),
        np.array(
            [places.get(c or "", NOBODY) for segment in segments for c in segment.countries],
            dtype=np.int32,
        ),
        np.array(pairs, dtype=np.int32).reshape(-1, 2),
    )


def joined(columns: Iterable[Numbers]) -> Numbers:
    """Columns of segments as one."""
    return np.concatenate([np.zeros(0, dtype=np.int32), *columns])
