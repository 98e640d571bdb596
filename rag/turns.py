"""Interviews in turns, so that none fills what is shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Protocol, TypeVar

from index.interview import Passage


class Placed(Protocol):
    """Something that a passage holds."""

    @property
    def passage(self) -> Passage:
        """The passage."""


Kind = TypeVar("Kind", bound=Placed)


def in_turns(ranked: Iterable[Kind]) -> list[Kind]:
    """The best of each interview, then the second best of each, and so on."""
    met: Counter[str] = Counter()
    rounds: dict[int, list[Kind]] = {}
    for one in ranked:
        rounds.setdefault(met[one.passage.interview], []).append(one)
        met[one.passage.interview] += 1
    return [one for number in sorted(rounds) for one in rounds[number]]
