"""What somebody says about a document that it does not say itself: a small TOML file beside it, an
option, or what is corrected by hand on an interview's page.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from index.dates import day_of
from index.errors import BadInput
from index.places import fold
from index.tongue_names import code_of

# The hints for `talk.txt` stand in `talk.txt.toml`: no reader takes that for a document.
SUFFIX = ".toml"
# Where hints that no file tells come from.
COMMAND = "--speakers"
BY_HAND = "what was corrected by hand"
ASKS = " asks "
MOST_BYTES = 65_536
LONGEST = 300
# What a fact is, and whose.
FactName = tuple[str, str]
RATINGS = ("open", "narrowed", "obstructed", "repressed", "closed")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who answers; `labels` are what the document calls them before what they say."""

    name: str
    role: str | None = None
    organisation: str | None = None
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of an interview; what is None is not. Of its people the names stay."""

    country: str | None
    date: str | None
    rating: str | None
    people: tuple[Person, ...]

    @property
    def each(self) -> Mapping[FactName, str | None]:
        """Every fact by what it is and whose, which is empty for those of the interview."""
        return {
            ("country", ""): self.country,
            ("date", ""): self.date,
            ("rating", ""): self.rating,
            **{("role", one.name): one.role for one in self.people},
            **{("organisation", one.name): one.organisation for one in self.people},
        }

    def unlike(self, others: Facts) -> tuple[FactName, ...]:
        """The facts that are not as in others."""
        known = others.each
        return tuple(name for name, value in self.each.items() if value != known.get(name))


@dataclass(frozen=True, slots=True)
class Correction:
    """What somebody corrected of one interview by hand, and what the document says.

    `by_hand` names the facts that were corrected, also where the document says the same by now;
    all others follow it. `beside` are the ids of the other interviews in the document, so that one
    which is new can be told.
    """

    interview: str
    now: Facts
    before: Facts
    by_hand: tuple[FactName, ...] = ()
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hints:
    """Who asks and who answers in a document, and what holds for every interview in it.

    `interviewers` are names or labels. `told` is the file that says so, or else where it comes
    from. What is None or empty stays as the document has it; `corrections` stand before all of it.
    """

    interviewers: tuple[str, ...] = ()
    people: tuple[Person, ...] = ()
    country: str | None = None
    date: str | None = None
    rating: str | None = None
    told: str = COMMAND
    corrections: tuple[Correction, ...] = ()
    language: str | None = None

    @property
    def labels(self) -> dict[str, str]:
        """The name that stands for each label."""
        return {label: one.name for one in self.people for label in one.labels}

    @property
    def kept(self) -> bool:
        """Whether an archive keeps them when nobody says them again, as no file does."""
        return self.told in (COMMAND, BY_HAND)

    def correction(self, interview: str) -> Correction | None:
        """What was corrected of an interview, by its id; None where nothing was."""
        return next((one for one in self.corrections if one.interview == interview), None)


KEYS = ("interviewer", "country", "date", "rating", "language", "speaker")
EXAMPLE = 'interviewer = "Ann Roe"'


def hints_beside(raw: bytes, name: str) -> Hints:
    """The hints in the bytes of a TOML file that is called `name`.

    Raises:
        BadInput: it is not TOML, or holds what is no hint.
    """
    try:
        if len(raw) > MOST_BYTES:
            raise ValueError(f"it has {len(raw):,} bytes, of at most {MOST_BYTES:,}")
        return read(tomllib.loads(raw.decode("utf-8-sig")), name)
    except (ValueError, RecursionError) as error:
        raise BadInput(
            f"{name} holds no hints that can be read: {error}. It takes {', '.join(KEYS)}, such as "
            f"{EXAMPLE}; README.md shows one. Mend it, or take it away."
        ) from error


def read(given: Mapping[str, object], name: str) -> Hints:
    """The hints in a table of TOML.

    Raises:
        ValueError: something in it is none.
    """
    known(given, KEYS)
    date, rating = word(given, "date"), word(given, "rating")
    if date is not None and day_of(date) is None:
        raise ValueError(f"date is {date!r}, no day: write it as 2031-05-14")
    if rating is not None and rating.lower() not in RATINGS:
        raise ValueError(f"rating is {rating!r}, none of {', '.join(RATINGS)}")
    language = word(given, "language")
    if language is not None and not code_of(language):
        raise ValueError(f"language is {language!r}, none that is known: write it as es or Spanish")
    people = given.get("speaker", [])
    if not isinstance(people, list):
        raise ValueError("speaker stands in single brackets; begin each with [[speaker]]")
    hints = Hints(
        interviewers=words(given, "interviewer"),
        people=tuple(person(one) for one in people),
        country=word(given, "country"),
        date=day_of(date),
        rating=rating.lower() if rating else None,
        told=name,
        language=code_of(language) if language else None,
    )
    unambiguous(hints)
    return hints


def unambiguous(hints: Hints) -> None:
    """Raises ValueError where somebody is said to ask and to answer, or one label is of two."""
    asks = {fold(who) for who in hints.interviewers}
    owners: dict[str, str] = {}
    for one in hints.people:
        for called in (one.name, *one.labels):
            if fold(called) in asks:
                raise ValueError(
                    f"{called} is said to ask, and to be {one.name}, who answers; say one of them"
                )
        for label in one.labels:
            other = owners.setdefault(fold(label), one.name)
            if fold(other) != fold(one.name):
                raise ValueError(
                    f"the label {label} is said to be of {other} and of {one.name}; leave it to one"
                )


def person(given: object) -> Person:
    """One who answers, of a table `[[speaker]]`; raises ValueError where it is none."""
    if not isinstance(given, dict):
        raise ValueError("speaker is no table; begin each with [[speaker]]")
    known(given, tuple(one.name for one in fields(Person)))
    name = word(given, "name")
    if name is None:
        raise ValueError("a [[speaker]] has no name")
    return Person(name, word(given, "role"), word(given, "organisation"), words(given, "labels"))


def known(given: Mapping[str, object], keys: tuple[str, ...]) -> None:
    """Raises ValueError for a key that is none of those."""
    strange = sorted(set(given) - set(keys))
    if strange:
        raise ValueError(f"{strange[0]} is none of {', '.join(keys)}")


def word(given: Mapping[str, object], key: str) -> str | None:
    """The text under a key, also where TOML knows it for a day; None where there is none."""
    found = given.get(key)
    if found is None:
        return None
    told = " ".join(str(found).split()) if not isinstance(found, list | dict | bool) else ""
    if not told or len(told) > LONGEST:
        raise ValueError(f"{key} is no text of 1 to {LONGEST} characters")
    return told


def words(given: Mapping[str, object], key: str) -> tuple[str, ...]:
    """The texts under a key: one, or a list of them."""
    found = given.get(key, [])
    listed = found if isinstance(found, list) else [found]
    return tuple(text for one in listed if (text := word({key: one}, key)))


def hints_said(said: str) -> Hints:
    """The hints in `Ann Roe, Bo Ek asks Mira Dolen`: who asks, then who answers; one may be left
    out.

    Raises:
        BadInput: it says neither.
    """
    asks, between, answers = f" {said} ".partition(ASKS)
    interviewers, people = listed(asks), listed(answers)
    if not between or not (interviewers or people):
        raise BadInput(
            f"{COMMAND} {said!r} does not say who asks. Write it as '{'Ann Roe asks Mira Dolen'}', "
            "as 'Ann Roe asks', or with several names as 'Ann Roe, Bo Ek asks Mira Dolen'."
        )
    return Hints(interviewers, tuple(Person(name) for name in people))


def listed(names: str) -> tuple[str, ...]:
    """Names between commas."""
    return tuple(name for one in names.split(",") if (name := " ".join(one.split())))


def as_json(hints: Hints) -> str:
    """Hints as an archive keeps them."""
    return json.dumps(asdict(hints), ensure_ascii=False, sort_keys=True)


def of_json(kept: str) -> Hints:
    """The hints that `as_json` wrote."""
    held = json.loads(kept)
    return Hints(
        **{
            **held,
            "interviewers": tuple(held["interviewers"]),
            "people": people_of(held["people"]),
            "corrections": tuple(map(correction_of, held["corrections"])),
        }
    )


def correction_of(held: dict[str, Any]) -> Correction:
    """A correction as it was kept; older archives do not say which facts it is of."""
    now, before = facts_of(held["now"]), facts_of(held["before"])
    by_hand = tuple((what, whose) for what, whose in held.get("by_hand", now.unlike(before)))
    return Correction(held["interview"], now, before, by_hand, tuple(held.get("beside", ())))


def facts_of(held: dict[str, Any]) -> Facts:
    """What is known of an interview, as it was kept."""
    return Facts(**{**held, "people": people_of(held["people"])})


def people_of(held: list[dict[str, Any]]) -> tuple[Person, ...]:
    """People as they were kept."""
    return tuple(Person(**{**one, "labels": tuple(one["labels"])}) for one in held)
