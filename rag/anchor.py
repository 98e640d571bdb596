"""What a permalink carries: where words stand, and enough to know them again in a changed source.

Hashes stand for words, so that no word of an interview reaches an address, a history or a log.
They are short: they tell the sentences of one interview apart, and are no proof to the outside.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass

from index.errors import BadInput
from index.interview import Interview, Span, first_over
from index.language import _

# Of the words before and after, so many are known again; the window holds them, and cuts words
# that are longer, or that are written without spaces.
CONTEXT, WINDOW = 8, 100
SOURCE_LENGTH, QUOTE_LENGTH, SIDE_LENGTH = 12, 12, 8
PIN = re.compile(
    r"([0-9]{1,12})-([0-9]{1,12})"
    rf"(?:-([0-9a-f]{{{SOURCE_LENGTH}}})-([0-9a-f]{{{QUOTE_LENGTH}}})"
    rf"-([0-9a-f]{{{SIDE_LENGTH}}})-([0-9a-f]{{{SIDE_LENGTH}}}))?"
)
# Long enough for every pin; what is longer is none.
LONGEST_PIN = 2 * 12 + SOURCE_LENGTH + QUOTE_LENGTH + 2 * SIDE_LENGTH + 5
# The ways of writing a quotation mark or an apostrophe, and what may stand in a word unseen.
ALIKE = str.maketrans("‘’‚‛ʼ“”„‟«»", '\'\'\'\'\'""""""', "\u00ad\u200b\u200c\u200d\u2060")
BETWEEN = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Anchor:
    """Hashes of a source, of the words of a quote, and of those before and after it."""

    source: str
    quote: str
    before: str
    after: str

    def __str__(self) -> str:
        return "-".join((self.source, self.quote, self.before, self.after))


@dataclass(frozen=True, slots=True)
class Pin:
    """A place in an interview as a link writes it; older links carry no anchor."""

    span: Span
    anchor: Anchor | None = None

    def __str__(self) -> str:
        place = f"{self.span.start}-{self.span.end}"
        return f"{place}-{self.anchor}" if self.anchor else place


def read_pin(words: str) -> Pin:
    """The place that a link writes, as `START-END` or with an anchor after it.

    Raises:
        BadInput: it is not written like one.
    """
    match = PIN.fullmatch(words)
    if match is None or int(match[1]) >= int(match[2]):
        raise BadInput(
            _(
                "The link’s “span” is not of the form START-END, with START before END, so nothing "
                "is marked."
            )
        )
    hashes = match.groups()[2:]
    return Pin(Span(int(match[1]), int(match[2])), Anchor(*hashes) if hashes[0] else None)


def anchor_of(text: str, sha256: str, interview: Interview, span: Span) -> Anchor:
    """What makes some words of an interview known again; `text` and `sha256` are its source's."""
    before, after = sides(text, interview, span)
    return Anchor(
        sha256[:SOURCE_LENGTH], quote_digest(span.of(text)), side_digest(before), side_digest(after)
    )


def sides(text: str, interview: Interview, span: Span) -> tuple[list[str], list[str]]:
    """The words just before and just after some others, in the same question and answer."""
    around = stretch(interview, span)
    before = text[max(around.start, span.start - WINDOW) : span.start]
    after = text[span.end : min(around.end, span.end + WINDOW)]
    return plain_words(before)[-CONTEXT:], plain_words(after)[:CONTEXT]


def stretch(interview: Interview, span: Span) -> Span:
    """The question and answer that a place stands in, else the introduction or the line."""
    turn = interview.turn_at(span)
    if turn is not None:
        return interview.turns[turn].whole
    if first_over(interview.introduction, span) is not None:
        return interview.introduction[0].to(interview.introduction[-1])
    return next((part.span for part in interview.footer if part.span.overlap(span)), span)


def quote_digest(words: str) -> str:
    """The hash of a quote's words: white space and the forms of marks are all that may differ."""
    plain = unicodedata.normalize("NFKC", words).translate(ALIKE)
    return short_hash(" ".join(plain.split()), QUOTE_LENGTH)


def side_digest(words: list[str]) -> str:
    """The hash of the words on one side of a quote."""
    return short_hash(" ".join(words), SIDE_LENGTH)


def plain_words(words: str) -> list[str]:
    """Words around a quote without case, punctuation and marks."""
    plain = unicodedata.normalize("NFKC", words).translate(ALIKE).casefold()
    return BETWEEN.sub(" ", plain).split()


def short_hash(words: str, length: int) -> str:
    """The first digits of the SHA-256 of some words, in hexadecimal."""
    return hashlib.sha256(words.encode()).hexdigest()[:length]
