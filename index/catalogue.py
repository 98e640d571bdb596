"""Documents, interviews and passages in SQLite: written once, read-only ever after."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from index.interview import (
    Document,
    Interview,
    Mark,
    Measure,
    Part,
    Passage,
    Remark,
    Role,
    Span,
    Speaker,
    Turn,
)

SCHEMA = """
CREATE TABLE documents (number INTEGER PRIMARY KEY, name TEXT UNIQUE NOT NULL,
  sha256 TEXT NOT NULL, format TEXT NOT NULL, title_start INTEGER, title_end INTEGER,
  glue TEXT NOT NULL) STRICT;
CREATE TABLE parts (document INTEGER NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL,
  role TEXT NOT NULL) STRICT;
CREATE TABLE remarks (document INTEGER NOT NULL, code TEXT NOT NULL, message TEXT NOT NULL,
  start INTEGER NOT NULL, end INTEGER NOT NULL) STRICT;
CREATE TABLE marks (document INTEGER NOT NULL, at INTEGER NOT NULL, measure TEXT NOT NULL,
  value INTEGER NOT NULL) STRICT;
CREATE TABLE interviews (number INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL,
  document INTEGER NOT NULL, heading_start INTEGER, heading_end INTEGER, country TEXT,
  headline_start INTEGER, headline_end INTEGER, date TEXT, rating TEXT) STRICT;
CREATE TABLE speakers (interview INTEGER NOT NULL, name TEXT NOT NULL, role TEXT,
  organisation TEXT) STRICT;
CREATE TABLE turns (interview INTEGER NOT NULL, turn INTEGER NOT NULL, question_start INTEGER,
  question_end INTEGER, speaker TEXT) STRICT;
CREATE TABLE paragraphs (interview INTEGER NOT NULL, turn INTEGER, start INTEGER NOT NULL,
  end INTEGER NOT NULL) STRICT;
CREATE TABLE footers (interview INTEGER NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL,
  role TEXT NOT NULL) STRICT;
CREATE TABLE passages (number INTEGER PRIMARY KEY, interview TEXT NOT NULL, role TEXT NOT NULL,
  turn INTEGER, first INTEGER NOT NULL) STRICT;
CREATE TABLE sentences (number INTEGER PRIMARY KEY, passage INTEGER NOT NULL,
  start INTEGER NOT NULL, end INTEGER NOT NULL) STRICT;
"""


def write_catalogue(path: Path, documents: Iterable[Document], passages: Iterable[Passage]) -> None:
    """Writes documents (all but their text) and passages; the same input gives the same bytes."""
    with closing(sqlite3.connect(path)) as db, db:
        db.executescript(SCHEMA)
        count = 0
        for number, document in enumerate(documents):
            write_document(db, number, document)
            for interview in document.interviews:
                write_interview(db, count, number, interview)
                count += 1
        for passage in passages:
            write_passage(db, passage)


def ends(span: Span | None) -> tuple[int | None, int | None]:
    """A span's two columns."""
    return (None, None) if span is None else (span.start, span.end)


def write_document(db: sqlite3.Connection, number: int, document: Document) -> None:
    """A document's row, its parts, remarks and marks."""
    db.execute(
        "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            number,
            document.name,
            document.sha256,
            document.format,
            *ends(document.title),
            json.dumps(document.glue),
        ),
    )
    db.executemany(
        "INSERT INTO parts VALUES (?, ?, ?, ?)",
        [(number, *ends(part.span), part.role) for part in document.parts],
    )
    db.executemany(
        "INSERT INTO remarks VALUES (?, ?, ?, ?, ?)",
        [(number, r.code, r.message, *ends(r.span)) for r in document.remarks],
    )
    db.executemany(
        "INSERT INTO marks VALUES (?, ?, ?, ?)",
        [(number, mark.at, mark.measure, mark.value) for mark in document.marks],
    )


def write_interview(
    db: sqlite3.Connection, number: int, document: int, interview: Interview
) -> None:
    """An interview's row, its speakers, turns, paragraphs and footer."""
    db.execute(
        "INSERT INTO interviews VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            number,
            interview.id,
            document,
            *ends(interview.heading),
            interview.country,
            *ends(interview.headline),
            interview.date,
            interview.rating,
        ),
    )
    db.executemany(
        "INSERT INTO speakers VALUES (?, ?, ?, ?)",
        [(number, s.name, s.role, s.organisation) for s in interview.speakers],
    )
    db.executemany(
        "INSERT INTO turns VALUES (?, ?, ?, ?, ?)",
        [(number, n, *ends(turn.question), turn.speaker) for n, turn in enumerate(interview.turns)],
    )
    said = [(None, span) for span in interview.introduction]
    answered = [(n, span) for n, turn in enumerate(interview.turns) for span in turn.answer]
    db.executemany(
        "INSERT INTO paragraphs VALUES (?, ?, ?, ?)",
        [(number, turn, *ends(span)) for turn, span in (*said, *answered)],
    )
    db.executemany(
        "INSERT INTO footers VALUES (?, ?, ?, ?)",
        [(number, *ends(part.span), part.role) for part in interview.footer],
    )


def write_passage(db: sqlite3.Connection, passage: Passage) -> None:
    """A passage's row and its sentences'."""
    db.execute(
        "INSERT INTO passages VALUES (?, ?, ?, ?, ?)",
        (passage.number, passage.interview, passage.role, passage.turn, passage.first),
    )
    db.executemany(
        "INSERT INTO sentences VALUES (?, ?, ?, ?)",
        [
            (passage.first + n, passage.number, *ends(span))
            for n, span in enumerate(passage.sentences)
        ],
    )


class Catalogue:
    """What `write_catalogue` wrote, read back."""

    def __init__(self, path: Path) -> None:
        """Opens the file read-only; it never changes while it is open."""
        self._db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)

    def close(self) -> None:
        """Lets go of the file."""
        self._db.close()

    def documents(self, texts: dict[str, str]) -> tuple[Document, ...]:
        """All documents; `texts` holds each one's source text by its SHA-256."""
        interviews = self.interviews_by_document()
        parts = self.grouped("SELECT document, start, end, role FROM parts ORDER BY rowid")
        remarks = self.grouped(
            "SELECT document, code, message, start, end FROM remarks ORDER BY rowid"
        )
        marks = self.grouped("SELECT document, at, measure, value FROM marks ORDER BY rowid")
        rows = self._db.execute(
            "SELECT number, name, sha256, format, title_start, title_end, glue FROM documents "
            "ORDER BY number"
        )
        return tuple(
            Document(
                name=name,
                sha256=sha256,
                format=kind,
                text=texts[sha256],
                title=spanned(start, end),
                parts=tuple(Part(Span(a, b), Role(role)) for a, b, role in parts[number]),
                interviews=tuple(interviews[number]),
                remarks=tuple(Remark(c, m, Span(a, b)) for c, m, a, b in remarks[number]),
                glue=tuple(json.loads(glue)),
                marks=tuple(Mark(at, Measure(what), value) for at, what, value in marks[number]),
            )
            for number, name, sha256, kind, start, end, glue in rows
        )

    def interviews_by_document(self) -> dict[int, list[Interview]]:
        """The interviews of each document, by its number, in the order of the source."""
        speakers = self.grouped(
            "SELECT interview, name, role, organisation FROM speakers ORDER BY rowid"
        )
        turns = self.grouped(
            "SELECT interview, question_start, question_end, speaker FROM turns "
            "ORDER BY interview, turn"
        )
        said = self.grouped("SELECT interview, turn, start, end FROM paragraphs ORDER BY rowid")
        footers = self.grouped("SELECT interview, start, end, role FROM footers ORDER BY rowid")
        found: dict[int, list[Interview]] = defaultdict(list)
        for number, document, id_, a, b, country, c, d, date, rating in self._db.execute(
            "SELECT number, document, id, heading_start, heading_end, country, headline_start, "
            "headline_end, date, rating FROM interviews ORDER BY number"
        ):
            answers: dict[int | None, list[Span]] = defaultdict(list)
            for turn, start, end in said[number]:
                answers[turn].append(Span(start, end))
            found[document].append(
                Interview(
                    id=id_,
                    heading=spanned(a, b),
                    country=country,
                    headline=spanned(c, d),
                    speakers=tuple(Speaker(*row) for row in speakers[number]),
                    date=date,
                    rating=rating,
                    introduction=tuple(answers[None]),
                    turns=tuple(
                        Turn(spanned(start, end), speaker, tuple(answers[n]))
                        for n, (start, end, speaker) in enumerate(turns[number])
                    ),
                    footer=tuple(Part(Span(s, e), Role(role)) for s, e, role in footers[number]),
                )
            )
        return found

    def passages(self) -> Iterator[Passage]:
        """All passages in the order of their rows."""
        sentences = self.grouped("SELECT passage, start, end FROM sentences ORDER BY number")
        for number, interview, role, turn, first in self._db.execute(
            "SELECT number, interview, role, turn, first FROM passages ORDER BY number"
        ):
            spans = tuple(Span(start, end) for start, end in sentences[number])
            yield Passage(number, interview, Role(role), turn, spans, first)

    def grouped(self, query: str) -> dict[int, list[tuple]]:  # type: ignore[type-arg]
        """Rows by their first column; a missing key has none."""
        found: dict[int, list[tuple]] = defaultdict(list)  # type: ignore[type-arg]
        for key, *rest in self._db.execute(query):
            found[key].append(tuple(rest))
        return found


def spanned(start: int | None, end: int | None) -> Span | None:
    """The span of two columns, None where they are empty."""
    return None if start is None or end is None else Span(start, end)
