"""A picture of an archive: where its interviews speak of, when, how long, and about what.

Whatever no document says is counted as unknown, never guessed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median

from index.archive import Archive
from index.places import Where, where
from rag.answer import Json, Version, version_json
from rag.subjects import Spoken, Subject, subjects

# So many interviews can be told apart in one picture; of more the longest are compared.
MOST_COMPARED = 30
# Reading so many takes a few seconds; of more an even part is read.
MOST_READ = 2000
MOST_SUBJECTS = 26
DATED = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d{2}))?)?")


@dataclass(frozen=True, slots=True)
class Rated:
    """A civic-space rating as sources state it, None for none, and how many interviews have it."""

    rating: str | None
    interviews: int


@dataclass(frozen=True, slots=True)
class Land:
    """A country, None for an unknown one, with its interviews and how they say it is rated.

    `where` is None for a country that the country library does not place.
    """

    country: str | None
    interviews: int
    ratings: tuple[Rated, ...]
    where: Where | None


@dataclass(frozen=True, slots=True)
class Outline:
    """An interview in outline."""

    id: str
    country: str | None
    speakers: tuple[str, ...]
    date: str | None
    rating: str | None


@dataclass(frozen=True, slots=True)
class Length:
    """How many questions an interview (its id) has, and words its answers, as spaces part them."""

    interview: str
    questions: int
    words: int


@dataclass(frozen=True, slots=True)
class Picture:
    """An archive at a glance.

    `outlines` are all interviews in the archive's order, `lengths` those of them that were read:
    all, or of very many so many from its whole breadth. `compared` are the ids of the longest,
    whose `subjects` are compared. Lands are sorted by name, ratings by how many have them; the
    unknown comes last.
    """

    lands: tuple[Land, ...]
    ratings: tuple[Rated, ...]
    outlines: tuple[Outline, ...]
    people: int
    lengths: tuple[Length, ...]
    compared: tuple[str, ...]
    subjects: tuple[Subject, ...]
    version: Version

    @property
    def words(self) -> int:
        """The words of all answers that were read."""
        return sum(one.words for one in self.lengths)

    @property
    def median(self) -> int:
        """The words of the interview in the middle; 0 of none."""
        return round(median(one.words for one in self.lengths)) if self.lengths else 0

    @property
    def dated(self) -> tuple[Outline, ...]:
        """The interviews whose date is known, to the year at least."""
        return tuple(one for one in self.outlines if is_dated(one.date))


def picture_of(archive: Archive) -> Picture:
    """The picture of an archive, which takes seconds where it is large."""
    cards, stated = archive.interviews.cards, archive.interviews.ratings
    outlines = tuple(
        Outline(id, card.country, card.speakers, card.date, rating)
        for (id, card), rating in zip(cards.items(), stated, strict=True)
    )
    every = max(1, -(-len(outlines) // MOST_READ))
    lengths = tuple(length(one.id, archive) for one in outlines[::every])
    longest = frozenset(sorted(lengths, key=lambda one: -one.words)[:MOST_COMPARED])
    compared = tuple(one.interview for one in lengths if one in longest)
    spoken = Spoken(archive, tuple(one.interview for one in lengths), compared)
    return Picture(
        lands=lands(outlines),
        ratings=ratings(outlines),
        outlines=outlines,
        people=len(archive.speakers),
        lengths=lengths,
        compared=compared,
        subjects=subjects(spoken, compared, MOST_SUBJECTS),
        version=Version(archive.generation, archive.fingerprint),
    )


def length(id: str, archive: Archive) -> Length:
    """How long an interview is."""
    interview, text = archive.interview(id), archive.source(id).text
    spans = [span for turn in interview.turns for span in turn.answer]
    return Length(id, len(interview.questions), sum(len(span.of(text).split()) for span in spans))


def lands(interviews: Iterable[Outline]) -> tuple[Land, ...]:
    """The countries of some interviews, by name; those of no country last."""
    held: dict[str | None, list[Outline]] = {}
    for one in interviews:
        held.setdefault(one.country, []).append(one)
    return tuple(
        Land(
            country,
            len(held[country]),
            ratings(held[country]),
            where(country) if country else None,
        )
        for country in sorted(held, key=lambda name: (name is None, name or ""))
    )


def ratings(interviews: Iterable[Outline]) -> tuple[Rated, ...]:
    """The ratings that some interviews state, the most frequent first; none stated last."""
    counts = Counter(one.rating for one in interviews)
    order = sorted(counts, key=lambda one: (one is None, -counts[one], one or ""))
    return tuple(Rated(rating, counts[rating]) for rating in order)


def is_dated(date: str | None) -> bool:
    """Whether a date tells the year at least."""
    return date is not None and DATED.fullmatch(date) is not None


def picture_json(picture: Picture) -> Json:
    """A picture in the shape of `GET /api/see`."""
    read = {one.interview: one for one in picture.lengths}
    return {
        "interviews": [outline_json(one, read) for one in picture.outlines],
        "people": picture.people,
        "words": picture.words,
        "countries": [land_json(land) for land in picture.lands],
        "ratings": [rated_json(rated) for rated in picture.ratings],
        "compared": list(picture.compared),
        "subjects": [subject_json(subject) for subject in picture.subjects],
        "archive": version_json(picture.version),
    }


def outline_json(one: Outline, read: Mapping[str, Length]) -> Json:
    """An interview in outline, with its length where it was read."""
    known = read.get(one.id)
    return {
        "id": one.id,
        "country": one.country,
        "speakers": list(one.speakers),
        "date": one.date,
        "rating": one.rating,
        "questions": known.questions if known else None,
        "words": known.words if known else None,
    }


def rated_json(rated: Rated) -> Json:
    """A rating and how many interviews have it."""
    return {"rating": rated.rating, "interviews": rated.interviews}


def land_json(land: Land) -> Json:
    """A country with its ratings."""
    return {
        "country": land.country,
        "interviews": land.interviews,
        "ratings": [rated_json(rated) for rated in land.ratings],
        "latitude": land.where.latitude if land.where else None,
        "longitude": land.where.longitude if land.where else None,
    }


def subject_json(subject: Subject) -> Json:
    """A subject and who speaks of it."""
    return {
        "words": subject.words,
        "said": [
            {
                "interview": said.interview,
                "times": said.times,
                "share": round(said.share, 6),
                "score": None if said.score is None else round(said.score, 3),
                "start": said.first.start,
                "end": said.first.end,
            }
            for said in subject.said
        ],
    }
