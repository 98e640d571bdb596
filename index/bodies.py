"""Organisations that a text spells out once with their acronym: `Harbour Archive (HAR)`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.scripts import CAPITAL

# No longer than words are: a name may begin inside one, as in `theHarbour Archive`, and an unbroken
# run of capitals would be read to its end from each of them.
REST = r"[\w’'-]{1,80}"
SPELT_OUT = re.compile(
    rf"((?:{CAPITAL}{REST}\s+(?:(?:of|for|and|the|in|on|against|to|with)\s+){{0,2}}){{1,7}}"
    rf"{CAPITAL}{REST})\s+\(([A-Z][A-Za-z]*[A-Z])s?\)"
)
LITTLE = frozenset("of for and the in on against to with".split())


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation by its full name and its acronym."""

    name: str
    acronym: str


def bodies(text: str) -> Iterator[Body]:
    """The organisations whose acronym a text explains, in its order."""
    for name, acronym in SPELT_OUT.findall(text):
        full = initialled(" ".join(name.split()), acronym)
        if full is not None:
            yield Body(full, acronym)


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
