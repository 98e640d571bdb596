"""Who speaks to a question, who was asked and did not, and who was not asked."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress

import numpy as np

from index.archive import Archive
from index.interview import Span
from rag.answer import Coverage, Filters, Quote
from rag.filters import rows_among

# An interviewer asked what the user asks when their question shares this part of its words.
SAME_QUESTION = 0.5


def coverage(
    quotes: Sequence[Quote], words: Sequence[str], filters: Filters, archive: Archive
) -> Coverage:
    """Every interview that the filters admit, in one of three groups.

    `words` are the stems of what was asked. An interview was asked when a question of its
    interviewer shares enough of them.
    """
    spoke = tuple(dict.fromkeys(quote.citation.interview for quote in quotes))
    among = rows_among(filters, archive)
    ids = archive.interviews.ids
    if among is not None:
        admitted = np.isin(archive.interviews.numbers, archive.facets.interview[among])
        ids = tuple(compress(ids, admitted.tolist()))
    asked = asked_about(archive, frozenset(words)).difference(spoke)
    known = asked.union(spoke)
    # There may be many thousands, of which few were asked.
    unanswered = [id for id in ids if id in asked] if asked else []
    return Coverage(spoke, tuple(unanswered), tuple([id for id in ids if id not in known]))


def asked_about(archive: Archive, words: frozenset[str]) -> set[str]:
    """The interviews in which a question shares enough of some stems, rare ones counting more."""
    return {interview for interview, _ in alike(archive, words)}


def alike(archive: Archive, words: frozenset[str]) -> tuple[tuple[str, Span], ...]:
    """The interviewers' questions that share enough of some stems, the most alike first."""
    return archive.questions.sharing(words, SAME_QUESTION)
