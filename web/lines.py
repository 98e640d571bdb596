"""A line of an interview in pieces: its sentences, each with its link, and what is marked."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise, takewhile

from index.archive import Archive
from index.interview import Interview, Part, Span, tongue_at
from rag.anchor import Pin, anchor_of
from rag.cite import quotable
from web.views import Line, Link, Piece


@dataclass(frozen=True, slots=True)
class Mark:
    """A place to mark: that of a link, or one of those where words were found.

    `line` counts the lines that a link's words take: a question may take several.
    """

    span: Span
    place: int | None = None
    line: int = 1

    @property
    def id(self) -> str:
        """What the mark is called in addresses."""
        if self.place is not None:
            return f"found-{self.place}"
        return "span" if self.line == 1 else f"span-{self.line}"


class Setting:
    """Sets the lines of one interview: numbers its sentences as it goes, and marks places."""

    def __init__(self, archive: Archive, interview: Interview, marks: tuple[Mark, ...]) -> None:
        """Takes the interview, and what to mark in it, in order and apart."""
        self.archive = archive
        self.interview = interview
        self.marks = marks
        self.source = archive.source(interview.id)
        self.numbered = 0
        self._asked = interview.questions
        self._quotable = sorted(span for _, _, span in quotable(interview))

    def line(self, part: Part, words: int) -> Line:
        """A line of the source, whose words begin at the offset `words`, after its label."""
        text, span = self.source.text, part.span
        marks = {mark.span.start: mark for mark in self.marks if span.holds(mark.span)}
        words = min((words, *marks))
        # A link inside marked words would break them up; it follows them.
        ends = tuple((after(at, marks.values()), link) for at, link in self._ends(span))
        bounds = (at for mark in marks.values() for at in (mark.span.start, mark.span.end))
        cuts = sorted({words, span.end, *bounds, *(at for at, _ in ends)})
        pieces = []
        for start, end in pairwise(cuts):
            mark = marks.get(start)
            links = tuple(link for at, link in ends if at == end)
            id, place = (mark.id, mark.place) if mark else (None, None)
            pieces.append(Piece(text[start:end], id, place, links))
        language = tongue_at(self.source.tongues, span)
        return Line(text[span.start : words], tuple(pieces), language)

    def _ends(self, line: Span) -> Iterator[tuple[int, Link]]:
        """Where the quotable sentences of a line end, and questions, with their links."""
        before = bisect_right(self._asked, line.start, key=lambda one: one.end)
        for number, one in enumerate(self._asked[before:], before + 1):
            if one.end > line.end:
                break
            yield one.end, Link(number, self._address(one), asks=True)
        first = bisect_left(self._quotable, line.start, key=lambda one: one.start)
        for paragraph in takewhile(line.holds, self._quotable[first:]):
            for one in self.archive.sentences(self.interview.id, paragraph):
                self.numbered += 1
                yield one.end, Link(self.numbered, self._address(one))

    def _address(self, words: Span) -> str:
        """The permalink of some words."""
        anchor = anchor_of(self.source.text, self.source.sha256, self.interview, words)
        return f"/interviews/{self.interview.id}?span={Pin(words, anchor)}#span"


def after(at: int, marks: Iterable[Mark]) -> int:
    """An offset, or the end of the mark that it lies in."""
    return next((m.span.end for m in marks if m.span.start < at < m.span.end), at)
