"""Places as people name them: the page that words stand on, or when they are said."""

from __future__ import annotations

import re
from bisect import bisect_right

from index.interview import Mark, Measure, Span

TOLD = re.compile(r"page (?P<page>\d{1,7})|(?P<hours>\d{2,5}):(?P<minutes>\d\d):(?P<seconds>\d\d)")


def locator(marks: tuple[Mark, ...], span: Span) -> str | None:
    """Where `span` stands: `page 3`, `pages 3–4`, `00:12:31` or `00:12:31–00:12:40`.

    `marks` stand in the order of their offsets; each holds until the next one. None where no
    mark tells of the span's beginning.
    """
    offsets = [mark.at for mark in marks]
    first, last = bisect_right(offsets, span.start) - 1, bisect_right(offsets, span.end - 1) - 1
    if first < 0:
        return None
    begins, ends = marks[first], marks[last]
    if begins.measure is Measure.UNTOLD:
        return None
    alike = begins.value == ends.value or begins.measure is not ends.measure
    if begins.measure is Measure.PAGE:
        return f"page {begins.value}" if alike else f"pages {begins.value}–{ends.value}"
    return clock(begins.value) if alike else f"{clock(begins.value)}–{clock(ends.value)}"


def locators(marks: tuple[Mark, ...], span: Span) -> tuple[tuple[int, str], ...]:
    """The places in `span`, each with the offset in its words from which on it holds."""
    offsets = [mark.at for mark in marks]
    first = max(0, bisect_right(offsets, span.start) - 1)
    inside = marks[first : bisect_right(offsets, span.end - 1)]
    places = ((mark, locator((mark,), Span(mark.at, mark.at + 1))) for mark in inside)
    return tuple((max(0, mark.at - span.start), place) for mark, place in places if place)


def mark_of(at: int, place: str) -> Mark:
    """The mark of a place as `locator` tells it: `page 3` or `00:12:31`.

    Raises:
        ValueError: it is none.
    """
    told = TOLD.fullmatch(place)
    if told is None:
        raise ValueError(f"{place[:40]!r} is no place such as 00:12:31 or page 3")
    if told["page"]:
        return Mark(at, Measure.PAGE, int(told["page"]))
    hours, minutes, seconds = (int(told[key]) for key in ("hours", "minutes", "seconds"))
    return Mark(at, Measure.SECOND, hours * 3600 + minutes * 60 + seconds)


def clock(seconds: int) -> str:
    """Seconds as hours, minutes and seconds: 751 is `00:12:31`."""
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
