"""What a system finds: on an archive with gold topics, and on a public set of documents."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from eval.beir import Beir, Paper
from eval.bench import values
from eval.gold import EVERYWHERE, Topic
from eval.intervals import Floats, Paired, intervals, paired
from eval.measures import Measure, parse, score
from eval.peers.lines import Passage
from eval.peers.rounds import ASKED, DEPTH, Bench, Rankings
from eval.peers.systems import System
from eval.place import Placed
from eval.spans import Place
from index.interview import Span
from rag.answer import Json

MEASURES = (parse("hit@1"), parse("recall@5"), parse("recall@2000c"))
TEXT = ".txt"


@dataclass(frozen=True, slots=True)
class Found:
    """What a system is worth: each measure's values by topic, in one order for all systems.

    `characters` is the mean length of the first passages together, `cut` the share of passages
    whose words are those of the source at their offsets.
    """

    values: Mapping[str, Floats]
    characters: float
    cut: float

    def json(self, against: Found | None) -> Json:
        """The figures with their intervals, and how `against` differs from them."""
        told: Json = {"characters": self.characters, "cut": self.cut}
        for name, column in self.values.items():
            told[name] = figure(column, None if against is None else against.values[name])
        return told


def alone(topics: Sequence[Topic]) -> tuple[Topic, ...]:
    """The topics that a question alone can put: the peers know no history and no filter."""
    return tuple(one for one in topics if not one.history and one.filters == EVERYWHERE)


def found(placed: Sequence[Placed], rankings: Rankings, sources: Mapping[str, str]) -> Found:
    """What rankings are worth on topics, by the definitions of `eval.measures`."""
    answerable = [one for one in placed if one.required]
    columns = {
        str(measure): np.array([worth(measure, one, rankings) for one in answerable])
        for measure in MEASURES
    }
    firsts = [ranking[:ASKED] for ranking in rankings.values()]
    kept = [one for ranking in firsts for one in ranking]
    return Found(
        columns,
        statistics.fmean(sum(len(one.words) for one in ranking) for ranking in firsts),
        statistics.fmean(sources[one.document][one.start : one.end] == one.words for one in kept),
    )


def worth(measure: Measure, placed: Placed, rankings: Rankings) -> float:
    """A measure's value for one topic."""
    ranking = [
        Place(one.document, Span(one.start, one.end)) for one in rankings[placed.topic.question]
    ]
    return score(measure, ranking, placed, 0) or 0.0


def figure(column: Floats, against: Floats | None) -> Json:
    """A mean with its 95 % interval, and its difference to another over the same topics."""
    (interval,) = intervals(column[:, None], np.ones((len(column), 1)))
    told: Json = {"value": float(column.mean())}
    if interval is not None:
        told["interval"] = [interval.low, interval.high]
    if against is not None:
        other: Paired = paired(column, against)
        told["difference"] = {
            "value": other.difference,
            "interval": [other.interval.low, other.interval.high],
            "p": other.p,
        }
    return told


def write_set(found: Beir, folder: Path) -> None:
    """A set as a folder of texts, title first, as its published figures have them."""
    folder.mkdir(parents=True)
    for paper in found.papers:
        (folder / f"{paper.id}{TEXT}").write_text(whole(paper), encoding="utf-8")


def whole(paper: Paper) -> str:
    """A document of a set in one piece."""
    return f"{paper.title}. {paper.text}\n" if paper.title else f"{paper.text}\n"


def ranked(system: System, bench: Bench, queries: Mapping[str, str]) -> dict[str, list[str]]:
    """How a peer ranks the documents of a set: a document as its best passage."""
    with bench.talk(system) as talk:
        talk.index(bench.documents, bench.store(system))
        return {id: documents(talk.ask(query, DEPTH).passages) for id, query in queries.items()}


def documents(passages: Sequence[Passage]) -> list[str]:
    """The ids of documents in the order in which their passages came."""
    return list(dict.fromkeys(one.document.removesuffix(TEXT) for one in passages))


def ndcg(found: Beir, rankings: Mapping[str, Sequence[str]]) -> Floats:
    """nDCG@10 of each query of a set, in its order."""
    return np.array([values(rankings[id], gains)[0] for id, gains in found.gains.items()])
