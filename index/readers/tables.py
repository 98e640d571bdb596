"""Tables: which of their rows are the header's, and which hold what was said."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from operator import itemgetter

from index.account import Account
from index.errors import BadInput
from index.interview import Document
from index.readers.columns import listed, recognised, tells
from index.readers.rendered import rendered
from index.readers.rows import Row, accounts_of

# A title or a remark may stand above the header, no more.
SEARCHED = 10
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet: its rows in order, without those that are hidden or empty.

    `merged` holds columns, counted from 0, with the first and the last row of cells that are
    merged in them: what stands in the first holds for all.
    """

    name: str
    rows: tuple[Row, ...]
    merged: tuple[tuple[int, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of one file; `dropped` counts what was left out, as of `Words`."""

    tables: tuple[Table, ...]
    format: str
    dropped: Mapping[str, int]


def read_tables(found: Tables, raw: bytes, name: str) -> Document:
    """The interviews in the tables of a file whose bytes are `raw`, exact in the text made of them.

    Raises:
        BadInput: no table has columns that hold what somebody says, or nobody answers.
    """
    told: list[Account] = []
    notes: list[tuple[str, str]] = []
    headers: list[str] = []
    dropped = Counter(found.dropped)
    for table in found.tables:
        place = f"sheet {table.name!r}" if table.name else name
        header_at = headed(table.rows)
        if header_at is None:
            headers += [shown(table.rows, place)] if table.rows else []
            continue
        at, taken = header_at
        above, header, below = table.rows[:at], table.rows[at], table.rows[at + 1 :]
        dropped["title row"] += len(above)
        notes += unknown_columns(header, taken, below, place)
        rows = tuple(filled(below, table.merged, taken))
        told += accounts_of(rows, taken, f"{name}\0{table.name}", notes)
    if not told:
        raise BadInput(
            f"{name} has no columns that hold what somebody says: a column text, or question and "
            f"answer. Found: {' | '.join(headers) or 'no row'}. Name the columns in the first row "
            f"as one of: {listed()}."
        )
    notes += [("left-out", f"Not read, for its columns are not known: {one}.") for one in headers]
    return rendered(told, raw, name, found.format, dropped, notes)


def headed(rows: tuple[Row, ...]) -> tuple[int, Mapping[str, int]] | None:
    """Which row is the header, and the columns that it names; None where there is none."""
    for at, row in enumerate(islice(rows, SEARCHED)):
        taken = recognised(row.cells)
        if tells(taken):
            return at, taken
    return None


def shown(rows: tuple[Row, ...], place: str) -> str:
    """The first row of a table, for a message."""
    cells = (cell[:40] for cell in rows[0].cells if cell)
    return f"{place}: {', '.join(islice(cells, SHOWN))}"


def unknown_columns(
    header: Row, taken: Mapping[str, int], rows: tuple[Row, ...], place: str
) -> Iterator[tuple[str, str]]:
    """Says which columns that hold something are not taken."""
    held = {number for row in rows for number, cell in enumerate(row.cells) if cell}
    cells = dict(enumerate(header.cells))
    left = [cells.get(n) or f"column {n + 1}" for n in sorted(held - set(taken.values()))]
    if left:
        some = ", ".join(one[:40] for one in left[:SHOWN])
        yield "left-out", f"Columns of {place} that are not read: {some}."


def filled(
    rows: Iterable[Row], merged: tuple[tuple[int, int, int], ...], taken: Mapping[str, int]
) -> Iterator[Row]:
    """Rows with what merged cells say; but nobody says the same words once a row."""
    said = {taken[field] for field in ("text", "answer") if field in taken}
    above: dict[tuple[int, int], str] = {}
    # The cells of a column in their order, so that one look finds the only one that holds a row.
    spread: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for column, first, last in sorted(merged):
        if column not in said:
            spread[column].append((first, last))
    for row in rows:
        cells = list(row.cells)
        for column, cell in enumerate(row.cells if spread else ()):
            ranges = spread.get(column, [])
            at = bisect_right(ranges, row.number, key=itemgetter(0)) - 1
            if at >= 0 and row.number <= ranges[at][1]:
                cells[column] = above.setdefault((column, ranges[at][0]), cell)
        yield Row(row.number, tuple(cells)) if spread else row
