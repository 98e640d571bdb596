"""Lines to paragraphs: what a page breaks is put together, what the author parts stays apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from index.interview import Mark, Measure, Span
from index.labels import opens_turn
from index.paragraphs import is_separator
from index.readers.pdf.hyphens import Hyphens
from index.readers.pdf.lines import Line
from index.readers.words import APART

# In sizes of the letters: what counts as another size, an indent, more than the usual space, and
# the room that a line leaves though the next word would have fit.
OTHER = 0.08
INDENT = 0.8
MORE = 0.3
ROOM = 0.5
# Lines of one paragraph stand no further apart than where every second one is left empty.
DOUBLE = 2.4
# The space between words, where a line does not say it.
BLANK = 0.25
# A line reaches the end of its column to this; where text is justified, so many times more lines
# do than end near it.
FLUSH = 0.15
NEAR = 3.0
JUSTIFIED = 3
FEWEST = 3
PARTED = re.compile(r"\w[-\u2010]\Z")
ENDED = re.compile(r"[.!?…:。？！][’”\"')\]»]*\Z")


@dataclass(frozen=True, slots=True)
class Flow:
    """The text of a document, its pages, what is bold, and how many hyphens were taken out."""

    text: str
    marks: tuple[Mark, ...]
    bold: tuple[Span, ...]
    hyphens: int


def flowed(lines: tuple[Line, ...]) -> Flow:
    """The paragraphs of a document, a blank line between them."""
    hyphens = Hyphens(tuple(line.text for line in lines))
    pieces: list[str] = []
    marks: list[Mark] = []
    bold: list[Span] = []
    length = page = 0
    for paragraph in paragraphs(lines):
        text = ""
        for line in paragraph:
            before = hyphens.joined
            longer = hyphens.join(text, line.text) if text else line.text
            if line.page != page:
                page = line.page
                cut = len(longer) - len(line.text)
                # A word that is parted between two pages stands on the first of them.
                parted = hyphens.joined > before or (text and longer[cut - 1] != " ")
                rest = line.text.partition(" ")
                at = cut + len(rest[0]) + 1 if parted and rest[1] else cut
                marks.append(Mark(length + at, Measure.PAGE, page))
            text = longer
        if all(line.bold for line in paragraph):
            bold.append(Span(length, length + len(text)))
        pieces += (text, APART)
        length += len(text) + len(APART)
    return Flow("".join(pieces).rstrip() + "\n", tuple(marks), tuple(bold), hyphens.joined)


def paragraphs(lines: tuple[Line, ...]) -> Iterator[tuple[Line, ...]]:
    """The lines of each paragraph."""
    shape = Shape(lines)
    held: list[Line] = []
    for line in lines:
        if held and shape.begins(held, line):
            yield tuple(held)
            held = []
        held.append(line)
    if held:
        yield tuple(held)


class Shape:
    """How a document sets its paragraphs: where columns begin and end, and its usual spaces."""

    def __init__(self, lines: tuple[Line, ...]) -> None:
        self.edges: dict[tuple[int, int], float] = {}
        for line in lines:
            place = (line.page, line.column)
            self.edges[place] = max(line.right, self.edges.get(place, 0.0))
        # Where each paragraph is a line, the space between paragraphs is as usual as any.
        self.pitches = {
            size: min(found, key=lambda pitch: (-found[pitch], pitch))
            for size, found in pitches(lines).items()
            if max(found.values()) > 1
        }
        self.margins = margins(lines)
        self.indent = self.usual_indent(lines)
        rooms = [self.room(line) / line.size for line in lines]
        full = sum(room < FLUSH for room in rooms)
        self.justified = full > JUSTIFIED * sum(FLUSH <= room < NEAR for room in rooms)

    def room(self, line: Line) -> float:
        """How much of its column a line leaves empty."""
        return self.edges[line.page, line.column] - line.right

    def usual_indent(self, lines: tuple[Line, ...]) -> float | None:
        """How far the first lines of paragraphs stand in, where they do; else None."""
        seen = Counter(
            round(self.indented(a))
            for a, b in pairwise(lines)
            if same_column(a, b)
            and self.indented(a) > INDENT * a.size
            and abs(self.indented(b)) < INDENT * b.size / 2
        )
        usual = seen.most_common(1)
        return usual[0][0] if usual and usual[0][1] >= FEWEST else None

    def indented(self, line: Line) -> float:
        """How far a line begins to the right of its column."""
        return line.left - self.margins[line.page, line.column]

    def begins(self, held: list[Line], line: Line) -> bool:
        """Whether a line begins a paragraph after the lines that are held."""
        last = held[-1]
        if is_separator(line.text) or is_separator(last.text) or opens_turn(line.text):
            return True
        if abs(line.size - last.size) > OTHER * last.size:
            return True
        ended = ENDED.search(last.text) is not None
        # What goes on in lower case after words that end no sentence, or after a hyphen, goes on.
        goes_on = not ended and (line.text[0].islower() or PARTED.search(last.text) is not None)
        fits = line.first + (BLANK + ROOM) * line.size < self.room(last)
        if styles(line) != (styled(held, "bold"), styled(held, "italic")):
            return not goes_on or fits
        if self.indent is not None and abs(self.indented(line) - self.indent) <= 1:
            return True
        if (fits and not goes_on) or (self.justified and ended and self.short(last)):
            return True
        if not same_column(last, line):
            # What goes across columns, and what stands below it, are different things.
            return last.page == line.page and line.base > last.base
        return self.spaced(held, line)

    def short(self, line: Line) -> bool:
        """Whether a line does not reach the end of its column."""
        return self.room(line) > FLUSH * line.size

    def spaced(self, held: list[Line], line: Line) -> bool:
        """Whether more than the usual space stands above a line or before it."""
        last = held[-1]
        usual = self.pitches.get(round(last.size), 1.2 * last.size)
        if line.base - last.base > usual + MORE * last.size:
            return True
        indent = line.left - last.left
        if len(held) == 1:
            # The second line of a paragraph may stand to the left of its first.
            return indent > INDENT * line.size and ENDED.search(last.text) is not None
        return abs(indent) > INDENT * line.size


def pitches(lines: Iterable[Line]) -> dict[int, Counter[float]]:
    """How far lines of each size, in whole points, stand apart, and how often."""
    seen: dict[int, Counter[float]] = {}
    for a, b in pairwise(lines):
        if same_column(a, b) and 0 < b.base - a.base < DOUBLE * a.size:
            seen.setdefault(round(a.size), Counter())[round(b.base - a.base, 1)] += 1
    return seen


def margins(lines: Iterable[Line]) -> dict[tuple[int, int], float]:
    """Where the lines of each column begin, but for a letter that hangs out of it."""
    lefts: dict[tuple[int, int], list[float]] = {}
    for line in lines:
        lefts.setdefault((line.page, line.column), []).append(line.left)
    return {place: min(found) for place, found in lefts.items()}


def same_column(a: Line, b: Line) -> bool:
    """Whether two lines stand below each other."""
    return (a.page, a.column) == (b.page, b.column)


def styles(line: Line) -> tuple[bool, bool]:
    """Whether a line is bold, and whether it is italic."""
    return line.bold, line.italic


def styled(held: list[Line], how: str) -> bool:
    """Whether all the lines that are held are set so."""
    return all(getattr(line, how) for line in held)
