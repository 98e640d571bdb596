"""What one topic adds to every figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from eval.answers import (
    citation_precision,
    citation_recall,
    is_attributed,
    is_verbatim,
    joined,
    nugget_recall,
    quoted,
    shown,
)
from eval.measures import RETRIEVAL, Measure, score
from eval.place import Placed, relevant
from eval.run import Outcome, Ranked
from eval.spans import Shelf
from index.archive import Archive
from rag.answer import Silence


class Group(StrEnum):
    """Where in a report a figure stands."""

    RETRIEVAL = "retrieval"
    ANSWER = "answer"
    SILENCE = "silence"


@dataclass(frozen=True, slots=True)
class Share:
    """What a topic adds to a figure: the figure is the sum of parts over the sum of wholes.

    A `whole` of 0 adds nothing: the figure says nothing about the topic.
    """

    group: Group
    name: str
    part: float
    whole: float


def shares(
    placed: Placed, outcome: Outcome, archive: Archive, passages: Shelf, sentences: Shelf
) -> tuple[Share, ...]:
    """What a topic's outcome adds to every figure, in the order of the report."""
    return (
        *retrieval_shares(placed, outcome.ranked, passages),
        *answer_shares(placed, outcome, archive, sentences),
        *silence_shares(placed, silent=isinstance(outcome.reply, Silence)),
    )


def retrieval_shares(
    placed: Placed,
    ranked: Sequence[Ranked],
    passages: Shelf,
    measures: Sequence[Measure] = RETRIEVAL,
) -> tuple[Share, ...]:
    """What a ranking adds to the retrieval measures."""
    ranking = tuple(each.place for each in ranked)
    possible = len(relevant(placed, passages))
    return tuple(
        mean(Group.RETRIEVAL, str(measure), score(measure, ranking, placed, possible))
        for measure in measures
    )


def answer_shares(
    placed: Placed, outcome: Outcome, archive: Archive, sentences: Shelf
) -> tuple[Share, ...]:
    """What a reply adds to the measures of answers; the two rates count quotes, not topics."""
    quotes, seen = quoted(outcome.reply), shown(outcome.reply)
    verbatim = sum(is_verbatim(quote, archive) for quote in seen)
    attributed = sum(is_attributed(quote.citation, archive) for quote in seen)
    group = Group.ANSWER
    return (
        mean(group, "nugget_recall", nugget_recall(placed, quotes)),
        mean(group, "citation_precision", citation_precision(placed, quotes, sentences)),
        mean(group, "citation_recall", citation_recall(placed, quotes)),
        Share(group, "verbatim_rate", verbatim, len(seen)),
        Share(group, "attribution_accuracy", attributed, len(seen)),
        mean(group, "mean_chars", len(joined(quotes)) if quotes else None),
    )


def silence_shares(placed: Placed, *, silent: bool) -> tuple[Share, ...]:
    """What a reply adds to the measures of silence, with silence as the positive class."""
    due = not placed.topic.answerable
    group = Group.SILENCE
    return (
        Share(group, "precision", silent and due, silent),
        Share(group, "recall", silent and due, due),
        Share(group, "f1", 2 * (silent and due), silent + due),
        Share(group, "rate", silent, 1),
    )


def label(group: Group, name: str) -> str:
    """A figure's name where all groups stand together: `silence.f1`, else the name alone."""
    return f"{group}.{name}" if group is Group.SILENCE else name


def mean(group: Group, name: str, value: float | None) -> Share:
    """A topic's share in a mean over the topics that have a value."""
    return Share(group, name, 0.0, 0.0) if value is None else Share(group, name, value, 1.0)
