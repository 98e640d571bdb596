"""Two runs of the same topics against each other, paired by topic."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from eval.earlier import Saved, earlier_shares
from eval.evaluation import Evaluation, Scored
from eval.intervals import Paired, paired
from eval.place import passages_of
from eval.run import Ranking
from eval.shares import Group, Share, label, retrieval_shares
from index.archive import Archive
from index.errors import BadInput

# Ratios of counts, not means over topics: a topic has no value of its own to pair.
COUNTED = (
    (Group.ANSWER, "verbatim_rate"),
    (Group.ANSWER, "attribution_accuracy"),
    (Group.SILENCE, "precision"),
    (Group.SILENCE, "f1"),
)


@dataclass(frozen=True, slots=True)
class Compared:
    """A figure in this run and in another, over the topics that both have a value for."""

    group: Group
    name: str
    this: float
    other: float
    paired: Paired

    @property
    def label(self) -> str:
        """Its name where all groups stand together."""
        return label(self.group, self.name)


def compare(this: Evaluation, other: Evaluation) -> tuple[Compared, ...]:
    """Every figure that is a mean over topics, paired by topic.

    Raises BadInput for runs over other topics.
    """
    theirs = {each.placed.topic.id: each.shares for each in other.scored}
    same_topics(this, theirs)
    return pair(this.scored, [theirs[each.placed.topic.id] for each in this.scored])


def compare_saved(this: Evaluation, saved: Sequence[Saved]) -> tuple[Compared, ...]:
    """Every figure that is a mean over topics, against an earlier evaluation read from a file.

    Raises BadInput for an evaluation over other topics.
    """
    theirs = {each.topic: each for each in saved}
    same_topics(this, theirs)
    shares = [
        earlier_shares(each.placed, each.shares, theirs[each.placed.topic.id])
        for each in this.scored
    ]
    return pair(this.scored, shares)


def same_topics(this: Evaluation, theirs: Collection[str]) -> None:
    """Raises BadInput unless a run has the topics of another, by their ids."""
    ours = {each.placed.topic.id for each in this.scored}
    if ours != set(theirs):
        apart = ", ".join(sorted(ours ^ set(theirs))[:5])
        raise BadInput(f"the two runs have different topics ({apart}); run both on one gold file")


def compare_run(
    this: Evaluation, rankings: Sequence[Ranking], archive: Archive
) -> tuple[Compared, ...]:
    """The retrieval measures of this run against a run that was read from a file.

    A topic that the file does not rank scores 0 there. Raises BadInput where it ranks none.
    """
    found = {ranking.topic: ranking.ranked for ranking in rankings}
    if not any(each.placed.topic.id in found for each in this.scored):
        raise BadInput("the baseline ranks none of these topics; give a run over this gold file")
    passages = passages_of(archive)
    shares = [
        retrieval_shares(each.placed, found.get(each.placed.topic.id, ()), passages)
        for each in this.scored
    ]
    return pair(this.scored, shares)


def pair(scored: Sequence[Scored], theirs: Sequence[Sequence[Share]]) -> tuple[Compared, ...]:
    """The means that both sides have, each over the topics that both have a value for."""
    compared: list[Compared] = []
    for number, share in enumerate(theirs[0]):
        sides = [
            (ours.shares[number], other[number]) for ours, other in zip(scored, theirs, strict=True)
        ]
        values = [(ours.part, other.part) for ours, other in sides if ours.whole and other.whole]
        if values and (share.group, share.name) not in COUNTED:
            this, other = np.array(values, dtype=np.float64).T
            means = float(this.mean()), float(other.mean())
            compared.append(Compared(share.group, share.name, *means, paired(this, other)))
    return tuple(compared)
