"""Words of a language to their stems, and the small words that say nothing in it."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path

import Stemmer

from index.scripts import LOOSE
from index.stop_words import STOP_WORDS

# Of languages that are not known words are folded as English ones.
UNKNOWN, ENGLISH = "", "en"
# The languages of Snowball's stemmers.
SNOWBALL = {
    "ar": "arabic",
    "ca": "catalan",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "eo": "esperanto",
    "es": "spanish",
    "et": "estonian",
    "eu": "basque",
    "fa": "persian",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "ne": "nepali",
    "nl": "dutch",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
    "yi": "yiddish",
}
# Languages without one whose endings change: a word's first five letters stand for it, which
# does about as well (McNamee and Mayfield 2004, "Character n-gram tokenization", trunc5).
ENDINGS = frozenset("az be bg bn bs gu hr ka kk ky lv mk mn mr pa sh sk sl sq uk ur uz".split())
LONGEST = 5
# What Hebrew writes before a word as one with it: and, the, in, as, to, that, from.
BEFORE = "והבכלשמ"
SHORTEST = 3
DOTLESS = str.maketrans({"I": "ı", "İ": "i"})
TURKIC = frozenset(("tr", "az"))
FILE = Path(__file__).parent / "stop_words.txt"


@cache
def stemmer(language: str) -> Callable[[str], str]:
    """What makes a word of a language its stem; words of a language without one stay whole."""
    name = SNOWBALL.get(language or ENGLISH)
    if name is not None:
        snowball = Stemmer.Stemmer(name)
        return lambda word: str(snowball.stemWord(word))
    if language in ENDINGS:
        return lambda word: word[:LONGEST]
    return bare if language == "he" else str


def bare(word: str) -> str:
    """A Hebrew word without the letters that stand before it."""
    while len(word) > SHORTEST and word[0] in BEFORE:
        word = word[1:]
    return word


@lru_cache(maxsize=65536)
def stem(word: str, language: str = UNKNOWN) -> str:
    """The stem of one word as `folded_words` or `cased` gives it, folded."""
    found = stemmer(language)(word)
    # Stemmers know endings by their accents, and readers leave these out: they go last.
    return found if found.isascii() or language in (UNKNOWN, ENGLISH) else unaccented(found)


def cased(text: str, language: str) -> str:
    """A text in the lower case of its language, each character in its one usual form.

    Marks that are parts of a letter stay; vowel points and stresses, which stand beside it, go.
    """
    dotted = text.translate(DOTLESS) if language in TURKIC else text
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", dotted).casefold())
    return LOOSE.sub("", plain)


def unaccented(text: str) -> str:
    """A text without the marks that readers add or leave out at will."""
    apart = unicodedata.normalize("NFKD", text)
    return unicodedata.normalize("NFC", LOOSE.sub("", apart))


@cache
def small_words(language: str) -> frozenset[str]:
    """The words of a language that say nothing about what a text is about, in lower case.

    English ones and, from the same lists (bm25s, after Snowball), those of some more; of others
    their commonest. A language without a list has none.
    """
    if language in (UNKNOWN, ENGLISH):
        return STOP_WORDS
    lines = (line.split() for line in FILE.read_text(encoding="utf-8").splitlines())
    return frozenset(next((words for code, *words in filter(None, lines) if code == language), ()))
