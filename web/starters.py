"""Questions to begin with, from the interviewers' own, so that the archive can answer them."""

from __future__ import annotations

import re

from index.archive import Archive
from index.interview import Interview
from web.views import Starter

MOST = 6
LENGTHS = range(20, 111)
# A question that leans on what was said before it makes no sense alone.
LEANS = re.compile(
    r"^(?:and|but|so|then)\b|\b(?:this|that|these|those|it|its|they|them|their|he|she|his|her|"
    r"your|you)\b",
    re.I,
)


def starters(archive: Archive) -> tuple[Starter, ...]:
    """At most six questions, each from another interview and, as far as there are, country."""
    found: list[Starter] = []
    for id, card in archive.interviews.cards.items():
        # Of an archive of many, few are read.
        if card.country in {starter.country for starter in found}:
            continue
        standing = alone(archive.interview(id), archive.source(id).text)
        if standing is not None:
            found.append(Starter(standing, card.country))
    # From the whole breadth of the archive rather than from where it begins.
    step = max(1, len(found) // MOST)
    return tuple(found[::step][:MOST])


def alone(interview: Interview, text: str) -> str | None:
    """The interview's question that stands best alone: one that names its country, if any."""
    asked = [turn.question.of(text) for turn in interview.turns if turn.question and turn.answer]
    fit = [q for q in asked if len(q) in LENGTHS and "\n" not in q and not LEANS.search(q)]
    named = [q for q in fit if interview.country and interview.country.lower() in q.lower()]
    return next(iter(named or fit), None)
