"""A text to paragraphs: a line each, or, where lines are hard-wrapped, the lines up to a blank."""

from __future__ import annotations

import re
from itertools import pairwise

from index.interview import Span
from index.labels import Form, label_of, opens_turn, signed

LINE = re.compile(r"[^\n]+")
SEPARATOR = re.compile(r"[-\u2013\u2014*=_~#\u2022\u00b7. ]*[-\u2013\u2014*=_~#\u2022\u00b7]\s*")
# A name alone on its line is the label of the next one.
LABEL_ALONE = re.compile(
    r"(?:\*\*)?[A-Z][\w.’']{0,19}(?:[ ][A-Z][\w.’'-]{0,19}){0,3}(?:\*\*)?:(?:\*\*)?"
)
# A wrapped line is as wide as a page, not as short as a label nor as long as a paragraph.
WRAPPED = range(45, 111)
# No line of a text that is wrapped is as long.
UNWRAPPED = 2 * WRAPPED.stop
# A paragraph grows line by line, so one that is longer than what is looked for is not copied.
LONGEST_LABEL = 90


def lines(text: str) -> tuple[Span, ...]:
    """The lines of a text that hold a character other than white space, trimmed."""
    return tuple(
        Span(match.start() + lead, match.start() + lead + len(words))
        for match in LINE.finditer(text)
        if (words := match.group().strip())
        for lead in [len(match.group()) - len(match.group().lstrip())]
    )


def is_separator(words: str) -> bool:
    """Whether a line only divides: `-`, `---`, `***`, `* * *` and their like."""
    return SEPARATOR.fullmatch(words) is not None


def paragraphs(text: str) -> tuple[Span, ...]:
    """The paragraphs of a text in order; separators stand alone."""
    found = lines(text)
    wrapped = is_wrapped(text, found)
    labels = labels_of(text, found)
    joined: list[Span] = []
    for line in found:
        if joined and (
            not opens_with(labels, line.of(text))
            if is_label(text, joined[-1])
            else wrapped and continues(text, joined[-1], line)
        ):
            joined[-1] = joined[-1].to(line)
        else:
            joined.append(line)
    return tuple(joined)


def is_label(text: str, span: Span) -> bool:
    """Whether a paragraph is a name alone that the next line is said by."""
    return len(span) <= LONGEST_LABEL and LABEL_ALONE.fullmatch(span.of(text)) is not None


def labels_of(text: str, found: tuple[Span, ...]) -> frozenset[str]:
    """The labels that lines open with, but for lines that a name alone above them can label.

    Empty where no name stands alone: then nobody asks for them.
    """
    alone = [is_label(text, line) for line in found]
    if not any(alone):
        return frozenset()
    above = (False, *alone)
    return signed(line.of(text) for line, below in zip(found, above, strict=False) if not below)


def opens_with(labels: frozenset[str], words: str) -> bool:
    """Whether a line opens with one of the labels: then nobody above it says it."""
    label = label_of(words) if labels else None
    return label is not None and label.form is not Form.BARE and label.name in labels


def is_wrapped(text: str, found: tuple[Span, ...]) -> bool:
    """Whether lines break at a page's width: most lines that another follows are that wide."""
    followed = [a for a, b in pairwise(found) if text[a.end : b.start].count("\n") == 1]
    wide = [line for line in followed if len(line) in WRAPPED]
    unended = [line for line in wide if line.of(text)[-1] not in ".?!’”\"'):"]
    longest = max((len(line) for line in found), default=0)
    return longest < UNWRAPPED and 2 * len(unended) > len(followed) > 0


def continues(text: str, before: Span, line: Span) -> bool:
    """Whether a line carries the paragraph before it on."""
    words = line.of(text)
    return (
        text[before.end : line.start].count("\n") == 1
        and not is_separator(words)
        and not (len(before) < UNWRAPPED and is_separator(before.of(text)))
        # What opens a turn also opens a paragraph, however the lines around it are wrapped.
        and not opens_turn(words)
    )
