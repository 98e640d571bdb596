"""Every system in turn, several times: so that what else a machine does meets all of them alike."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from eval.peers.lines import Passage
from eval.peers.systems import ROOT, System
from eval.peers.talk import Talk

# As many as people look at, and as recall@5 does.
ASKED = 5
# As deep as 2,000 characters reach in short lines, and ten documents in passages.
DEPTH = 100

Rankings = Mapping[str, tuple[Passage, ...]]


@dataclass(frozen=True, slots=True)
class Bench:
    """What every system is given: texts, questions, a folder to write in, and where it runs."""

    documents: Path
    questions: tuple[str, ...]
    work: Path
    environments: Path
    variables: Mapping[str, str]

    def talk(self, system: System) -> Talk:
        """A process of a system."""
        return Talk(system.command(self.environments), self.variables, ROOT)

    def store(self, system: System) -> Path:
        """A folder for what a system stores, empty."""
        folder = self.work / "stores" / system.slug
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        return folder


@dataclass(frozen=True, slots=True)
class First:
    """A system's first run, which is not timed with the others: what it finds, and what it is."""

    rankings: Rankings
    index_ms: float
    about: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Round:
    """A system's figures of one round, in milliseconds and MiB.

    All but the questions count from the start of a process: `index` until everything is stored,
    `built` until that process has answered, `cold` until another has that opened the store.
    `reply_p50` is of answers in quotes, None for those that make none.
    """

    index: float
    built: float
    cold: float
    p50: float
    p95: float
    indexing_mib: float
    asking_mib: float
    reply_p50: float | None


def first(system: System, bench: Bench) -> First:
    """Indexes once and asks everything, deeper than in the rounds."""
    with bench.talk(system) as talk:
        talk.index(bench.documents, bench.store(system))
        index = talk.since()
        found = {question: talk.ask(question, DEPTH).passages for question in bench.questions}
        return First(found, index, talk.about())


def rounds(systems: Sequence[System], bench: Bench, count: int) -> Iterator[tuple[System, Round]]:
    """The figures of each round: one way through the systems, then back, and so on."""
    for number in range(count):
        for system in systems if number % 2 == 0 else reversed(systems):
            print(f"round {number + 1} of {count}: {system.name}", file=sys.stderr)
            yield system, timed(system, bench)


def timed(system: System, bench: Bench) -> Round:
    """One round of a system: it indexes and answers, then a new process opens and answers."""
    store = bench.store(system)
    with bench.talk(system) as talk:
        talk.index(bench.documents, store)
        index = talk.since()
        talk.ask(bench.questions[0], ASKED)
        built = talk.since()
        indexing = talk.about()["most_mib"]
    with bench.talk(system) as talk:
        talk.open(store)
        talk.ask(bench.questions[0], ASKED)
        cold = talk.since()
        took = [talk.ask(question, ASKED).took_ms for question in bench.questions]
        asking = talk.about()["most_mib"]
        replies = (
            [talk.ask(question, 0).took_ms for question in bench.questions]
            if system.part is not None
            else []
        )
    p50, p95 = np.percentile(took, (50, 95))
    return Round(
        index,
        built,
        cold,
        float(p50),
        float(p95),
        indexing,
        asking,
        float(np.median(replies)) if replies else None,
    )
