"""Words that scraping glued together (`speakswith`), told apart in the text that is searched.

The source is never changed: a repair is a tuple of source offsets at which the searched text
has a space, so an offset in the one is an offset in the other less the spaces before it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import pairwise

from index.interview import Span

WORD = re.compile(r"[^\W\d_]+")
CASES = re.compile(r"(?<=[a-z])(?=[A-Z])")
HANDLE = re.compile(r"(?<=[a-z])(?=@\w)")
# Links in a scraped page glue the little words beside them, so one side is one of these.
LITTLE = frozenset(
    "about after all also an and any are as at be been before but by can did do for from had has"
    " have he her his how if in into is it its me more most my no not of off on one or our out"
    " over said say says she so than that the their them then there these they this those to"
    " under up us was we were what when where which while who whom whose why will with would"
    " you your".split()
)
# A little word that opens a sentence; others with a capital are more often part of a name.
OPENERS = frozenset("It They We He She This That The There These Those You In".split())
SHORTEST = 4
# Past this a word is a web address or a key, not two words.
LONGEST = 40


@cache
def frequencies() -> str:
    """The frequency list that symspellpy carries: English words in lower case, one a line."""
    path = files("symspellpy") / "frequency_dictionary_en_82_765.txt"
    return "\n" + path.read_text(encoding="utf-8-sig")


@cache
def dictionary() -> frozenset[str]:
    """English words in lower case, for whoever looks up many; see `is_english` for a few."""
    return frozenset(line.split(" ", 1)[0] for line in frequencies().splitlines()[1:])


def is_english(word: str) -> bool:
    """Whether a word in lower case is in the dictionary, which is searched and not taken apart.

    Taking it apart would be a tenth of the time of a cold question.
    """
    return f"\n{word} " in frequencies()


def glue_points(text: str) -> tuple[int, ...]:
    """The source offsets, in order, at which two words of `text` are glued together."""
    seen = Counter(match.group() for match in WORD.finditer(text))
    points = {match.start() for match in HANDLE.finditer(text)}
    for match in WORD.finditer(text):
        points.update(match.start() + cut for cut in cuts(match.group(), seen))
    return tuple(sorted(points))


def cuts(word: str, seen: Counter[str]) -> Iterator[int]:
    """Where one word of a text is two or three; `seen` counts the text's words."""
    if not SHORTEST < len(word) <= LONGEST or word.lower() in dictionary():
        return
    borders = [match.start() for match in CASES.finditer(word)]
    if borders:
        first, rest = word[: borders[0]], word[borders[0] :]
        inner = little_end(first, seen)
        if first in LITTLE or inner:
            yield borders[0]
            yield from (inner,) if inner else ()
            yield from (borders[0] + cut for cut in cuts(rest, seen))
    elif word.islower():
        if cut := lower_cut(word, seen):
            yield cut
    elif word[1:].islower() and (cut := opener_end(word) or name_end(word, seen)):
        yield cut


def lower_cut(word: str, seen: Counter[str]) -> int | None:
    """Where a word in lower case is a little word beside a known one; None if nowhere."""
    if seen[word] > 2:
        return None
    if word[0] == "a" and seen[word[1:]] and word[1:] in dictionary():
        return 1
    found = [
        cut
        for cut in range(2, len(word) - 1)
        if known(word[:cut], seen) and known(word[cut:], seen)
        if word[:cut] in LITTLE or word[cut:] in LITTLE
    ]
    # Two little words are likelier than one (`ofthe` is not oft + he), and a long word beside
    # one than a short one (`itswebsite` is not it + swebsite).
    return max(
        found,
        key=lambda cut: (
            (word[:cut] in LITTLE) + (word[cut:] in LITTLE),
            max(cut, len(word) - cut),
            cut,
        ),
        default=None,
    )


def little_end(first: str, seen: Counter[str]) -> int | None:
    """Where `Egyptwith` ends in a little word after a word that the text has; else None."""
    for cut in range(len(first) - 2, 2, -1):
        if first[cut:] in LITTLE and (seen[first[:cut]] or first[:cut] in dictionary()):
            return cut
    return None


def name_end(word: str, seen: Counter[str]) -> int | None:
    """Where `Egyptwith` ends in a little word after a name that the text has too; else None."""
    cut = little_end(word, seen)
    # Shorter ends close many names of their own (Hasan, Lucas).
    long = cut is not None and cut >= SHORTEST and len(word) - cut >= SHORTEST
    return cut if cut and long and seen[word[:cut]] and seen[word] == 1 else None


def opener_end(word: str) -> int | None:
    """Where `Itworks` is a little word that opens a sentence and a known one; else None."""
    return next(
        (
            cut
            for cut in range(2, 6)
            if word[:cut] in OPENERS and len(word) - cut >= SHORTEST and word[cut:] in dictionary()
        ),
        None,
    )


def known(part: str, seen: Counter[str]) -> bool:
    """Whether a part stands for itself: a dictionary word, or often a word of this text."""
    return len(part) > 1 and (part in dictionary() or seen[part] > 1)


def repaired(text: str, span: Span, glue: tuple[int, ...]) -> str:
    """The words of a span as they are searched: with a space at every glue point in it."""
    inside = glue[bisect_right(glue, span.start) : bisect_left(glue, span.end)]
    borders = (span.start, *inside, span.end)
    return " ".join(text[a:b] for a, b in pairwise(borders))


def source_offset(span: Span, glue: tuple[int, ...], offset: int) -> int:
    """The source offset of an offset into `repaired(text, span, glue)`."""
    place = span.start + offset
    for point in glue[bisect_right(glue, span.start) : bisect_left(glue, span.end)]:
        if place <= point:
            break
        place -= 1
    return place
