"""Words to stems, and BM25 over them (Robertson et al. 1995, as Lucene computes it)."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from index.alike import same_letters
from index.postings import Postings, PostingsWriter
from index.scripts import parted, word_pattern
from index.stemming import ENGLISH, TURKIC, UNKNOWN, cased, small_words, stem, unaccented

WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*")
POSSESSIVE = re.compile(r"[’']s?\b")
AFTER = re.compile(r"[’']\w*")
# In these an apostrophe stands inside words, in others where two meet.
WITHIN = re.compile(r"(?<=[\u0400-\u052f\u0590-\u05ff])[’'ʼ\u05f3\u05f4\"](?=[\u0400-\u05ff])")
# How soon more of a word says no more, and how much a long passage's words count less.
K1, B = 1.2, 0.6

Scores = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]
Alive = npt.NDArray[np.bool_]


def folded_words(text: str) -> tuple[str, ...]:
    """The words of a text in lower case without accents; possessive endings are dropped.

    Where no spaces part words they are pairs of characters (see `index.scripts`).
    """
    if text.isascii():
        return tuple(WORD.findall(POSSESSIVE.sub(" ", text.lower())))
    plain = unaccented(unicodedata.normalize("NFKD", text).casefold())
    return found_in(POSSESSIVE.sub(" ", plain))


def found_in(text: str) -> tuple[str, ...]:
    """The words of a text as they stand, in any script."""
    return tuple(one for word in word_pattern().findall(text) for one in parted(word))


def spoken_words(text: str, language: str) -> tuple[str, ...]:
    """The words of a text in a language, as its stemmer takes them."""
    if language in (UNKNOWN, ENGLISH):
        return folded_words(text)
    # What follows an apostrophe in Turkish are a name's endings.
    apart = AFTER if language in TURKIC else POSSESSIVE
    return found_in(apart.sub(" ", WITHIN.sub("", cased(text, language))))


def stems(text: str, language: str = UNKNOWN) -> tuple[str, ...]:
    """The stems of a text's content words, in order; of a language not known as of English."""
    small = small_words(language)
    return tuple(stem(w, language) for w in spoken_words(text, language) if w not in small)


def word_stems(text: str, language: str = UNKNOWN) -> tuple[str, ...]:
    """The stems of all words of a text, also of small ones, in order."""
    return tuple(stem(word, language) for word in spoken_words(text, language))


class Vocabulary(Container[str]):
    """Every stem that a passage has."""

    def __init__(self, segments: Sequence[Postings]) -> None:
        self._segments = segments

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and any(
            segment.words.number(word) is not None for segment in self._segments
        )

    def alike(self, word: str, least: float) -> Iterator[str]:
        """The stems that begin as a word does, and share so many letters with it that they can be
        close; one may come several times.
        """
        for segment in self._segments:
            opening = segment.words.opening(word[0])
            numbers = np.arange(opening.start, opening.stop)
            yield from same_letters(segment.words, numbers, word, least)


@dataclass(frozen=True, slots=True)
class Matches:
    """The rows that have any of some stems, sorted, and the BM25 score of each, above 0.

    `of` is how many rows there are: all others score 0. Most rows of a large archive do, and to
    touch memory for all of them takes longer than the sums.
    """

    rows: Rows
    scores: Scores
    of: int

    def at(self, rows: Rows) -> Scores:
        """The scores of some rows, in their order."""
        if not len(self.rows):
            return np.zeros(len(rows), dtype=np.float32)
        places = np.minimum(np.searchsorted(self.rows, rows), len(self.rows) - 1)
        return np.where(self.rows[places] == rows, self.scores[places], np.float32(0))

    def among(self, rows: Rows) -> Matches:
        """What of them is among some rows."""
        allowed = np.zeros(self.of, dtype=np.bool_)
        allowed[rows] = True
        held = allowed[self.rows]
        return Matches(self.rows[held], self.scores[held], self.of)

    @property
    def everywhere(self) -> Scores:
        """The score of every row, shape (of,)."""
        found = np.zeros(self.of, dtype=np.float32)
        found[self.rows] = self.scores
        return found


class Lexical:
    """BM25 over the searchable texts of an archive's passages, segment by segment.

    How rare a word is and how long passages are counts over the whole archive, with passages
    that were removed until their segment is written anew.
    """

    def __init__(self, segments: Sequence[Postings], alive: Alive | None = None) -> None:
        """Takes the segments' postings, and which rows count where some were removed."""
        self._segments = segments
        self._alive = alive
        self._rows = sum(map(len, segments))
        self.passages = self._rows if alive is None else int(alive.sum())
        self.vocabulary = Vocabulary(segments)

    @classmethod
    def built(cls, texts: Sequence[str], language: str = UNKNOWN) -> Lexical:
        """The index of some texts in a language, in memory."""
        writer = PostingsWriter()
        for text in texts:
            writer.add(stems(text, language))
        return cls([writer.written()])

    def holding(self, word: str) -> int:
        """How many passages have a stem."""
        return sum(segment.holding(word) for segment in self._segments)

    @cached_property
    def _norms(self) -> tuple[Scores, ...]:
        """What a word's count in a passage is weighed against, a number a passage."""
        whole = sum(int(segment.lengths.sum(dtype=np.int64)) for segment in self._segments)
        mean = whole / self._rows if whole else 1.0
        return tuple(
            np.asarray(K1 * (1 - B + B * segment.lengths / mean), dtype=np.float32)
            for segment in self._segments
        )

    def matches(self, words: Sequence[str]) -> Matches:
        """The rows that have any of some stems, with their BM25 scores; none that was removed."""
        weights = [(word, self._rarity(word)) for word in words]
        held, scores, begin = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.float32)], 0
        for segment, norms in zip(self._segments, self._norms, strict=True):
            # All words of one segment after the other: its scores stay close to the processor.
            here = np.zeros(len(segment), dtype=np.float32)
            for word, rarity in weights:
                rows, counts = segment.column(word)
                often = counts.astype(np.float32)
                # A passage stands in a column once, so nothing is added to it twice.
                here[rows] += rarity * (often / (often + norms[rows]))
            if self._alive is not None:
                here[~self._alive[begin : begin + len(segment)]] = 0
            found = np.flatnonzero(here > 0)
            held.append(found + begin)
            scores.append(here[found])
            begin += len(segment)
        return Matches(np.concatenate(held), np.concatenate(scores), self._rows)

    def _rarity(self, word: str) -> np.float32:
        """How much a stem says that few passages have: BM25's inverse document frequency."""
        held = self.holding(word)
        return np.float32(math.log1p((self._rows - held + 0.5) / (held + 0.5)))
