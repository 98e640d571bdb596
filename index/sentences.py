"""A paragraph to whole sentences, with their exact offsets."""

from __future__ import annotations

import re

from sentencex import get_sentence_boundaries

from index.interview import Span

# Words whose full stop ends no sentence, beyond those that the segmenter knows.
ABBREVIATED = re.compile(
    r"(?:\b(?:approx|ca|cf|no|nos|art|arts|para|paras|vol|pp|fig|ed|eds|est|incl|resp|gen|col|"
    r"capt|lt|sgt|sen|rep|gov|hon|rev|fr|sr|jr|dept|univ|mt|e\.g|i\.e|u\.n|a\.k\.a)|\b[A-Z])\.$",
    re.I,
)
# Titles and the like, after which a capital follows in the same sentence.
TITLES = re.compile(r"\b(?:Ms|Mx|Sra|Srta|Amb|Br|Msgr|Approx|approx|Art|Gen|Capt)\.$")
SHORTEST_OPENING = 200


def sentences(text: str, span: Span, language: str = "en") -> tuple[Span, ...]:
    """The sentences of one paragraph of `text`, in order, trimmed of the spaces between them.

    `language` is an ISO 639-1 code. Together they hold every character of the paragraph but
    white space.
    """
    words = span.of(text)
    found: list[Span] = []
    for boundary in get_sentence_boundaries(language, words):
        piece = words[boundary["start_index"] : boundary["end_index"]]
        if not piece.strip():
            continue
        start = span.start + boundary["start_index"] + len(piece) - len(piece.lstrip())
        one = Span(start, start + len(piece.strip()))
        if found and carries_on(found[-1].of(text), one.of(text)):
            found[-1] = found[-1].to(one)
        else:
            found.append(one)
    return tuple(found)


def carries_on(before: str, after: str) -> bool:
    """Whether the segmenter cut inside a sentence: after an abbreviation or in a bracket."""
    if TITLES.search(before):
        return True
    if ABBREVIATED.search(before):
        # "He said no. Then he left." is two sentences; "in case no. 14" is one.
        capital = after[:1].isupper()
        initial = re.search(r"\b[A-Z]\.$", before) is not None
        return initial or not capital
    opened = before.rfind("(") > before.rfind(")")
    closes = 0 <= after.find(")") < SHORTEST_OPENING
    return opened and closes and len(before) - before.rfind("(") < SHORTEST_OPENING
