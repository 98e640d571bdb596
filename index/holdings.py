"""What an archive holds, read when it is asked for: passages, interviews, sources."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate

import numpy as np

from index.dense import MORE, Found, best
from index.embedder import Vectors
from index.errors import NotHeld
from index.interview import Interview, Mark, Passage, Tongue
from index.language import _
from index.matrix import Matrices, Numbers
from index.segment import Mask, Segment

# What was read last is kept: a reply looks at the same few interviews many times.
INTERVIEWS_KEPT, SOURCES_KEPT = 1024, 64


@dataclass(frozen=True, slots=True)
class Source:
    """The document that an interview stands in, without the interviews."""

    name: str
    sha256: str
    format: str
    title: str | None
    text: str
    glue: tuple[int, ...]
    marks: tuple[Mark, ...] = ()
    tongues: tuple[Tongue, ...] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """What tells one interview from another at a glance: its country, who answers, and its date."""

    country: str | None
    speakers: tuple[str, ...]
    date: str | None


class Passages(Sequence[Passage]):
    """The passages of an archive by their rows; there are as many as were not removed."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = segments
        self._begins = (0, *accumulate(segment.columns.passages for segment in segments))
        self._firsts = (0, *accumulate(segment.columns.sentences for segment in segments))
        self._present = sum(
            int(s.alive.sum()) if s.removed else s.columns.passages for s in segments
        )

    @property
    def rows(self) -> int:
        """How many rows there are, with those of what was removed."""
        return self._begins[-1]

    def __len__(self) -> int:
        return self._present

    def __iter__(self) -> Iterator[Passage]:
        for begin, segment in zip(self._begins, self._segments, strict=False):
            for row in np.flatnonzero(segment.alive).tolist():
                yield self[begin + row]

    def __getitem__(self, row: int) -> Passage:  # type: ignore[override]
        if not 0 <= row < self.rows:
            raise IndexError(row)
        place = bisect_right(self._begins, row) - 1
        segment = self._segments[place]
        interview, role, turn, spans, first = segment.columns.passage(row - self._begins[place])
        id = segment.ids[interview]
        return Passage(int(row), id, role, turn, spans, first + self._firsts[place])

    def sentences(self, rows: Numbers) -> tuple[Numbers, Numbers]:
        """The first sentence's row of each of some passages, and how many sentences it has."""
        first, counts = (np.zeros(len(rows), dtype=np.int64) for _ in range(2))
        owner = np.searchsorted(self._begins, rows, side="right") - 1
        for place in np.unique(owner).tolist():
            here = owner == place
            found = self._segments[place].columns.firsts(rows[here] - self._begins[place])
            first[here], counts[here] = found[0] + np.int64(self._firsts[place]), found[1]
        return first, counts


class Interviews(Sequence[Interview]):
    """The interviews of an archive that were not removed, in its order."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = segments
        self.by_id = lru_cache(INTERVIEWS_KEPT)(self._by_id)
        self.place = lru_cache(INTERVIEWS_KEPT)(self._place)

    @cached_property
    def places(self) -> tuple[tuple[int, int], ...]:
        """The segment and the number in it of each interview."""
        return tuple(
            (place, number)
            for place, segment in enumerate(self._segments)
            for number in np.flatnonzero(segment.present).tolist()
        )

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The ids of all interviews, in their order."""
        return tuple(self._segments[place].ids[number] for place, number in self.places)

    @cached_property
    def cards(self) -> Mapping[str, Card]:
        """The card of every interview, by its id, in their order."""
        found: dict[str, Card] = {}
        for segment in self._segments:
            named: dict[int, list[str]] = defaultdict(list)
            for interview, name in segment.answering:
                named[interview].append(name)
            for number in np.flatnonzero(segment.present).tolist():
                card = Card(segment.countries[number], tuple(named[number]), segment.dates[number])
                found[segment.ids[number]] = card
        return found

    @cached_property
    def ratings(self) -> tuple[str | None, ...]:
        """The civic-space rating of every interview, in their order."""
        return tuple(self._segments[place].ratings[number] for place, number in self.places)

    @cached_property
    def present(self) -> Mask:
        """Which of the numbers that the archive's facets know interviews by were not removed."""
        return np.concatenate([np.zeros(0, dtype=np.bool_), *(s.present for s in self._segments)])

    @cached_property
    def numbers(self) -> Numbers:
        """The numbers that the archive's facets know them by, in their order."""
        return np.flatnonzero(self.present)

    def number(self, id: str) -> int:
        """The number that the archive's facets know an interview by, by its id.

        Raises:
            NotHeld: there is none of that id.
        """
        place, number = self.place(id)
        return number + sum(len(segment.ids) for segment in self._segments[:place])

    def __len__(self) -> int:
        return len(self.places)

    def __iter__(self) -> Iterator[Interview]:
        return (self._segments[p].catalogue.interview(number) for p, number in self.places)

    def __getitem__(self, number: int) -> Interview:  # type: ignore[override]
        place, inside = self.places[number]
        return self._segments[place].catalogue.interview(inside)

    def _by_id(self, id: str) -> Interview:
        """The interview of that id."""
        place, number = self.place(id)
        return self._segments[place].catalogue.interview(number)

    def _place(self, id: str) -> tuple[int, int]:
        """The segment of an interview, by its id, and its number in it."""
        for place, segment in enumerate(self._segments):
            number = segment.catalogue.number(id)
            if number is not None and segment.present[number]:
                return place, number
        raise NotHeld(
            _(
                "this archive holds no interview %(id)s. List those it holds with: onrecord "
                "interviews",
                id=repr(id[:64]),
            )
        )


class Sources(Sequence[Source]):
    """The documents of an archive that were not removed, in its order, without interviews."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = segments
        self._source = lru_cache(SOURCES_KEPT)(self._read)

    @cached_property
    def _places(self) -> tuple[tuple[int, int], ...]:
        """The segment and the number in it of each document."""
        return tuple(
            (place, number)
            for place, segment in enumerate(self._segments)
            for number, _, _ in segment.documents()
        )

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of all documents, in their order."""
        return tuple(name for s in self._segments for _, name, _ in s.documents())

    def __len__(self) -> int:
        return len(self._places)

    def __getitem__(self, number: int) -> Source:  # type: ignore[override]
        return self._read(*self._places[number])

    def of(self, segment: int, interview: int) -> Source:
        """The document of an interview, by its number in a segment."""
        return self._source(segment, int(self._segments[segment].owners[interview]))

    def _read(self, segment: int, number: int) -> Source:
        """A document by its number in a segment."""
        held = self._segments[segment]
        name, sha256, kind, title, glue = held.catalogue.head(number)
        text = held.text(number)
        marks = held.catalogue.marks(number)
        called = title.of(text) if title else None
        tongues = held.catalogue.tongues(number)
        return Source(name, sha256, kind, called, text, glue, marks, tongues)


class Nearest:
    """Search by meaning over all segments of an archive."""

    def __init__(self, segments: Sequence[Segment], vectors: Matrices) -> None:
        self._segments, self._vectors = segments, vectors
        self._exact = all(segment.dense.exact for segment in segments)

    def search(self, questions: Vectors, k: int, among: Numbers | None) -> tuple[Found, ...]:
        """Rows and exact cosines of the `k` nearest passages of each question, best first.

        `questions` are vectors, shape (questions, dimension). `among` restricts the search itself
        to some rows, in their order, so that a filter loses nothing.
        """
        # An index does not rank exactly: of more than are asked for the vectors are read.
        most = k if self._exact else k + MORE
        found: list[list[Found]] = [[] for _ in questions]
        begin = 0
        for segment in self._segments:
            end = begin + segment.columns.passages
            inside = np.flatnonzero(segment.alive) if segment.removed else None
            if among is not None:
                here = slice(*np.searchsorted(among, (begin, end)))
                inside = among[here] - begin
            if inside is None or len(inside):
                near = segment.dense.search(questions, most, inside)
                for one, (rows, cosines) in zip(found, near, strict=True):
                    one.append((rows + begin, cosines))
            begin = end
        return tuple(
            self._ranked(question, one, k, most)
            for question, one in zip(questions, found, strict=True)
        )

    def _ranked(self, question: Vectors, found: Sequence[Found], k: int, most: int) -> Found:
        """The best of what the segments found, by exact cosines."""
        rows = np.concatenate([np.zeros(0, dtype=np.int64), *(rows for rows, _ in found)])
        about = np.concatenate([np.zeros(0, dtype=np.float32), *(near for _, near in found)])
        nearest, cosines = best(rows, about, most)
        if self._exact:
            return nearest, cosines
        nearest = np.sort(nearest)
        return best(nearest, self._vectors[nearest] @ question, k)
