"""Documents and interviews in SQLite, read by number."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from index.bodies import Body
from index.hints import Hints, of_json
from index.interview import (
    Document,
    Interview,
    Mark,
    Measure,
    Part,
    Remark,
    Role,
    Span,
    Speaker,
    Tongue,
    Turn,
)


class Catalogue:
    """What a CatalogueWriter (see `index.entering`) wrote, read by number; from any thread."""

    def __init__(self, path: Path) -> None:
        """Opens the file read-only; it never changes while it is open."""
        self._db = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        # It is the file's own handle that keeps it when its generation is removed.
        tables = self._db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
        # Archives of before there were hints have none.
        self._hinted = ("hints",) in tables
        # Nor are the languages of theirs known.
        self._spoken = ("tongues",) in tables

    def rows(self, query: str, *given: object) -> list[tuple]:  # type: ignore[type-arg]
        """All rows of a query."""
        return self._db.execute(query, given).fetchall()

    def document(self, number: int, text: str) -> Document:
        """A document by its number; `text` is its source text."""
        name, sha256, kind, title, glue = self.head(number)
        return Document(
            name=name,
            sha256=sha256,
            format=kind,
            text=text,
            title=title,
            parts=self.parts(number),
            interviews=tuple(self.interview(n) for n in self.interviews_of(number)),
            remarks=tuple(
                Remark(c, m, Span(a, b))
                for c, m, a, b in self.rows(
                    "SELECT code, message, start, end FROM remarks WHERE document = ? "
                    "ORDER BY rowid",
                    number,
                )
            ),
            glue=glue,
            marks=self.marks(number),
            hints=self.hints_of(number),
            tongues=self.tongues(number),
        )

    def hints_of(self, number: int) -> Hints | None:
        """The hints that a document was read with; None without any."""
        query = "SELECT told FROM hints WHERE document = ?"
        found = self.rows(query, number) if self._hinted else []
        return of_json(found[0][0]) if found else None

    def hints(self) -> dict[int, Hints]:
        """The hints that documents were read with, by the documents' numbers."""
        if not self._hinted:
            return {}
        return {n: of_json(told) for n, told in self.rows("SELECT document, told FROM hints")}

    def head(self, number: int) -> tuple[str, str, str, Span | None, tuple[int, ...]]:
        """A document's name, hash, format, title and glue points."""
        ((name, sha256, kind, start, end, glue),) = self.rows(
            "SELECT name, sha256, format, title_start, title_end, glue FROM documents "
            "WHERE number = ?",
            number,
        )
        return name, sha256, kind, spanned(start, end), tuple(json.loads(glue))

    def parts(self, document: int) -> tuple[Part, ...]:
        """The parts of a document."""
        query = "SELECT start, end, role FROM parts WHERE document = ? ORDER BY rowid"
        return tuple(Part(Span(a, b), Role(role)) for a, b, role in self.rows(query, document))

    def marks(self, document: int) -> tuple[Mark, ...]:
        """The marks of a document."""
        query = "SELECT at, measure, value FROM marks WHERE document = ? ORDER BY rowid"
        return tuple(Mark(at, Measure(m), value) for at, m, value in self.rows(query, document))

    def tongues(self, document: int) -> tuple[Tongue, ...]:
        """The languages of a document."""
        query = "SELECT at, language FROM tongues WHERE document = ? ORDER BY rowid"
        return tuple(Tongue(*row) for row in self.rows(query, document)) if self._spoken else ()

    def languages(self) -> frozenset[str]:
        """The languages of all documents, empty for what is in one that is not known."""
        found = self.rows("SELECT language FROM languages") if self._spoken else [("",)]
        return frozenset(language for (language,) in found)

    def interviews_of(self, document: int) -> tuple[int, ...]:
        """The numbers of a document's interviews, in the order of the source."""
        query = "SELECT number FROM interviews WHERE document = ? ORDER BY number"
        return tuple(number for (number,) in self.rows(query, document))

    def number(self, id: str) -> int | None:
        """The number of the interview of that id, None where there is none."""
        found = self.rows("SELECT number FROM interviews WHERE id = ?", id)
        return int(found[0][0]) if found else None

    def interview(self, number: int) -> Interview:
        """An interview by its number."""
        ((id_, a, b, country, c, d, date, rating),) = self.rows(
            "SELECT id, heading_start, heading_end, country, headline_start, headline_end, date, "
            "rating FROM interviews WHERE number = ?",
            number,
        )
        answers: dict[int | None, list[Span]] = defaultdict(list)
        for turn, start, end in self.rows(
            "SELECT turn, start, end FROM paragraphs WHERE interview = ? ORDER BY rowid", number
        ):
            answers[turn].append(Span(start, end))
        turns = self.rows(
            "SELECT question_start, question_end, speaker FROM turns WHERE interview = ? "
            "ORDER BY turn",
            number,
        )
        speakers = self.rows(
            "SELECT name, role, organisation FROM speakers WHERE interview = ? ORDER BY rowid",
            number,
        )
        footer = self.rows(
            "SELECT start, end, role FROM footers WHERE interview = ? ORDER BY rowid", number
        )
        return Interview(
            id=id_,
            heading=spanned(a, b),
            country=country,
            headline=spanned(c, d),
            speakers=tuple(Speaker(*row) for row in speakers),
            date=date,
            rating=rating,
            introduction=tuple(answers[None]),
            turns=tuple(
                Turn(spanned(start, end), speaker, tuple(answers[n]))
                for n, (start, end, speaker) in enumerate(turns)
            ),
            footer=tuple(Part(Span(s, e), Role(role)) for s, e, role in footer),
        )

    def called(self, keys: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Names and organisations of speakers whom a question with one of the words may name."""
        for key in keys:
            yield from self.rows("SELECT name, organisation FROM called WHERE key = ?", key)

    def spelt_out(self, keys: Iterable[str]) -> Iterator[str]:
        """Acronyms of organisations that a question with one of the words may name."""
        for key in keys:
            yield from (a for (a,) in self.rows("SELECT acronym FROM spelt_out WHERE key = ?", key))

    def body(self, acronym: str) -> tuple[int, Body] | None:
        """The organisation of an acronym and its number; None where none is explained."""
        found = self.rows("SELECT number, name FROM bodies WHERE acronym = ?", acronym)
        return (found[0][0], Body(found[0][1], acronym)) if found else None


def spanned(start: int | None, end: int | None) -> Span | None:
    """The span of two columns, None where they are empty."""
    return None if start is None or end is None else Span(start, end)
