"""A follow-up to a question that stands alone: which of the earlier questions it leans on."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.archive import Archive
from rag.names import named_countries, named_speakers
from rag.tongues import asked_in, asked_stems

# A follow-up leans on what was asked just before, not on how the conversation began.
REMEMBERED = 3
# A question that leans on the one before: it opens like one, or speaks of something unnamed.
OPENS_LEANING = re.compile(
    r"\s*(?:and|but|so|or|then|also|what about|how about|why\s*(?:not)?\s*\?|when\s*\?|how so)\b",
    re.I,
)
UNNAMED = re.compile(
    r"\b(?:he|she|they|him|her|his|hers|their|theirs|them|it|its|this|that|these|those|"
    r"there|then|so|such)\b",
    re.I,
)
FEWEST_WORDS = 3


def leant_on(question: str, before: Sequence[str], archive: Archive) -> tuple[str, ...]:
    """The earlier questions that a question cannot be understood without, oldest first.

    One that leans itself brings along what it leans on, up to three in all. A country or
    speaker that the question names takes the place of the one that an earlier one names.
    """
    chain: list[str] = []
    leaning = question
    for earlier in reversed(before[-REMEMBERED:]):
        if not leans(leaning, archive):
            break
        chain.append(earlier)
        leaning = earlier
    return tuple(replaced(earlier, question, archive) for earlier in reversed(chain))


def leans(question: str, archive: Archive) -> bool:
    """Whether a question cannot be understood without the one before it.

    "What did Mira Dolen say of her arrest?" points at nobody outside it.
    """
    if (
        OPENS_LEANING.match(question)
        or len(asked_stems(question, asked_in(question), archive)) < FEWEST_WORDS
    ):
        return True
    points = UNNAMED.search(question)
    if points is None:
        return False
    opening = question[: points.start()]
    return not any(True for _ in named_speakers(opening, archive)) and not any(
        True for _ in named_countries(opening, archive)
    )


def replaced(earlier: str, question: str, archive: Archive) -> str:
    """An earlier question without the countries and speakers whom the new one names others for."""
    for names in (named_countries, named_speakers):
        if any(True for _ in names(question, archive)):
            for named in names(earlier, archive):
                theirs = rf"\b{re.escape(named.words)}\b(?:[’']s?)?"
                earlier = re.sub(theirs, "", earlier, flags=re.IGNORECASE)
    return " ".join(earlier.split())
