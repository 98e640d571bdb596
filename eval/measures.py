"""How good a ranking is, measured on spans: any way of cutting passages compares with any other.

A passage counts by the characters that it holds of the gold's quotes, in the same document.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from eval.place import Placed
from eval.spans import Place, covered, holds_most, is_most
from index.errors import BadInput
from index.interview import Span


class Family(StrEnum):
    """What is looked at in a ranking."""

    HIT = "hit"
    RECALL = "recall"
    MRR = "mrr"
    NDCG = "ndcg"


@dataclass(frozen=True, slots=True)
class Measure:
    """A family and how much of a ranking it looks at: passages, or `characters` of them."""

    family: Family
    cut: int
    characters: bool = False

    def __str__(self) -> str:
        return f"{self.family}@{self.cut}{'c' if self.characters else ''}"


NAME = re.compile(r"(?P<family>hit|recall|mrr|ndcg)@(?P<cut>[1-9][0-9]*)(?P<characters>c?)")


def parse(name: str) -> Measure:
    """The measure of that name, so that `str(parse(name)) == name`; raises BadInput."""
    match = NAME.fullmatch(name)
    if match is None or (match["characters"] and match["family"] != Family.RECALL):
        raise BadInput(
            f"{name!r} is no retrieval measure; there are hit@k, recall@k, mrr@k and ndcg@k over "
            "k passages, and recall@Nc over N characters"
        )
    return Measure(Family(match["family"]), int(match["cut"]), bool(match["characters"]))


RETRIEVAL = tuple(
    parse(name)
    for name in (
        "hit@1",
        "recall@5",
        "recall@10",
        "recall@20",
        "recall@2000c",
        "mrr@10",
        "ndcg@10",
    )
)


def score(
    measure: Measure, ranking: Sequence[Place], placed: Placed, relevant: int
) -> float | None:
    """What a measure gives a ranking, in 0..1; None for a topic that it says nothing about.

    `relevant` is the number of passages in the archive that are relevant to the topic.
    """
    if measure.family is Family.NDCG:
        quotes = tuple(target.place for target in placed.targets)
        return ndcg(ranking[: measure.cut], quotes, relevant, measure.cut) if quotes else None
    quotes = tuple(target.place for target in placed.required)
    if not quotes:
        return None
    if measure.family is Family.RECALL:
        return recall(first(measure, ranking), quotes)
    rank = first_rank(ranking[: measure.cut], quotes)
    if rank is None:
        return 0.0
    return 1.0 if measure.family is Family.HIT else 1 / rank


def first(measure: Measure, ranking: Sequence[Place]) -> tuple[Place, ...]:
    """As much of the ranking as the measure looks at; by characters, the last passage is cut."""
    if not measure.characters:
        return tuple(ranking[: measure.cut])
    kept: list[Place] = []
    left = measure.cut
    for place in ranking:
        if left <= 0:
            break
        start, end = place.span.start, min(place.span.end, place.span.start + left)
        kept.append(Place(place.document, Span(start, end)))
        left -= end - start
    return tuple(kept)


def recall(found: Sequence[Place], quotes: Sequence[Place]) -> float:
    """The share of the quotes of which 90 % lie in the union of what was found."""
    return sum(is_most(covered(quote, found), quote) for quote in quotes) / len(quotes)


def first_rank(ranking: Sequence[Place], quotes: Sequence[Place]) -> int | None:
    """The rank, from 1, of the first passage that alone holds 90 % of some quote."""
    ranks = enumerate(ranking, 1)
    return next((rank for rank, place in ranks if holds_any(place, quotes)), None)


def ndcg(ranking: Sequence[Place], quotes: Sequence[Place], relevant: int, cut: int) -> float:
    """The discounted gain of a ranking over that of the best, with binary relevance.

    A gain at rank r counts 1 / log2(r + 1) (Järvelin & Kekäläinen 2002, doi:10.1145/582415.582418,
    in the form that trec_eval computes). A ranking over other passages than the archive's may
    hold more relevant ones than the archive does; the best ranking then has as many.
    """
    gains = [holds_any(place, quotes) for place in ranking]
    gained = sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, 1))
    best = min(cut, max(relevant, sum(gains)))
    return gained / sum(1 / math.log2(rank + 1) for rank in range(1, best + 1)) if best else 0.0


def holds_any(place: Place, quotes: Sequence[Place]) -> bool:
    """Whether a passage alone holds 90 % of some quote."""
    return any(holds_most(place, quote) for quote in quotes)
