"""The nouns of an archive: spans, roles, interviews, turns, passages, languages."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from index.hints import Hints


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open offsets [start, end) into a source text, in Unicode code points."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span needs 0 <= start < end, got [{self.start}, {self.end})")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The characters of `text` that this span covers."""
        if self.end > len(text):
            raise ValueError(f"span [{self.start}, {self.end}) ends past the text's {len(text)}")
        return text[self.start : self.end]

    def overlap(self, other: Span) -> int:
        """How many characters both spans cover."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))

    def holds(self, other: Span) -> bool:
        """Whether every character of `other` lies in this span."""
        return self.start <= other.start and other.end <= self.end

    def to(self, other: Span) -> Span:
        """The span from the start of this one to the end of `other`."""
        return Span(self.start, other.end)


def first_over(spans: Sequence[Span], place: Span) -> Span | None:
    """The first of some spans that a place overlaps; they stand in order and apart."""
    number = bisect_right(spans, place.start, key=lambda one: one.end)
    return spans[number] if number < len(spans) and spans[number].overlap(place) else None


class Role(StrEnum):
    """What a line of a document is."""

    TITLE = "title"
    SEPARATOR = "separator"
    HEADING = "heading"
    FIELD = "field"
    INTRODUCTION = "introduction"
    QUESTION = "question"
    ANSWER = "answer"
    RATING = "rating"
    CONTACT = "contact"
    CREDIT = "credit"
    DISCLAIMER = "disclaimer"
    UNREAD = "unread"


QUOTABLE = frozenset({Role.ANSWER, Role.INTRODUCTION, Role.RATING})
FOOTER = frozenset({Role.RATING, Role.CONTACT, Role.CREDIT, Role.DISCLAIMER})


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a document and its one role; every line that holds words lies in one."""

    span: Span
    role: Role


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who answers. What the document does not say is None, never a guess."""

    name: str
    role: str | None = None
    organisation: str | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """A question (None where an answer follows no question) and one speaker's answer to it.

    `answer` holds a span a paragraph; it is empty where nobody answered. `speaker` is None
    where the document does not name one.
    """

    question: Span | None
    speaker: str | None
    answer: tuple[Span, ...]

    def __post_init__(self) -> None:
        spans = (() if self.question is None else (self.question,)) + self.answer
        if not spans:
            raise ValueError("a turn needs a question or an answer")
        if any(a.end > b.start for a, b in pairwise(spans)):
            raise ValueError("a turn's spans must stand in order and apart")

    @property
    def spans(self) -> tuple[Span, ...]:
        """The question, if there is one, and the paragraphs of the answer."""
        return self.answer if self.question is None else (self.question, *self.answer)

    @property
    def whole(self) -> Span:
        """From the question, else the first paragraph, to the end of the last paragraph."""
        first = self.question or self.answer[0]
        return first.to(self.answer[-1]) if self.answer else first

    def first_over(self, place: Span) -> Span | None:
        """The question, else the first paragraph of the answer, that a place overlaps."""
        if self.question is not None and self.question.overlap(place):
            return self.question
        return first_over(self.answer, place)


@dataclass(frozen=True, slots=True)
class Interview:
    """One conversation as it was read.

    `heading` is the whole heading line and `headline` the pull-quote in it, an edited twin of
    a sentence in the body. `country` is what the interview is about, `date` an ISO date,
    `rating` the civic-space rating in lower case; each None where the document is silent.
    """

    id: str
    heading: Span | None
    country: str | None
    headline: Span | None
    speakers: tuple[Speaker, ...]
    date: str | None
    rating: str | None
    introduction: tuple[Span, ...]
    turns: tuple[Turn, ...]
    footer: tuple[Part, ...]

    @property
    def questions(self) -> tuple[Span, ...]:
        """What the interviewer asks, in order, each once also where several people answer it."""
        return tuple(dict.fromkeys(turn.question for turn in self.turns if turn.question))

    def turn_at(self, span: Span) -> int | None:
        """The number of the first turn that a place stands in; turns stand in order."""
        number = bisect_right(self.turns, span.start, key=lambda turn: turn.whole.end)
        if number == len(self.turns) or self.turns[number].first_over(span) is None:
            return None
        return number

    def speaker(self, name: str | None) -> Speaker | None:
        """The speaker of that name; where there is no name, the only speaker."""
        if name is None:
            return self.speakers[0] if len(self.speakers) == 1 else None
        return next((s for s in self.speakers if s.name == name), None)

    def speaker_named(self, turn: int | None) -> Speaker | None:
        """Who answers in that turn; for None, an introduction, the person it introduces."""
        return self.speaker(None if turn is None else self.turns[turn].speaker)


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that the reader was not sure of, with its place."""

    code: str
    message: str
    span: Span


class Measure(StrEnum):
    """What a mark counts in; one that is untold ends what the mark before it says."""

    PAGE = "page"
    SECOND = "second"
    UNTOLD = "untold"


@dataclass(frozen=True, slots=True)
class Mark:
    """A place as people name it: from the offset `at` on, page or second `value` of the source."""

    at: int
    measure: Measure
    value: int

    def __post_init__(self) -> None:
        if self.at < 0 or self.value < 0:
            raise ValueError(f"a mark needs offsets and values of 0 or more, got {self}")


@dataclass(frozen=True, slots=True)
class Tongue:
    """From the offset `at` on a source is in a language (BCP 47); empty where it is not known."""

    at: int
    language: str


def tongue_at(tongues: Sequence[Tongue], span: Span) -> str:
    """The language that a place begins in; empty where it is not known."""
    number = bisect_right(tongues, span.start, key=lambda one: one.at)
    return tongues[number - 1].language if number else ""


@dataclass(frozen=True, slots=True)
class Document:
    """A source text as it was decoded, and how it was read.

    `sha256` is that of the file's bytes. `glue` holds the offsets at which the text that is
    searched has a space that the source lacks (see `index.repair`). `marks` tell pages or times,
    in the order of their offsets, where the file tells them. `hints` are what somebody says about
    it that it does not say itself, as they were when it was read. `tongues` tell languages, in the
    order of their offsets.
    """

    name: str
    sha256: str
    format: str
    text: str
    title: Span | None
    parts: tuple[Part, ...]
    interviews: tuple[Interview, ...]
    remarks: tuple[Remark, ...]
    glue: tuple[int, ...]
    marks: tuple[Mark, ...] = ()
    hints: Hints | None = None
    tongues: tuple[Tongue, ...] = ()

    def __post_init__(self) -> None:
        if any(a.at > b.at for a, b in pairwise(self.marks)):
            raise ValueError(f"{self.name}: marks must stand in order")
        if any(a.at >= b.at for a, b in pairwise(self.tongues)):
            raise ValueError(f"{self.name}: tongues must stand in order and apart")
        spans = [part.span for part in self.parts]
        if any(a.end > b.start for a, b in pairwise(spans)):
            raise ValueError(f"{self.name}: parts must stand in order and apart")
        if spans and spans[-1].end > len(self.text):
            raise ValueError(f"{self.name}: a part ends past the text")


@dataclass(frozen=True, slots=True)
class Passage:
    """A retrievable piece of one answer, introduction or rating line.

    `number` is its row in the archive's vectors, `first` the row of its first sentence among
    the sentence vectors. `turn` counts from 0 and is None outside the turns.
    """

    number: int
    interview: str
    role: Role
    turn: int | None
    sentences: tuple[Span, ...]
    first: int

    def __post_init__(self) -> None:
        if not self.sentences:
            raise ValueError("a passage needs a sentence")
        if self.role not in QUOTABLE:
            raise ValueError(f"a {self.role} is never retrieved")

    @property
    def span(self) -> Span:
        """From the first character of the first sentence to the last of the last."""
        return self.sentences[0].to(self.sentences[-1])
