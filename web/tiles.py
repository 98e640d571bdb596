"""Countries as tiles: those of this world about where they lie, all others in rows below."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import urlencode

from index.language import _, ngettext
from index.places import Where
from rag.picture import Land, Picture, Rated
from web.drawn import Key, LandRow, Swatch, Tile, TileMap
from web.listing import UNKNOWN, listing_link

TILE = (104, 90)
GAP = 8
# So many columns make tiles that can be read on a phone; more countries need more columns.
COLUMNS = 8
FEW = 16
# How far north and south tiles reach: nobody is interviewed at the poles.
NORTH, SOUTH = 72.0, -56.0
# Of many tiles each is so much smaller, which still holds the beginning of a name.
SMALL = 0.42
MOST_TILES = 120
LINE = 14
LINES = 2
SHORT = 4
LETTERS = {
    "open": "Op",
    "narrowed": "Na",
    "obstructed": "Ob",
    "repressed": "Re",
    "closed": "Cl",
}

Cell = tuple[int, int]


def tile_map(picture: Picture) -> TileMap:
    """The countries of a picture as tiles, and in a table."""
    by_size = sorted(picture.lands, key=lambda land: -land.interviews)[:MOST_TILES]
    shown = [land for land in picture.lands if land in by_size]
    cells = list(placed(shown))
    across = max((column for column, _ in cells), default=0) + 1
    down = max((row for _, row in cells), default=0) + 1
    wide = across * (TILE[0] + GAP) - GAP
    many = across > COLUMNS
    dropped = len(picture.lands) - len(shown)
    said = ngettext(
        "The %(num)s country with the most interviews is drawn; the table has all.",
        "The %(num)s countries with the most interviews are drawn; the table has all.",
        len(shown),
    )
    return TileMap(
        width=wide,
        height=down * (TILE[1] + GAP) - GAP,
        size=TILE,
        pixels=round((wide + 4) * (SMALL if many else 1)),
        many=many,
        tiles=tuple(tile(land, cell) for land, cell in zip(shown, cells, strict=True)),
        keys=tuple(
            Key(swatch((rated,)), rated.interviews, listing_link(rating=rated.rating or UNKNOWN))
            for rated in picture.ratings
        ),
        rows=tuple(land_row(land) for land in picture.lands),
        left_out=said if dropped else None,
    )


def placed(lands: Sequence[Land]) -> Iterator[Cell]:
    """A cell, as column and row, for each of some countries; no two in one."""
    known = {n: land.where for n, land in enumerate(lands) if land.where}
    found = compact(settled(known))
    others = [n for n in range(len(lands)) if n not in found]
    below = max((row for _, row in found.values()), default=-1) + 1
    widest = max((column for column, _ in found.values()), default=-1) + 1
    rows = -(-len(others) // max(COLUMNS, widest))
    across = max(widest, -(-len(others) // rows)) if rows else 1
    for place, n in enumerate(others):
        found[n] = (place % across, below + place // across)
    return (found[n] for n in range(len(lands)))


def settled(known: dict[int, Where]) -> dict[int, Cell]:
    """The cells of places on earth: each its own, else the nearest that is free."""
    across = round(COLUMNS * max(1.0, len(known) / FEW) ** 0.5)
    down = round(across * 0.75)
    free = {(column, row) for column in range(across) for row in range(down)}
    found: dict[int, Cell] = {}
    for n, at in sorted(known.items(), key=lambda one: (one[1].longitude, -one[1].latitude)):
        x = (at.longitude + 180) / 360 * across - 0.5
        y = (NORTH - at.latitude) / (NORTH - SOUTH) * down - 0.5
        found[n] = min(free, key=lambda cell: ((cell[0] - x) ** 2 + (cell[1] - y) ** 2, cell))
        free.remove(found[n])
    return found


def compact(cells: dict[int, Cell]) -> dict[int, Cell]:
    """Cells without the columns and rows that hold none."""
    columns = numbered(column for column, _ in cells.values())
    rows = numbered(row for _, row in cells.values())
    return {n: (columns[column], rows[row]) for n, (column, row) in cells.items()}


def numbered(values: Iterable[int]) -> dict[int, int]:
    """The place of each value among them, from 0."""
    return {value: place for place, value in enumerate(sorted(set(values)))}


def tile(land: Land, cell: Cell) -> Tile:
    """A country's tile."""
    name = land.country or _("Unknown")
    held = ngettext("%(num)s interview", "%(num)s interviews", land.interviews)
    return Tile(
        x=cell[0] * (TILE[0] + GAP),
        y=cell[1] * (TILE[1] + GAP),
        lines=lines(name),
        held=held,
        short=name if len(name) <= SHORT + 1 else f"{name[:SHORT].rstrip()}…",
        swatch=swatch(land.ratings),
        link=listing_link(country=land.country or UNKNOWN),
        title=_(
            "%(country)s: %(held)s, %(ratings)s",
            country=land.country or _("Country unknown"),
            held=held,
            ratings=rated_words(land.ratings),
        ),
    )


def lines(name: str) -> tuple[str, ...]:
    """A name in at most two lines that fit a tile, the last one cut where it must be."""
    found = [""]
    for word in name.split():
        longer = f"{found[-1]} {word}".strip()
        if len(longer) <= LINE or not found[-1]:
            found[-1] = longer
        else:
            found.append(word)
    if len(found) > LINES:
        found = [*found[: LINES - 1], " ".join(found[LINES - 1 :])]
    return tuple(line if len(line) <= LINE else f"{line[: LINE - 1].rstrip()}…" for line in found)


def swatch(ratings: Sequence[Rated]) -> Swatch:
    """How some ratings of one country are shown."""
    stated = [rated.rating for rated in ratings if rated.rating]
    if not stated:
        return Swatch("unknown", "?", _("not stated"))
    if len(stated) > 1:
        return Swatch("several", "≠", _("differs"))
    known = stated[0] in LETTERS
    letters = LETTERS.get(stated[0], stated[0][:2].capitalize())
    return Swatch(stated[0] if known else "other", letters, stated[0])


def rated_words(ratings: Sequence[Rated]) -> str:
    """Some ratings in words, with how many interviews state each where they differ."""
    stated = [rated for rated in ratings if rated.rating]
    if not stated:
        return _("rating not stated")
    unstated = [rated for rated in ratings if not rated.rating]
    if len(ratings) == 1:
        return _("civic space rated %(rating)s", rating=stated[0].rating)
    each = [
        _("%(rating)s in %(interviews)s", rating=rated.rating or _("not stated"), interviews=n)
        for rated, n in ((one, one.interviews) for one in (*stated, *unstated))
    ]
    return _("civic space rated %(rating)s", rating=_(", ").join(each))


def land_row(land: Land) -> LandRow:
    """A country in words."""
    return LandRow(
        name=land.country,
        interviews=land.interviews,
        ratings=rated_words(land.ratings),
        link=listing_link(country=land.country or UNKNOWN),
        ask=f"/?{urlencode({'country': land.country})}" if land.country else None,
    )
