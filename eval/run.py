"""Asks a desk every topic and keeps what came back."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from eval.gold import Topic
from eval.spans import Place
from eval.trec import Docno, RunRow
from index.archive import Archive
from index.errors import BadInput, NotHeld
from rag.answer import Hit, Reply
from rag.desk import Desk

DEPTH = 50


@dataclass(frozen=True, slots=True)
class Ranked:
    """A passage that a ranking holds, with its words; best first is highest score first."""

    interview: str
    place: Place
    score: float
    text: str


@dataclass(frozen=True, slots=True)
class Ranking:
    """What was found for a topic, best first."""

    topic: str
    ranked: tuple[Ranked, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a desk found and said for a topic, and the milliseconds that saying it took."""

    topic: str
    ranked: tuple[Ranked, ...]
    reply: Reply
    latency_ms: float


def run_topics(desk: Desk, topics: Sequence[Topic], k: int = DEPTH) -> tuple[Outcome, ...]:
    """The outcome of every topic, asked with its history and its filter, in their order.

    Raises BadInput, naming the topic, for a question or a filter that the desk refuses.
    """
    if topics:
        # The first question pays for what is loaded lazily; it is asked again to be timed.
        ask(desk, topics[0])
    return tuple(outcome(desk, topic, k) for topic in topics)


def outcome(desk: Desk, topic: Topic, k: int) -> Outcome:
    """One topic, asked and searched."""
    begun = time.perf_counter()
    reply = ask(desk, topic)
    latency = 1000 * (time.perf_counter() - begun)
    found = desk.search(topic.question, k=k, history=topic.history, filters=topic.filters)
    return Outcome(topic.id, ranked(found.hits, desk.archive), reply, latency)


def ask(desk: Desk, topic: Topic) -> Reply:
    """The reply to a topic."""
    try:
        return desk.ask(topic.question, history=topic.history, filters=topic.filters)
    except BadInput as error:
        raise BadInput(f"topic {topic.id} cannot be asked: {error}") from error


def ranked(hits: Sequence[Hit], archive: Archive) -> tuple[Ranked, ...]:
    """The hits as places, in their order."""
    found = []
    for hit in hits:
        source, span = archive.source(hit.passage.interview), hit.passage.span
        place = Place(source.name, span)
        found.append(Ranked(hit.passage.interview, place, hit.score, span.of(source.text)))
    return tuple(found)


def ranked_from_run(rows: Sequence[RunRow], archive: Archive) -> tuple[Ranking, ...]:
    """The rankings of a TREC run, in the order of its rows.

    Raises BadInput for a span or an interview that the archive does not have.
    """
    rankings: dict[str, list[Ranked]] = {}
    for row in rows:
        interview, span = row.docno.interview, row.docno.span
        try:
            source = archive.source(interview)
        except NotHeld as error:
            raise BadInput(
                f"the run ranks {row.docno} for topic {row.topic}, and the archive holds no "
                f"interview {interview}; index the documents that the run was made over"
            ) from error
        if span.end > len(source.text):
            raise BadInput(
                f"the run ranks {row.docno} for topic {row.topic}, and {source.name} ends at "
                f"{len(source.text)}; index the documents that the run was made over"
            )
        rankings.setdefault(row.topic, []).append(
            Ranked(interview, Place(source.name, span), row.score, span.of(source.text))
        )
    return tuple(Ranking(topic, tuple(kept)) for topic, kept in rankings.items())


def run_rows(outcomes: Sequence[Outcome]) -> tuple[RunRow, ...]:
    """What was found, as the rows of a TREC run."""
    return tuple(
        RunRow(outcome.topic, Docno(ranked.interview, ranked.place.span), ranked.score)
        for outcome in outcomes
        for ranked in outcome.ranked
    )
