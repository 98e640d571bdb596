"""What the pages of an import are given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from index.language import _, later

STATES = {
    "reading": later("Reading"),
    "read": later("Read, not published yet"),
    "publishing": later("Publishing"),
    "published": later("Published"),
    "failed": later("Not imported"),
}


def said_of(state: str) -> str:
    """The state of an import in words."""
    return _(STATES[state])


@dataclass(frozen=True, slots=True)
class Waiting:
    """An import that was not discarded, as a line of the list."""

    id: str
    state: str
    files: tuple[str, ...]

    @property
    def said(self) -> str:
        """The state that it is in, in words."""
        return said_of(self.state)


@dataclass(frozen=True, slots=True)
class ImportView:
    """The form that takes documents, what may be sent, and the imports that wait."""

    template: ClassVar[str] = "import.html"
    suffixes: tuple[str, ...]
    files: int
    waiting: tuple[Waiting, ...]
    problem: str | None = None

    @property
    def title(self) -> str:
        """The page's title, which says first when something must be mended."""
        return _("Please check your files") if self.problem else _("Import documents")


@dataclass(frozen=True, slots=True)
class Reported:
    """What was read of a document; `instead` says what it replaces in the archive."""

    number: int
    name: str
    interviews: int
    questions: int
    turns: int
    speakers: tuple[str, ...]
    unnamed: int
    warnings: int
    dropped: tuple[str, ...]
    instead: str | None


@dataclass(frozen=True, slots=True)
class JobView:
    """An import: how far it is, what was read, what was refused and why.

    `minutes` says how long it is still at work, where that can be told.
    """

    template: ClassVar[str] = "import_job.html"
    id: str
    state: str
    files: tuple[str, ...]
    done: int
    total: int
    reported: tuple[Reported, ...]
    refused: tuple[tuple[str, str], ...]
    readable: bool
    problem: str | None
    generation: int | None
    minutes: int | None

    @property
    def title(self) -> str:
        """The page's title: the state that the import is in."""
        return said_of(self.state)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the source, `label` what stands before its words, and how it was read.

    `whose` is who says it, `about` their role and organisation; `begins` what is told of the
    interview that begins here.
    """

    anchor: str
    kind: str
    said: str
    whose: str | None
    about: str | None
    place: str
    span: str
    label: str
    words: str
    begins: str | None
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Doubt:
    """What the reader was not sure of, and the address of the line that it is about."""

    place: str
    message: str
    link: str


@dataclass(frozen=True, slots=True)
class PreviewView:
    """A document as it was read, beside its source, a page of lines at a time."""

    template: ClassVar[str] = "import_preview.html"
    job: str
    number: int
    name: str
    warnings: tuple[Doubt, ...]
    rows: tuple[Row, ...]
    page: int
    pages: int

    @property
    def title(self) -> str:
        """The page's title: the document's name."""
        return self.name
