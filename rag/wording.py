"""Words as they are compared: without case, marks and the ways of writing a quotation."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from index.scripts import UNSPACED
from rag.wanted import NUMBERS

# What may stand inside a word and says nothing: soft hyphens and joiners.
SILENT = "\u00ad\u200b\u200c\u200d\u2060"
APOSTROPHES = "'’ʼ"
# Dashes that make a figure negative.
DASHES = "‐‑–−-"
# What joins two figures to another: 2.5 is not 25, and 1/2 not 1-2. The marks of a range, of
# thousands and of a time of day part them: 2028–29 is 2028/29, 1,140 is 1 140, 05.40 is 05:40.
JOINS = r"(?<=\d)(?:(?<!\b0\d)\.|,(?!\d{3}(?!\d))|(?<=\b\d)/)(?=\d)"
# An en dash after a word may be that of an aside, set close, but not before these.
DEGREES = r"(?=\d+(?:[.,]\d+)?\s?(?:[°%‰]|degrees?\b))"
NEGATIONS = frozenset(
    "not no never none nobody nothing neither nor nowhere without cannot hardly ne pas jamais rien"
    " nicht kein keine keinen nie niemals nunca jamás nada não nem не нет ни никогда لا لم لن ليس"
    " 不 没 沒 未".split()
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it is compared, and its half-open offsets in its text."""

    folded: str
    start: int
    end: int

    @property
    def denies(self) -> bool:
        """Whether it turns a sentence into its contrary."""
        return denies(self.folded)

    @property
    def counts(self) -> bool:
        """Whether it is a figure, also one that is written out in English."""
        return self.folded in NUMBERS or any(sign.isdecimal() for sign in self.folded)


# A power, which is no further digit of its figure.
SUPERSCRIPT = re.compile("[²³¹⁰⁴-⁹]+")
# don't, isn't and their like, without their apostrophes.
NOT = re.compile(
    r"^(?:do|does|did|is|are|was|were|has|have|had|wo|would|ca|could|should|must|need|might|ai)nt$"
)


def denies(folded: str) -> bool:
    """Whether a word as it is compared turns a sentence into its contrary."""
    return folded in NEGATIONS or NOT.search(folded) is not None


@cache
def pattern() -> re.Pattern[str]:
    """What a word is: letters, digits and their marks with apostrophes inside, or a sign."""
    marks = "".join(c for c in map(chr, range(0x10000)) if unicodedata.category(c)[0] == "M")
    letter = rf"(?:(?![{UNSPACED}])[^\W_])[{marks}{SILENT}]*"
    joined = rf"(?:[{APOSTROPHES}]|{JOINS})?"
    aside = rf"–(?<![^\s(\[]\s–)|–{DEGREES}"
    minus = rf"(?<![\w%°—{DASHES}])(?:[‐‑−-]|{aside})(?=\d)"
    word = rf"(?:{minus})?{letter}(?:{joined}{letter})*"
    return re.compile(rf"[{UNSPACED}][{marks}]*|{word}|[{signs()}]")


def signs() -> str:
    """Signs that are said aloud, so that leaving one out changes the words: also all currencies."""
    return "%‰" + "".join(c for c in map(chr, range(0x10000)) if unicodedata.category(c) == "Sc")


def fold(word: str) -> str:
    """A word in the form in which it is compared."""
    plain = unicodedata.normalize("NFKC", SUPERSCRIPT.sub(r"^\g<0>", word)).casefold()
    return re.sub(f"[{DASHES}]", "-", re.sub(f"[{APOSTROPHES}{SILENT}]", "", plain))


def words_in(text: str, start: int = 0, end: int | None = None) -> Iterator[Word]:
    """The words of `text[start:end]` in order, with their offsets in `text`.

    Punctuation, case, white space, quotation marks, hyphens and the forms of apostrophes are not
    compared; accents, figures with the points inside and the signs before them, and currency are.
    """
    for match in pattern().finditer(text, start, len(text) if end is None else end):
        if folded := fold(match.group()):
            yield Word(folded, match.start(), match.end())
