"""What the user demands to look in, checked against what the archive holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from index.archive import Archive
from index.columns import NOBODY
from index.errors import BadInput
from index.language import _, later
from index.people import same_person
from index.places import fold, people_of
from index.spellings import folded
from rag.answer import Filters

SHOWN = 12

NOT_HELD = {
    "country": later(
        "this archive holds no country %(name)s. It holds: %(held)s. Choose one of these, or leave "
        "the country out to look everywhere."
    ),
    "speaker": later(
        "this archive holds no speaker %(name)s. It holds: %(held)s. Choose one of these, or leave "
        "the speaker out to look everywhere."
    ),
    "interview": later(
        "this archive holds no interview %(name)s. It holds: %(held)s. Choose one of these, or "
        "leave the interview out to look everywhere."
    ),
}

Rows = npt.NDArray[np.int64]


def held_filters(filters: Filters, archive: Archive) -> Filters:
    """The same filters in the archive's own spelling (`cuba` and `Cuban` as Cuba).

    Raises:
        BadInput: the archive holds no such country, speaker or interview; it is never ignored.
    """
    ids = archive.interviews.ids
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
        plain = fold(words)
        exact = [name for name in held if folded(name) == plain]
        names = exact or [name for name in held if fits(name, words)]
        if not names:
            some = _(", ").join((*held[:SHOWN], *(("…",) if len(held) > SHOWN else ())))
            held_words = some or _("none")
            raise BadInput(_(NOT_HELD[kind], name=repr(words[:80]), held=held_words))
        found.update(dict.fromkeys(names))
    return tuple(found)


def is_that_country(held: str, asked: str) -> bool:
    """Whether words are a country's name or what its people are called."""
    return fold(asked) == fold(held) or fold(asked) in people_of(held)


def rows_among(filters: Filters, archive: Archive) -> Rows | None:
    """The passages that pass the filters, as rows; None where nothing was demanded."""
    if not filters:
        return None
    facets = archive.facets
    allowed = facets.alive & among_interviews(filters, archive)[facets.interview]
    if filters.speakers:
        numbers = speaker_numbers(filters.speakers, archive)
        theirs = np.isin(facets.speaker, numbers)
        # An introduction is theirs if it presents one of them.
        outside = facets.turn == NOBODY
        theirs |= outside & facets.interviews_with(numbers)[facets.interview]
        allowed &= theirs
    return np.flatnonzero(allowed)


def among_interviews(filters: Filters, archive: Archive) -> npt.NDArray[np.bool_]:
    """Which interviews pass the filters for countries and interviews, by their numbers."""
    facets = archive.facets
    allowed = np.ones(len(facets.country), dtype=np.bool_)
    if filters.countries:
        wanted = [n for n, name in enumerate(archive.countries) if name in filters.countries]
        allowed &= np.isin(facets.country, wanted)
    if filters.interviews:
        chosen = [archive.interviews.number(id) for id in filters.interviews]
        allowed &= np.isin(np.arange(len(allowed)), chosen)
    return allowed


def speaker_numbers(names: Sequence[str], archive: Archive) -> tuple[int, ...]:
    """The numbers that the archive's facets know some speakers by, without those not held."""
    held = archive.speaker_numbers
    return tuple(held[name] for name in names if name in held)
