"""What the page of an archive's picture is given: marks with their places, each also in words.

Lengths are in the units of the drawing that holds them; a drawing's own size is in pixels.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from index.language import _


@dataclass(frozen=True, slots=True)
class Swatch:
    """How a rating is shown: the pattern of that name, a letter or two, and the word."""

    pattern: str
    letters: str
    said: str


@dataclass(frozen=True, slots=True)
class Key:
    """A rating, how many interviews have it, and the list of these."""

    swatch: Swatch
    interviews: int
    link: str


@dataclass(frozen=True, slots=True)
class Tile:
    """A country on the map; `lines` are its name cut to fit, `short` how it begins,
    `held` how many interviews it has.
    """

    x: int
    y: int
    lines: tuple[str, ...]
    held: str
    short: str
    swatch: Swatch
    link: str
    title: str


@dataclass(frozen=True, slots=True)
class LandRow:
    """A country in words; `ask` leads to the question form with it chosen."""

    name: str | None
    interviews: int
    ratings: str
    link: str
    ask: str | None


@dataclass(frozen=True, slots=True)
class TileMap:
    """The countries as tiles, and in a table; `left_out` says what is in the table only.

    `pixels` is how wide it is drawn; `many` tiles are drawn small and do not shrink.
    """

    width: int
    height: int
    size: tuple[int, int]
    pixels: int
    many: bool
    tiles: tuple[Tile, ...]
    keys: tuple[Key, ...]
    rows: tuple[LandRow, ...]
    left_out: str | None


@dataclass(frozen=True, slots=True)
class Dot:
    """A round mark that leads somewhere; `full` marks are filled, others outlined."""

    x: float
    y: float
    radius: float
    link: str
    title: str
    full: bool = True


@dataclass(frozen=True, slots=True)
class Bar:
    """A tall mark for many interviews."""

    x: float
    y: float
    width: float
    height: float
    link: str
    title: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A word under the line of time."""

    x: float
    words: str


@dataclass(frozen=True, slots=True)
class Period:
    """A year, month or decade in words, with its interviews."""

    words: str
    interviews: int
    link: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """Interviews by date: dots where there are few, bars where there are many."""

    width: int
    height: int
    base: float
    unit: str
    dots: tuple[Dot, ...]
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    periods: tuple[Period, ...]


@dataclass(frozen=True, slots=True)
class LengthRow:
    """An interview and its length; `share` is that of the longest, from 0 to 100."""

    number: int
    link: str
    names: str
    country: str | None
    date: str | None
    words: int
    share: float


@dataclass(frozen=True, slots=True)
class Column:
    """An interview over its column of dots, by its number."""

    x: float
    number: int
    link: str
    title: str


@dataclass(frozen=True, slots=True)
class Mention:
    """Who speaks of a subject, how often, and where first."""

    whose: str
    times: int
    link: str


@dataclass(frozen=True, slots=True)
class SubjectRow:
    """A subject: its row of dots, and the same in words."""

    y: float
    words: str
    dots: tuple[Dot, ...]
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Subjects by interviews, dots as large as the share of words."""

    width: int
    height: int
    columns: tuple[Column, ...]
    rows: tuple[SubjectRow, ...]


@dataclass(frozen=True, slots=True)
class SeeView:
    """An archive at a glance; `undated` leads to the interviews without a date, if any.

    `read` is how many interviews words were counted in.
    """

    template: ClassVar[str] = "see.html"
    people: int
    words: int
    median: int
    map: TileMap
    timeline: Timeline | None
    undated: Period | None
    lengths: tuple[LengthRow, ...]
    read: int
    left_out: str | None
    matrix: Matrix | None
    alone: bool

    @property
    def title(self) -> str:
        """The page's title."""
        return _("See the archive")
