"""A question to what it asks for: whom and where it names, and what a follow-up leans on."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from index.archive import Archive
from index.errors import BadInput
from index.lexical import stems
from rag.answer import Asked, Filters
from rag.filters import held_filters
from rag.names import absent_countries, named_countries, named_speakers

LONGEST_QUESTION = 2000
# A follow-up leans on what was asked just before, not on how the conversation began.
REMEMBERED = 3
# A question that leans on the one before: it opens like one, or speaks of something unnamed.
OPENS_LEANING = re.compile(r"\s*(?:and|but|so|or|what about|how about|why\s*\?|when\s*\?)\b", re.I)
UNNAMED = re.compile(
    r"\b(?:he|she|they|him|her|his|hers|their|theirs|them|it|its|this|that|these|those|"
    r"there|then|so|such)\b",
    re.I,
)


def understand(
    question: str, archive: Archive, history: Sequence[str] = (), filters: Filters | None = None
) -> Asked:
    """What a question asks for.

    `history` holds the earlier questions of a conversation, oldest first.

    Raises:
        BadInput: the question is blank or longer than 2,000 characters, or a filter names
            what the archive does not hold.
    """
    asked = plain(question)
    before = tuple(plain(one) for one in history)
    demanded = held_filters(filters or Filters(), archive)
    leaning = leans(asked) if before else False
    search = " ".join((*before[-REMEMBERED:], asked)) if leaning else asked
    countries = tuple(named_countries(search, archive))
    speakers = tuple(named_speakers(search, archive))
    absent = tuple(absent_countries(asked, archive))
    because = (
        *((f"It follows on: {before[-1]}",) if leaning else ()),
        *(f"Only {one}, as you chose." for one in (*demanded.countries, *demanded.speakers)),
        *(
            f"Only {archive.interview(one).country or one}: one interview, as you chose."
            for one in demanded.interviews
        ),
        *(f"It names {one.name}{one.beside}." for one in (*countries, *speakers)),
        *(f"It names {one}, which no interview here is about or mentions." for one in absent),
    )
    return Asked(
        asked,
        search,
        demanded,
        tuple(one.name for one in countries),
        tuple(one.name for one in speakers),
        absent,
        tuple(dict.fromkeys(because)),
    )


def plain(question: str) -> str:
    """A question without control characters and needless spaces.

    Raises:
        BadInput: nothing is left, or more than 2,000 characters are.
    """
    if len(question) > LONGEST_QUESTION:
        raise BadInput(
            f"the question has {len(question):,} characters; at most {LONGEST_QUESTION:,} are "
            "read. Ask one thing at a time."
        )
    kept = "".join(
        " " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c
        for c in question
        if unicodedata.category(c) != "Cs"
    )
    words = " ".join(kept.split())
    if not any(c.isalnum() for c in words):
        raise BadInput("the question is empty. Ask in words, for example: why did you leave?")
    return words


def leans(question: str) -> bool:
    """Whether a question cannot be understood without the one before it."""
    return (
        bool(OPENS_LEANING.match(question) or UNNAMED.search(question)) or len(stems(question)) < 3
    )
