"""Rows of a table to interviews: who asks, who answers, and which rows belong together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from index.account import Account, Exchange, Text, stamped
from index.dates import day_of
from index.interview import Speaker
from index.label_words import ASKS
from index.labels import unnamed
from index.locators import clock
from index.places import fold
from index.readers.exchanges import (
    Utterance,
    answered,
    exchanges,
    nobody_asks,
    uttered,
)
from index.readers.identity import named
from index.voices import is_question, rhetorical

TIME = re.compile(r"(?:(?:(\d{1,3}):)?(\d{1,3}):(\d{2})(?:[.,]\d+)?|(\d{1,6})(?:[.,]\d+)?\s*s?)")
DATED = re.compile(r"(\d{4}-\d\d-\d\d)[ T]\d")
Columns = Mapping[str, int]
Notes = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its number as a spreadsheet counts, and its cells, trimmed."""

    number: int
    cells: tuple[str, ...]

    def cell(self, taken: Columns, field: str) -> str:
        """What stands in the column of a field; empty where there is no such column."""
        at = taken.get(field)
        return "" if at is None or at >= len(self.cells) else self.cells[at]


def accounts_of(
    rows: tuple[Row, ...], taken: Columns, place: str, notes: Notes
) -> Iterator[Account]:
    """The interviews in the rows of a table, in the order in which they begin.

    `place` is what makes their ids differ from those of another table's. What is doubtful is
    added to `notes`.
    """
    untold = [r.number for r in rows if r.cell(taken, "time") and time(r, taken) is None]
    if untold:
        notes.append(
            (
                "no-time",
                f"{len(untold)} rows, the first is row {untold[0]}, have a time that is not "
                "written as 00:12:31, 12:31 or seconds.",
            )
        )
    seen: Counter[str] = Counter()
    for key, held in grouped(rows, taken).items():
        yield interview(key, held, taken, place, seen, notes)


def grouped(rows: tuple[Row, ...], taken: Columns) -> dict[tuple[str, ...], list[Row]]:
    """The rows of each interview: as a column says, else by country, date and who answers."""
    fields = keys(rows, taken)
    groups: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        groups.setdefault(tuple(value(row, taken, field) for field in fields), []).append(row)
    return groups


def keys(rows: tuple[Row, ...], taken: Columns) -> tuple[str, ...]:
    """The fields whose values tell interviews apart."""
    if "interview" in taken:
        return ("interview",)
    ids = [row.cell(taken, "id") for row in rows]
    # A number for each row counts rows, not interviews.
    if "id" in taken and len(set(ids)) < len(ids):
        return ("id",)
    return ("heading", "country", "date") + (("speaker",) if "answer" in taken else ())


def interview(
    key: tuple[str, ...],
    rows: list[Row],
    taken: Columns,
    place: str,
    seen: Counter[str],
    notes: Notes,
) -> Account:
    """One interview from its rows."""

    def one(field: str) -> str | None:
        return agreed(rows, taken, field, " ".join(filter(None, key)), notes)

    turns = tuple(pairs(rows, taken) if "answer" in taken else spoken(rows, taken, notes))
    country, date = one("country"), one("date")
    speakers = tuple(people(rows, taken, turns, notes))
    told = one("introduction")
    names = (("Interview", key[0]),) if "interview" in taken or len(key) == 1 else ()
    iso = day_of(date)
    return Account(
        id=named("\0".join((place, *key)), seen, country, speakers[0].name if speakers else None),
        heading=one("heading"),
        country=country,
        speakers=speakers,
        date=iso,
        rating=(one("rating") or "").lower() or None,
        introduction=tuple(lines(told or "")),
        turns=turns,
        fields=tuple((field, value) for field, value in names if value)
        + ((("Date", date),) if date and iso is None else ()),
    )


def value(row: Row, taken: Columns, field: str) -> str:
    """What a row says of its interview; of a date with the hour, the date."""
    words = row.cell(taken, field)
    dated = DATED.match(words) if field == "date" else None
    return dated[1] if dated else words


def agreed(rows: Iterable[Row], taken: Columns, field: str, whose: str, notes: Notes) -> str | None:
    """What all rows say that say anything; nothing, with a note, where they differ."""
    found = tuple(dict.fromkeys(filter(None, (value(row, taken, field) for row in rows))))
    if len(found) > 1:
        notes.append(
            (
                "rows-differ",
                f"The rows of {whose or 'an interview'} say {found[0][:40]} and {found[1][:40]} "
                f"under {field}, so it stays unknown.",
            )
        )
    return found[0] if len(found) == 1 else None


def people(
    rows: list[Row], taken: Columns, turns: tuple[Exchange, ...], notes: Notes
) -> Iterator[Speaker]:
    """Those who answer, with role and organisation as their own rows say."""
    answering = dict.fromkeys(turn.speaker for turn in turns if turn.speaker and turn.answer)
    held: dict[str, list[Row]] = {}
    for row in rows:
        held.setdefault(row.cell(taken, "speaker"), []).append(row)
    for name in answering:
        said = [agreed(held[name], taken, field, name, notes) for field in ("role", "organisation")]
        yield Speaker(name, *said)


def pairs(rows: Iterable[Row], taken: Columns) -> Iterator[Exchange]:
    """A turn a row, its question beside its answer."""
    held = tuple(rows)
    nobody = unnamed(row.cell(taken, "speaker") for row in held)
    for row in held:
        place = time(row, taken)
        question = row.cell(taken, "question")
        answer = placed(row.cell(taken, "answer"), place)
        if question or answer:
            asked = stamped(question, place) if question else None
            yield answered(asked, row.cell(taken, "speaker"), answer, nobody)


def spoken(rows: Iterable[Row], taken: Columns, notes: Notes) -> Iterator[Exchange]:
    """Turns made of what each in a row says: those who ask, and those who answer them."""
    worded = [row for row in rows if row.cell(taken, "text")]
    if "speaker" not in taken:
        said = tuple(unlabelled(worded, taken))
    else:
        told = {(row.cell(taken, "speaker"), row.cell(taken, "role")) for row in worded}
        asks = frozenset(name for name, role in told if fold(role) in ASKS)
        said = uttered(
            [
                (row.cell(taken, "speaker"), placed(row.cell(taken, "text"), time(row, taken)))
                for row in worded
            ],
            asks,
        )
    if "speaker" in taken and said and not any(one.asks for one in said):
        notes.append(nobody_asks(f"From row {worded[0].number} on"))
    yield from exchanges(said)


def unlabelled(rows: Iterable[Row], taken: Columns) -> Iterator[Utterance]:
    """What is said where nothing says by whom: a question is a short row that ends in its mark."""
    for row in rows:
        words = row.cell(taken, "text")
        asks = is_question(words) and not rhetorical(words)
        yield Utterance("", placed(words, time(row, taken)), asks)


def placed(words: str, place: str | None) -> tuple[Text, ...]:
    """The paragraphs of a cell, each beginning at a place."""
    return tuple(stamped(line, place) for line in lines(words))


def lines(words: str) -> Iterator[str]:
    """The lines of a cell that hold words: each is a paragraph."""
    return (line.strip() for line in words.split("\n") if line.strip())


def time(row: Row, taken: Columns) -> str | None:
    """When a row is said; None where it does not tell, or not so that it can be read."""
    told = TIME.fullmatch(row.cell(taken, "time"))
    if told is None:
        return None
    hours, minutes, seconds, alone = told.groups()
    return clock(int(alone) if alone else int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds))
