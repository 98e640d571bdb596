"""Runs and qrels in TREC's format, with spans for document numbers.

A `docno` is `<interview>:<start>-<end>`, so that a run is scored on the characters that it
found, and runs over passages that were cut in different ways compare.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from eval.place import Placed, passages_of, relevant
from eval.spans import Place
from index.archive import Archive
from index.errors import BadInput, InputOutput
from index.interview import Span

DOCNO = re.compile(r"(?P<interview>\S+):(?P<start>\d+)-(?P<end>\d+)")
TAG = "onrecord"


@dataclass(frozen=True, slots=True, order=True)
class Docno:
    """The place of a passage, as TREC files name it."""

    interview: str
    span: Span

    def __str__(self) -> str:
        return f"{self.interview}:{self.span.start}-{self.span.end}"


@dataclass(frozen=True, slots=True)
class RunRow:
    """A line of a run: how high a topic's ranking holds a passage."""

    topic: str
    docno: Docno
    score: float


@dataclass(frozen=True, slots=True)
class QrelRow:
    """A line of qrels: whether a passage is relevant to a topic."""

    topic: str
    docno: Docno
    relevance: int


Row = TypeVar("Row", RunRow, QrelRow)


def parse_docno(text: str) -> Docno:
    """The place that a docno names; raises ValueError for another text."""
    match = DOCNO.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not <interview>:<start>-<end>")
    return Docno(match["interview"], Span(int(match["start"]), int(match["end"])))


def read_run(path: Path) -> tuple[RunRow, ...]:
    """The rows of a run, topic by topic in the file's order, best first.

    Order is total, by (-score, docno), and the rank that the file gives is not looked at, as in
    trec_eval. Raises BadInput, naming the line, for a line that is none and a docno that a
    topic ranks twice.
    """
    rows = read_rows(path, "topic Q0 docno rank score tag", run_row)
    order = {topic: at for at, topic in enumerate(dict.fromkeys(row.topic for row in rows))}
    return tuple(sorted(rows, key=lambda row: (order[row.topic], -row.score, row.docno)))


def read_qrels(path: Path) -> tuple[QrelRow, ...]:
    """The rows of a qrels file in its order; raises BadInput as `read_run` does."""
    return read_rows(path, "topic 0 docno relevance", qrel_row)


def read_rows(path: Path, shape: str, parse: Callable[[Sequence[str]], Row]) -> tuple[Row, ...]:
    """The rows of a file whose lines have the fields that `shape` names."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (UnicodeDecodeError, OSError) as error:
        raise InputOutput(f"cannot read {path}: {error}") from error
    rows: list[Row] = []
    first: dict[tuple[str, Docno], int] = {}
    for number, line in enumerate(lines, 1):
        fields = line.split()
        if not fields:
            continue
        try:
            if len(fields) != len(shape.split()):
                raise ValueError(f"{len(fields)} fields where `{shape}` is wanted")
            row = parse(fields)
            before = first.setdefault((row.topic, row.docno), number)
            if before != number:
                raise ValueError(f"{row.docno} is in line {before} too for topic {row.topic}")
        except ValueError as error:
            raise BadInput(f"{path.name}, line {number}: {error}") from error
        rows.append(row)
    return tuple(rows)


def run_row(fields: Sequence[str]) -> RunRow:
    """Six fields as a row of a run."""
    topic, _, docno, _, score, _ = fields
    value = float(score)
    if not math.isfinite(value):
        raise ValueError(f"the score {score} orders nothing")
    return RunRow(topic, parse_docno(docno), value)


def qrel_row(fields: Sequence[str]) -> QrelRow:
    """Four fields as a row of qrels."""
    topic, _, docno, relevance = fields
    return QrelRow(topic, parse_docno(docno), int(relevance))


def run_text(rows: Iterable[RunRow]) -> str:
    """Rows, best first in each topic, as a TREC run that is read back in the same order."""
    lines: list[str] = []
    topic, rank, last = None, 0, math.inf
    for row in rows:
        if row.topic != topic:
            topic, rank, last = row.topic, 0, math.inf
        # Readers order by score and break ties in their own way, so no two may be equal.
        rank, last = rank + 1, min(row.score, math.nextafter(last, -math.inf))
        lines.append(f"{row.topic} Q0 {row.docno} {rank} {last!r} {TAG}\n")
    return "".join(lines)


def qrels_text(rows: Iterable[QrelRow]) -> str:
    """Rows as a TREC qrels file."""
    return "".join(f"{row.topic} 0 {row.docno} {row.relevance}\n" for row in rows)


def qrel_rows(topics: Iterable[Placed], archive: Archive) -> tuple[QrelRow, ...]:
    """The relevant passages of the archive, topic by topic, in the order of their places."""
    passages = passages_of(archive)
    whose = {
        Place(archive.source(passage.interview).name, passage.span): passage.interview
        for passage in archive.passages
    }
    return tuple(
        QrelRow(placed.topic.id, Docno(whose[place], place.span), 1)
        for placed in topics
        for place in relevant(placed, passages)
    )
