"""A line of an interview in pieces: its sentences, each with its link, and what is marked."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from index.archive import Archive
from index.interview import Interview, Part, Span
from index.sentences import sentences
from rag.anchor import Pin, anchor_of
from rag.cite import quotable
from web.views import Line, Link, Piece


class Setting:
    """Sets the lines of one interview: numbers its sentences as it goes, and marks a span."""

    def __init__(self, archive: Archive, interview: Interview, marked: Span | None) -> None:
        """Takes the interview, and the span to mark where there is one."""
        self.archive = archive
        self.interview = interview
        self.marked = marked
        self.source = archive.source(interview.id)
        self.numbered = 0
        self._quotable = tuple(span for _, _, span in quotable(interview))

    def line(self, part: Part, words: int) -> Line:
        """A line of the source, whose words begin at the offset `words`, after its label."""
        text, span = self.source.text, part.span
        marked = self.marked if self.marked and span.holds(self.marked) else None
        if marked is not None:
            words = min(words, marked.start)
        ends = tuple(self._ends(span))
        cuts = {words, span.end, *(at for at, _ in ends)}
        if marked is not None:
            # A link inside the marked words would break them up; it follows them.
            ends = tuple(
                (marked.end if marked.start < at < marked.end else at, link) for at, link in ends
            )
            cuts = {at for at in cuts if not marked.start < at < marked.end}
            cuts |= {marked.start, marked.end}
        pieces = tuple(
            Piece(
                text[start:end],
                marked is not None and marked.start == start,
                tuple(link for at, link in ends if at == end),
            )
            for start, end in pairwise(sorted(cuts))
        )
        return Line(text[span.start : words], pieces)

    def _ends(self, line: Span) -> Iterator[tuple[int, Link]]:
        """Where the quotable sentences of a line end, with their links."""
        id, text, sha256 = self.interview.id, self.source.text, self.source.sha256
        for paragraph in self._quotable:
            if not line.holds(paragraph):
                continue
            for one in sentences(text, paragraph, self.archive.baked.language):
                self.numbered += 1
                pin = Pin(one, anchor_of(text, sha256, self.interview, one))
                yield one.end, Link(self.numbered, f"/interviews/{id}?span={pin}#span")
