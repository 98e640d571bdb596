"""The sentences just before and just after a quotation, in the same answer."""

from __future__ import annotations

from dataclasses import dataclass

from index.archive import Archive
from index.interview import Interview, Span
from rag.answer import Citation, Quote
from rag.cite import cut_quote


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a quotation, None where it begins or ends what is said there."""

    before: Quote | None
    after: Quote | None


def around(quote: Quote, archive: Archive) -> Around:
    """One sentence before and one after a quotation: of the same answer, or introduction.

    A turn's bounds are not crossed: what stands there is somebody else's, or another answer.
    """
    cited = quote.citation
    held = archive.interview(cited.interview)
    before = after = None
    for paragraph in paragraphs(held, cited):
        for one in archive.sentences(held.id, paragraph):
            if one.end <= cited.span.start:
                before = one
            elif one.start >= cited.span.end and after is None:
                after = one
    cut = (cut_quote(archive, held.id, one) if one else None for one in (before, after))
    return Around(*cut)


def paragraphs(held: Interview, cited: Citation) -> tuple[Span, ...]:
    """The paragraphs of the answer or the introduction that a quotation stands in."""
    said = (held.introduction, *(turn.answer for turn in held.turns))
    return next((spans for spans in said if any(one.holds(cited.span) for one in spans)), ())
