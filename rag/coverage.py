"""Who speaks to a question, who was asked and did not, and who was not asked."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from index.archive import Archive
from index.interview import Span
from index.lexical import stems
from index.repair import repaired
from rag.answer import Coverage, Filters, Quote
from rag.filters import rows_among
from rag.read import rarity

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
    admitted = (
        {interview.id for interview in archive.interviews}
        if among is None
        else {archive.passages[row].interview for row in among.tolist()}
    )
    asked = asked_about(archive, frozenset(words)) & admitted - set(spoke)
    others = [i.id for i in archive.interviews if i.id in admitted and i.id not in spoke]
    return Coverage(
        spoke,
        tuple(id for id in others if id in asked),
        tuple(id for id in others if id not in asked),
    )


def asked_about(archive: Archive, words: frozenset[str]) -> set[str]:
    """The interviews in which a question shares enough of some stems, rare ones counting more."""
    return {interview for interview, _ in alike(archive, words)}


def alike(archive: Archive, words: frozenset[str]) -> tuple[tuple[str, Span], ...]:
    """The interviewers' questions that share enough of some stems, the most alike first."""
    weights = rarity([theirs for _, _, theirs in questions(archive)])
    unseen = max(weights.values(), default=1.0)
    whole = sum(weights.get(word, unseen) for word in words)
    shares = [
        (sum(weights[word] for word in theirs & words) / whole if whole else 0.0, interview, span)
        for interview, span, theirs in questions(archive)
    ]
    near = sorted((one for one in shares if one[0] >= SAME_QUESTION), key=lambda one: -one[0])
    return tuple((interview, span) for _, interview, span in near)


@lru_cache(maxsize=4)
def questions(archive: Archive) -> tuple[tuple[str, Span, frozenset[str]], ...]:
    """Every interviewer's question: the interview, where it stands and its stems."""
    return tuple(
        (interview.id, question, frozenset(stems(repaired(source.text, question, source.glue))))
        for interview in archive.interviews
        for source in [archive.source(interview.id)]
        for question in interview.questions
    )
