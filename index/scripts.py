"""What letters tell without a dictionary: in which script they are, and where words part."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

# Half-open ranges of letters; a language where hardly any other is written so, else the script.
RANGES = (
    (0x370, 0x400, "el"),
    (0x400, 0x530, "Cyrillic"),
    (0x530, 0x590, "hy"),
    (0x590, 0x600, "Hebrew"),
    (0x600, 0x780, "Arabic"),
    (0x780, 0x7C0, "dv"),
    (0x8A0, 0x900, "Arabic"),
    (0x900, 0x980, "Devanagari"),
    (0x980, 0xA00, "Bengali"),
    (0xA00, 0xA80, "pa"),
    (0xA80, 0xB00, "gu"),
    (0xB00, 0xB80, "or"),
    (0xB80, 0xC00, "ta"),
    (0xC00, 0xC80, "te"),
    (0xC80, 0xD00, "kn"),
    (0xD00, 0xD80, "ml"),
    (0xD80, 0xE00, "si"),
    (0xE00, 0xE80, "th"),
    (0xE80, 0xF00, "lo"),
    (0xF00, 0x1000, "bo"),
    (0x1000, 0x10A0, "my"),
    (0x10A0, 0x1100, "ka"),
    (0x1100, 0x1200, "ko"),
    (0x1200, 0x13A0, "Ethiopic"),
    (0x1780, 0x1800, "km"),
    (0x1F00, 0x2000, "el"),
    (0x3040, 0x3100, "ja"),
    (0x31F0, 0x3200, "ja"),
    (0x3400, 0xA000, "Han"),
    (0xAC00, 0xD7B0, "ko"),
    (0xF900, 0xFB00, "Han"),
    (0xFB50, 0xFE00, "Arabic"),
    (0xFE70, 0xFF00, "Arabic"),
    (0x20000, 0x32000, "Han"),
)
BEGINS = tuple(begin for begin, _, _ in RANGES)
LATIN = "Latin"
BEYOND_LATIN = re.compile("[\u0370-\u1dff\u1f00-\u1fff\u2c00-\ua71f\ua800-\ufaff\ufb07-\U000fffff]")
# Marks that readers add or leave out at will: accents, vowel points, stresses, the nukta. Others,
# such as the vowels of Hindi and the tones of Thai, belong to the word.
LOOSE = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
    "\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
    "\u093c\u09bc\u0a3c\u0abc]"
)
# Written without spaces between words: Thai, Lao, Burmese, Khmer, kana and Chinese characters.
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U00031fff"
)
# A capital of the scripts that have them, as a class for patterns.
CAPITALS = ((0x41, 0x590), (0x1E00, 0x2000))
CAPITAL = f"[{''.join(chr(c) for span in CAPITALS for c in range(*span) if chr(c).isupper())}]"
NO_SPACES = re.compile(f"[{UNSPACED}]+")
HOLDS_UNSPACED = re.compile(f"[{UNSPACED}]")
# Where words may hold marks that are no letters; all of these lie below U+1800.
MARKED = ((0x300, 0x1100), (0x135D, 0x1360), (0x1712, 0x1800))


def script(letter: str) -> str:
    """The script of a letter, or the language where hardly any other is written so."""
    code = ord(letter)
    place = bisect_right(BEGINS, code) - 1
    return RANGES[place][2] if place >= 0 and code < RANGES[place][1] else LATIN


def scripts(words: str) -> Counter[str]:
    """How many letters of some words each script has."""
    return Counter(script(letter) for letter in words if letter.isalpha())


@cache
def word_pattern() -> re.Pattern[str]:
    """What a word is in any script: letters with their marks, digits, and `3,500`."""
    marks = "".join(
        chr(code)
        for begin, end in MARKED
        for code in range(begin, end)
        if unicodedata.category(chr(code)).startswith("M")
    )
    return re.compile(rf"(?:[^\W_]|[{marks}])+(?:[.,]\d+)*")


def parted(word: str) -> Iterator[str]:
    """A word as it is looked up: itself, or pairs of characters where no spaces part words.

    Pairs need no dictionary, so they find the names that none has; a character is a letter with
    all its marks. Each run of a script without spaces is parted by itself: `NHKの` is `NHK`, `の`.
    """
    if HOLDS_UNSPACED.search(word) is None:
        yield word
        return
    last = 0
    for run in NO_SPACES.finditer(word):
        if run.start() > last:
            yield word[last : run.start()]
        yield from pairs(clusters(run.group()))
        last = run.end()
    if last < len(word):
        yield word[last:]


def clusters(run: str) -> list[str]:
    """The characters of a run as readers count them: letters, each with its marks."""
    found: list[str] = []
    for one in run:
        if found and unicodedata.category(one).startswith("M"):
            found[-1] += one
        else:
            found.append(one)
    return found


def pairs(characters: list[str]) -> Iterator[str]:
    """Each character with the next; one alone stays alone."""
    if len(characters) == 1:
        yield characters[0]
    for before, after in pairwise(characters):
        yield before + after
