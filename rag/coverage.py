"""Who speaks to a question, who was asked and did not, and who was not asked."""

from __future__ import annotations

from collections.abc import Sequence

from index.archive import Archive
from index.lexical import stems
from index.repair import repaired
from rag.answer import Coverage, Filters, Quote
from rag.filters import rows_among

# Two questions ask the same when they share this part of the rarer one's content words.
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
    asked = [
        interview.id
        for interview in archive.interviews
        if interview.id in admitted and interview.id not in spoke
        if was_asked(archive, interview.id, frozenset(words))
    ]
    rest = [i.id for i in archive.interviews if i.id in admitted and i.id not in (*spoke, *asked)]
    return Coverage(spoke, tuple(asked), tuple(rest))


def was_asked(archive: Archive, interview: str, words: frozenset[str]) -> bool:
    """Whether an interviewer asked, in other words or the same, what the user asks."""
    source = archive.source(interview)
    for turn in archive.interview(interview).turns:
        if turn.question is None or not words:
            continue
        theirs = frozenset(stems(repaired(source.text, turn.question, source.glue)))
        if theirs and len(theirs & words) / min(len(theirs), len(words)) >= SAME_QUESTION:
            return True
    return False
