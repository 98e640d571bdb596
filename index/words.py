"""Words on the disk: many of them, looked up one at a time."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

WORDS, BEGINS = "words.npy", "begins.npy"
# Stands behind every byte that UTF-8 has.
LAST = b"\xff"
# Words that were looked up last: those of one question are looked up many times.
KNOWN = 1024

Letters = npt.NDArray[np.uint8]
Places = npt.NDArray[np.int64]


class Words(Sequence[bytes]):
    """Words by their numbers, in UTF-8; those that stand in order can be looked up."""

    def __init__(self, letters: Letters, begins: Places) -> None:
        """Takes the letters of all words in a row, and where each word begins and the last ends."""
        # Plain views, which are sliced faster than maps of files.
        self._letters, self._begins = np.asarray(letters), np.asarray(begins)
        self.number = lru_cache(KNOWN)(self._number)

    @classmethod
    def of(cls, words: Sequence[str]) -> Words:
        """Some words, in their order."""
        encoded = [word.encode() for word in words]
        begins = np.zeros(len(words) + 1, dtype=np.int64)
        np.cumsum([len(word) for word in encoded], out=begins[1:])
        return cls(np.frombuffer(b"".join(encoded), dtype=np.uint8), begins)

    @classmethod
    def load(cls, folder: Path) -> Words:
        """The words that `save` wrote; they stay on the disk until they are asked for."""
        letters, begins = (
            np.load(folder / name, mmap_mode="r", allow_pickle=False) for name in (WORDS, BEGINS)
        )
        return cls(letters, begins)

    def save(self, folder: Path) -> None:
        """Writes the words into a folder."""
        np.save(folder / WORDS, self._letters, allow_pickle=False)
        np.save(folder / BEGINS, self._begins, allow_pickle=False)

    def __len__(self) -> int:
        return len(self._begins) - 1

    def __getitem__(self, number: int) -> bytes:  # type: ignore[override]
        return self._letters[self._begins[number] : self._begins[number + 1]].tobytes()

    def said(self, number: int) -> str:
        """The word of that number."""
        return self[number].decode()

    def _number(self, word: str) -> int | None:
        """The number of a word, None where it is not held; the words must stand in order."""
        wanted = word.encode()
        place = bisect_left(self, wanted)
        return place if place < len(self) and self[place] == wanted else None

    def opening(self, letters: str) -> range:
        """The numbers of the words that open with some letters; the words must stand in order."""
        opens = letters.encode()
        return range(bisect_left(self, opens), bisect_left(self, opens + LAST))

    def lengths(self, numbers: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """How many bytes some words have."""
        return self._begins[numbers + 1] - self._begins[numbers]

    def table(self, numbers: npt.NDArray[np.int64]) -> tuple[Letters, npt.NDArray[np.int64]]:
        """The letters of some words, a row each that ends in zeros, and how many bytes each has."""
        begins, lengths = self._begins, self.lengths(numbers)
        width = int(lengths.max(initial=0))
        places = begins[numbers][:, None] + np.arange(width)
        inside = np.arange(width) < lengths[:, None]
        letters = self._letters[np.where(inside, places, 0)]
        return np.where(inside, letters, np.uint8(0)), lengths
