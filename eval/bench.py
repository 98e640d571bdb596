"""How this system ranks the documents of a public set, beside its parts alone."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from tqdm import tqdm

from eval.beir import Beir, Paper
from eval.intervals import Interval, intervals
from index.embedder import Embedder, Vectors
from index.interview import Span
from index.lexical import Lexical, Scores, stems
from index.sentences import sentences
from rag.answer import Json
from rag.fuse import WORDS, standardised
from rag.judge import Judge, Reading
from rag.opinions import opinion
from rag.read import READ

DEPTH = 100
BATCH = 32
# Whole documents are embedded and searched, as the published figures of other systems are.
SYSTEMS = ("bm25", "encoder", "fused", "judged")
MEASURES = ("ndcg@10", "mrr@10", "recall@10", "recall@100")


@dataclass(frozen=True, slots=True)
class Benched:
    """A system's figures on a set, by the names in MEASURES, and its rankings by query."""

    system: str
    values: Mapping[str, float]
    intervals: Mapping[str, Interval]
    rankings: Mapping[str, tuple[str, ...]]


def bench(found: Beir, embedder: Embedder, judge: Judge | None) -> tuple[Benched, ...]:
    """Every system on every judged query; `judged` only where there is a judge."""
    texts = [
        f"{paper.title}. {paper.text}" if paper.title else paper.text for paper in found.papers
    ]
    vectors = np.concatenate(list(encoded(texts, embedder)))
    lexical = Lexical.built(texts)
    rankings: dict[str, dict[str, tuple[str, ...]]] = {}
    for id, question in tqdm(found.queries.items(), "asking", disable=None):
        for system, scores in ranked(question, found, vectors, lexical, embedder, judge):
            best = np.argsort(-scores, kind="stable")[:DEPTH]
            ids = tuple(found.papers[row].id for row in best)
            rankings.setdefault(system, {})[id] = ids
    return tuple(
        benched(system, found, rankings[system]) for system in SYSTEMS if system in rankings
    )


def encoded(texts: Sequence[str], embedder: Embedder) -> Iterator[Vectors]:
    """The vectors of texts, batch by batch."""
    for start in tqdm(range(0, len(texts), BATCH), "embedding", disable=None):
        yield embedder.encode_passages(texts[start : start + BATCH])


def ranked(
    question: str,
    found: Beir,
    vectors: Vectors,
    lexical: Lexical,
    embedder: Embedder,
    judge: Judge | None,
) -> Iterator[tuple[str, Scores]]:
    """The scores that each system gives all documents."""
    matches = lexical.matches(stems(question))
    words = matches.everywhere
    cosines = np.asarray(vectors @ embedder.encode_question(question), dtype=np.float32)
    fused = np.asarray(cosines + WORDS * standardised(words, matches), dtype=np.float32)
    yield "bm25", words
    yield "encoder", cosines
    yield "fused", fused
    if judge is not None:
        judged = fused.copy()
        best = np.argsort(-fused, kind="stable")[:READ]
        verdicts = judge(question, [reading(found.papers[row]) for row in best])
        judged[best] += [opinion(verdict.passage) for verdict in verdicts]
        # What is read stays before what is not, as in a search.
        judged[best] += max(0.0, float(fused.max() - judged[best].min()))
        yield "judged", judged


def reading(paper: Paper) -> Reading:
    """A document as a judge reads it."""
    spans = sentences(paper.text, Span(0, len(paper.text)))
    return Reading(paper.title, tuple(span.of(paper.text) for span in spans))


def benched(system: str, found: Beir, rankings: Mapping[str, tuple[str, ...]]) -> Benched:
    """A system's figures over its rankings, with their intervals."""
    rows = np.array([values(rankings[query], found.gains[query]) for query in found.gains])
    held = intervals(rows, np.ones_like(rows))
    return Benched(
        system,
        dict(zip(MEASURES, rows.mean(axis=0).tolist(), strict=True)),
        {name: one for name, one in zip(MEASURES, held, strict=True) if one is not None},
        rankings,
    )


def values(ranking: Sequence[str], gains: Mapping[str, int]) -> tuple[float, ...]:
    """A ranking's values for MEASURES, with the gains as trec_eval counts them."""
    got = [gains.get(id, 0) for id in ranking]
    first = next((rank for rank, gain in enumerate(got[:10], 1) if gain), None)
    return (
        discounted(got[:10]) / discounted(sorted(gains.values(), reverse=True)[:10]),
        1 / first if first else 0.0,
        sum(gain > 0 for gain in got[:10]) / len(gains),
        sum(gain > 0 for gain in got[:100]) / len(gains),
    )


def discounted(gains: Sequence[int]) -> float:
    """The discounted gain (Järvelin & Kekäläinen 2002, doi:10.1145/582415.582418)."""
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, 1))


def bench_table(found: Beir, done: Sequence[Benched]) -> str:
    """The figures as a table, a line a system."""
    lines = [
        f"{found.name}: {len(found.queries)} queries, {len(found.papers)} documents, "
        "95 % intervals by query",
        "",
        f"{'':10}" + "".join(f"{name:>26}" for name in MEASURES),
    ]
    for one in done:
        cells = (
            f"{one.values[n]:.3f} ({one.intervals[n].low:.3f} .. {one.intervals[n].high:.3f})"
            for n in MEASURES
        )
        lines.append(f"{one.system:10}" + "".join(f"{cell:>26}" for cell in cells))
    return "\n".join(lines)


def bench_json(found: Beir, done: Sequence[Benched]) -> Json:
    """The figures as JSON."""
    return {
        "set": found.name,
        "queries": len(found.queries),
        "documents": len(found.papers),
        "systems": {
            one.system: {
                **one.values,
                "intervals": {name: [i.low, i.high] for name, i in one.intervals.items()},
            }
            for one in done
        },
    }


def run_of(done: Benched) -> str:
    """A system's rankings as a TREC run."""
    return "".join(
        f"{query} Q0 {id} {rank} {DEPTH - rank} onrecord\n"
        for query, ranking in done.rankings.items()
        for rank, id in enumerate(ranking, 1)
    )
