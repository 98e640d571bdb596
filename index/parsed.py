"""How a document was read, in the shape of `parse --json`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from index.interview import Document, Interview, Span, Tongue, tongue_at

Json = dict[str, object]


def parsed_json(document: Document) -> Json:
    """A document as the contract has it: every text with its offsets into the decoded source."""
    text = document.text
    return {
        "document": {
            "name": document.name,
            "sha256": document.sha256,
            "title": None if document.title is None else document.title.of(text),
            "format": document.format,
        },
        "interviews": [
            interview_json(text, interview, document.tongues) for interview in document.interviews
        ],
        "warnings": [
            {"code": r.code, "message": r.message, "start": r.span.start, "end": r.span.end}
            for r in document.remarks
        ],
        "parts": [
            {**placed(text, part.span, document.tongues), "part": str(part.role)}
            for part in document.parts
        ],
    }


def interview_json(text: str, interview: Interview, tongues: Sequence[Tongue]) -> Json:
    """One interview of a document."""
    return {
        "id": interview.id,
        "heading": optional(text, interview.heading, tongues),
        "country": interview.country,
        "headline": optional(text, interview.headline, tongues),
        "speakers": [
            {"name": s.name, "role": s.role, "organisation": s.organisation}
            for s in interview.speakers
        ],
        "date": interview.date,
        "rating": interview.rating,
        "introduction": all_placed(text, interview.introduction, tongues),
        "turns": [
            {
                "question": optional(text, turn.question, tongues),
                "speaker": turn.speaker,
                "answer": all_placed(text, turn.answer, tongues),
            }
            for turn in interview.turns
        ],
        "footer": [
            {**placed(text, part.span, tongues), "part": str(part.role)}
            for part in interview.footer
        ],
    }


def placed(text: str, span: Span, tongues: Sequence[Tongue]) -> Json:
    """A text with its offsets and its language, None where that is not known."""
    language = tongue_at(tongues, span) or None
    return {"text": span.of(text), "start": span.start, "end": span.end, "language": language}


def optional(text: str, span: Span | None, tongues: Sequence[Tongue]) -> Json | None:
    """A text with its offsets, None where there is none."""
    return None if span is None else placed(text, span, tongues)


def all_placed(text: str, spans: Iterable[Span], tongues: Sequence[Tongue]) -> list[Json]:
    """Several texts with their offsets."""
    return [placed(text, span, tongues) for span in spans]
