"""What each template is given: one frozen type a page, and nothing else reaches a template."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from index.language import _
from web.correctviews import CorrectView
from web.drawn import SeeView
from web.importviews import ImportView, JobView, PreviewView
from web.inspectviews import Workings


@dataclass(frozen=True, slots=True)
class Frame:
    """What every page says about the archive behind it."""

    interviews: int
    countries: int
    generation: int
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to narrow a question to, and whether it is chosen."""

    value: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class AskForm:
    """The question form as the user left it; `problem` says what to mend.

    `sent` are the fields beside the question as they were sent, for forms that ask it again.
    """

    question: str = ""
    history: tuple[str, ...] = ()
    countries: tuple[Choice, ...] = ()
    speakers: tuple[Choice, ...] = ()
    ratings: tuple[Choice, ...] = ()
    organisations: tuple[Choice, ...] = ()
    since: str = ""
    until: str = ""
    sent: tuple[tuple[str, str], ...] = ()
    problem: str | None = None

    @property
    def chosen(self) -> tuple[str, ...]:
        """What the question is narrowed to."""
        return chosen_in(self)


def chosen_in(form: AskForm | CompareForm) -> tuple[str, ...]:
    """What a form narrows its questions to."""
    held = (*form.countries, *form.speakers, *form.ratings, *form.organisations)
    return (*(c.value for c in held if c.chosen), *filter(None, (form.since, form.until)))


@dataclass(frozen=True, slots=True)
class Starter:
    """A question that an interviewer of this archive asked, to begin with."""

    question: str
    country: str | None


@dataclass(frozen=True, slots=True)
class AskView:
    """The first page, or the form again with what was wrong."""

    template: ClassVar[str] = "ask.html"
    form: AskForm
    starters: tuple[Starter, ...]
    countries: tuple[str, ...]

    @property
    def title(self) -> str:
        """The page's title, which says first when something must be mended."""
        return _("Please check your question") if self.form.problem else _("Ask the archive")


@dataclass(frozen=True, slots=True)
class Words:
    """Words cut from a source and the place they stand at; `number` counts those quoted.

    `before` and `after` are the sentences around them in the same answer, where a page shows them.
    `language` is theirs as a BCP 47 tag, empty where it is not known.
    """

    text: str
    number: int | None
    permalink: str
    place: str
    cite: str
    before: str | None = None
    after: str | None = None
    language: str = ""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question by the interviewer, None outside the turns, and the words that answer it."""

    question: str | None
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Voice:
    """Whose words follow.

    `publisher` is `introduction` or `rating` where they are the publisher's, else None.
    """

    interview: str
    title: str
    country: str | None
    speaker: str | None
    role: str | None
    organisation: str | None
    date: str | None
    rating: str | None
    publisher: str | None
    exchanges: tuple[Exchange, ...]


@dataclass(frozen=True, slots=True)
class Chip:
    """One interview in the coverage strip; `alike` tells it from others that look the same.

    `near` says that it is not quoted, and that a passage of it lies near the question.
    """

    interview: str
    country: str | None
    names: str
    date: str | None
    alike: str | None
    near: bool


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """The interviews that are alike in how they speak to a question."""

    kind: str
    label: str
    chips: tuple[Chip, ...]


@dataclass(frozen=True, slots=True)
class Posed:
    """A question of an interviewer, and its permalink."""

    text: str
    permalink: str


@dataclass(frozen=True, slots=True)
class Picked:
    """The one interview of the strip that an answer is narrowed to, and what that means.

    `asked` is what its interviewer asked about the question, where no answer was found.
    """

    kind: str
    chip: Chip
    means: str
    asked: tuple[Posed, ...]


@dataclass(frozen=True, slots=True)
class Understood:
    """The question, what it was taken to mean, and the questions before it."""

    question: str
    history: tuple[str, ...]
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facet:
    """A country or speaker (`name` says which) to narrow an answer to, and its quotes' number."""

    name: str
    value: str
    quotes: int


@dataclass(frozen=True, slots=True)
class Beside:
    """The interview beside an answer, in which one of the answer's quotes is marked."""

    number: int
    of: int
    permalink: str
    interview: InterviewView


@dataclass(frozen=True, slots=True)
class Shared:
    """Where an answer can be read again: its address, and as a whole link.

    `on` is the day on which it is shown, `sources` the numbers and references of its quotes.
    """

    address: str
    link: str
    on: str
    sources: tuple[tuple[int, str], ...]
    beside: Beside | None


@dataclass(frozen=True, slots=True)
class AnswerView:
    """Quotes in reading order, more passages apart from them, and the coverage.

    `weak` says that the quotes are less likely than not to answer.
    """

    template: ClassVar[str] = "answer.html"
    understood: Understood
    quotes: int
    interviews: int
    voices: tuple[Voice, ...]
    more: tuple[Voice, ...]
    coverage: tuple[CoverageRow, ...]
    facets: tuple[Facet, ...]
    weak: bool
    form: AskForm
    shared: Shared | None = None
    picked: Picked | None = None

    @property
    def title(self) -> str:
        """The page's title."""
        return _("On record")


@dataclass(frozen=True, slots=True)
class SilenceView:
    """Nothing on record, what lies near, and what interviewers asked there."""

    template: ClassVar[str] = "silence.html"
    understood: Understood
    reason: str
    nearest: tuple[Voice, ...]
    askable: tuple[str, ...]
    coverage: tuple[CoverageRow, ...]
    form: AskForm
    shared: Shared | None = None
    picked: Picked | None = None

    @property
    def title(self) -> str:
        """The page's title."""
        return _("Nothing on record")


@dataclass(frozen=True, slots=True)
class Person:
    """Who speaks in an interview."""

    name: str
    role: str | None
    organisation: str | None


@dataclass(frozen=True, slots=True)
class Listed:
    """An interview in the list."""

    id: str
    title: str
    country: str | None
    people: tuple[Person, ...]
    date: str | None
    rating: str | None
    questions: int


@dataclass(frozen=True, slots=True)
class Shown:
    """Which part of a list a page shows, counted from 1, and the addresses of its neighbours."""

    first: int
    last: int
    all: int
    earlier: str | None
    later: str | None


@dataclass(frozen=True, slots=True)
class InterviewsView:
    """The interviews, all or some: an empty country is an unknown one.

    `narrowed` says what else they are narrowed to.
    """

    template: ClassVar[str] = "interviews.html"
    country: str | None
    narrowed: tuple[str, ...]
    countries: tuple[str, ...]
    interviews: tuple[Listed, ...]
    shown: Shown

    @property
    def title(self) -> str:
        """The page's title."""
        return _("Interviews")


@dataclass(frozen=True, slots=True)
class Link:
    """The link to a sentence, or to a question of the interviewer, by its number there."""

    number: int
    permalink: str
    asks: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """Some characters of a line, the id of their mark, and the sentences that end in them.

    `place` counts the places where words were found that somebody looked for.
    """

    text: str
    mark: str | None
    place: int | None
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of the source: its label and its pieces together are its exact characters.

    `language` is that of its words as a BCP 47 tag, empty where it is not known.
    """

    label: str
    pieces: tuple[Piece, ...]
    language: str = ""

    @property
    def text(self) -> str:
        """The line's characters without its label."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one kind in a row: `speaker` where an answer begins, `number` of a question."""

    kind: str
    lines: tuple[Line, ...]
    speaker: str | None = None
    number: int | None = None
    unanswered: bool = False


@dataclass(frozen=True, slots=True)
class Marked:
    """What is marked on an interview's page: whose words, and where.

    `changed` says that the source has changed since the link was made; `permalink` and `cite`
    lead to the words as they stand now. What the interviewer asks is nobody's answer, and has no
    `cite`.
    """

    whose: str
    place: str
    changed: bool
    permalink: str
    cite: str | None


@dataclass(frozen=True, slots=True)
class Finding:
    """Words that were looked for in an interview, and in how many places they stand.

    `places` is None where nothing was looked for; `problem` says what to mend.
    """

    words: str = ""
    places: int | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class InterviewView:
    """A whole interview in the source's own characters.

    `corrected` are the facts that were corrected by hand, with what the document says; whoever
    reads it may correct them where it is `editable`.
    """

    template: ClassVar[str] = "interview.html"
    id: str
    title: str
    country: str | None
    people: tuple[Person, ...]
    date: str | None
    rating: str | None
    document: str
    document_sha256: str
    heading: Line | None
    blocks: tuple[Block, ...]
    questions: tuple[Block, ...]
    marked: Marked | None
    finding: Finding
    corrected: tuple[tuple[str, str], ...] = ()
    editable: bool = False


@dataclass(frozen=True, slots=True)
class AboutView:
    """What this is, what it holds and what it does not promise.

    `dated` counts the interviews that are, from the `earliest` to the `latest`.
    """

    template: ClassVar[str] = "about.html"
    documents: tuple[str, ...]
    passages: int
    countries: tuple[str, ...]
    speakers: int
    dated: int
    earliest: str | None
    latest: str | None

    @property
    def title(self) -> str:
        """The page's title."""
        return _("About")


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a request, a response or a shape; `shape` names the one it holds."""

    name: str
    type: str
    shape: str | None
    required: bool
    about: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """A status that an operation answers with."""

    status: str
    about: str
    media: str
    shape: str | None


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of the API."""

    anchor: str
    method: str
    path: str
    summary: str
    about: str
    parameters: tuple[Field, ...]
    request: tuple[Field, ...]
    response: tuple[Field, ...]
    outcomes: tuple[Outcome, ...]
    curl: str


@dataclass(frozen=True, slots=True)
class Shape:
    """A named shape that fields refer to."""

    name: str
    about: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class ApiView:
    """The API, from its own description."""

    template: ClassVar[str] = "api.html"
    version: str
    operations: tuple[Operation, ...]
    shapes: tuple[Shape, ...]

    @property
    def title(self) -> str:
        """The page's title."""
        return _("API")


@dataclass(frozen=True, slots=True)
class CompareForm:
    """The form of a comparison as the user left it; `problem` says what to mend."""

    questions: str
    by: tuple[Choice, ...]
    countries: tuple[Choice, ...]
    speakers: tuple[Choice, ...]
    ratings: tuple[Choice, ...]
    organisations: tuple[Choice, ...]
    since: str
    until: str
    interviews: tuple[str, ...]
    most: int
    problem: str | None = None

    @property
    def chosen(self) -> tuple[str, ...]:
        """What the questions are narrowed to."""
        return chosen_in(self)


@dataclass(frozen=True, slots=True)
class GridCell:
    """What a group says to a question, or that it says nothing; `asked` and where that stands."""

    question: str
    words: tuple[Words, ...]
    whose: str
    nothing: str | None
    asked: str | None
    asked_at: str | None


@dataclass(frozen=True, slots=True)
class GridRow:
    """A speaker, country or interview with a cell for each question; `link` leads to one."""

    name: str
    about: str
    link: str | None
    cells: tuple[GridCell, ...]


@dataclass(frozen=True, slots=True)
class GridColumn:
    """A question, what it was taken to mean, and how many say something to it."""

    question: str
    because: tuple[str, ...]
    reason: str | None
    tally: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A comparison as a table, of which `size` says how many rows there are, and of what.

    `link` is an address that makes it again, and holds the questions; `fields` are those of the
    form that made it, to ask for it in another form.
    """

    by: str
    size: str
    columns: tuple[GridColumn, ...]
    rows: tuple[GridRow, ...]
    rule: str
    link: str
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class CompareView:
    """Questions beside speakers, countries or interviews; without a grid, the form to ask."""

    template: ClassVar[str] = "compare.html"
    form: CompareForm
    grid: Grid | None

    @property
    def title(self) -> str:
        """The page's title, which says first when something must be mended."""
        return _("Please check your questions") if self.form.problem else _("Compare")


@dataclass(frozen=True, slots=True)
class Written:
    """A reference in one style; `file` is the address that saves it, for the styles of programs."""

    anchor: str
    name: str
    text: str
    file: str | None


@dataclass(frozen=True, slots=True)
class CiteView:
    """A quote and its reference in every style."""

    template: ClassVar[str] = "cite.html"
    quote: Words
    whose: str
    asked: str | None
    styles: tuple[Written, ...]

    @property
    def title(self) -> str:
        """The page's title."""
        return _("Cite")


@dataclass(frozen=True, slots=True)
class VerifyForm:
    """The form that takes a draft, the suffixes that are read, and what to mend."""

    text: str
    suffixes: tuple[str, ...]
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class DraftPart:
    """A stretch of a draft; of a quotation its number, its verdict and what that is called."""

    text: str
    number: int | None = None
    verdict: str | None = None
    said: str | None = None


@dataclass(frozen=True, slots=True)
class CheckedView:
    """A quotation of a draft, what it turned out to be, and the words on record.

    `changes` are pairs of what became of some words (same, dropped, added) and the words;
    `matches` and `nearest` pairs of whose words they are and the words.
    """

    number: int
    verdict: str
    said: str
    exact: bool
    line: int
    text: str
    attributed_to: str | None
    because: tuple[str, ...]
    changes: tuple[tuple[str, str], ...]
    matches: tuple[tuple[str, Words], ...]
    nearest: tuple[tuple[str, Words], ...]


@dataclass(frozen=True, slots=True)
class VerifyView:
    """A draft with its quotations checked; without a summary, the form to send one."""

    template: ClassVar[str] = "verify.html"
    form: VerifyForm
    summary: str | None = None
    passed_over: str | None = None
    checked: tuple[CheckedView, ...] = ()
    draft: tuple[DraftPart, ...] = ()

    @property
    def title(self) -> str:
        """The page's title, which says first when something must be mended."""
        return _("Please check your draft") if self.form.problem else _("Check a draft")


@dataclass(frozen=True, slots=True)
class InspectView:
    """How a reply came about; without workings, the form to ask for them."""

    template: ClassVar[str] = "inspect.html"
    form: AskForm
    workings: Workings | None = None

    @property
    def title(self) -> str:
        """The page's title, which says first when something must be mended."""
        if self.form.problem:
            return _("Please check your question")
        if self.workings and self.workings.topic.flaws:
            return _("Please check the topic")
        return _("Inspect")


@dataclass(frozen=True, slots=True)
class ErrorView:
    """What went wrong and the way out; `interview` is the one to read instead."""

    template: ClassVar[str] = "error.html"
    status: int
    title: str
    detail: str
    request_id: str
    interview: str | None = None


View = (
    AskView
    | AnswerView
    | SilenceView
    | InterviewsView
    | InterviewView
    | AboutView
    | ApiView
    | CompareView
    | CiteView
    | VerifyView
    | SeeView
    | InspectView
    | ImportView
    | CorrectView
    | JobView
    | PreviewView
    | ErrorView
)
