"""Public test sets in BEIR's layout (Thakur et al. 2021, arXiv:2104.08663), read as they are.

A folder holds `corpus.jsonl` (`_id`, `title`, `text`), `queries.jsonl` (`_id`, `text`) and
`qrels/*.tsv` (query-id, corpus-id, score, under a heading).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from index.errors import BadInput, InputOutput

CORPUS, QUERIES, QRELS = "corpus.jsonl", "queries.jsonl", "qrels"
TEST = "test.tsv"


@dataclass(frozen=True, slots=True)
class Paper:
    """One document of a set."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Beir:
    """A set: its documents, and its judged queries with the gain of each relevant document."""

    name: str
    papers: tuple[Paper, ...]
    queries: Mapping[str, str]
    gains: Mapping[str, Mapping[str, int]]


def read_beir(folder: Path) -> Beir:
    """The set in a folder; of several qrels the test split.

    Raises BadInput, naming file and line, for what does not fit together, and InputOutput
    where a file cannot be read.
    """
    papers, texts = papers_of(folder), queries_of(folder)
    held = {paper.id for paper in papers}
    gains: dict[str, dict[str, int]] = {}
    for at, query, paper, gain in judgements(qrels_file(folder)):
        if query not in texts:
            raise BadInput(f"{at}: {QUERIES} has no query {query!r}; the set is not whole")
        if paper not in held:
            raise BadInput(f"{at}: {CORPUS} has no document {paper!r}; the set is not whole")
        if gain > 0:
            gains.setdefault(query, {})[paper] = gain
    if not gains:
        raise BadInput(f"{folder} judges no document relevant, so there is nothing to measure")
    return Beir(folder.name, papers, {query: texts[query] for query in gains}, gains)


def papers_of(folder: Path) -> tuple[Paper, ...]:
    """The documents of the set in a folder."""
    return tuple(
        Paper(text_of(row, "_id", at), str(row.get("title") or ""), text_of(row, "text", at))
        for at, row in objects(folder / CORPUS)
    )


def queries_of(folder: Path) -> dict[str, str]:
    """The queries of the set in a folder, by their ids."""
    return {
        text_of(row, "_id", at): text_of(row, "text", at) for at, row in objects(folder / QUERIES)
    }


def objects(path: Path) -> Iterator[tuple[str, dict[str, object]]]:
    """The objects of a JSON Lines file, each with its place for messages."""
    for number, line in enumerate(lines_of(path), 1):
        if not line.strip():
            continue
        at = f"{path.name}, line {number}"
        try:
            row = json.loads(line)
        except ValueError as error:
            raise BadInput(f"{at} is no JSON: {error}") from error
        if not isinstance(row, dict):
            raise BadInput(f"{at} is no JSON object")
        yield at, row


def text_of(row: Mapping[str, object], name: str, at: str) -> str:
    """A field that has to be text."""
    value = row.get(name)
    if not isinstance(value, str):
        raise BadInput(f"{at} has no text {name!r}, as BEIR's layout wants")
    return value


def qrels_file(folder: Path) -> Path:
    """The test split's qrels, or the only ones."""
    found = sorted((folder / QRELS).glob("*.tsv"))
    test = [path for path in found if path.name == TEST]
    if test or len(found) == 1:
        return (test or found)[0]
    names = ", ".join(path.name for path in found) or "none"
    raise BadInput(f"{folder / QRELS} holds {names}; there must be {TEST} or a single file")


def judgements(path: Path) -> Iterator[tuple[str, str, str, int]]:
    """The rows of a qrels file: their place, query, document and gain."""
    for number, line in enumerate(lines_of(path), 1):
        fields = line.split("\t")
        if number == 1 or not line.strip():
            continue
        at = f"{path.name}, line {number}"
        if len(fields) != 3 or not fields[2].strip().lstrip("-").isdigit():
            raise BadInput(f"{at} is not query-id, corpus-id and a whole number, with tabs between")
        yield at, fields[0], fields[1], int(fields[2])


def lines_of(path: Path) -> list[str]:
    """The lines of a file of the set."""
    try:
        # Not splitlines: a JSON string may hold U+2028 as it is.
        return path.read_text(encoding="utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise BadInput(f"{path} is not UTF-8: {error.reason} at byte {error.start}") from error
    except OSError as error:
        raise InputOutput(
            f"cannot read {path}: {error.strerror}. A set in BEIR's layout has {CORPUS}, "
            f"{QUERIES} and {QRELS}/*.tsv"
        ) from error
