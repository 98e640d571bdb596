"""A paragraph to whole sentences, with their exact offsets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sentencex import get_sentence_boundaries

from index.interview import Span

# Words whose full stop ends no sentence, beyond those that the segmenter knows.
ABBREVIATED = re.compile(
    r"(?:\b(?:approx|ca|cf|no|nos|art|arts|para|paras|vol|pp|fig|ed|eds|est|incl|resp|gen|col|"
    r"capt|lt|sgt|sen|rep|gov|hon|rev|fr|sr|jr|dept|univ|mt|e\.g|i\.e|u\.n|a\.k\.a)|\b[A-Z])\.$",
    re.I,
)
# Titles and the like, after which a capital follows in the same sentence.
TITLES = re.compile(r"\b(?:Ms|Mx|Sra|Srta|Amb|Br|Msgr|Mme|Mlle|MM|Approx|approx|Art|Gen|Capt)\.$")
SHORTEST_OPENING = 200
# Ends of sentences that the segmenter does not know: the Khmer khan, the Tibetan shad before a
# space, and the words that politely end a spoken sentence in Thai, which has no full stop; and
# `no.`, which in Spanish is the short form of a number only before one.
UNPARTED = re.compile(
    r"[\u17d4\u17d5]\s*|\u0f0d\s+|(?:ครับ|ค่ะ|คะ)\s+|\bno\.\s+(?=[¿¡«“]?[A-ZÁÉÍÓÚÑ][a-zà-ÿ])"
)
# In Japanese what is said goes on after its closing bracket: 「…。」と言った.
SAID = re.compile(r"[。！？…]?[」』]$")
SAYING = re.compile(r"と|って|などと|なんて")


def sentences(text: str, span: Span, language: str = "en") -> tuple[Span, ...]:
    """The sentences of one paragraph of `text`, in order, trimmed of the spaces between them.

    `language` is a BCP 47 tag. Together they hold every character of the paragraph but
    white space.
    """
    words = span.of(text)
    found: list[Span] = []
    for begin, end in pieces(words, language):
        piece = words[begin:end]
        if not piece.strip():
            continue
        start = span.start + begin + len(piece) - len(piece.lstrip())
        one = Span(start, start + len(piece.strip()))
        if found and carries_on(found[-1].of(text), one.of(text)):
            found[-1] = found[-1].to(one)
        else:
            found.append(one)
    return tuple(found)


def pieces(words: str, language: str) -> Iterator[tuple[int, int]]:
    """Where the segmenter's sentences begin and end, and those that it does not part."""
    for boundary in get_sentence_boundaries(language, words):
        begin, end = boundary["start_index"], boundary["end_index"]
        for match in UNPARTED.finditer(words, begin, end):
            yield begin, match.end()
            begin = match.end()
        if begin < end:
            yield begin, end


def carries_on(before: str, after: str) -> bool:
    """Whether the segmenter cut inside a sentence: after an abbreviation or in a bracket."""
    if TITLES.search(before) or (SAID.search(before) and SAYING.match(after)):
        return True
    if ABBREVIATED.search(before):
        # "He said no. Then he left." is two sentences; "in case no. 14" is one.
        capital = after.lstrip("¿¡")[:1].isupper()
        initial = re.search(r"\b[A-Z]\.$", before) is not None
        return initial or not capital
    opened = before.rfind("(") > before.rfind(")")
    closes = 0 <= after.find(")") < SHORTEST_OPENING
    return opened and closes and len(before) - before.rfind("(") < SHORTEST_OPENING
