"""Whom or what a comparison puts side by side: speakers, countries or interviews."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from index.archive import Archive
from index.columns import NOBODY, NUMBERS
from index.interview import Interview, Role, Span
from rag.answer import Filters
from rag.cite import interview_title
from rag.filters import Rows, admits, answering_for, chosen, speaker_numbers


class By(StrEnum):
    """What the rows of a comparison are."""

    SPEAKER = "speaker"
    COUNTRY = "country"
    INTERVIEW = "interview"


@dataclass(frozen=True, slots=True)
class Group:
    """A row of a comparison, which finds its own passages, so that nobody fills the table.

    `name` is the speaker, the country or the interview's title, None where the documents do not
    say; `countries` are those of its interviews (ids), which are never none.
    """

    by: By
    name: str | None
    countries: tuple[str, ...]
    interviews: tuple[str, ...]

    def __post_init__(self) -> None:
        if not self.interviews:
            raise ValueError("a group without interviews says nothing")


def groups_of(by: By, filters: Filters, archive: Archive) -> tuple[Group, ...]:
    """The groups of those interviews that pass the filters, in the order of the archive.

    People whom no document names are never taken for one: each interview has its own.
    """
    held: dict[tuple[str | None, str], tuple[str, ...]] = {}
    for interview in archive.interviews:
        if admits(filters, interview):
            for name in names(by, interview, filters, archive):
                key = (name, "" if name and by is not By.INTERVIEW else interview.id)
                # Interviews about an unknown country need not be about the same one.
                held[key] = (*held.get(key, ()), interview.id)
    return tuple(
        Group(by, name, countries(interviews, archive), interviews)
        for (name, _), interviews in held.items()
    )


def names(
    by: By, interview: Interview, filters: Filters, archive: Archive
) -> tuple[str | None, ...]:
    """The names of the groups that an interview belongs to."""
    if by is By.INTERVIEW:
        return (interview_title(archive, interview.id),)
    if by is By.COUNTRY:
        return (interview.country,)
    some = bool(filters.speakers or filters.organisations)
    theirs = [one.name for one in interview.speakers if chosen(filters, one)]
    unnamed = any(
        turn.answer and interview.speaker_named(number) is None
        for number, turn in enumerate(interview.turns)
    )
    nobody = not some and (unnamed or not interview.speakers)
    return (*theirs, *((None,) if nobody else ()))


def countries(interviews: tuple[str, ...], archive: Archive) -> tuple[str, ...]:
    """The countries of some interviews, each once."""
    found = (archive.interview(id).country for id in interviews)
    return tuple(dict.fromkeys(country for country in found if country))


def rows_of(group: Group, filters: Filters, archive: Archive) -> Rows:
    """The passages of a group, as rows: what its people answer, never what a publisher adds."""
    facets = archive.facets
    chosen = [archive.interviews.number(id) for id in group.interviews]
    rows = facets.alive & (facets.role == NUMBERS[Role.ANSWER]) & np.isin(facets.interview, chosen)
    if filters.speakers:
        rows &= np.isin(facets.speaker, speaker_numbers(filters.speakers, archive))
    if filters.organisations:
        rows &= answering_for(filters.organisations, archive)
    if group.by is By.SPEAKER:
        one = speaker_numbers((group.name,), archive) if group.name else (NOBODY,)
        rows &= np.isin(facets.speaker, one)
    return np.flatnonzero(rows)


def says(group: Group, interview: str, turn: int | None, archive: Archive) -> bool:
    """Whether a turn is this speaker's."""
    speaker = archive.interview(interview).speaker_named(turn)
    return (speaker.name if speaker else None) == group.name


def was_asked(group: Group, interview: str, question: Span, archive: Archive) -> bool:
    """Whether an interviewer's question was put to a group.

    One that nobody answers was put to everyone who speaks in that interview.
    """
    if interview not in group.interviews:
        return False
    turns = tuple(turns_with(question, archive.interview(interview)))
    if group.by is not By.SPEAKER or not any(answered for _, answered in turns):
        return True
    return any(answered and says(group, interview, turn, archive) for turn, answered in turns)


def turns_with(question: Span, interview: Interview) -> Iterator[tuple[int, bool]]:
    """The turns that a question opens, and whether each has an answer."""
    for number, turn in enumerate(interview.turns):
        if turn.question == question:
            yield number, bool(turn.answer)
