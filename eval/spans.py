"""Places in documents, and what covers what."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from index.interview import Span


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A stretch of one document; the same offsets in another document are another place."""

    document: str
    span: Span

    def overlap(self, other: Place) -> int:
        """How many characters both places hold."""
        return self.span.overlap(other.span) if self.document == other.document else 0


@dataclass(frozen=True, slots=True)
class Shelf:
    """Distinct places in order, to look up those that touch another; `longest` is in characters."""

    places: tuple[Place, ...]
    longest: int

    def touching(self, place: Place) -> tuple[Place, ...]:
        """The places on the shelf that share a character with `place`, in order."""
        # What starts further back than the longest place cannot reach into this one.
        back = max(0, place.span.start - self.longest)
        low = bisect_left(self.places, Place(place.document, Span(back, back + 1)))
        end = place.span.end
        high = bisect_left(self.places, Place(place.document, Span(end, end + 1)))
        return tuple(each for each in self.places[low:high] if each.overlap(place))


def shelf(places: Iterable[Place]) -> Shelf:
    """The distinct places, in order."""
    kept = tuple(sorted(set(places)))
    return Shelf(kept, max((len(place.span) for place in kept), default=0))


def covered(place: Place, by: Iterable[Place]) -> int:
    """How many characters of `place` lie in the union of the other places."""
    count, reached = 0, place.span.start
    spans = sorted(other.span for other in by if other.document == place.document)
    for span in spans:
        start, end = max(span.start, reached), min(span.end, place.span.end)
        if start < end:
            count, reached = count + end - start, end
    return count


def holds_most(whole: Place, part: Place) -> bool:
    """Whether `whole` holds at least 90 % of the characters of `part`."""
    return is_most(whole.overlap(part), part)


def is_most(count: int, place: Place) -> bool:
    """Whether `count` characters are at least 90 % of the place."""
    # In whole numbers: 0.9 * 10 is not 9 in every language.
    return 10 * count >= 9 * len(place.span)


def is_half(count: int, place: Place) -> bool:
    """Whether `count` characters are at least half of the place."""
    return 2 * count >= len(place.span)
