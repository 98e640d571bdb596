"""Questions and groups to a table: in each cell the words that answer best, or nothing."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from index.archive import Archive
from index.errors import BadInput
from index.interview import Span
from index.language import _, later, ngettext
from rag.answer import Asked, Coverage, Filters, Quote, Version
from rag.answerable import Calibration, signs
from rag.check import check_quotes
from rag.compose import quotes
from rag.coverage import alike, coverage
from rag.filters import Rows
from rag.groups import By, Group, groups_of, rows_of, was_asked
from rag.judge import Judge
from rag.opinions import legible
from rag.read import Candidate, Read, read
from rag.retrieve import Aspect, Retrieved, aspects_of, hits_of, merged, pools_for
from rag.silence import silent
from rag.understand import understand

MOST_QUESTIONS = 6
# How many passages of each group the judge reads: on the corpus' topics and the sample's, twice
# as many filled one cell in a hundred more, and took twice as long.
READ_EACH = 2
# Without a judge reading costs nothing.
READ_UNJUDGED = 8
# A cell is more often empty than a whole archive is silent, and its words stand alone, so they
# must be better than those of an answer. Per interview, with these limits, four of five filled
# cells of the corpus' and the sample's topics were of an interview that the gold has an answer in.
BEST = 1.1
BEST_UNJUDGED = 1.3
# A judge seldom adds more: what stays too low is not worth its time.
MOST_GAIN = 0.4
# The judge's log-odds: two in eleven. At one in four a tenth fewer were filled on the corpus, and
# of those fewer held a sentence that answers, by the judge after three passes.
LEAST_ODDS = -1.5

RULE_JUDGED = later(
    "A cell quotes the best sentence where its score is high, the judge does not find it unlikely "
    "that it answers, and the calibrated probability of an answer is not one at which onrecord "
    "would be silent."
)
RULE_UNCALIBRATED = later(
    "A cell quotes the best sentence where its score is high and the judge does not find it "
    "unlikely that it answers. "
    "This judge is not calibrated, so how sure it is does not count."
)
RULE_UNJUDGED = later(
    "No judge has read these passages: a cell quotes the sentence that is nearest in meaning and "
    "words, where it is very near. This is the weaker rule; near is not always an answer."
)


class State(StrEnum):
    """What a cell says of its group."""

    QUOTED = "quoted"
    ASKED = "asked_without_answer"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True)
class Posed:
    """An interviewer's question, which is nobody's answer: its words and where they stand."""

    text: str
    interview: str
    span: Span


@dataclass(frozen=True, slots=True)
class Cell:
    """What a group says to a question: quotes, or nothing and whether it was asked.

    There are several quotes where a sentence leans on one in the paragraph before. `posed` is
    what the interviewer asked, where a cell of no quote was asked.
    """

    state: State
    quotes: tuple[Quote, ...] = ()
    posed: Posed | None = None

    def __post_init__(self) -> None:
        if bool(self.quotes) != (self.state is State.QUOTED):
            raise ValueError("a cell is quoted when it has quotes, and only then")
        if (self.posed is not None) != (self.state is State.ASKED):
            raise ValueError("a cell holds what was asked when it has no answer, and only then")


@dataclass(frozen=True, slots=True)
class Compared:
    """A question and its cells, in the order of the groups.

    `reason` says why there is nothing in any cell, where a rule does.
    """

    asked: Asked
    reason: str | None
    cells: tuple[Cell, ...]
    coverage: Coverage

    def count(self, state: State) -> int:
        """How many cells are in that state."""
        return sum(cell.state is state for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Questions beside groups; `rule` says when a cell holds a quote, `took` is milliseconds."""

    by: By
    groups: tuple[Group, ...]
    questions: tuple[Compared, ...]
    rule: str
    version: Version
    took: float

    def __post_init__(self) -> None:
        if any(len(one.cells) != len(self.groups) for one in self.questions):
            raise ValueError("each question needs a cell for each group")

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """Every quote of the table."""
        return tuple(q for one in self.questions for cell in one.cells for q in cell.quotes)


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads the passages, and below which probability of an answer a cell stays empty."""

    judge: Judge | None
    calibration: Calibration | None
    doubt: float

    @property
    def rule(self) -> str:
        """When a cell holds a quote, as a sentence."""
        if self.judge is None:
            return _(RULE_UNJUDGED)
        return _(RULE_JUDGED) if self.calibration else _(RULE_UNCALIBRATED)


def compare(
    questions: Sequence[str], by: By, filters: Filters, archive: Archive, reader: Reader
) -> Comparison:
    """What each speaker, country or interview says to each of some questions.

    Raises:
        BadInput: there is no question or more than six, one is too long, or a filter names what
            is not held.
    """
    begun = time.perf_counter()
    if not 1 <= len(questions) <= MOST_QUESTIONS:
        raise BadInput(
            ngettext(
                "a comparison takes 1 to %(most)s questions, one a line; %(num)s came. Compare "
                "them in several goes.",
                "a comparison takes 1 to %(most)s questions, one a line; %(num)s came. Compare "
                "them in several goes.",
                len(questions),
                most=MOST_QUESTIONS,
            )
            if questions
            else _(
                "a comparison takes 1 to %(most)s questions, one a line; none came. Write one.",
                most=MOST_QUESTIONS,
            )
        )
    asked = [understand(question, archive, (), filters) for question in questions]
    held = asked[0].filters
    groups = groups_of(by, held, archive)
    rows = [rows_of(group, held, archive) for group in groups]
    done = tuple(compared(one, groups, rows, archive, reader) for one in asked)
    took = (time.perf_counter() - begun) * 1000
    version = Version(archive.generation, archive.fingerprint)
    comparison = Comparison(by, groups, done, reader.rule, version, took)
    check_quotes(comparison.quotes, archive)
    return comparison


def questions_in(lines: str) -> tuple[str, ...]:
    """The questions of a text, one a line, each once."""
    kept = (" ".join(line.split()) for line in lines.splitlines())
    return tuple(dict.fromkeys(line for line in kept if line))


def compared(
    asked: Asked,
    groups: Sequence[Group],
    rows: Sequence[Rows],
    archive: Archive,
    reader: Reader,
) -> Compared:
    """One question beside every group, each of which is searched by itself."""
    aspects = aspects_of(asked, archive)
    firsts = [first(aspects, among, archive, reader) for among in rows]
    nearest = sorted(
        (done.candidates[0] for _, done in firsts if done.candidates), key=lambda c: -c.score
    )
    reason = silent(asked, tuple(nearest), archive)
    found = [
        None if reason else best(asked, retrieved, done, archive, reader)
        for retrieved, done in firsts
    ]
    words = [() if one is None else quotes([one], archive) for one in found]
    questions = alike(archive, frozenset(aspects[0].words))
    cells = tuple(
        cell(group, said, questions, archive) for group, said in zip(groups, words, strict=True)
    )
    every = tuple(quote for said in words for quote in said)
    covered = coverage(every, aspects[0].words, asked.filters, archive)
    return Compared(asked, reason, cells, covered)


def first(
    aspects: tuple[Aspect, ...], among: Rows, archive: Archive, reader: Reader
) -> tuple[Retrieved, Read]:
    """A group's passages and sentences, as they are found before a judge reads them."""
    most = READ_EACH if reader.judge else READ_UNJUDGED
    pools = pools_for([(aspect, among) for aspect in aspects], archive, most)
    hits = merged(hits_of(pooled, archive, most) for pooled in pools)[:most]
    found = Retrieved(hits, aspects, pools)
    return found, read(found, archive, None, most)


def best(
    asked: Asked, found: Retrieved, unjudged: Read, archive: Archive, reader: Reader
) -> Candidate | None:
    """The sentence that answers best in a group; None where none answers well enough."""
    if not unjudged.candidates:
        return None
    top = unjudged.candidates[0]
    if reader.judge is None or legible(found, unjudged.hits, archive) != unjudged.hits:
        return top if top.score >= BEST_UNJUDGED else None
    if top.score + MOST_GAIN < BEST:
        return None
    done = read(found, archive, reader.judge, READ_EACH)
    top = done.candidates[0]
    if top.score < BEST or top.judged is None or top.judged < LEAST_ODDS:
        return None
    if reader.calibration is not None and not asked.compares:
        sure = reader.calibration.answerable(signs(asked, found, done, archive))
        if sure < reader.doubt:
            return None
    return top


def cell(
    group: Group,
    said: tuple[Quote, ...],
    questions: Sequence[tuple[str, Span]],
    archive: Archive,
) -> Cell:
    """A group's cell: its quotes, else whether one of the interviewers' questions was put to it."""
    if said:
        return Cell(State.QUOTED, said)
    for interview, span in questions:
        if was_asked(group, interview, span, archive):
            text = span.of(archive.source(interview).text)
            return Cell(State.ASKED, posed=Posed(text, interview, span))
    return Cell(State.NOT_ASKED)
