"""What the user demands to look in, checked against what the archive holds."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from index.archive import Archive
from index.columns import NOBODY
from index.entering import ACRONYM
from index.errors import BadInput
from index.interview import Interview, Speaker
from index.language import _, later
from index.lexical import folded_words
from index.people import same_person
from index.places import fold
from index.spellings import folded
from rag.answer import Filters
from rag.names import meant

SHOWN = 12
# Stands before a name and is no part of it.
TITLE = re.compile(r"\s*(?:(?:Mr|Mrs|Ms|Miss|Dr|Prof)\b\.?\s*)+(?=\w)", re.I)
# So many letters of a word may stand for it.
FEWEST_LETTERS = 4
DAY = re.compile(r"[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?")

NOT_HELD = {
    "country": later(
        "this archive holds no country %(name)s. It holds: %(held)s. Choose one of these, or leave "
        "the country out to look everywhere."
    ),
    "speaker": later(
        "this archive holds no speaker %(name)s. It holds: %(held)s. Choose one of these, or leave "
        "the speaker out to look everywhere."
    ),
    "rating": later(
        "this archive holds no interview rated %(name)s. Its ratings: %(held)s. Choose one of "
        "these, or leave the rating out to look everywhere."
    ),
    "organisation": later(
        "nobody in this archive answers for %(name)s. It holds: %(held)s. Choose one of these, or "
        "leave the organisation out to look everywhere."
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
        BadInput: the archive holds no such country, speaker, interview, rating or organisation, or
            a date is none; it is never ignored.
    """
    ids = archive.interviews.ids
    rated = archive.ratings if filters.ratings else ()
    bodies = archive.organisations if filters.organisations else ()
    return Filters(
        matched(
            "country",
            filters.countries,
            archive.countries,
            lambda held, asked: meant(fold(asked), held, archive),
        ),
        matched("speaker", filters.speakers, archive.speakers, is_that_speaker),
        matched("interview", filters.interviews, ids),
        matched("rating", filters.ratings, rated),
        matched(
            "organisation", filters.organisations, bodies, has_acronym, is_that_body, begins_body
        ),
        day(filters.since),
        day(filters.until),
    )


def day(asked: str | None) -> str | None:
    """A year, a month or a day in ISO's form, also from the digits of another script.

    Raises:
        BadInput: it is none.
    """
    if asked is None:
        return None
    # Dates are compared as texts, where `٢` comes after every digit of ISO's form.
    read = "".join(str(unicodedata.decimal(letter, letter)) for letter in asked)
    if not DAY.fullmatch(read):
        raise BadInput(
            _("%(name)s is no date. Write 2031, 2031-05 or 2031-05-14.", name=repr(asked[:80]))
        )
    return read


def is_that_speaker(held: str, asked: str) -> bool:
    """Whether words are a speaker's name, or its first or last word.

    More words than the held name has are another's: who is held as `Ana` is not handed out as
    anybody's `Ana Rey`. A title before the name does not count.
    """
    name = asked[found.end() :] if (found := TITLE.match(asked)) else asked
    return len(fold(name).split()) <= len(fold(held).split()) and same_person(held, name)


def has_acronym(held: str, asked: str) -> bool:
    """Whether words are the acronym of an organisation that is held with it in brackets."""
    acronym = ACRONYM.search(held)
    return acronym is not None and fold(acronym.group(1)) == fold(asked)


def is_that_body(held: str, asked: str) -> bool:
    """Whether words are whole words of an organisation's name, side by side."""
    words = " ".join(folded_words(asked))
    return bool(words) and f" {words} " in f" {' '.join(folded_words(held))} "


def begins_body(held: str, asked: str) -> bool:
    """Whether words stand side by side in an organisation's name, the last perhaps cut short.

    `Young Lawyer` is in Young Lawyers' League.
    """
    words = folded_words(asked)
    sought, name = f" {' '.join(words)}", f" {' '.join(folded_words(held))}"
    return bool(words) and len(words[-1]) >= FEWEST_LETTERS and sought in name


def matched(
    kind: str, asked: Sequence[str], held: Sequence[str], *ways: Callable[[str, str], bool]
) -> tuple[str, ...]:
    """The held names that asked ones mean, each of which must mean one at least.

    A later way to be meant counts only where nothing is meant in an earlier one; the first is
    to be the name itself.
    """
    found: dict[str, None] = {}
    for words in asked:
        each = ([name for name in held if way(name, words)] for way in (is_called, *ways))
        names = next(filter(None, each), [])
        if not names:
            some = _(", ").join((*held[:SHOWN], *(("…",) if len(held) > SHOWN else ())))
            held_words = some or _("none")
            raise BadInput(_(NOT_HELD[kind], name=repr(words[:80]), held=held_words))
        found.update(dict.fromkeys(names))
    return tuple(found)


def is_called(held: str, asked: str) -> bool:
    """Whether words are a name, in whatever case and with or without accents."""
    return folded(held) == folded(asked)


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
    if filters.organisations:
        allowed &= answering_for(filters.organisations, archive)
    return np.flatnonzero(allowed)


def answering_for(organisations: Sequence[str], archive: Archive) -> npt.NDArray[np.bool_]:
    """Which passages are answers for some organisations, or introduce somebody who gives some."""
    facets = archive.facets
    pairs = np.array(archive.affiliated(organisations), dtype=np.int64).reshape(-1, 2)
    most = len(archive.speakers) + 1
    said = facets.interview.astype(np.int64) * most + facets.speaker
    theirs = (facets.speaker != NOBODY) & np.isin(said, pairs[:, 0] * most + pairs[:, 1])
    return np.asarray(theirs | ((facets.turn == NOBODY) & np.isin(facets.interview, pairs[:, 0])))


def among_interviews(filters: Filters, archive: Archive) -> npt.NDArray[np.bool_]:
    """Which interviews pass the filters for them, by their numbers."""
    facets = archive.facets
    allowed = np.ones(len(facets.country), dtype=np.bool_)
    if filters.countries:
        wanted = [n for n, name in enumerate(archive.countries) if name in filters.countries]
        allowed &= np.isin(facets.country, wanted)
    if filters.interviews:
        chosen = [archive.interviews.number(id) for id in filters.interviews]
        allowed &= np.isin(np.arange(len(allowed)), chosen)
    if filters.ratings or filters.since or filters.until:
        allowed &= [
            (not filters.ratings or rating in filters.ratings) and filters.dated(date)
            for rating, date in archive.rated_and_dated
        ]
    return allowed


def admits(filters: Filters, interview: Interview) -> bool:
    """Whether an interview passes the filters, and somebody in it does."""
    return (
        (not filters.countries or interview.country in filters.countries)
        and (not filters.interviews or interview.id in filters.interviews)
        and (not filters.ratings or interview.rating in filters.ratings)
        and filters.dated(interview.date)
        and (
            not (filters.speakers or filters.organisations)
            or any(chosen(filters, one) for one in interview.speakers)
        )
    )


def chosen(filters: Filters, speaker: Speaker) -> bool:
    """Whether somebody who answers passes the filters."""
    return (not filters.speakers or speaker.name in filters.speakers) and (
        not filters.organisations or speaker.organisation in filters.organisations
    )


def speaker_numbers(names: Sequence[str], archive: Archive) -> tuple[int, ...]:
    """The numbers that the archive's facets know some speakers by, without those not held."""
    held = archive.speaker_numbers
    return tuple(held[name] for name in names if name in held)


def countries_of(speakers: Sequence[str], archive: Archive) -> frozenset[str]:
    """The countries of the interviews that some speakers answer in."""
    facets = archive.facets
    theirs = facets.interviews_with(speaker_numbers(speakers, archive))
    numbers = np.unique(facets.country[theirs & archive.interviews.present])
    return frozenset(archive.countries[number] for number in numbers.tolist() if number != NOBODY)
