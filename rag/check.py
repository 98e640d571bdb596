"""The verbatim law, checked on a whole reply before it leaves."""

from __future__ import annotations

from collections.abc import Iterable

from index.archive import Archive
from index.errors import InputOutput, NotHeld
from rag.answer import Answer, Quote, Reply
from rag.cite import cut_quote


def check(reply: Reply, archive: Archive) -> None:
    """Returns if every quotation of a reply is cut from this archive, with its own citation.

    Raises:
        InputOutput: one is not; the reply must not be shown.
    """
    quotes = (*reply.quotes, *reply.more) if isinstance(reply, Answer) else reply.nearest
    check_quotes(quotes, archive)


def check_quotes(quotes: Iterable[Quote], archive: Archive) -> None:
    """Returns if each of some quotations is cut from this archive, with its own citation.

    Raises:
        InputOutput: one is not; none of them must be shown.
    """
    for quote in quotes:
        if not permitted(quote, archive):
            span = quote.citation.span
            raise InputOutput(
                f"a quotation at [{span.start}, {span.end}) of {quote.citation.document} is not "
                "what the source says there, so this reply is withheld. Run onrecord verify."
            )


def permitted(quote: Quote, archive: Archive) -> bool:
    """Whether words and citation are those that the archive itself cuts at that place."""
    try:
        return cut_quote(archive, quote.citation.interview, quote.citation.span) == quote
    except (ValueError, NotHeld):
        return False
