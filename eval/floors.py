"""Figures against the bounds that somebody set for them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from eval.evaluation import WORST, Evaluation
from eval.measures import RETRIEVAL
from index.errors import BadInput

NAMES = (
    *map(str, RETRIEVAL),
    "nugget_recall",
    "citation_precision",
    "citation_recall",
    "verbatim_rate",
    "attribution_accuracy",
    "mean_chars",
    "silence.precision",
    "silence.recall",
    "silence.f1",
    "silence.rate",
    WORST,
    "latency_ms.p50",
    "latency_ms.p95",
    "latency_ms.max",
)
# For these the bound is a ceiling: fewer characters and fewer milliseconds are better.
CEILINGS = ("mean_chars", "latency_ms.p50", "latency_ms.p95", "latency_ms.max")


@dataclass(frozen=True, slots=True)
class Floor:
    """What a figure has to reach; for one of CEILINGS, what it must not pass."""

    name: str
    bound: float


def parse_floor(text: str) -> Floor:
    """`recall@5=0.8` as a floor; raises BadInput for an unknown figure and for no number."""
    name, _, number = text.partition("=")
    try:
        bound = float(number)
    except ValueError:
        bound = math.nan
    if not math.isfinite(bound):
        raise BadInput(f"the floor {text!r} is not NAME=NUMBER, as in recall@5=0.8")
    if name not in NAMES:
        raise BadInput(
            f"there is no figure {name!r} to set a floor for; there are {', '.join(NAMES)}"
        )
    return Floor(name, bound)


def floors(evaluation: Evaluation, asked: Sequence[str]) -> tuple[str, ...]:
    """A sentence for every floor that the evaluation does not reach.

    Raises BadInput for a floor that is none, and for a figure that no topic speaks to.
    """
    named = figures(evaluation)
    failed: list[str] = []
    for floor in (parse_floor(text) for text in asked):
        if floor.name not in named:
            raise BadInput(f"no topic speaks to {floor.name}; drop its floor or add such topics")
        value = named[floor.name]
        if floor.name in CEILINGS:
            if value > floor.bound:
                failed.append(f"{floor.name} is {value:g}, above its ceiling of {floor.bound:g}.")
        elif value < floor.bound:
            failed.append(f"{floor.name} is {value:.4f}, below its floor of {floor.bound:g}.")
    return tuple(failed)


def figures(evaluation: Evaluation) -> dict[str, float]:
    """The figures over all topics by the names that floors use: silence.f1, latency_ms.p95."""
    named = {figure.label: figure.value for figure in evaluation.overall.figures}
    if evaluation.worst is not None:
        named[evaluation.worst.name] = evaluation.worst.value
    took = evaluation.latency
    return named | {
        "latency_ms.p50": took.p50,
        "latency_ms.p95": took.p95,
        "latency_ms.max": took.max,
    }
