"""Documents and interviews into SQLite: written once, read-only ever after."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

from index.bodies import Body, bodies
from index.hints import as_json
from index.interview import Document, Interview, Span, Speaker
from index.places import fold

SCHEMA = """
CREATE TABLE documents (number INTEGER PRIMARY KEY, name TEXT UNIQUE NOT NULL,
  sha256 TEXT NOT NULL, format TEXT NOT NULL, title_start INTEGER, title_end INTEGER,
  glue TEXT NOT NULL, begin INTEGER NOT NULL, bytes INTEGER NOT NULL) STRICT;
CREATE TABLE hints (document INTEGER PRIMARY KEY, told TEXT NOT NULL) STRICT;
CREATE TABLE parts (document INTEGER NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL,
  role TEXT NOT NULL) STRICT;
CREATE TABLE remarks (document INTEGER NOT NULL, code TEXT NOT NULL, message TEXT NOT NULL,
  start INTEGER NOT NULL, end INTEGER NOT NULL) STRICT;
CREATE TABLE marks (document INTEGER NOT NULL, at INTEGER NOT NULL, measure TEXT NOT NULL,
  value INTEGER NOT NULL) STRICT;
CREATE TABLE tongues (document INTEGER NOT NULL, at INTEGER NOT NULL,
  language TEXT NOT NULL) STRICT;
CREATE TABLE languages (language TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
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
CREATE TABLE bodies (number INTEGER PRIMARY KEY, acronym TEXT UNIQUE NOT NULL,
  name TEXT NOT NULL) STRICT;
CREATE TABLE called (key TEXT NOT NULL, name TEXT NOT NULL, organisation TEXT NOT NULL,
  PRIMARY KEY (key, name, organisation)) STRICT, WITHOUT ROWID;
CREATE TABLE spelt_out (key TEXT NOT NULL, acronym TEXT NOT NULL,
  PRIMARY KEY (key, acronym)) STRICT, WITHOUT ROWID;
"""
# Made when everything is in, which is faster and leaves no holes.
BY_OWNER = """
CREATE INDEX parts_of ON parts (document);
CREATE INDEX remarks_of ON remarks (document);
CREATE INDEX marks_of ON marks (document);
CREATE INDEX tongues_of ON tongues (document);
CREATE INDEX interviews_of ON interviews (document);
CREATE INDEX speakers_of ON speakers (interview);
CREATE INDEX turns_of ON turns (interview);
CREATE INDEX paragraphs_of ON paragraphs (interview);
CREATE INDEX footers_of ON footers (interview);
"""
ACRONYM = re.compile(r"\(([A-Z][A-Za-z]*[A-Z]+)\)")


class CatalogueWriter:
    """Writes documents, all but their text; the same input gives the same bytes."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path)
        # Until it is published nobody reads it, and then it is made durable as a whole.
        self._db.execute("PRAGMA journal_mode = OFF")
        self._db.execute("PRAGMA synchronous = OFF")
        self._db.executescript(SCHEMA)
        self.documents = 0
        self.interviews = 0

    def add(self, document: Document, begin: int, size: int) -> None:
        """The next document, whose text is `size` bytes from byte `begin` on."""
        write_document(self._db, self.documents, document, begin, size)
        for interview in document.interviews:
            write_interview(self._db, self.interviews, self.documents, interview)
            self.interviews += 1
        for body in bodies(document.text):
            write_body(self._db, body)
        self.documents += 1

    def release(self) -> None:
        """Lets go of the file, also where it is not whole."""
        self._db.close()

    def close(self) -> None:
        """Writes the indexes and lets go of the file."""
        with closing(self._db), self._db:
            self._db.executescript(BY_OWNER)


def write_body(db: sqlite3.Connection, body: Body) -> None:
    """An organisation, by the words by which it can be named; an acronym as first explained."""
    added = db.execute(
        "INSERT OR IGNORE INTO bodies (acronym, name) VALUES (?, ?)",
        (body.acronym, body.name),
    )
    if added.rowcount > 0:
        keys = {body.acronym, *fold(body.name).split()[-1:]}
        db.executemany(
            "INSERT OR IGNORE INTO spelt_out VALUES (?, ?)",
            [(key, body.acronym) for key in sorted(keys)],
        )


def keys_of(speaker: Speaker) -> set[str]:
    """Words of which a question has one when it names a speaker or their organisation."""
    keys = {*map(fold, speaker.name.split()[-1:]), *fold(speaker.name).split()[-1:]}
    if speaker.organisation:
        acronym = ACRONYM.search(speaker.organisation)
        keys |= {acronym.group(1)} if acronym else set()
        keys |= set(fold(speaker.organisation.partition(" (")[0]).split()[-1:])
    return keys


def ends(span: Span | None) -> tuple[int | None, int | None]:
    """A span's two columns."""
    return (None, None) if span is None else (span.start, span.end)


def write_document(
    db: sqlite3.Connection, number: int, document: Document, begin: int, size: int
) -> None:
    """A document's row, its parts, remarks, marks and languages."""
    db.execute(
        "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            number,
            document.name,
            document.sha256,
            document.format,
            *ends(document.title),
            json.dumps(document.glue),
            begin,
            size,
        ),
    )
    if document.hints is not None:
        db.execute("INSERT INTO hints VALUES (?, ?)", (number, as_json(document.hints)))
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
    db.executemany(
        "INSERT INTO tongues VALUES (?, ?, ?)",
        [(number, one.at, one.language) for one in document.tongues],
    )
    db.executemany(
        "INSERT OR IGNORE INTO languages VALUES (?)",
        [(language,) for language in sorted({one.language for one in document.tongues})],
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
        "INSERT OR IGNORE INTO called VALUES (?, ?, ?)",
        [
            (key, s.name, s.organisation or "")
            for s in interview.speakers
            for key in sorted(keys_of(s))
        ],
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
