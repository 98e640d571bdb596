"""The desk: a question in, a checked reply out."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

from index.archive import Archive
from index.errors import BadInput
from index.settings import SILENCE_PRECISION
from rag.answer import Answer, Asked, Filters, Hit, Quote, Reply, Silence, Timing, Version
from rag.answerable import Calibration, Signs
from rag.answerable import signs as signs_of
from rag.check import check, check_matches
from rag.compare import Comparison, Reader, compare
from rag.compose import chosen, nearest, quotes, weighed
from rag.concordance import Concordance
from rag.coverage import coverage
from rag.groups import By
from rag.inspection import Inspection, Worked, inspection
from rag.judge import Judge
from rag.read import READ, Read, passages_for, read
from rag.retrieve import Retrieved, retrieve
from rag.silence import silent
from rag.understand import understand
from rag.verify import Draft, verify

MOST_HITS = 1000
# The words of archives of so many passages or fewer are held for drafts, 29 bytes a word.
HELD_WHOLE = 16_384
# Of a long quotation that nobody says, so many words are looked up.
LONGEST_LOOKED_UP = 100


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

    def __init__(
        self,
        archive: Archive,
        judge: Judge | None = None,
        calibration: Calibration | None = None,
        silence_precision: float = SILENCE_PRECISION,
    ) -> None:
        """Takes an opened archive, the judge that reads its passages, and its calibration.

        `silence_precision` is the share of silences, from 0 to 1, that shall be right; with a
        calibration the desk is silent where it expects no less. Without a judge, or with one
        that is not calibrated, only rules make it silent.
        """
        self.archive = archive
        self.judge = judge
        self.calibration = calibration if judge is not None else None
        self.silence_precision = silence_precision
        self.version = Version(archive.generation, archive.fingerprint)
        self._words: Concordance | None = None
        self._lock = Lock()

    def ask(
        self, question: str, *, history: Sequence[str] = (), filters: Filters | None = None
    ) -> Reply:
        """What people said on the record about a question, or silence.

        `history` holds the conversation's earlier questions, oldest first.

        Raises:
            BadInput: the question is empty or too long, or a filter names what is not held.
        """
        return self._worked(question, history, filters).reply

    def inspect(
        self, question: str, *, history: Sequence[str] = (), filters: Filters | None = None
    ) -> Inspection:
        """What `ask` does with a question, stage by stage, and what it replies.

        Raises:
            BadInput: as `ask`.
        """
        return inspection(self._worked(question, history, filters), self.archive, self.calibration)

    def _worked(self, question: str, history: Sequence[str], filters: Filters | None) -> Worked:
        """A question answered, with all that was done for it; the reply is checked."""
        clock = Clock()
        asked = understand(question, self.archive, history, filters)
        understood = clock.lap()
        most = passages_for(asked)
        found = retrieve(asked, self.archive, most)
        retrieved = clock.lap()
        done = read(found, self.archive, self.judge, most)
        candidates = done.candidates
        signs = self._signs(asked, found, done)
        sure = self.calibration.answerable(signs) if self.calibration and signs else None
        doubtful = None if sure is None else sure < self._doubt
        reason = silent(asked, candidates, self.archive, doubtful=doubtful)
        judged = clock.lap()
        said = weighed(candidates, asked, self.archive) if reason is None else ()
        if reason is None:
            quoted = quotes(chosen(said), self.archive)
            more = nearest(candidates, self.archive, without=quoted)
            covered = coverage(quoted, found.whole.words, asked.filters, self.archive)
            timing = Timing(understood, retrieved, judged, clock.lap())
            reply: Reply = Answer(
                asked, quoted, more, covered, self.version, timing, sure, done.judged
            )
        else:
            near = nearest(candidates, self.archive)
            covered = coverage((), found.whole.words, asked.filters, self.archive)
            timing = Timing(understood, retrieved, judged, clock.lap())
            reply = Silence(asked, reason, near, covered, self.version, timing, sure, done.judged)
        check(reply, self.archive)
        return Worked(found, done, signs, self._doubt, said, reply)

    def compare(
        self, questions: Sequence[str], *, by: By = By.SPEAKER, filters: Filters | None = None
    ) -> Comparison:
        """What each speaker, country or interview says to each of some questions.

        Raises:
            BadInput: as `ask`, or there is no question or more than six.
        """
        reader = Reader(self.judge, self.calibration, self._doubt)
        return compare(questions, by, filters or Filters(), self.archive, reader)

    def verify(self, text: str) -> Draft:
        """A draft with its quotations checked against the archive.

        Raises:
            BadInput: it is empty, too long, or holds too many quotations.
        """
        draft = verify(text, self.archive, self.version, self._near, self._all_words())
        for one in draft.checked:
            check_matches((*one.matches, *one.nearest), self.archive)
        return draft

    def _all_words(self) -> Concordance | None:
        """All that an archive's interviews say, read once; None of an archive that is too large."""
        if self.archive.passages.rows > HELD_WHOLE:
            return None
        with self._lock:
            if self._words is None:
                self._words = Concordance(self.archive, self.archive.interviews)
            return self._words

    def _near(self, words: str) -> tuple[Quote, ...]:
        """The sentences that lie nearest to some words: near, and no evidence."""
        begin = " ".join(words.split()[:LONGEST_LOOKED_UP])
        asked = Asked(begin, begin, Filters(), (), (), (), ())
        found = retrieve(asked, self.archive, READ)
        return nearest(read(found, self.archive, None, READ).candidates, self.archive)

    @property
    def _doubt(self) -> float:
        """The probability of an answer below which the desk is silent."""
        return self.calibration.silent_below(self.silence_precision) if self.calibration else 0.0

    def _signs(self, asked: Asked, found: Retrieved, done: Read) -> Signs | None:
        """What tells whether the archive answers; None where nothing was calibrated or read.

        Nor where several are set beside each other, on which nothing is calibrated, or where some
        of the passages are in a language that the judge does not read: one of them may answer.
        """
        if self.calibration is None or asked.compares or not done.candidates:
            return None
        if done.judged < len(done.hits):
            return None
        return signs_of(asked, found, done, self.archive)

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
        most = passages_for(asked)
        found = retrieve(asked, self.archive, max(k, most))
        retrieved = clock.lap()
        first = read(found, self.archive, self.judge, most).hits
        hits = (*first, *found.hits[len(first) :])[:k]
        return Found(asked, hits, self.version, Timing(understood, retrieved, clock.lap(), 0.0))
