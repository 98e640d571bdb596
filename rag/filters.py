"""What the user demands to look in, checked against what the archive holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from index.archive import Archive
from index.errors import BadInput
from index.people import same_person
from index.places import fold, people_of
from rag.answer import Filters

SHOWN = 12

Rows = npt.NDArray[np.int64]


def held_filters(filters: Filters, archive: Archive) -> Filters:
    """The same filters in the archive's own spelling (`cuba` and `Cuban` as Cuba).

    Raises:
        BadInput: the archive holds no such country, speaker or interview; it is never ignored.
    """
    ids = tuple(interview.id for interview in archive.interviews)
    return Filters(
        matched("country", filters.countries, archive.countries, is_that_country),
        matched("speaker", filters.speakers, archive.speakers, same_person),
        matched("interview", filters.interviews, ids, lambda held, asked: held == asked),
    )


def matched(
    kind: str, asked: Sequence[str], held: Sequence[str], fits: Callable[[str, str], bool]
) -> tuple[str, ...]:
    """The held names that asked ones mean, each of which must mean one at least."""
    found: dict[str, None] = {}
    for words in asked:
        exact = [name for name in held if fold(name) == fold(words)]
        names = exact or [name for name in held if fits(name, words)]
        if not names:
            some = ", ".join(held[:SHOWN]) + (", …" if len(held) > SHOWN else "")
            raise BadInput(
                f"this archive holds no {kind} {words[:80]!r}. It holds: {some or 'none'}. "
                f"Choose one of these, or leave the {kind} out to look everywhere."
            )
        found.update(dict.fromkeys(names))
    return tuple(found)


def is_that_country(held: str, asked: str) -> bool:
    """Whether words are a country's name or what its people are called."""
    return fold(asked) == fold(held) or fold(asked) in people_of(held)


def rows_among(filters: Filters, archive: Archive) -> Rows | None:
    """The passages that pass the filters, as rows; None where nothing was demanded."""
    if not filters:
        return None
    allowed = {
        interview.id: frozenset(speaker.name for speaker in interview.speakers)
        for interview in archive.interviews
        if not filters.countries or interview.country in filters.countries
        if not filters.interviews or interview.id in filters.interviews
    }
    rows = [
        passage.number
        for passage in archive.passages
        if passage.interview in allowed
        if not filters.speakers or speaks(archive, passage.interview, passage.turn, filters)
    ]
    return np.asarray(rows, dtype=np.int64)


def speaks(archive: Archive, interview: str, turn: int | None, filters: Filters) -> bool:
    """Whether a turn is a demanded speaker's; for an introduction, whether it presents one."""
    held = archive.interview(interview)
    if turn is None:
        return any(speaker.name in filters.speakers for speaker in held.speakers)
    speaker = held.speaker_named(turn)
    return speaker is not None and speaker.name in filters.speakers
