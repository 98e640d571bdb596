"""Organisations that the archive spells out once with their acronym: `Harbour Archive (HAR)`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from index.archive import Archive
from index.places import fold

SPELT_OUT = re.compile(
    r"((?:[A-ZÀ-Þ][\w’'-]+\s+(?:(?:of|for|and|the|in|on|against|to|with)\s+){0,2}){1,7}"
    r"[A-ZÀ-Þ][\w’'-]+)\s+\(([A-Z][A-Za-z]*[A-Z])s?\)"
)
LITTLE = frozenset("of for and the in on against to with".split())


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation by its full name and its acronym."""

    name: str
    acronym: str


@lru_cache(maxsize=4)
def bodies(archive: Archive) -> tuple[Body, ...]:
    """The organisations whose acronym the archive explains, each acronym as first explained."""
    found: dict[str, Body] = {}
    for source in archive.documents:
        for name, acronym in SPELT_OUT.findall(source.text):
            full = initialled(" ".join(name.split()), acronym)
            if full is not None:
                found.setdefault(acronym, Body(full, acronym))
    return tuple(found.values())


def initialled(name: str, acronym: str) -> str | None:
    """The end of a name whose words begin with the letters of an acronym; None where none does."""
    words = name.split()
    for start in range(len(words)):
        full = words[start:]
        letters = "".join(word[0] for word in full if word not in LITTLE).upper()
        every = "".join(word[0] for word in full).upper()
        if acronym.upper() in (letters, every) and full[0] not in LITTLE:
            # "Committee for Human Rights" may well be called HR: what it is belongs to its name.
            headed = start > 1 and words[start - 1] in ("of", "for")
            return " ".join(words[start - 2 :] if headed else full)
    return None


def named_bodies(question: str, archive: Archive) -> Iterator[tuple[Body, str]]:
    """The organisations that a question names by one of their names, and by which."""
    folded = f" {fold(question)} "
    for body in bodies(archive):
        by_name = f" {fold(body.name)} " in folded
        by_acronym = re.search(rf"\b{re.escape(body.acronym)}\b", question) is not None
        if by_name != by_acronym:
            yield body, body.name if by_name else body.acronym
