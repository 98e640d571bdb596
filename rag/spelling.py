"""Slips of the pen, mended by the archive's own words: `bangladseh electon`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from index.archive import Archive
from index.lexical import folded_words
from index.places import fold, known_countries, people_of
from index.repair import is_english
from rag.tongues import LEGIBLE, asked_in, in_english, is_said

WORD = re.compile(r"[^\W\d_]{4,}")
QUOTED = re.compile(r"[\"“][^\"”]*[\"”]")
# A longer word may hold two slips; in a short one they would make another word of it.
SHORT = 5
MOST_SLIPS = 2


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
    if not is_mendable(question, archive):
        return question, ()
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


def is_mendable(question: str, archive: Archive) -> bool:
    """Whether a question's language is one whose words are known: in others a word that the
    archive lacks is more likely another word than a slip.
    """
    language = asked_in(question)
    return language in LEGIBLE and (bool(language) or in_english(archive))


def is_known(word: str, archive: Archive) -> bool:
    """Whether a word is nobody's slip."""
    folded = fold(word)
    return (
        word.isupper()
        or archive.spelling(folded) is not None
        or is_said(folded, archive)
        or is_english(folded)
        or folded in country_words()
        or any(folded in people_of(country) for country in archive.countries)
    )


def nearest(word: str, archive: Archive) -> str | None:
    """The archive's word that was most likely meant; None where nothing is near."""
    folded = fold(word)
    slips = 1 if len(folded) <= SHORT else MOST_SLIPS
    # The first letter is seldom wrong, but it changes places with the second.
    opening = (folded[0], folded[1::-1])
    near = archive.words_like(folded, 1)
    fitting = [like for like in near if like.startswith(opening)]
    if slips > 1 and not near:
        fitting = [*archive.words_like(folded, slips, opening)]
    if not fitting:
        return None
    return archive.spelling(min(fitting, key=lambda like: (-archive.frequency(like), like)))


@lru_cache(maxsize=1)
def country_words() -> frozenset[str]:
    """The words of all countries' names and of what their people are called."""
    names = chain(known_countries(), *known_countries().values())
    return frozenset(word for name in names for word in folded_words(name))
