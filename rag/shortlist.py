"""Of a large archive, the interviews in which the quotations of a draft may stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from index.archive import Archive
from index.dense import best
from index.interview import Interview
from rag.answer import Filters
from rag.filters import Rows, rows_among
from rag.quotations import Quotation
from rag.tongues import asked_stems
from rag.wording import Word

# Of some words the rarest are looked up, which say most about where they stand.
RAREST = 24
# The passages that share most of them, of anybody and of whom the draft names. Words that stand
# just so in more passages than this are common ones, of which any place is as good.
NEAR = 100
# An interviewer's question shares so much of the words, rare ones counting more.
ALIKE = 0.5


def shortlist(
    quotations: Sequence[Quotation], named: Sequence[str | None], archive: Archive
) -> tuple[Interview, ...]:
    """The interviews that share most words with some quotations, in the archive's order.

    `named` says for each quotation to whom the draft attributes it.
    """
    ids = {
        id
        for quotation, who in zip(quotations, named, strict=True)
        for piece in quotation.pieces
        for id in sharing(piece, who, archive)
    }
    return tuple(archive.interview(id) for id in sorted(ids, key=archive.interviews.number))


def sharing(words: Sequence[Word], who: str | None, archive: Archive) -> Iterator[str]:
    """The ids of the interviews that share most of some words; one may come several times."""
    known = archive.lexical
    stems = asked_stems(" ".join(word.folded for word in words), "", archive)
    held = sorted((known.holding(stem), stem) for stem in stems if stem in known.vocabulary)
    shared = known.matches([stem for _, stem in held[:RAREST]])
    theirs = rows_among(Filters(speakers=(who,)), archive) if who else None
    for among in (shared, shared if theirs is None else shared.among(theirs)):
        near: Rows = best(among.rows, among.scores, NEAR)[0]
        yield from (archive.passages[row].interview for row in near.tolist())
    for interview, _ in archive.questions.sharing(frozenset(stems), ALIKE)[:NEAR]:
        yield interview
