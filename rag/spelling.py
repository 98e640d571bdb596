"""Slips of the pen, mended by the archive's own words: `bangladseh electon`."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from symspellpy import SymSpell, Verbosity

from index.archive import Archive
from index.lexical import folded_words, stem
from index.places import fold, known_countries, people_of
from index.repair import dictionary, repaired

WORD = re.compile(r"[^\W\d_]{4,}")
QUOTED = re.compile(r"[\"“][^\"”]*[\"”]")
# A longer word may hold two slips; in a short one they would make another word of it.
SHORT = 5
MOST_SLIPS = 2
# Words of so few letters have too many neighbours to tell which one was meant.
SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Mended:
    """A word of a question and the word of the archive that it is read as."""

    typed: str
    read: str


def mended(question: str, archive: Archive) -> tuple[str, tuple[Mended, ...]]:
    """A question with its misspelt words as the archive has them, and which they were.

    A word stays as it is where the archive or the English language knows it, in quotation
    marks, and in capitals; so does a country that the archive does not hold.
    """
    quoted = [range(*match.span()) for match in QUOTED.finditer(question)]
    read, done, last = [], [], 0
    for match in WORD.finditer(question):
        word = match.group()
        if any(match.start() in stretch for stretch in quoted):
            continue
        meant = None if is_known(word, archive) else nearest(word, archive)
        if meant is not None:
            read += [question[last : match.start()], meant]
            last = match.end()
            done.append(Mended(word, meant))
    return "".join((*read, question[last:])), tuple(dict.fromkeys(done))


def is_known(word: str, archive: Archive) -> bool:
    """Whether a word is nobody's slip."""
    folded = fold(word)
    return (
        word.isupper()
        or folded in dictionary()
        or folded in vocabulary(archive)
        or stem(folded) in archive.lexical.vocabulary
        or folded in country_words()
        or any(folded in people_of(country) for country in archive.countries)
    )


def nearest(word: str, archive: Archive) -> str | None:
    """The archive's word that was most likely meant; None where nothing is near."""
    folded = fold(word)
    slips = 1 if len(folded) <= SHORT else MOST_SLIPS
    found = speller(archive).lookup(folded, Verbosity.CLOSEST, max_edit_distance=slips)
    # The first letter is seldom wrong, but it changes places with the second.
    fitting = [
        one.term for one in found if one.term[0] == folded[0] or one.term[:2] == folded[1::-1]
    ]
    return vocabulary(archive)[fitting[0]] if fitting else None


@lru_cache(maxsize=4)
def speller(archive: Archive) -> SymSpell:
    """The archive's words, to be searched with slips."""
    found = SymSpell(max_dictionary_edit_distance=MOST_SLIPS)
    counts = Counter(fold(word) for word in words_of(archive))
    for word in vocabulary(archive):
        found.create_dictionary_entry(word, counts[word])
    return found


@lru_cache(maxsize=4)
def vocabulary(archive: Archive) -> dict[str, str]:
    """The archive's words, folded, each with its most frequent spelling."""
    spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for word in words_of(archive):
        spellings[fold(word)][word] += 1
    return {
        # An ordinary word that only opens sentences here is no name.
        word: word if word in dictionary() else counts.most_common(1)[0][0]
        for word, counts in sorted(spellings.items())
    }


def words_of(archive: Archive) -> Iterator[str]:
    """Every word that is searched or names somebody, of four letters or more."""
    texts = (
        repaired(source.text, span, source.glue)
        for interview in archive.interviews
        for source in [archive.source(interview.id)]
        for span in (
            *interview.introduction,
            *interview.questions,
            *(paragraph for turn in interview.turns for paragraph in turn.answer),
        )
    )
    for text in chain(texts, archive.countries, archive.speakers):
        for word in WORD.findall(text):
            if len(fold(word)) >= SHORTEST:
                yield word


@lru_cache(maxsize=1)
def country_words() -> frozenset[str]:
    """The words of all countries' names and of what their people are called."""
    names = chain(known_countries(), *known_countries().values())
    return frozenset(word for name in names for word in folded_words(name))
