"""The words of a segment as they are spelt, to be looked up with slips of the pen."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.places import fold
from index.repair import dictionary
from index.words import Words

WORD = re.compile(r"[^\W\d_]{4,}")
# Words of so few letters have too many neighbours to tell which one was meant.
SHORTEST = 4
# Longer ones are nobody's slip.
LONGEST = 255
FOLDED, WRITTEN = "folded", "written"
COUNTS, LETTERS, LENGTHS = "counts.npy", "letters.npy", "lengths.npy"

folded = lru_cache(maxsize=65536)(fold)


class Spellings:
    """Words of four letters and more, folded, each with its most frequent spelling."""

    def __init__(self, folder: Path) -> None:
        """Opens what `write_spellings` wrote; it stays on the disk."""
        self._folded = Words.load(folder / FOLDED)
        self._written = Words.load(folder / WRITTEN)
        self._counts = np.load(folder / COUNTS, mmap_mode="r", allow_pickle=False)
        self._letters = np.load(folder / LETTERS, mmap_mode="r", allow_pickle=False)
        self._lengths = np.load(folder / LENGTHS, mmap_mode="r", allow_pickle=False)

    def of(self, word: str) -> tuple[str, int] | None:
        """The spelling of a folded word, and how often it stands here; None where it does not."""
        number = self._folded.number(word)
        if number is None:
            return None
        return self._written.said(number), int(self._counts[number])

    def perhaps(self, word: str, slips: int, opening: str) -> Iterator[str]:
        """Folded words that open with some letters, of which some are so few slips from a word.

        All that are so near are among them.
        """
        here = self._folded.opening(opening)
        apart = np.bitwise_count(self._letters[here.start : here.stop] ^ letters_of(word))
        lengths = self._lengths[here.start : here.stop].astype(np.int32)
        # A slip makes of one letter another, or one more or less.
        fits = (apart <= 2 * slips) & (np.abs(lengths - len(word)) <= slips)
        return (self._folded.said(here.start + near) for near in np.flatnonzero(fits).tolist())


def letters_of(word: str) -> np.uint32:
    """Which letters a word has, a bit for each; letters beyond a few share bits."""
    found = 0
    for letter in word:
        found |= 1 << (ord(letter) % 32)
    return np.uint32(found)


class SpellingsWriter:
    """Counts the spellings of one segment's words."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def add(self, texts: Iterable[str]) -> None:
        """The words of some more texts."""
        for text in texts:
            self._counts.update(WORD.findall(text))

    def write(self, folder: Path) -> None:
        """Writes the spellings into a folder to be made."""
        spelt: dict[str, tuple[str, int]] = {}
        counts: Counter[str] = Counter()
        for word, count in self._counts.items():
            plain = folded(word)
            if len(plain) < SHORTEST:
                continue
            counts[plain] += count
            if plain not in spelt or count > spelt[plain][1]:
                spelt[plain] = (word, count)
        words = sorted(spelt)
        # An ordinary word that only opens sentences here is no name.
        written = [word if word in dictionary() else spelt[word][0] for word in words]
        for name, held in ((FOLDED, words), (WRITTEN, written)):
            (folder / name).mkdir(parents=True)
            Words.of(held).save(folder / name)
        letters: npt.NDArray[np.uint32] = np.array(
            [letters_of(word) for word in words], dtype=np.uint32
        )
        held_counts = np.array([counts[word] for word in words], dtype=np.int64)
        np.save(folder / LETTERS, letters, allow_pickle=False)
        lengths = np.array([min(len(word), LONGEST) for word in words], dtype=np.uint8)
        np.save(folder / LENGTHS, lengths, allow_pickle=False)
        np.save(folder / COUNTS, held_counts, allow_pickle=False)
