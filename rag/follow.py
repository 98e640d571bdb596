"""A follow-up to a question that stands alone: which of the earlier questions it leans on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.archive import Archive
from rag.names import (
    GAP,
    absent_words,
    country_words,
    named_countries,
    named_speakers,
    typed,
    written_as,
)
from rag.silence import unheld_names
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
# The words above where they point at nothing: `Is there ...`, `says that the ...`. Only where
# that is sure: in `Who was there?` and `Do you think that will help?` they point.
EMPTY = re.compile(
    r"\A\W*(?:is|are|was|were) there\b"
    r"|\b(?:says?|said|claims|denies) that(?= (?:the|an?)\b)",
    re.I,
)
FEWEST_WORDS = 3


def leant_on(question: str, before: Sequence[str], archive: Archive) -> tuple[str, ...]:
    """The earlier questions that a question cannot be understood without, oldest first.

    One that leans itself brings along what it leans on, up to three in all. A country or
    speaker that the question names takes the place of the one that an earlier one names, so
    that the names which are left are those that it asks about.
    """
    chain = [question]
    for earlier in reversed(before[-REMEMBERED:]):
        if not leans(chain[-1], archive):
            break
        chain.append(earlier)
    return tuple(replaced(chain[n], chain[:n], archive) for n in range(len(chain) - 1, 0, -1))


def leans(question: str, archive: Archive) -> bool:
    """Whether a question cannot be understood without the one before it.

    "What did Mira Dolen say of her arrest?" points at nobody outside it.
    """
    if (
        OPENS_LEANING.match(question)
        or len(asked_stems(question, asked_in(question), archive)) < FEWEST_WORDS
    ):
        return True
    points = UNNAMED.search(EMPTY.sub(lambda found: GAP * len(found[0]), question))
    if points is None:
        return False
    opening = question[: points.start()]
    return not any(True for _ in named_speakers(opening, archive)) and not any(
        True for _ in named_countries(opening, archive)
    )


def replaced(earlier: str, later: Sequence[str], archive: Archive) -> str:
    """An earlier question without the names whose place others took in those after it.

    `later` holds those, the new one first. Countries and speakers that are held give way to
    that one only: "Do they agree?" asks of all that were named before.
    """
    new = later[0]
    gone = list(unheld(earlier, later, archive))
    if country_words(new, archive):
        gone += (typed(words, earlier) for words in country_words(earlier, archive))
    if any(True for _ in named_speakers(new, archive)):
        gone += (one.words for one in named_speakers(earlier, archive))
    for words in sorted(gone, key=len, reverse=True):
        earlier = re.sub(rf"{written_as(words)}(?:[’']s?)?", "", earlier, flags=re.IGNORECASE)
    return " ".join(earlier.split())


def unheld(earlier: str, later: Sequence[str], archive: Archive) -> Iterator[str]:
    """The names in an earlier question that the archive lacks, where later ones name others."""
    spoken = [one for one in later if any(True for _ in named_speakers(one, archive))]
    if spoken or any(country_words(one, archive) for one in later):
        yield from absent_words(earlier, archive)
    if spoken or any(unheld_names(one, archive) for one in later):
        yield from unheld_names(earlier, archive)
