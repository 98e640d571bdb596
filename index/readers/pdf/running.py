"""Running heads and page numbers: the lines that a document repeats at the edge of its pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.readers.pdf.lines import Line

# So many lines at the top and at the bottom of a page may be such, if they stand in its margin,
# this part of its height.
EDGE = 3
MARGIN = 0.11
# Within so many points a line stands at the same height on two pages.
SAME = 3.0
# Of the pages, or of the left or right ones: a line that returns as often is no part of the text.
OFTEN = 0.5
# On few pages a line must also stand apart from the text, by so many sizes of its letters.
FEW = 6
APART = 1.8
NUMBER = re.compile(
    r"(?:page|seite|página|pagina|s\.|p\.|pg\.?)?\s*[-–—\[(|]?\s*(\d{1,4})\s*[-–—\])|]?"
    r"(?:\s*(?:/|of|von|de|sur|из)\s*\d{1,4})?",
    re.I,
)
DIGITS = re.compile(r"\d+")
TOP, BOTTOM = "top", "bottom"


@dataclass(frozen=True, slots=True)
class Edge:
    """A line near the top or the bottom of a page, `rank` lines from it, and if space parts it."""

    line: Line
    side: str
    rank: int
    apart: bool

    @property
    def repeats(self) -> str:
        """What of it returns on other pages: all but its numbers."""
        return f"{self.side} {DIGITS.sub('#', self.line.text.casefold())}"


def without_running(
    pages: Sequence[tuple[Line, ...]], heights: Sequence[float]
) -> tuple[tuple[tuple[Line, ...], ...], Counter[str]]:
    """The lines of each page without its running heads and numbers, and how many those were.

    `heights` are those of the pages, in points.
    """
    edges = [tuple(edges_of(page, high)) for page, high in zip(pages, heights, strict=True)]
    often = Counter(repeats for page in edges for repeats in {edge.repeats for edge in page})
    bases: dict[str, list[float]] = {}
    for edge in (edge for page in edges for edge in page):
        bases.setdefault(edge.repeats, []).append(edge.line.base)
    dropped: Counter[str] = Counter()
    kept = []
    for page, near in zip(pages, edges, strict=True):
        gone = set()
        for side in (TOP, BOTTOM):
            # From the edge inwards: behind a line of the text nothing runs.
            for edge in sorted((e for e in near if e.side == side), key=lambda e: e.rank):
                kind = kind_of(edge, often[edge.repeats], bases[edge.repeats], len(pages))
                if kind is None or edge.line in gone:
                    break
                gone.add(edge.line)
                dropped[kind] += 1
        kept.append(tuple(line for line in page if line not in gone))
    return tuple(kept), dropped


def edges_of(page: tuple[Line, ...], height: float) -> Iterator[Edge]:
    """The lines in the upper and the lower margin of a page."""
    down = sorted(page, key=lambda line: line.base)
    for side, ordered in ((TOP, down), (BOTTOM, down[::-1])):
        for rank, line in enumerate(ordered[:EDGE]):
            if MARGIN * height < line.base < (1 - MARGIN) * height:
                break
            inner = ordered[rank + 1 : rank + 2]
            gap = abs(inner[0].base - line.base) if inner else line.base
            yield Edge(line, side, rank, gap > APART * line.size)


def kind_of(edge: Edge, often: int, bases: Sequence[float], pages: int) -> str | None:
    """What a line at the edge is, as it is counted; None for one of the text."""
    number = NUMBER.fullmatch(edge.line.text.strip())
    level = sum(abs(base - edge.line.base) <= SAME for base in bases)
    if number and (level > 1 or (edge.apart and int(number[1]) == edge.line.page)):
        return "page number"
    # Heads may differ on left and right pages, and be absent where a part begins.
    enough = max(2, OFTEN * (pages // 2))
    if level >= enough and often >= enough and (edge.apart or pages >= FEW):
        return "running head"
    return None
