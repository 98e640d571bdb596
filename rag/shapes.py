"""What a search finds and what an archive holds, in the shapes of the contract."""

from __future__ import annotations

from index.archive import Archive
from index.interview import Interview, tongue_at
from index.parsed import interview_json
from rag.answer import Json, version_json
from rag.cite import interview_title
from rag.desk import Found


def found_json(found: Found, archive: Archive) -> Json:
    """A search in the shape of `search --json` and `POST /api/search`."""
    hits = []
    for rank, hit in enumerate(found.hits, 1):
        interview = archive.interview(hit.passage.interview)
        source = archive.source(hit.passage.interview)
        turn = hit.passage.turn
        speaker = interview.speaker_named(turn)
        question = None if turn is None else interview.turns[turn].question
        span = hit.passage.span
        hits.append(
            {
                "rank": rank,
                "score": round(hit.score, 6),
                "interview": interview.id,
                "country": interview.country,
                "speaker": speaker.name if speaker else None,
                "question": question.of(source.text) if question else None,
                "document": source.name,
                "start": span.start,
                "end": span.end,
                "text": span.of(source.text),
                "part": str(hit.passage.role),
                "language": tongue_at(source.tongues, span) or None,
            }
        )
    timing = found.timing
    return {
        "hits": hits,
        "archive": dict(version_json(found.version)),
        "took_ms": {
            "total": round(timing.total, 1),
            "understand": round(timing.understand, 1),
            "retrieve": round(timing.retrieve, 1),
            "read": round(timing.read, 1),
        },
    }


def holdings_json(archive: Archive) -> Json:
    """What an archive holds: `interviews --json` and `GET /api/interviews`."""
    return {
        "interviews": [held_json(archive, interview) for interview in archive.interviews],
        "archive": {"generation": archive.generation, "fingerprint": archive.fingerprint},
    }


def held_json(archive: Archive, interview: Interview) -> Json:
    """One line of the holdings."""
    return {
        "id": interview.id,
        "title": interview_title(archive, interview.id),
        "country": interview.country,
        "speakers": [
            {"name": s.name, "role": s.role, "organisation": s.organisation}
            for s in interview.speakers
        ],
        "date": interview.date,
        "rating": interview.rating,
        "questions": len(interview.questions),
        "document": archive.source(interview.id).name,
    }


def whole_json(archive: Archive, id: str) -> Json:
    """A whole interview with its offsets: `GET /api/interviews/{id}`.

    Raises:
        NotHeld: the archive holds no such interview.
    """
    interview = archive.interview(id)
    source = archive.source(id)
    return {
        **interview_json(source.text, interview, source.tongues),
        "title": interview_title(archive, id),
        "document": source.name,
        "document_sha256": source.sha256,
        "archive": {"generation": archive.generation, "fingerprint": archive.fingerprint},
    }
