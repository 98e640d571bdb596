"""What a document does not say, or not surely, as remarks with the way out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePath

from index.hints import SUFFIX
from index.interview import Interview, Remark, Span
from index.labels import label_of, opens_turn, whole
from index.openings import Opening
from index.paragraphs import lines
from index.people import personal
from index.places import fold
from index.turns import Conversation

# Labels in a message.
SHOWN = 3


def taken_remark(country: str, where: str, first: Span) -> Remark:
    """Says where a country was taken from that no line tells."""
    return Remark(
        "country-taken",
        f"The country, {country}, is taken from {where}. If the interview is about another, add a "
        "line Country: to the top.",
        first,
    )


def unsure(interview: Interview, opening: Opening, first: Span, name: str) -> tuple[Remark, ...]:
    """What an interview in a document called `name` does not say about itself."""
    beside = f"a file {PurePath(name).name}{SUFFIX} beside it"
    remarks = []
    if opening.heading is None and not opening.fields and not interview.speakers:
        remarks.append(
            Remark(
                "no-heading",
                "This interview has no heading. Begin it with a line such as "
                "COUNTRY: ‘what was said’, or with lines Country: and Interviewee:.",
                first,
            )
        )
    if interview.country is None:
        remarks.append(
            Remark(
                "no-country",
                "The country is unknown, and stays so: add a line Country: to the top, or country "
                f"to {beside}.",
                first,
            )
        )
    if any(turn.speaker is None and turn.answer for turn in interview.turns):
        remarks.append(
            Remark(
                "no-speaker",
                "Who answers is unknown, and stays so: add a line Interviewee: to the top, or "
                f"label the turns with names, or add a [[speaker]] to {beside}.",
                first,
            )
        )
    return tuple(remarks)


def missed_labels(text: str, talk: Conversation) -> Iterator[tuple[str, Span]]:
    """What opens as with a label that was not taken for one, where labels say who speaks."""
    if not talk.labels:
        return
    # A label that was taken stands before what is said.
    begins = {part.span.start for part in talk.parts}
    for said in (span for turn in talk.turns for span in (turn.question, *turn.answer) if span):
        for line in lines(said.of(text)):
            span = Span(said.start + line.start, said.start + line.end)
            if span.start in begins and opens_turn(words := span.of(text)):
                label = label_of(words)
                if label is not None:
                    yield label.name, span


def overlooked(
    interviews: Iterable[Interview], missed: Iterable[tuple[str, Span]], name: str
) -> tuple[Remark, ...]:
    """Says which lines of a document open as with a label that was not taken for one.

    Only those with somebody's whole name, or the name of who speaks elsewhere in it: `First:` and
    `Remember:` open what is said too.
    """
    speak = {turn.speaker for one in interviews for turn in one.turns if turn.speaker}
    words = [(fold(name), fold(name).split()) for name in speak]
    known = {form for name, parts in words for form in (name, *parts[:1], *parts[-1:])}
    told = [
        (label, span)
        for label, span in missed
        if (whole(label) and personal(label)) or fold(label) in known
    ]
    if not told:
        return ()
    names = tuple(dict.fromkeys(label for label, _ in told))[:SHOWN]
    listed, first = ", ".join(f"{one}:" for one in names), names[0]
    return (
        Remark(
            "may-be-a-label",
            f"Not read as labels: {listed} so what follows counts as said by whoever spoke "
            f"before. If {first} speaks there, add a line Interviewee: {first} to the top, or a "
            f'[[speaker]] with labels = ["{first}"] to a file {PurePath(name).name}{SUFFIX} '
            "beside it.",
            told[0][1],
        ),
    )
