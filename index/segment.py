"""One segment opened: the documents that were written together, read a few at a time."""

from __future__ import annotations

import errno
import os
import weakref
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.catalogue import Catalogue
from index.columns import NOBODY, Column, Columns
from index.dense import Dense
from index.errors import InputOutput
from index.generations import unreadable
from index.hints import Hints
from index.interview import Document
from index.matrix import Matrix
from index.postings import Postings
from index.spellings import Spellings
from index.words import Words

CATALOGUE = "interviews.sqlite"
PASSAGE_VECTORS = "vectors.npy"
SENTENCE_VECTORS = "sentence-vectors.npy"
DENSE = "dense.faiss"
LEXICAL = "lexical"
QUESTIONS, QUESTION_SPANS = "questions", "spans.npy"
SPELLINGS = "spellings"
SPEAKERS = "speakers"
SOURCES = "sources.txt"

Numbers = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]


class Segment:
    """A segment, its rows and interviews numbered from 0; safe to read from any thread."""

    def __init__(self, folder: Path, removed: frozenset[int]) -> None:
        """Opens every file; `removed` are the numbers of documents that count no more."""
        self.removed = removed
        # SQLite does not tell why it cannot open a file; the system does.
        (folder / CATALOGUE).open("rb").close()
        self.catalogue = Catalogue(folder / CATALOGUE)
        self.columns = Columns(folder)
        self.vectors = Matrix(folder / PASSAGE_VECTORS)
        self.sentence_vectors = Matrix(folder / SENTENCE_VECTORS)
        if len(self.vectors) != self.columns.passages:
            raise ValueError(f"{len(self.vectors)} vectors for {self.columns.passages} passages")
        self.dense = Dense(self.vectors, folder / DENSE)
        self.lexical = Postings.load(folder / LEXICAL)
        self.questions = Postings.load(folder / QUESTIONS)
        # The interview, the start and the end of every interviewer's question.
        self.asked: Numbers = np.load(
            folder / QUESTIONS / QUESTION_SPANS, mmap_mode="r", allow_pickle=False
        )
        self.spellings = Spellings(folder / SPELLINGS)
        self.speakers = Words.load(folder / SPEAKERS)
        # Read by their place, never mapped, so that texts that were shown do not stay in memory.
        self._sources = os.open(folder / SOURCES, os.O_RDONLY)
        weakref.finalize(self, os.close, self._sources)

    @cached_property
    def owners(self) -> Numbers:
        """The document of each interview, by their numbers."""
        found = self.catalogue.rows("SELECT document FROM interviews ORDER BY number")
        return np.array([number for (number,) in found], dtype=np.int32)

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The ids of the interviews, by their numbers."""
        found = self.catalogue.rows("SELECT id FROM interviews ORDER BY number")
        return tuple(id for (id,) in found)

    @cached_property
    def present(self) -> Mask:
        """Which interviews were not removed."""
        gone = np.fromiter(self.removed, dtype=np.int32, count=len(self.removed))
        return ~np.isin(self.owners, gone)

    @cached_property
    def alive(self) -> Mask:
        """Which passages were not removed."""
        return np.asarray(self.present[self.columns.of(Column.INTERVIEW)])

    @cached_property
    def countries(self) -> tuple[str | None, ...]:
        """The country of each interview, by their numbers."""
        found = self.catalogue.rows("SELECT country FROM interviews ORDER BY number")
        return tuple(country for (country,) in found)

    @cached_property
    def dates(self) -> tuple[str | None, ...]:
        """The date of each interview, by their numbers."""
        found = self.catalogue.rows("SELECT date FROM interviews ORDER BY number")
        return tuple(date for (date,) in found)

    @cached_property
    def ratings(self) -> tuple[str | None, ...]:
        """The civic-space rating of each interview, by their numbers."""
        found = self.catalogue.rows("SELECT rating FROM interviews ORDER BY number")
        return tuple(rating for (rating,) in found)

    @cached_property
    def answering(self) -> tuple[tuple[int, str], ...]:
        """Interviews and the names of those who answer in them."""
        found = self.catalogue.rows("SELECT interview, name FROM speakers ORDER BY rowid")
        return tuple((interview, name) for interview, name in found)

    @cached_property
    def affiliated(self) -> tuple[tuple[int, str, str], ...]:
        """Interviews, those who answer in them, and the organisations that they answer for."""
        found = self.catalogue.rows(
            "SELECT interview, name, organisation FROM speakers "
            "WHERE organisation IS NOT NULL ORDER BY rowid"
        )
        return tuple((interview, name, held) for interview, name, held in found)

    def organisations_present(self) -> Iterator[str]:
        """The organisations in the interviews that were not removed."""
        present = self.present.tolist()
        return (held for interview, _, held in self.affiliated if present[interview])

    def dates_present(self) -> Iterator[str | None]:
        """The dates of the interviews that were not removed, None of one that is not dated."""
        present = zip(self.dates, self.present.tolist(), strict=True)
        return (date for date, there in present if there)

    def ratings_present(self) -> Iterator[str]:
        """The ratings of the interviews that were not removed."""
        present = zip(self.ratings, self.present.tolist(), strict=True)
        return (rating for rating, there in present if there and rating)

    def countries_present(self) -> Iterator[str]:
        """The countries of the interviews that were not removed."""
        present = zip(self.countries, self.present.tolist(), strict=True)
        return (country for country, there in present if there and country)

    def speakers_present(self) -> Iterator[str]:
        """The names of those who answer in the interviews that were not removed."""
        present = self.present.tolist()
        return (name for interview, name in self.answering if present[interview])

    def text(self, document: int) -> str:
        """The source text of a document, by its number."""
        ((begin, size),) = self.catalogue.rows(
            "SELECT begin, bytes FROM documents WHERE number = ?", document
        )
        return os.pread(self._sources, size, begin).decode()

    def document(self, number: int) -> Document:
        """A document by its number."""
        return self.catalogue.document(number, self.text(number))

    def documents(self) -> Iterator[tuple[int, str, str]]:
        """The number, the name and the hash of each document that was not removed, in order."""
        for number, name, sha256 in self.catalogue.rows(
            "SELECT number, name, sha256 FROM documents ORDER BY number"
        ):
            if number not in self.removed:
                yield number, name, sha256

    def hints(self) -> Iterator[tuple[str, Hints]]:
        """The name and the hints of each document that has some and was not removed."""
        told = self.catalogue.hints()
        return ((name, told[n]) for n, name, _ in self.documents() if n in told)

    def speaker_numbers(self, known: dict[str, int]) -> Numbers:
        """Of each passage the number that its speaker's name is known by; -1 where it has none."""
        numbers = [known.get(name.decode(), NOBODY) for name in self.speakers]
        return np.array([*numbers, NOBODY], dtype=np.int32)[self.columns.of(Column.SPEAKER)]


def opened(folder: Path, removed: frozenset[int]) -> Segment:
    """A segment of an archive, without the documents of the numbers that were `removed`.

    Raises:
        InputOutput: a file of it cannot be opened, or there are too many.
    """
    try:
        return Segment(folder, removed)
    except OSError as error:
        raise unopened(folder, error) from error


def unopened(folder: Path, error: OSError) -> InputOutput:
    """The error for a segment whose files cannot be opened."""
    if error.errno not in (errno.EMFILE, errno.ENFILE):
        return unreadable(Path(error.filename or folder), error)
    return InputOutput(
        f"{folder} cannot be opened: the archive has more files than this process may hold open "
        f"at once ({error.strerror}). What is live is whole. Allow more with: ulimit -n 65536, or "
        "ask whoever runs this machine for more, and run the command again."
    )
