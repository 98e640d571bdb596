"""The language of a question, and its words as an archive of several languages has them."""

from __future__ import annotations

import re

from index.archive import Archive
from index.lexical import stems, word_stems
from index.stemming import ENGLISH, UNKNOWN
from index.tongues import is_english, tongue_of

# What the judge was taught, what the reader's word list knows, and what is taken for it.
LEGIBLE = frozenset((UNKNOWN, ENGLISH))
# A word with a capital after another word: mostly a name, which languages share.
NAME = re.compile(r"(?<=\w[\s,’'])[^\W\d_a-z][^\W_]+")


def asked_in(question: str) -> str:
    """The language of a question as a BCP 47 tag; empty where it is not sure.

    Plain English is told by its small words, before the model that tells others is loaded.
    """
    return ENGLISH if is_english(question) else tongue_of(question)


def in_english(archive: Archive) -> bool:
    """Whether an archive holds nothing of which it is sure that it is in another language."""
    return LEGIBLE.issuperset(archive.languages)


def tried(archive: Archive) -> tuple[str, ...]:
    """The languages that words are looked up in: those of the archive, unknown ones as English."""
    held = frozenset(UNKNOWN if one in LEGIBLE else one for one in archive.languages)
    return tuple(sorted(held)) or (UNKNOWN,)


def asked_stems(question: str, language: str, archive: Archive) -> tuple[str, ...]:
    """The stems by which a question is looked up.

    They are of its own language where the archive has that; else of every language that the
    archive has, because it may be in any of them. Its names are looked up in all of them.
    """
    held, spoken = tried(archive), UNKNOWN if language == ENGLISH else language
    own = (spoken,) if language and spoken in held else held
    found = list(stems(question, own[0]))
    names = " ".join(name for name in NAME.findall(question) if name[0].isupper())
    for other in held:
        words = question if other in own else names
        found += [word for word in stems(words, other) if word not in found]
    return tuple(found)


def is_said(words: str, archive: Archive) -> bool:
    """Whether passages have each of some words, in one of the archive's languages."""
    known = archive.lexical.vocabulary
    return any(all(w in known for w in word_stems(words, one)) for one in tried(archive))
