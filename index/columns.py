"""Passages and sentences as columns of numbers: a row a passage, nothing of them in objects."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from enum import IntEnum
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.interview import Role, Span
from index.passages import Cut

Numbers = npt.NDArray[np.int32]

PASSAGES, SENTENCES = "passages.npy", "sentences.npy"
# The roles that a passage can have, by the number that is written; never reordered.
ROLES = (Role.ANSWER, Role.INTRODUCTION, Role.RATING)
NUMBERS = {role: number for number, role in enumerate(ROLES)}
# Stands where there is no turn, or nobody is named.
NOBODY = -1


class Column(IntEnum):
    """What a passage's numbers are."""

    INTERVIEW = 0
    SPEAKER = 1
    TURN = 2
    ROLE = 3
    FIRST = 4


class Columns:
    """The passages of one segment, numbered from 0, and the offsets of their sentences."""

    def __init__(self, folder: Path) -> None:
        """Opens what a ColumnsWriter wrote; it stays on the disk."""
        self._passages = mapped(folder / PASSAGES)
        self._sentences = mapped(folder / SENTENCES)

    @property
    def passages(self) -> int:
        """How many passages there are."""
        # The last row only says where the sentences end.
        return int(self._passages.shape[1]) - 1

    @property
    def sentences(self) -> int:
        """How many sentences there are."""
        return int(self._sentences.shape[1])

    def of(self, column: Column) -> Numbers:
        """One number of every passage."""
        found: Numbers = self._passages[column, :-1]
        return found

    def firsts(self, rows: Sequence[int] | npt.NDArray[np.int64]) -> tuple[Numbers, Numbers]:
        """The first sentence of each of some passages, and how many sentences it has."""
        first = self._passages[Column.FIRST]
        begins = first[rows]
        return begins, first[np.asarray(rows) + 1] - begins

    def passage(self, row: int) -> tuple[int, Role, int | None, tuple[Span, ...], int]:
        """A passage: its interview's number, role, turn, sentences and first sentence's row."""
        interview, _, turn, role, first = self._passages[:, row].tolist()
        end = int(self._passages[Column.FIRST, row + 1])
        starts, ends = self._sentences[:, first:end].tolist()
        spans = tuple(Span(a, b) for a, b in zip(starts, ends, strict=True))
        return interview, ROLES[role], None if turn == NOBODY else turn, spans, first


def mapped(path: Path) -> Numbers:
    """Numbers that stay on the disk, as a plain view, which is read faster than a map of a file."""
    return np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))


class ColumnsWriter:
    """Gathers the passages of one segment."""

    def __init__(self) -> None:
        self._passages = tuple(array("i") for _ in Column)
        self._starts, self._ends = array("i"), array("i")
        self._people: dict[str, int] = {}

    @property
    def passages(self) -> int:
        """How many passages were added."""
        return len(self._passages[0])

    @property
    def sentences(self) -> int:
        """How many sentences were added."""
        return len(self._starts)

    def add(self, cut: Cut, interview: int) -> None:
        """The next passage, of the interview of that number."""
        speaker = None if cut.turn is None else cut.interview.speaker_named(cut.turn)
        numbers = (
            interview,
            self._people.setdefault(speaker.name, len(self._people)) if speaker else NOBODY,
            NOBODY if cut.turn is None else cut.turn,
            NUMBERS[cut.role],
            len(self._starts),
        )
        for column, number in zip(self._passages, numbers, strict=True):
            column.append(number)
        self._starts.extend(span.start for span in cut.sentences)
        self._ends.extend(span.end for span in cut.sentences)

    def write(self, folder: Path) -> tuple[str, ...]:
        """Writes the columns; gives back the names that the speakers' numbers stand for."""
        end = (0, NOBODY, NOBODY, 0, len(self._starts))
        passages = np.column_stack([np.array(self._passages, dtype=np.int32), end])
        np.save(folder / PASSAGES, passages.astype(np.int32), allow_pickle=False)
        sentences = np.array([self._starts, self._ends], dtype=np.int32)
        np.save(folder / SENTENCES, sentences, allow_pickle=False)
        return tuple(self._people)
