"""A question that sets countries or people beside each other, as it is asked of each of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.archive import Archive
from rag.answer import Filters, Side
from rag.filters import countries_of
from rag.names import Named, written_as

COMPARES = re.compile(
    r"\b(?:compar\w+|differ\w*|contrast\w*|both|each|either|neither|respectively|versus|vs|than"
    r"|(?:dis)?agree\w*|similar\w*|alike|in common|the same)\b",
    re.I,
)
# What may stand between two names that a question asks about together.
TOGETHER = r"(?:['’]s?)?(?:[ ,]+\w+){0,3}?,? +(?:and|or)(?: +\w+){0,3}? +"
# Two questions in one are asked of all whom either names.
MOST = 4


def sides(
    question: str,
    whole: str,
    countries: Sequence[Named],
    speakers: Sequence[Named],
    archive: Archive,
) -> tuple[Side, ...]:
    """What each is asked whom a question sets beside others; empty where it does not.

    `whole` is the question with what it leans on: each is asked that. Of a country for which
    somebody is named who speaks of it, that person is asked.
    """
    spoken_for = countries_of([one.name for one in speakers], archive)
    places = [one for one in countries if one.name not in spoken_for]
    named = (*places, *speakers)
    if not 1 < len(named) <= MOST or not beside_each_other(question, named):
        return ()
    return (
        *(Side(alone(whole, one, named), Filters((one.name,))) for one in places),
        *(Side(alone(whole, one, named), Filters((), (one.name,))) for one in speakers),
    )


def beside_each_other(question: str, named: Sequence[Named]) -> bool:
    """Whether a question compares those whom it names, or asks about them in one breath."""
    if COMPARES.search(question):
        return True
    words = "|".join(written_as(one.words) for one in named)
    return bool(re.search(rf"(?:{words}){TOGETHER}(?:{words})", question, re.I))


def alone(question: str, one: Named, named: Sequence[Named]) -> str:
    """The question without the words for others, which would draw their sentences near."""
    longest = sorted({other.words for other in named}, key=len, reverse=True)
    words = "|".join(map(written_as, longest))
    # A name can stand inside another's, which is kept whole.
    own = re.sub(
        words,
        lambda found: found[0] if found[0].lower() == one.words.lower() else "",
        question,
        flags=re.I,
    )
    return " ".join(own.split())
