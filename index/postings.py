"""Which rows have a word, and how often: a sparse matrix by columns, a column a word."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.words import Words

COLUMNS = ("ends", "rows", "counts", "lengths")
MOST = np.iinfo(np.uint16).max

Column = tuple[npt.NDArray[np.int32], npt.NDArray[np.uint16]]


class Postings:
    """The rows of each word in order, how often each has it, and how many words a row has."""

    def __init__(self, words: Words, columns: Mapping[str, Any]) -> None:
        self.words = words
        self._ends = columns["ends"]
        self._rows, self._counts = columns["rows"], columns["counts"]
        self.lengths = columns["lengths"]

    @classmethod
    def load(cls, folder: Path) -> Postings:
        """What `save` wrote; its arrays stay on the disk until they are asked for."""
        columns = {
            # Plain views, which are sliced faster than maps of files.
            name: np.asarray(np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False))
            for name in COLUMNS
        }
        return cls(Words.load(folder), columns)

    def save(self, folder: Path) -> None:
        """Writes plain arrays into a folder to be made."""
        folder.mkdir()
        self.words.save(folder)
        held = (self._ends, self._rows, self._counts, self.lengths)
        for name, column in zip(COLUMNS, held, strict=True):
            np.save(folder / f"{name}.npy", column, allow_pickle=False)

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self.lengths)

    def column(self, word: str) -> Column:
        """The rows that have a word, and how often each has it."""
        number = self.words.number(word)
        if number is None:
            return np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.uint16)
        begin = int(self._ends[number - 1]) if number else 0
        here = slice(begin, int(self._ends[number]))
        return self._rows[here], self._counts[here]

    def holding(self, word: str) -> int:
        """How many rows have a word."""
        number = self.words.number(word)
        if number is None:
            return 0
        return int(self._ends[number] - (self._ends[number - 1] if number else 0))

    @cached_property
    def rarest(self) -> int:
        """In how many rows the word is that the fewest have; 0 where there is no word."""
        return int(np.diff(self._ends, prepend=0).min()) if len(self.words) else 0


class PostingsWriter:
    """Gathers the words of rows; what it holds grows with the rows of one segment."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._words, self._counts = array("I"), array("H")
        self._distinct, self._lengths = array("I"), array("I")

    def add(self, words: Iterable[str]) -> None:
        """The next row's words."""
        counts = Counter(words)
        for word, count in counts.items():
            self._words.append(self._numbers.setdefault(word, len(self._numbers)))
            self._counts.append(min(count, MOST))
        self._distinct.append(len(counts))
        self._lengths.append(counts.total())

    def written(self) -> Postings:
        """The postings of the rows so far, the same to the byte for the same rows."""
        words = sorted(self._numbers)
        place = np.zeros(len(words), dtype=np.int32)
        place[[self._numbers[word] for word in words]] = np.arange(len(words))
        numbers = place[np.asarray(self._words)]
        order = np.argsort(numbers, kind="stable")
        distinct = np.asarray(self._distinct)
        rows = np.repeat(np.arange(len(distinct), dtype=np.int32), distinct)
        ends = np.cumsum(np.bincount(numbers, minlength=len(words)), dtype=np.int64)
        return Postings(
            Words.of(words),
            {
                "ends": ends,
                "rows": rows[order],
                "counts": np.asarray(self._counts)[order],
                "lengths": np.asarray(self._lengths).astype(np.int32),
            },
        )
