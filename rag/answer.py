"""The nouns of an answer, and the one shape in which every door shows them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from index.interview import Passage, Role, Span
from index.language import _, apart
from rag.anchor import Anchor, Pin

Json = dict[str, object]

# More likely than not.
WEAK = 0.5


@dataclass(frozen=True, slots=True)
class Filters:
    """What the user asked to look in; empty tuples mean everywhere. Never widened silently.

    `organisations` are those that people answer for. `since` and `until` bound an interview's
    date, both included: a year, a month or a day in ISO's form. What is not known passes none.
    """

    countries: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    interviews: tuple[str, ...] = ()
    ratings: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None

    def __bool__(self) -> bool:
        return self != Filters()

    def dated(self, date: str | None) -> bool:
        """Whether an interview of a date passes."""
        if not (self.since or self.until):
            return True
        # Of two days in ISO's form the earlier is the smaller text, and of a month all days.
        begins = date is not None and date[: len(self.since or "")] >= (self.since or "")
        return begins and (date or "")[: len(self.until or "")] <= (self.until or "")


@dataclass(frozen=True, slots=True)
class Side:
    """One of those whom a question sets beside each other: who, as a filter, and what they are
    asked.
    """

    text: str
    filters: Filters


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it was understood.

    `question` is what the user typed, `search` what is looked up (the question, and what a
    follow-up leans on), `filters` what the user demanded, `countries` and `speakers` what the
    question names and the archive holds, `absent` countries that it names and the archive does
    not hold, `because` one sentence for each thing that was understood. `parts` are the
    questions that a question of several consists of, each to be read alone; empty for one.
    `language` is that of the question as a BCP 47 tag, empty where it is not sure. `sides` are
    those whom it sets beside each other, and `gathers` says that it asks which of all say it.
    `spelt` is the question with its slips mended, and `leant` what it leans on.
    """

    question: str
    search: str
    filters: Filters
    countries: tuple[str, ...]
    speakers: tuple[str, ...]
    absent: tuple[str, ...]
    because: tuple[str, ...]
    parts: tuple[str, ...] = ()
    language: str = ""
    sides: tuple[Side, ...] = ()
    gathers: bool = False
    spelt: str = ""
    leant: str = ""

    @property
    def compares(self) -> bool:
        """Whether it asks of several countries or people, whom no one sentence answers for."""
        return len(self.countries) > 1 or len(self.speakers) > 1


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage and its score; a score orders the hits of one question and means no more."""

    passage: Passage
    score: float


@dataclass(frozen=True, slots=True)
class Citation:
    """The exact place of some words in a source, and whose they are.

    `locator` is the place as people name it, a page or a time (see `index.locators`), where the
    source tells it. `role` tells an answer, which is the speaker's own words, from an
    introduction or a rating line, which are the publisher's words about the speaker or the
    country. `anchor` is what makes the words known again when the source changes. `language` is
    that of the words as a BCP 47 tag, empty where it is not known.
    """

    interview: str
    title: str
    country: str | None
    speaker: str | None
    speaker_role: str | None
    organisation: str | None
    date: str | None
    rating: str | None
    question: str | None
    document: str
    document_sha256: str
    span: Span
    quote_sha256: str
    role: Role
    locator: str | None = None
    anchor: Anchor | None = None
    language: str = ""

    @property
    def pin(self) -> str:
        """The place as links write it."""
        return str(Pin(self.span, self.anchor))

    @property
    def place(self) -> str:
        """The exact place of the words, for people: page or time where told, and characters."""
        start, end = str(self.span.start), str(self.span.end)
        exact = _("characters %(start)s–%(end)s", start=start, end=end)
        return _(", ").join(
            filter(None, (apart(self.document), self.locator and apart(self.locator), exact))
        )

    @property
    def permalink(self) -> str:
        """The page of the interview with these words marked."""
        return f"/interviews/{self.interview}?span={self.pin}#span"


@dataclass(frozen=True, slots=True)
class Quote:
    """Whole, adjacent sentences cut from a source, with their citation."""

    text: str
    citation: Citation

    def __post_init__(self) -> None:
        if len(self.text) != len(self.citation.span):
            raise ValueError("a quote is as long as the span that it was cut by")
        if quote_hash(self.text) != self.citation.quote_sha256:
            raise ValueError("a quote's hash must be that of its words")


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which interviews (ids) speak to a question, were asked without answering, or not asked."""

    spoke: tuple[str, ...]
    asked_without_answer: tuple[str, ...]
    not_asked: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """Which generation of an archive answered, and the hash of its manifest."""

    generation: int
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds that each step of a reply took."""

    understand: float
    retrieve: float
    read: float
    compose: float

    @property
    def total(self) -> float:
        """All steps together."""
        return self.understand + self.retrieve + self.read + self.compose


@dataclass(frozen=True, slots=True)
class Answer:
    """Ordered quotes with their citations, and coverage.

    `answerable` is the probability that the archive answers; None where nothing judged it.
    `judged` is how many passages the judge read: it reads English only.
    """

    asked: Asked
    quotes: tuple[Quote, ...]
    more: tuple[Quote, ...]
    coverage: Coverage
    version: Version
    timing: Timing
    answerable: float | None = None
    judged: int = 0

    def __post_init__(self) -> None:
        if not self.quotes:
            raise ValueError("an answer without quotes is a silence")

    @property
    def weak(self) -> bool:
        """Whether the archive is less likely than not to answer, as far as it was judged."""
        return self.answerable is not None and self.answerable < WEAK


@dataclass(frozen=True, slots=True)
class Silence:
    """Nothing on record: a value, not an error. `nearest` is near, and not evidence.

    `reason` is a sentence for the user; `answerable` and `judged` are as in an answer.
    """

    asked: Asked
    reason: str
    nearest: tuple[Quote, ...]
    coverage: Coverage
    version: Version
    timing: Timing
    answerable: float | None = None
    judged: int = 0


Reply = Answer | Silence


def quote_hash(text: str) -> str:
    """The SHA-256 of a quote's UTF-8 bytes, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def citation_json(citation: Citation) -> Json:
    """A citation in the shape of the contract, without its number."""
    return {
        "interview": citation.interview,
        "title": citation.title,
        "country": citation.country,
        "speaker": citation.speaker,
        "role": citation.speaker_role,
        "organisation": citation.organisation,
        "date": citation.date,
        "rating": citation.rating,
        "question": citation.question,
        "document": citation.document,
        "document_sha256": citation.document_sha256,
        "start": citation.span.start,
        "end": citation.span.end,
        "quote_sha256": citation.quote_sha256,
        "permalink": citation.permalink,
        "part": str(citation.role),
        "locator": citation.locator,
        "language": citation.language or None,
    }


def understood_json(asked: Asked) -> Json:
    """What was understood of a question, in the shape of the contract."""
    return {
        "question": asked.search,
        "countries": list(asked.countries),
        "speakers": list(asked.speakers),
        "because": list(asked.because),
        "language": asked.language or None,
    }


def coverage_json(coverage: Coverage) -> Json:
    """Which interviews are quoted, and which were asked."""
    return {
        "spoke": list(coverage.spoke),
        "asked_without_answer": list(coverage.asked_without_answer),
        "not_asked": list(coverage.not_asked),
    }


def reply_json(reply: Reply) -> Json:
    """A reply in the shape of the contract: the answer to `ask --json` and `POST /api/ask`."""
    quotes = reply.quotes if isinstance(reply, Answer) else ()
    near = reply.nearest if isinstance(reply, Silence) else ()
    more = reply.more if isinstance(reply, Answer) else ()
    asked = reply.asked
    timing = reply.timing
    shape: Json = {
        "question": asked.question,
        "understood": understood_json(asked),
        "outcome": "answer" if isinstance(reply, Answer) else "silence",
        "quotes": [{"text": quote.text, "citation": n} for n, quote in enumerate(quotes, 1)],
        "citations": [
            {"number": n, **citation_json(quote.citation)} for n, quote in enumerate(quotes, 1)
        ],
        "more": [near_json(quote) for quote in more],
        "coverage": coverage_json(reply.coverage),
        "nearest": [near_json(quote) for quote in near],
        "answerable": None if reply.answerable is None else round(reply.answerable, 3),
        "judged": reply.judged,
        "archive": version_json(reply.version),
        "took_ms": {
            "total": round(timing.total, 1),
            "understand": round(timing.understand, 1),
            "retrieve": round(timing.retrieve, 1),
            "read": round(timing.read, 1),
            "compose": round(timing.compose, 1),
        },
    }
    if isinstance(reply, Silence):
        shape["reason"] = reply.reason
    return shape


def near_json(quote: Quote) -> Json:
    """Words that lie near a question: a citation's shape, plus the words."""
    return {**citation_json(quote.citation), "text": quote.text}


def version_json(version: Version) -> Mapping[str, object]:
    """Which archive answered, in the shape of the contract."""
    return {"generation": version.generation, "fingerprint": version.fingerprint}
