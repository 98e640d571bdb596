"""Where a permalink leads now: to its own words, to the same words at another place, or nowhere."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
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
# Adjacent sentences of more characters are quoted by nobody, and would take long to look for.
LONGEST = 10_000


@dataclass(frozen=True, slots=True)
class Landing:
    """The place that a link leads to, and whether the source has changed since it was made."""

    span: Span
    changed: bool


@dataclass(frozen=True, slots=True)
class Beside:
    """How many words stand before and after a place; None where a link knows others there."""

    before: int | None
    after: int | None

    @property
    def both(self) -> bool:
        """Whether a link's words stand on both sides, were it none at all."""
        return self.before is not None and self.after is not None

    def tell(self, least: int) -> bool:
        """Whether they tell a place from others: `least` on both sides, else enough on one."""
        words = (self.before or 0, self.after or 0)
        return sum(words) >= least if self.both else max(words) >= TELLING


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
    text = archive.source(held.id).text
    both: list[Span] = []
    either: list[Span] = []
    for one, beside in runs(archive, held, len(span), anchor):
        if quote_digest(one.of(text)) == anchor.quote:
            (both if beside.both else either).append(one)
    found = both or either
    return found[0] if len(found) == 1 else None


def runs(
    archive: Archive, held: Interview, length: int, anchor: Anchor
) -> Iterator[tuple[Span, Beside]]:
    """The questions of an interview, and its adjacent sentences of about so many characters.

    Only those that a link's words beside them tell: to compare all would take minutes.
    """
    text = archive.source(held.id).text
    for question in held.questions:
        beside = known(text, held, question, anchor)
        if beside.tell(least=0):
            yield question, beside
    for _role, turn, line in quotable(held):
        if len(line) * SLACK + 1 < length:
            continue
        # Before an answer to a question stand its words, and the name of who speaks; what the
        # publisher or the interviewer says is nobody else's. Of other answers no name is known.
        least = TELLING if turn is not None and held.turns[turn].question is None else 0
        cut = archive.sentences(held.id, line)
        besides = [known(text, held, one, anchor) for one in cut]
        for first, last in stretches(cut, besides, length):
            beside = Beside(besides[first].before, besides[last].after)
            if beside.tell(least):
                yield cut[first].to(cut[last]), beside


def stretches(
    cut: Sequence[Span], besides: Sequence[Beside], length: int
) -> Iterator[tuple[int, int]]:
    """The first and last of adjacent sentences of about so many characters.

    Those that have a link's words after them; where enough stand before them, any.
    """
    most = length * SLACK + 1
    known_after = [n for n, beside in enumerate(besides) if beside.after is not None]
    for first, beside in enumerate(besides):
        enough = (beside.before or 0) >= TELLING
        lasts = range(len(cut)) if enough else known_after
        for last in lasts[bisect_left(lasts, first) :]:
            size = cut[last].end - cut[first].start
            if size > most or (size > LONGEST and last > first):
                break
            if size * SLACK + 1 >= length:
                yield first, last


def known(text: str, held: Interview, span: Span, anchor: Anchor) -> Beside:
    """How many words beside a place are those that a link knows."""
    before, after = sides(text, held, span)
    return Beside(
        len(before) if side_digest(before) == anchor.before else None,
        len(after) if side_digest(after) == anchor.after else None,
    )
