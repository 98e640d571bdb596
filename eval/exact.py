"""What is found and quoted for each query of a public set, against the exact words that answer.

A folder in BEIR's layout with `spans.jsonl` beside it: `_id` of the query, and `spans` with
`start`, `end` and, there or in the row, `corpus_id`. Recall, precision and intersection over
union are those of Smith and Troynikov (2024), "Evaluating Chunking Strategies for Retrieval",
over characters.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tqdm import tqdm

from eval.answers import place_of
from eval.beir import QUERIES, Paper, objects, papers_of, queries_of, text_of
from eval.intervals import Interval, intervals
from eval.spans import Place, covered
from index.archive import Archive, open_archive
from index.build import write
from index.embed import Encoding
from index.embedder import Embedder
from index.errors import BadInput
from index.interview import Document, Interview, Span, Turn
from index.passages import Cutting
from index.pending import pending
from rag.answer import Answer, Json
from rag.desk import Desk
from rag.judge import Judge

SPANS = "spans.jsonl"
LINE = re.compile(r"\S.*\S|\S")
# As many passages as the published figures of others are about.
TOP = 5
MEASURES = ("recall", "precision", "iou")


@dataclass(frozen=True, slots=True)
class Spanned:
    """A set: its documents, and each query with the places of the words that answer it."""

    name: str
    papers: tuple[Paper, ...]
    queries: Mapping[str, tuple[str, tuple[Place, ...]]]


@dataclass(frozen=True, slots=True)
class Exact:
    """The figures of what was taken, with their intervals, and its mean length in characters."""

    taken: str
    values: Mapping[str, float]
    intervals: Mapping[str, Interval]
    characters: float


def read_spanned(folder: Path) -> Spanned:
    """The set in a folder; queries that nothing answers are left out.

    Raises BadInput, naming file and line, for what does not fit together, and InputOutput
    where a file cannot be read.
    """
    papers, texts = papers_of(folder), queries_of(folder)
    lengths = {paper.id: len(paper.text) for paper in papers}
    queries: dict[str, tuple[str, tuple[Place, ...]]] = {}
    for at, row in objects(folder / SPANS):
        query = text_of(row, "_id", at)
        if query not in texts:
            raise BadInput(f"{at}: {QUERIES} has no query {query!r}; the set is not whole")
        # A query that several documents answer may have a row for each.
        _, before = queries.get(query, ("", ()))
        places = united((*before, *places_of(row, lengths, at)))
        if places:
            queries[query] = (texts[query], places)
    if not queries:
        raise BadInput(f"{folder / SPANS} holds no span, so there is nothing to measure")
    return Spanned(folder.name, papers, queries)


def places_of(row: Mapping[str, object], lengths: Mapping[str, int], at: str) -> Iterator[Place]:
    """The places of one query's spans."""
    spans = row.get("spans")
    for span in spans if isinstance(spans, list) else ():
        if not isinstance(span, dict):
            raise BadInput(f"{at}: {span!r} is no span with a start and an end")
        paper = span.get("corpus_id", row.get("corpus_id"))
        start, end = span.get("start"), span.get("end")
        length = lengths.get(paper, 0) if isinstance(paper, str) else 0
        if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= length):
            raise BadInput(f"{at}: [{start}, {end}) is no place in a document {paper!r}")
        yield Place(paper, Span(start, end))


def united(places: Iterable[Place]) -> tuple[Place, ...]:
    """Places that do not overlap: those that do are one."""
    done: list[Place] = []
    for place in sorted(places, key=lambda one: (one.document, one.span)):
        if done and done[-1].overlap(place):
            begins, ends = done[-1].span.start, max(done[-1].span.end, place.span.end)
            done[-1] = Place(place.document, Span(begins, ends))
        else:
            done.append(place)
    return tuple(done)


def exact(found: Spanned, embedder: Embedder, judge: Judge | None) -> tuple[Exact, ...]:
    """The figures of the best passages and of the quotes; a silence quotes nothing."""
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(archived(found, embedder, Path(folder)), judge)
        passages, quotes = [], []
        for question, _ in tqdm(found.queries.values(), "asking", disable=None):
            hits = desk.search(question, k=TOP).hits
            passages.append([Place(hit.passage.interview, hit.passage.span) for hit in hits])
            reply = desk.ask(question)
            said = reply.quotes if isinstance(reply, Answer) else ()
            quotes.append([place_of(quote) for quote in said])
    return (
        figures(f"{TOP} passages", found, passages),
        figures("quotes", found, quotes),
    )


def archived(found: Spanned, embedder: Embedder, folder: Path) -> Archive:
    """An archive in which each document is one long answer that nobody asked for."""
    with pending(folder, embedder) as kept:
        documents = (document(paper) for paper in found.papers)
        with tqdm(desc="embedding", disable=None) as bar:

            def advance(done: int, total: int) -> None:
                bar.total = total
                bar.update(done - bar.n)

            rows = Encoding(embedder, Cutting(), kept, advance).rows(documents)
            write(folder, 1, rows, embedder, Cutting())
    return open_archive(folder, embedder)


def document(paper: Paper) -> Document:
    """A document of the set as one interview of one turn, a paragraph a line."""
    lines = tuple(Span(*line.span()) for line in LINE.finditer(paper.text))
    interview = Interview(
        id=paper.id,
        heading=None,
        country=None,
        headline=None,
        speakers=(),
        date=None,
        rating=None,
        introduction=(),
        turns=(Turn(None, None, lines),),
        footer=(),
    )
    sha256 = hashlib.sha256(paper.text.encode()).hexdigest()
    return Document(
        name=paper.id,
        sha256=sha256,
        format="txt",
        text=paper.text,
        title=None,
        parts=(),
        interviews=(interview,),
        remarks=(),
        glue=(),
    )


def figures(taken: str, found: Spanned, places: Sequence[Sequence[Place]]) -> Exact:
    """The figures of what was taken for each query."""
    wanted = [right for _, right in found.queries.values()]
    rows = np.array([shares(own, right) for own, right in zip(places, wanted, strict=True)])
    held = intervals(rows, np.ones_like(rows))
    return Exact(
        taken,
        dict(zip(MEASURES, rows.mean(axis=0).tolist(), strict=True)),
        {name: one for name, one in zip(MEASURES, held, strict=True) if one is not None},
        float(np.mean([sum(len(one.span) for one in own) for own in places])),
    )


def shares(taken: Sequence[Place], right: Sequence[Place]) -> tuple[float, float, float]:
    """Recall, precision and intersection over union, over characters; nothing taken is 0."""
    both = sum(covered(place, taken) for place in right)
    all_right = sum(len(place.span) for place in right)
    all_taken = sum(len(place.span) for place in taken)
    precision = both / all_taken if taken else 0.0
    return both / all_right, precision, both / (all_right + all_taken - both)


def exact_table(found: Spanned, done: Sequence[Exact]) -> str:
    """The figures as a table, a line a thing taken."""
    lines = [
        f"{found.name}: {len(found.queries)} queries with spans, {len(found.papers)} documents, "
        "95 % intervals by query",
        "",
        f"{'':12}" + "".join(f"{name:>26}" for name in MEASURES) + f"{'characters':>14}",
    ]
    for one in done:
        cells = (
            f"{one.values[n]:.3f} ({one.intervals[n].low:.3f} .. {one.intervals[n].high:.3f})"
            for n in MEASURES
        )
        row = "".join(f"{cell:>26}" for cell in cells)
        lines.append(f"{one.taken:12}{row}{one.characters:14.0f}")
    return "\n".join(lines)


def exact_json(found: Spanned, done: Sequence[Exact]) -> Json:
    """The figures as JSON."""
    return {
        "set": found.name,
        "queries": len(found.queries),
        "documents": len(found.papers),
        "taken": {
            one.taken: {
                **one.values,
                "mean_chars": one.characters,
                "intervals": {name: [i.low, i.high] for name, i in one.intervals.items()},
            }
            for one in done
        },
    }
