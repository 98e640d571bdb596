"""The desk: a question in, a checked reply out."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from index.archive import Archive
from index.errors import BadInput
from rag.answer import Answer, Asked, Filters, Hit, Reply, Silence, Timing, Version
from rag.check import check
from rag.compose import chosen, nearest, quotes
from rag.coverage import coverage
from rag.judge import Judge
from rag.read import READ, read
from rag.retrieve import retrieve
from rag.silence import silent
from rag.understand import understand

MOST_HITS = 1000


@dataclass(frozen=True, slots=True)
class Found:
    """What a search finds, best first."""

    asked: Asked
    hits: tuple[Hit, ...]
    version: Version
    timing: Timing


class Clock:
    """Milliseconds between one reading and the next."""

    def __init__(self) -> None:
        self._last = time.perf_counter()

    def lap(self) -> float:
        """Milliseconds since the last reading."""
        now = time.perf_counter()
        spent, self._last = (now - self._last) * 1000, now
        return spent


class Desk:
    """Answers questions from one opened archive; safe to use from several threads."""

    def __init__(self, archive: Archive, judge: Judge | None = None) -> None:
        """Takes an opened archive, and the judge that reads its passages, if any."""
        self.archive = archive
        self.judge = judge
        self.version = Version(archive.generation, archive.fingerprint)

    def ask(
        self, question: str, *, history: Sequence[str] = (), filters: Filters | None = None
    ) -> Reply:
        """What people said on the record about a question, or silence.

        `history` holds the conversation's earlier questions, oldest first.

        Raises:
            BadInput: the question is empty or too long, or a filter names what is not held.
        """
        clock = Clock()
        asked = understand(question, self.archive, history, filters)
        understood = clock.lap()
        found = retrieve(asked, self.archive, READ)
        retrieved = clock.lap()
        candidates = read(found, self.archive, self.judge).candidates
        reason = silent(asked, candidates, self.archive)
        judged = clock.lap()
        if reason is None:
            said = quotes(chosen(candidates, asked, self.archive), self.archive)
            more = nearest(candidates, self.archive, without=said)
            covered = coverage(said, found.whole.words, asked.filters, self.archive)
            timing = Timing(understood, retrieved, judged, clock.lap())
            reply: Reply = Answer(asked, said, more, covered, self.version, timing)
        else:
            near = nearest(candidates, self.archive)
            covered = coverage((), found.whole.words, asked.filters, self.archive)
            timing = Timing(understood, retrieved, judged, clock.lap())
            reply = Silence(asked, reason, near, covered, self.version, timing)
        check(reply, self.archive)
        return reply

    def search(
        self,
        question: str,
        *,
        k: int = 10,
        history: Sequence[str] = (),
        filters: Filters | None = None,
    ) -> Found:
        """The `k` passages that lie nearest to a question, from 1 to 1,000.

        Raises:
            BadInput: as `ask`, or `k` is out of range.
        """
        if not 1 <= k <= MOST_HITS:
            raise BadInput(f"k is {k}; ask for 1 to {MOST_HITS:,} passages.")
        clock = Clock()
        asked = understand(question, self.archive, history, filters)
        understood = clock.lap()
        found = retrieve(asked, self.archive, max(k, READ))
        retrieved = clock.lap()
        first = read(found, self.archive, self.judge).hits
        hits = (*first, *found.hits[len(first) :])[:k]
        return Found(asked, hits, self.version, Timing(understood, retrieved, clock.lap(), 0.0))
