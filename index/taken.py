"""What became of a document that was taken in, without its words."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from index.interview import Document, Role, Span

LEFT_OUT = "left-out"
# Lines that the archive keeps in the source, and that no question ever finds.
DROPPED = {
    Role.UNREAD: "no question with an answer was found there",
    Role.CONTACT: "lines that say how to reach somebody are never searched or quoted",
    Role.CREDIT: "credits are nobody's words",
    Role.DISCLAIMER: "disclaimers are nobody's answer",
}


@dataclass(frozen=True, slots=True)
class Warned:
    """What the reader was not sure of: a remark, and its line and column, both from 1."""

    code: str
    message: str
    span: Span
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Dropped:
    """What no question will find: what it is, why, and in how many lines from which place on.

    What the file holds and its text does not, such as deletions, is in no line.
    """

    what: str
    why: str
    lines: int
    span: Span
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Taken:
    """A document's report: what it is, how many of what it holds, what was doubtful and dropped.

    `turns` counts each person's answer to a question, and questions that nobody answers;
    `speakers` are those who answer, and `unnamed` counts the answers of nobody who is named.
    `hints` is the file, or the option, that told what the document does not say itself.
    """

    name: str
    sha256: str
    format: str
    characters: int
    interviews: int
    questions: int
    turns: int
    unnamed: int
    countries: tuple[str, ...]
    speakers: tuple[str, ...]
    warnings: tuple[Warned, ...]
    dropped: tuple[Dropped, ...]
    hints: str | None = None


class Lines:
    """Places in a text as people name them: line and column, counted from 1 in characters."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def place(self, offset: int) -> tuple[int, int]:
        """The line and the column of an offset."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


def taken(document: Document) -> Taken:
    """What became of a document."""
    lines = Lines(document.text)
    interviews = document.interviews
    turns = [turn for one in interviews for turn in one.turns]
    return Taken(
        name=document.name,
        sha256=document.sha256,
        format=document.format,
        characters=len(document.text),
        interviews=len(interviews),
        questions=sum(len(interview.questions) for interview in interviews),
        turns=len(turns),
        unnamed=sum(turn.speaker is None for turn in turns if turn.answer),
        countries=tuple(dict.fromkeys(one.country for one in interviews if one.country)),
        speakers=tuple(dict.fromkeys(s.name for one in interviews for s in one.speakers)),
        warnings=tuple(
            Warned(one.code, one.message, one.span, *lines.place(one.span.start))
            for one in document.remarks
            if one.code != LEFT_OUT
        ),
        dropped=tuple(dropped(document, lines)),
        hints=document.hints.told if document.hints else None,
    )


def dropped(document: Document, lines: Lines) -> Iterator[Dropped]:
    """What of a document no question will find."""
    for remark in document.remarks:
        if remark.code == LEFT_OUT:
            place = lines.place(remark.span.start)
            yield Dropped(LEFT_OUT, remark.message, 0, remark.span, *place)
    for role, why in DROPPED.items():
        spans = [part.span for part in document.parts if part.role is role]
        if spans:
            yield Dropped(str(role), why, len(spans), spans[0], *lines.place(spans[0].start))
