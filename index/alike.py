"""Words that are spelt nearly alike: thousands compared at once."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from symspellpy.editdistance import DistanceAlgorithm, EditDistance

from index.words import Words

Numbers = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]

# Two letters that change places are one slip.
DISTANCE = EditDistance(DistanceAlgorithm.DAMERAU_OSA)
ASCII = 128
# The bytes of a letter in UTF-8, at most.
LONGEST = 4
# Slips are counted in a byte.
MOST = 255


def few_slips(words: Words, numbers: Numbers, word: str, slips: int) -> Iterator[int]:
    """The numbers of those of some words that are at most so many slips from a word.

    A slip is a letter too many, one too few, a wrong one, or two that changed places (the optimal
    string alignment of Damerau 1964).
    """
    longest = len(word) + slips
    if word.isascii() and longest < MOST:
        letters, lengths = words.table(numbers)
        ascii_only = (letters < ASCII).all(axis=1)
        fits = ascii_only & (np.abs(lengths - len(word)) <= slips)
        plain = numbers[fits]
        # The table is as wide as its longest word, which may not be among those that fit.
        apart = distances(word.encode(), letters[:, :longest][fits], lengths[fits])
        yield from plain[apart <= slips].tolist()
        numbers = numbers[~ascii_only]
    # Letters of several bytes, and very many letters, are compared one word at a time.
    for number in numbers.tolist():
        if DISTANCE.compare(word, words.said(number), slips) >= 0:
            yield number


def distances(word: bytes, letters: Bytes, lengths: Numbers) -> npt.NDArray[np.uint8]:
    """How many slips words are from one: a row of `letters` each, of which `lengths` count.

    No word may have `MOST` letters.
    """
    rows, width = letters.shape
    columns = np.ascontiguousarray(letters.T)
    before: list[npt.NDArray[np.uint8]] = []
    last = [np.full(rows, n, dtype=np.uint8) for n in range(width + 1)]
    for i, letter in enumerate(word, 1):
        now = [np.full(rows, i, dtype=np.uint8)]
        same = columns == letter
        for j in range(1, width + 1):
            best = np.minimum(
                last[j - 1] + (~same[j - 1]).view(np.uint8), np.minimum(last[j], now[j - 1]) + 1
            )
            if i > 1 and j > 1:
                swapped = same[j - 2] & (columns[j - 1] == word[i - 2])
                best = np.where(swapped, np.minimum(best, before[j - 2] + 1), best)
            now.append(best.astype(np.uint8))
        before, last = last, now
    return np.stack(last)[lengths, np.arange(rows)]


def same_letters(words: Words, numbers: Numbers, word: str, least: float) -> Iterator[str]:
    """Those of some words whose letters can make so great a share of both words' together.

    It is the bound by which `difflib` passes over what is not close.
    """
    # What is close has at most so many bytes, and comparing longer ones takes its time.
    most = (2 * len(word) + 6) * (1 if word.isascii() else LONGEST)
    numbers = numbers[words.lengths(numbers) <= most]
    letters, lengths = words.table(numbers)
    shared = np.zeros(len(numbers), dtype=np.int64)
    for letter in set(word.encode()):
        shared += np.minimum((letters == letter).sum(axis=1), word.encode().count(letter))
    # What is held in ASCII has a byte a letter; anything else may come along.
    near = 2 * shared >= least * (lengths + len(word))
    near |= (letters >= ASCII).any(axis=1)
    return (words.said(number) for number in numbers[near].tolist())
