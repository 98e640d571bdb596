"""Spans to quotes: the one function that makes a quotation, by cutting it from the source."""

from __future__ import annotations

from collections.abc import Iterator

from index.archive import Archive
from index.interview import Interview, Role, Span, Speaker, tongue_at
from index.locators import locator
from rag.anchor import anchor_of
from rag.answer import Citation, Quote, quote_hash


def cut_quote(archive: Archive, interview: str, span: Span) -> Quote:
    """The words of a span of an interview, with their citation.

    Raises:
        ValueError: the span does not lie in one quotable paragraph of that interview.
        NotHeld: the archive holds no such interview.
    """
    held = archive.interview(interview)
    place = next((p for p in quotable(held) if p[2].holds(span)), None)
    if place is None:
        raise ValueError(f"[{span.start}, {span.end}) is not in one quotable paragraph")
    role, turn, _ = place
    question = None if turn is None else held.turns[turn].question
    return cut(archive, held, span, role, held.speaker_named(turn), question)


def cut_question(archive: Archive, interview: str, span: Span) -> Quote:
    """The words of an interviewer's question: shown and linked to, never as an answer.

    Raises:
        ValueError: the span is no question of that interview.
        NotHeld: the archive holds no such interview.
    """
    held = archive.interview(interview)
    if span not in held.questions:
        raise ValueError(f"[{span.start}, {span.end}) is no question")
    return cut(archive, held, span, Role.QUESTION, None, span)


def cut(
    archive: Archive,
    held: Interview,
    span: Span,
    role: Role,
    speaker: Speaker | None,
    question: Span | None,
) -> Quote:
    """Words cut from the source, with their citation."""
    source = archive.source(held.id)
    text = span.of(source.text)
    citation = Citation(
        interview=held.id,
        title=interview_title(archive, held.id),
        country=held.country,
        speaker=speaker.name if speaker else None,
        speaker_role=speaker.role if speaker else None,
        organisation=speaker.organisation if speaker else None,
        date=held.date,
        rating=held.rating,
        question=question.of(source.text) if question else None,
        document=source.name,
        document_sha256=source.sha256,
        span=span,
        quote_sha256=quote_hash(text),
        role=role,
        locator=locator(source.marks, span),
        anchor=anchor_of(source.text, source.sha256, held, span),
        language=tongue_at(source.tongues, span),
    )
    return Quote(text, citation)


def quotable(interview: Interview) -> Iterator[tuple[Role, int | None, Span]]:
    """The paragraphs that may be quoted: their role, their turn and their span."""
    for span in interview.introduction:
        yield Role.INTRODUCTION, None, span
    for number, turn in enumerate(interview.turns):
        for span in turn.answer:
            yield Role.ANSWER, number, span
    for part in interview.footer:
        if part.role is Role.RATING:
            yield Role.RATING, None, part.span


def interview_title(archive: Archive, interview: str) -> str:
    """What an interview is called: its heading, else who is interviewed, else its document."""
    held = archive.interview(interview)
    source = archive.source(interview)
    if held.heading is not None:
        return held.heading.of(source.text)
    names = " and ".join(speaker.name for speaker in held.speakers)
    if names:
        return f"Interview with {names}"
    return source.title or source.name
