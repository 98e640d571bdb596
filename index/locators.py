"""Places as people name them: the page that words stand on, or when they are said."""

from __future__ import annotations

from bisect import bisect_right

from index.interview import Mark, Measure, Span


def locator(marks: tuple[Mark, ...], span: Span) -> str | None:
    """Where `span` stands: `page 3`, `pages 3–4`, `00:12:31` or `00:12:31–00:12:40`.

    `marks` stand in the order of their offsets; each holds until the next one. None where no
    mark stands before the span.
    """
    offsets = [mark.at for mark in marks]
    first, last = bisect_right(offsets, span.start) - 1, bisect_right(offsets, span.end - 1) - 1
    if first < 0:
        return None
    begins, ends = marks[first], marks[last]
    alike = begins.value == ends.value
    if begins.measure is Measure.PAGE:
        return f"page {begins.value}" if alike else f"pages {begins.value}–{ends.value}"
    return clock(begins.value) if alike else f"{clock(begins.value)}–{clock(ends.value)}"


def clock(seconds: int) -> str:
    """Seconds as hours, minutes and seconds: 751 is `00:12:31`."""
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
