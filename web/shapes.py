"""Requests and responses of the API; requests refuse fields that they do not know."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from rag.answer import Filters
from rag.compare import MOST_QUESTIONS
from rag.verify import MOST_CHARACTERS

# Tab and line ends are white space; other control characters are no words.
WORDS = r"^[^\x00-\x08\x0B\x0C\x0E-\x1F\x7F]*$"
LONGEST_QUESTION = 2000
MOST_HISTORY = 20

Question = Annotated[
    str, StringConstraints(min_length=1, max_length=LONGEST_QUESTION, pattern=WORDS)
]
Earlier = Annotated[str, StringConstraints(max_length=LONGEST_QUESTION, pattern=WORDS)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=WORDS)]
Day = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$")]
Names = Annotated[list[Name], Field(max_length=300)]
Part = Literal["answer", "introduction", "rating"]
WHOSE = "`answer`: the speaker's words. Otherwise the publisher's."
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Closed(BaseModel):
    """A shape that takes the fields it names and no others."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Where(Closed):
    """Where to look; everywhere without any of it."""

    countries: Names = Field(default=[], description="Look only in interviews about these.")
    speakers: Names = Field(default=[], description="Look only in what these people say.")
    interviews: Names = Field(default=[], description="Look only in these interviews, by id.")
    ratings: Names = Field(default=[], description="Look only in interviews that are rated so.")
    organisations: Names = Field(
        default=[], description="Look only in what is said for these organisations."
    )
    since: Day | None = Field(
        default=None, description="Look only in interviews since this year, month or day."
    )
    until: Day | None = Field(
        default=None, description="Look only in interviews until this year, month or day."
    )

    def filters(self) -> Filters:
        """Where to look, for a desk."""
        return Filters(
            tuple(self.countries),
            tuple(self.speakers),
            tuple(self.interviews),
            tuple(self.ratings),
            tuple(self.organisations),
            self.since,
            self.until,
        )


class AskRequest(Where):
    """A question, the questions before it, and where to look."""

    question: Question = Field(
        description="What you want to know, in your own words.",
        examples=["What happens to families of activists?"],
    )
    history: Annotated[list[Earlier], Field(max_length=MOST_HISTORY)] = Field(
        default=[], description="Earlier questions of the same conversation, the oldest first."
    )


class SearchRequest(AskRequest):
    """A question, how many passages to find, and where to look."""

    k: int = Field(default=10, ge=1, le=100, description="How many passages at most.")


class Version(Closed):
    """Which archive answered."""

    generation: int = Field(description="Counts up with every change of the archive.")
    fingerprint: str = Field(description="SHA-256 of the generation's manifest.")


class SearchTook(Closed):
    """Milliseconds that each step took."""

    total: float
    understand: float
    retrieve: float
    read: float


class Took(SearchTook):
    """Milliseconds that each step took."""

    compose: float


class Understood(Closed):
    """What the question was taken to mean."""

    question: str = Field(description="The question, with what a follow-up leans on.")
    countries: list[str] = Field(description="Countries that the question names.")
    speakers: list[str] = Field(description="Speakers whom the question names.")
    because: list[str] = Field(description="A sentence for each thing that was understood.")
    language: str | None = Field(description="Of the question, a BCP 47 tag; null if not sure.")


class QuoteShape(Closed):
    """Words of the source, character by character."""

    text: str = Field(description="Equals source[start:end] of its citation.")
    citation: int = Field(description="The number of its citation.")


class Place(Closed):
    """Whose words they are, and where they stand."""

    interview: str = Field(description="The interview's id.")
    title: str = Field(description="The interview's heading.")
    country: str | None = Field(description="The country that the interview is about.")
    speaker: str | None
    role: str | None = Field(description="The speaker's role.")
    organisation: str | None = Field(description="The speaker's organisation.")
    date: str | None = Field(description="ISO date; null where the source is silent.")
    rating: str | None = Field(description="Civic-space rating as the source states it.")
    question: str | None = Field(description="The interviewer's question.")
    document: str = Field(description="The source document's name.")
    document_sha256: Sha256
    start: int = Field(ge=0, description="First character, in Unicode code points.")
    end: int = Field(ge=1, description="One past the last character.")
    quote_sha256: Sha256
    permalink: str = Field(description="The interview's page with these words marked.")
    part: Part = Field(description=WHOSE)
    locator: str | None = Field(description="Page or time; null where the source has none.")
    language: str | None = Field(description="Of the words, a BCP 47 tag; null if not known.")


class CitationShape(Place):
    """The citation of a quote."""

    number: int = Field(ge=1)


class NearShape(Place):
    """Words that lie near the question."""

    text: str = Field(description="Equals source[start:end].")


class MatchShape(NearShape):
    """Words on record that a draft quotes; an interviewer's question among them."""

    part: Literal["answer", "introduction", "rating", "question"] = Field(  # type: ignore[assignment]
        description="`answer`: the speaker's words. `question`: the interviewer's."
    )


class CoverageShape(Closed):
    """Which interviews (ids) are quoted, and which were asked; no count of all who speak to it."""

    spoke: list[str]
    asked_without_answer: list[str] = Field(description="Asked in like words, and not quoted.")
    not_asked: list[str]


class ReplyShape(Closed):
    """An answer made of quotes, or silence."""

    question: str
    understood: Understood
    outcome: Literal["answer", "silence"]
    quotes: list[QuoteShape] = Field(description="In reading order; empty in silence.")
    citations: list[CitationShape] = Field(description="One for each quote.")
    more: list[NearShape] = Field(description="More passages, not quoted as evidence.")
    coverage: CoverageShape
    nearest: list[NearShape] = Field(description="In silence: near, and not evidence.")
    archive: Version
    took_ms: Took
    answerable: float | None = Field(
        description="The probability that the archive answers; null without a calibrated judge."
    )
    judged: int = Field(ge=0, description="How many passages the judge read: English ones only.")
    reason: str | None = Field(default=None, description="In silence only: why.")


class CompareRequest(Where):
    """Questions, what to put side by side, and where to look."""

    question: Annotated[
        str,
        StringConstraints(
            min_length=1, max_length=MOST_QUESTIONS * (LONGEST_QUESTION + 1), pattern=WORDS
        ),
    ] = Field(
        description=f"A question, or several, one a line; at most {MOST_QUESTIONS}.",
        examples=["What happens to families of activists?\nWho helps them?"],
    )
    by: Literal["speaker", "country", "interview"] = Field(
        default="speaker", description="What the groups are."
    )


class ExportRequest(CompareRequest):
    """A comparison, and the form to write it in."""

    format: Literal["csv", "markdown", "html"] = Field(description="What comes back.")


class GroupShape(Closed):
    """A speaker, a country or an interview."""

    name: str | None = Field(description="Null where the documents do not say.")
    countries: list[str]
    interviews: list[str] = Field(description="Their ids.")


class PosedShape(Closed):
    """What an interviewer asked, which is nobody's answer."""

    text: str = Field(description="Equals source[start:end].")
    interview: str
    start: int = Field(ge=0)
    end: int = Field(ge=1)


class CellShape(Closed):
    """What a group says to a question, or nothing."""

    state: Literal["quoted", "asked_without_answer", "not_asked"]
    quotes: list[NearShape] = Field(description="The words that answer; empty where none do.")
    was_asked: PosedShape | None = Field(description="Where it was asked without an answer: what.")


class ComparedShape(Closed):
    """A question and its cells."""

    question: str
    understood: Understood
    reason: str | None = Field(description="Why no cell can hold anything; null where some can.")
    cells: list[CellShape] = Field(description="One for each group, in their order.")
    coverage: CoverageShape


class WholeTook(Closed):
    """Milliseconds that it took."""

    total: float


class ComparisonShape(Closed):
    """Questions beside speakers, countries or interviews."""

    by: Literal["speaker", "country", "interview"]
    rule: str = Field(description="When a cell holds a quote.")
    groups: list[GroupShape]
    questions: list[ComparedShape]
    archive: Version
    took_ms: WholeTook


class WrittenShape(Closed):
    """A reference in one style."""

    style: Literal["plain", "chicago", "apa", "mla", "bibtex", "ris", "csl-json"]
    name: str = Field(description="What the style is called.")
    media: str = Field(description="The media type of such a file.")
    text: str


class CitedShape(Closed):
    """A quote, its citation, and its reference in every style."""

    quote: NearShape
    url: str = Field(description="The permalink as a whole address.")
    accessed: str = Field(description="ISO date of today, which references name.")
    styles: list[WrittenShape]


class HitShape(Closed):
    """A passage that was found."""

    rank: int = Field(ge=1)
    score: float = Field(description="Orders the hits of one question, and means no more.")
    interview: str
    country: str | None
    speaker: str | None
    question: str | None = Field(description="The interviewer's question.")
    document: str
    start: int = Field(ge=0)
    end: int = Field(ge=1)
    text: str = Field(description="Equals source[start:end].")
    part: Part = Field(description=WHOSE)
    language: str | None = Field(description="Of the words, a BCP 47 tag; null if not known.")


class FoundShape(Closed):
    """Passages, the best first."""

    hits: list[HitShape]
    archive: Version
    took_ms: SearchTook


class PersonShape(Closed):
    """Who answers in an interview; null where the document is silent."""

    name: str
    role: str | None
    organisation: str | None


class ListedShape(Closed):
    """An interview in short."""

    id: str
    title: str
    country: str | None
    speakers: list[PersonShape]
    date: str | None
    rating: str | None
    document: str
    questions: int = Field(ge=0, description="How many questions were asked.")


class InterviewsShape(Closed):
    """What the archive holds."""

    interviews: list[ListedShape]
    archive: Version


class TextShape(Closed):
    """Words of the source and their place."""

    text: str = Field(description="Equals source[start:end].")
    start: int = Field(ge=0)
    end: int = Field(ge=1)
    language: str | None = Field(description="A BCP 47 tag; null if not known.")


class FooterShape(TextShape):
    """A closing line, which is the publisher's."""

    part: Literal["rating", "contact", "credit", "disclaimer"]


class TurnShape(Closed):
    """A question and the answer to it, a text a paragraph."""

    question: TextShape | None
    speaker: str | None
    answer: list[TextShape]


class InterviewShape(Closed):
    """A whole interview as it was read."""

    id: str
    title: str
    heading: TextShape | None
    country: str | None
    headline: TextShape | None = Field(description="The heading's pull-quote: edited words.")
    speakers: list[PersonShape]
    date: str | None
    rating: str | None
    document: str
    document_sha256: Sha256
    introduction: list[TextShape]
    turns: list[TurnShape]
    footer: list[FooterShape]
    archive: Version


class Health(Closed):
    """The process answers."""

    status: Literal["up"]


class Check(Closed):
    """One thing that must hold before questions can be answered."""

    name: str
    ok: bool


class Ready(Closed):
    """Whether questions can be answered now."""

    ready: bool
    checks: list[Check]
    archive: Version


class ProblemShape(Closed):
    """What went wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    request_id: str


class NotReady(ProblemShape):
    """Why questions cannot be answered now."""

    ready: Literal[False]
    checks: list[Check]


class VerifyRequest(Closed):
    """An article whose quotations are to be checked."""

    text: str = Field(
        min_length=1,
        max_length=MOST_CHARACTERS,
        description="The article as plain text, its quotations between quotation marks.",
        examples=["“We are still here,” said Mira Dolen."],
    )


class ChangeShape(Closed):
    """What became of some words between the source and the draft."""

    op: Literal["same", "dropped", "added"] = Field(
        description="`dropped`: in the source only. `added`: in the draft only."
    )
    text: str


class CheckedShape(Closed):
    """A quotation and what the archive holds of it."""

    text: str = Field(description="Equals draft[start:end], without its quotation marks.")
    start: int = Field(ge=0, description="In Unicode code points of the draft.")
    end: int = Field(ge=1)
    verdict: Literal["exact", "altered", "misattributed", "interviewer", "stitched", "not_found"]
    attributed_to: str | None = Field(description="Whom the draft names; null: it does not tell.")
    because: list[str]
    diff: list[ChangeShape] | None = Field(description="Null unless the words are altered.")
    matches: list[MatchShape] = Field(description="The sentences that hold the words.")
    nearest: list[NearShape] = Field(description="Where nothing was found: near, not evidence.")


class CountsShape(Closed):
    """How many quotations have each verdict."""

    exact: int
    altered: int
    misattributed: int
    interviewer: int
    stitched: int
    not_found: int


class DraftShape(Closed):
    """A draft with its quotations checked."""

    quotations: list[CheckedShape]
    counts: CountsShape
    passed_over: int = Field(description="Quotations too short to be judged, as titles are.")
    archive: Version
