"""What became of a document that was taken in, without its words."""

from __future__ import annotations

from dataclasses import dataclass

from index.interview import Document, Span


@dataclass(frozen=True, slots=True)
class Warned:
    """What the reader was not sure of: a remark, and the line that it is about, from 1."""

    code: str
    message: str
    span: Span
    line: int


@dataclass(frozen=True, slots=True)
class Taken:
    """A document by its name, how many interviews and questions it has, and what was doubtful."""

    name: str
    interviews: int
    questions: int
    warnings: tuple[Warned, ...]


def taken(document: Document) -> Taken:
    """What became of a document."""
    return Taken(
        document.name,
        len(document.interviews),
        sum(len(interview.questions) for interview in document.interviews),
        warnings_of(document),
    )


def warnings_of(document: Document) -> tuple[Warned, ...]:
    """What the reader of a document was not sure of, with the lines."""
    return tuple(
        Warned(r.code, r.message, r.span, document.text.count("\n", 0, r.span.start) + 1)
        for r in document.remarks
    )
