"""Where a permalink leads now: to its own words, to the same words at another place, or nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from index.archive import Archive
from index.errors import Gone, NotHeld
from index.interview import Interview, Span
from index.language import _
from rag.anchor import SOURCE_LENGTH, Anchor, Pin, quote_digest, side_digest, sides
from rag.cite import quotable

# The same words may take more or fewer characters, by white space and the forms of marks.
SLACK = 1.25
# Fewer words on one side alone may well stand beside the same words elsewhere.
TELLING = 4


@dataclass(frozen=True, slots=True)
class Landing:
    """The place that a link leads to, and whether the source has changed since it was made."""

    span: Span
    changed: bool


def landed(archive: Archive, interview: str, pin: Pin) -> Landing:
    """Where a link leads; one without an anchor leads to its own place.

    Raises:
        NotHeld: a link without an anchor names an interview that is not held.
        Gone: one with an anchor does, or its words cannot be told from others in what is held.
    """
    anchor = pin.anchor
    if anchor is None:
        archive.interview(interview)
        return Landing(pin.span, changed=False)
    try:
        held = archive.interview(interview)
    except NotHeld as error:
        raise Gone(
            _(
                "This archive does not hold the interview that the link leads to. It may have been "
                "withdrawn, or the link may be mistyped."
            )
        ) from error
    source = archive.source(interview)
    text, same = source.text, source.sha256[:SOURCE_LENGTH] == anchor.source
    stands = any(line.holds(pin.span) for _, _, line in quotable(held))
    stands = stands or pin.span in held.questions
    if same and stands and quote_digest(pin.span.of(text)) == anchor.quote:
        return Landing(pin.span, changed=False)
    found = again(archive, held, pin.span, anchor)
    if found is None:
        raise Gone(
            _(
                "This passage has changed since the link was made: its words do not stand in the "
                "interview as they did, or cannot be told from others there. So nothing is marked."
            )
        )
    return Landing(found, changed=not same)


def again(archive: Archive, held: Interview, span: Span, anchor: Anchor) -> Span | None:
    """The one place where a quote's words stand as they did; None where none or several may be.

    Words before and after tell it, both rather than one. Words that stand between others than
    they did are not taken for the same: somebody else may say them, to another question.
    """
    source = archive.source(held.id)
    both: list[Span] = []
    either: list[Span] = []
    for one in runs(archive, held, len(span)):
        if quote_digest(one.of(source.text)) != anchor.quote:
            continue
        here = zip(sides(source.text, held, one), (anchor.before, anchor.after), strict=True)
        alike = [words for words, then in here if side_digest(words) == then]
        if len(alike) == 2:
            both.append(one)
        elif any(len(words) >= TELLING for words in alike):
            either.append(one)
    found = both or either
    return found[0] if len(found) == 1 else None


def runs(archive: Archive, held: Interview, length: int) -> Iterator[Span]:
    """The questions of an interview, and its adjacent sentences of about so many characters."""
    yield from held.questions
    for _role, _turn, line in quotable(held):
        cut = archive.sentences(held.id, line)
        for first, begins in enumerate(cut):
            for ends in cut[first:]:
                one = begins.to(ends)
                if len(one) > length * SLACK + 1:
                    break
                if len(one) * SLACK + 1 >= length:
                    yield one
