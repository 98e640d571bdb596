"""The words of a page to its lines, in the order in which columns are read."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median

from index.readers.pdf.letters import CLOSE, MIRRORED, Word

# All in sizes of the letters: how far words of a line stand off its base (a raised number of a
# note), how wide the space between columns is at least, and how far a letter hangs out of one.
RAISED = 0.45
GUTTER = 1.0
SLIP = 0.4
# Of the text's width: a column is not narrower, else what looks like one holds labels.
NARROWEST = 0.25
# A column's lines fill it, by their median; those of a table's cells do not.
FILLED = 0.6
FEWEST = 3


@dataclass(frozen=True, slots=True)
class Line:
    """Words on one base, from left to right as they are read, in points as words are.

    `first` is how wide its first word is, and `column` tells columns of a page apart.
    """

    page: int
    column: int
    text: str
    left: float
    right: float
    base: float
    size: float
    first: float
    bold: bool
    italic: bool
    ligatures: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words that stand side by side, no further apart than words of a sentence do."""

    words: tuple[Word, ...]

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.words[0].left

    @property
    def right(self) -> float:
        """Where it ends."""
        return max(word.right for word in self.words)

    @property
    def base(self) -> float:
        """What its letters stand on."""
        return max(self.words, key=lambda word: word.size).base


def lines(page: int, words: Iterable[Word]) -> tuple[Line, ...]:
    """The lines of a page in reading order: down one column, then down the next."""
    found = []
    for column, rows in enumerate(columns(tuple(stretches(words)))):
        found += [line(page, column, row) for row in rows]
    return tuple(found)


def stretches(words: Iterable[Word]) -> Iterator[Stretch]:
    """The words of a page, side by side on each base, from the top down."""
    for row in bases(words):
        held: list[Word] = []
        for word in row:
            if held and word.left - max(w.right for w in held) > GUTTER * max(
                word.size, held[-1].size
            ):
                yield Stretch(tuple(held))
                held = []
            held.append(word)
        yield Stretch(tuple(held))


def bases(words: Iterable[Word]) -> Iterator[list[Word]]:
    """The words that stand on one base each, from left to right."""
    row: list[Word] = []
    for word in sorted(words, key=lambda word: (word.base, word.left)):
        if row and word.base - row[0].base > RAISED * max(word.size, *(w.size for w in row)):
            yield sorted(row, key=lambda word: word.left)
            row = []
        row.append(word)
    if row:
        yield sorted(row, key=lambda word: word.left)


def columns(found: Sequence[Stretch]) -> Iterator[list[list[Stretch]]]:
    """The rows of each column in reading order; what goes across two of them parts them."""
    if not found:
        return
    gutter = gutter_of(found)
    if gutter is None:
        yield rows(found)
        return
    for across, band in groupby(found, key=lambda s: s.left <= gutter and not on_left(s, gutter)):
        inside = list(band)
        left = [stretch for stretch in inside if on_left(stretch, gutter)]
        right = [stretch for stretch in inside if stretch.left > gutter]
        if across or not left or not right:
            yield rows(inside)
        else:
            yield from columns(left)
            yield from columns(right)


def rows(found: Sequence[Stretch]) -> list[list[Stretch]]:
    """Stretches that share a base, together."""
    together: list[list[Stretch]] = []
    for stretch in sorted(found, key=lambda stretch: (stretch.base, stretch.left)):
        size = max(word.size for word in stretch.words)
        if together and abs(stretch.base - together[-1][0].base) <= RAISED * size:
            together[-1].append(stretch)
        else:
            together.append([stretch])
    return together


def gutter_of(found: Sequence[Stretch]) -> float | None:
    """A place between two columns of running text, across which least goes; None without one."""
    left, right = min(s.left for s in found), max(s.right for s in found)
    size = median(word.size for stretch in found for word in stretch.words)
    lefts = Counter(round(stretch.left) for stretch in found)
    tried = []
    for begins in sorted(place for place, often in lefts.items() if often >= FEWEST):
        gutter = begins - SLIP * size
        sides = [[s for s in found if on_left(s, gutter)], [s for s in found if s.left > gutter]]
        crossing = len(found) - len(sides[0]) - len(sides[1])
        if all(running(side, NARROWEST * (right - left)) for side in sides) and crossing <= min(
            map(len, sides)
        ):
            tried.append((crossing, gutter))
    return min(tried, default=(0, None))[1]


def on_left(stretch: Stretch, gutter: float) -> bool:
    """Whether a stretch ends before a gutter, or hangs into it by less than a letter."""
    return stretch.left < gutter and stretch.right <= gutter + SLIP * stretch.words[0].size


def running(side: Sequence[Stretch], least: float) -> bool:
    """Whether stretches below each other are a column of running text, `least` wide."""
    if len(side) < FEWEST:
        return False
    width = max(s.right for s in side) - min(s.left for s in side)
    return width >= least and median(s.right - s.left for s in side) >= FILLED * width


def line(page: int, column: int, row: Sequence[Stretch]) -> Line:
    """One line of what stands side by side."""
    words = [word for stretch in row for word in stretch.words]
    text, first = as_read(words)
    return Line(
        page=page,
        column=column,
        text=text,
        left=words[0].left,
        right=max(word.right for word in words),
        base=row[0].base,
        size=median(word.size for word in words),
        first=first,
        bold=all(word.style.bold for word in words),
        italic=all(word.style.italic for word in words),
        ligatures=sum(word.ligatures for word in words),
    )


def as_read(words: Sequence[Word]) -> tuple[str, float]:
    """The text of words that stand from left to right, and how wide the first one read is.

    What is written from right to left is read so; a line is, if most of its words are.
    """
    turned = 2 * sum(leftward(w.text) for w in words) > sum(strong(w.text) for w in words)
    runs: list[tuple[bool, list[Word]]] = []
    for word in words:
        back = leftward(word.text) or (turned and not strong(word.text))
        if runs and runs[-1][0] is back:
            runs[-1][1].append(word)
        else:
            runs.append((back, [word]))
    # Between two words of one direction, what has none goes with them.
    pieces = [pieced(run, back=back, mirrored=turned) for back, run in joined(runs)]
    if turned:
        pieces.reverse()
    widest = runs[-1][1] if turned else runs[0][1]
    text = pieces[0][0]
    for (_, a, b), (after, c, d) in pairwise(pieces):
        text += (" " if max(c - b, a - d) > CLOSE * words[0].size else "") + after
    return text, widest[-1 if turned else 0].right - widest[-1 if turned else 0].left


def joined(runs: list[tuple[bool, list[Word]]]) -> list[tuple[bool, list[Word]]]:
    """Runs of words, with a run from right to left going on over signs between two such."""
    found = runs[:1]
    for at, (back, run) in enumerate(runs[1:], 1):
        before = found[-1]
        between = (
            before[0]
            and not back
            and at + 1 < len(runs)
            and not any(strong(word.text) for word in run)
        )
        if (between or back) and before[0]:
            before[1].extend(run)
        else:
            found.append((back, run))
    return found


def pieced(run: Sequence[Word], *, back: bool, mirrored: bool) -> tuple[str, float, float]:
    """The text of a run of words in one direction, and from where to where it stands."""
    ordered = run[::-1] if back else run
    text = ""
    before = None
    for word in ordered:
        shown = word.text
        if (back or mirrored) and not strong(shown):
            shown = shown.translate(MIRRORED)[::-1]
        if before is not None:
            gap = max(word.left - before.right, before.left - word.right)
            text += "" if (word.glued or back) and gap <= CLOSE * word.size else " "
        text += shown
        before = word
    return text, run[0].left, run[-1].right


def leftward(text: str) -> bool:
    """Whether a word is written from right to left."""
    return any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text)


def strong(text: str) -> bool:
    """Whether a word holds a letter, and so a direction."""
    return any(unicodedata.bidirectional(letter) in ("R", "AL", "L", "EN", "AN") for letter in text)
