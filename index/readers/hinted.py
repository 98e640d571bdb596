"""A document that tells itself who speaks, as somebody's hints say it is."""

from __future__ import annotations

from dataclasses import replace

from index.errors import BadInput
from index.hints import Hints
from index.interview import Document, Role
from index.readers.text import Laid, document
from index.readers.words import Words
from index.taken import LEFT_OUT

INTERCHANGE = "jsonl"


def hinted(told: Document, raw: bytes, hints: Hints) -> Document:
    """The document read anew with hints, from the same text: every offset and mark stays.

    Raises:
        BadInput: hints do not fit it, or it is in the interchange format.
    """
    alone = Hints(told=hints.told, corrections=hints.corrections, language=hints.language)
    if hints == alone:
        return replace(told, hints=hints)
    if told.format == INTERCHANGE:
        raise BadInput(
            f"{told.name} says line by line who asks, who answers and where, so {hints.told} would "
            "contradict it. Change its lines, or take the hints away."
        )
    words = Words(told.text, told.format, {}, told.marks)
    again = document(words, raw, told.name, hints, laid(told))
    left_out = tuple(remark for remark in told.remarks if remark.code == LEFT_OUT)
    return replace(again, remarks=left_out + again.remarks)


def laid(told: Document) -> Laid:
    """Where a document has its separators and labels, as those were written into its text."""
    said = {span.start for one in told.interviews for turn in one.turns for span in turn.answer}
    said |= {span.start for one in told.interviews for span in one.questions}
    turns = (part for part in told.parts if part.role in (Role.QUESTION, Role.ANSWER))
    return Laid(
        frozenset(part.span.start for part in told.parts if part.role is Role.SEPARATOR),
        frozenset(part.span.start for part in turns if part.span.start not in said),
    )
