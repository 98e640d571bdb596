"""Everything about one run of the topics: figures for all of them and by kind, with intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from eval.answers import sentences_of
from eval.gold import Topic
from eval.intervals import Floats, Interval, intervals, lowest
from eval.measures import parse
from eval.place import Placed, passages_of, place, relevant
from eval.run import Outcome, run_topics
from eval.shares import Group, Share, label, shares
from rag.answer import Version
from rag.desk import Desk

WORST_INTERVIEW = parse("recall@5")
WORST = f"worst_interview_{WORST_INTERVIEW}"


@dataclass(frozen=True, slots=True)
class Scored:
    """A topic, what came back for it, and what that adds to each figure.

    `relevant` is how many of the archive's passages are relevant to it.
    """

    placed: Placed
    outcome: Outcome
    shares: tuple[Share, ...]
    relevant: int

    def value(self, name: str) -> float | None:
        """The topic's own value of a figure; None where the figure says nothing about it."""
        share = next((share for share in self.shares if share.name == name), None)
        return None if share is None or not share.whole else share.part / share.whole


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure over some topics, with its 95 % interval by topic."""

    group: Group
    name: str
    value: float
    interval: Interval

    @property
    def label(self) -> str:
        """Its name where all groups stand together."""
        return label(self.group, self.name)


@dataclass(frozen=True, slots=True)
class Table:
    """The figures over all topics, or over those of a kind; what no topic speaks to is absent."""

    kind: str | None
    topics: int
    figures: tuple[Figure, ...]

    def figure(self, name: str) -> Figure | None:
        """The figure of that name; None where no topic speaks to it."""
        return next((figure for figure in self.figures if figure.name == name), None)


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds that asking took."""

    p50: float
    p95: float
    max: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What a desk is worth on some topics; `worst` is the lowest recall@5 of an interview."""

    overall: Table
    kinds: tuple[Table, ...]
    worst: Figure | None
    latency: Latency
    version: Version
    scored: tuple[Scored, ...]


def evaluate(desk: Desk, topics: Sequence[Topic]) -> Evaluation:
    """Asks a desk every topic and measures what came back.

    Raises BadInput where the archive does not hold the evidence of a topic at its offsets.
    """
    archive = desk.archive
    # Before anything is asked: a gold file for other documents fails at once.
    placed = place(topics, archive)
    outcomes = run_topics(desk, topics)
    passages, sentences = passages_of(archive), sentences_of(archive)
    scored = tuple(
        Scored(
            each,
            outcome,
            shares(each, outcome, archive, passages, sentences),
            len(relevant(each, passages)),
        )
        for each, outcome in zip(placed, outcomes, strict=True)
    )
    kinds = dict.fromkeys(topic.kind for topic in topics)
    return Evaluation(
        overall=table(None, scored),
        kinds=tuple(
            table(kind, [each for each in scored if each.placed.topic.kind == kind])
            for kind in kinds
        ),
        worst=worst_interview(scored),
        latency=latency(outcomes),
        version=Version(archive.generation, archive.fingerprint),
        scored=scored,
    )


def table(kind: str | None, scored: Sequence[Scored]) -> Table:
    """The figures over these topics, which are at least one."""
    first = scored[0].shares
    parts = np.array([[share.part for share in each.shares] for each in scored], dtype=np.float64)
    wholes = np.array([[share.whole for share in each.shares] for each in scored], np.float64)
    figures: list[Figure] = []
    silence_due = any(not each.placed.topic.answerable for each in scored)
    for column, interval in enumerate(intervals(parts, wholes)):
        share = first[column]
        # Where every topic can be answered, silence is never right: no figure, not a bad one.
        if share.group is Group.SILENCE and share.name != "rate" and not silence_due:
            continue
        whole = float(wholes[:, column].sum())
        if interval is not None and whole:
            value = float(parts[:, column].sum()) / whole
            figures.append(Figure(share.group, share.name, value, interval))
        elif share.group is Group.SILENCE:
            # Silence was due and never came: its precision is missing, so it is zero.
            figures.append(Figure(share.group, share.name, 0.0, Interval(0.0, 0.0)))
    return Table(kind, len(scored), tuple(figures))


def worst_interview(scored: Sequence[Scored]) -> Figure | None:
    """The lowest mean recall@5 over the interviews that topics have required evidence in."""
    found = lowest(*of_interviews(scored, owning(scored)))
    return None if found is None else Figure(Group.RETRIEVAL, WORST, *found)


def by_interview(scored: Sequence[Scored]) -> tuple[Figure, ...]:
    """The mean recall@5 of each interview that topics have required evidence in, under its id."""
    owners = owning(scored)
    parts, wholes = of_interviews(scored, owners)
    means = parts.sum(axis=0) / wholes.sum(axis=0)
    return tuple(
        Figure(Group.RETRIEVAL, interview, float(mean), interval)
        for interview, mean, interval in zip(
            owners, means, intervals(parts, wholes) if owners else (), strict=True
        )
        if interval is not None
    )


def owning(scored: Sequence[Scored]) -> tuple[str, ...]:
    """The interviews that topics have required evidence in, sorted."""
    targets = (target for each in scored for target in each.placed.required)
    return tuple(sorted({t.interview for t in targets if t.interview is not None}))


def of_interviews(scored: Sequence[Scored], interviews: Sequence[str]) -> tuple[Floats, Floats]:
    """Parts and wholes of recall@5, shape (topics, interviews)."""
    owned = [{target.interview for target in each.placed.required} for each in scored]
    wholes = np.array([[float(one in held) for one in interviews] for held in owned], np.float64)
    values = np.array([each.value(str(WORST_INTERVIEW)) or 0.0 for each in scored], np.float64)
    return wholes * values[:, None], wholes


def latency(outcomes: Sequence[Outcome]) -> Latency:
    """The spread of the milliseconds that the outcomes took."""
    took = [outcome.latency_ms for outcome in outcomes]
    p50, p95 = np.quantile(took, (0.5, 0.95))
    return Latency(float(p50), float(p95), max(took))
