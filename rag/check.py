"""The verbatim law, checked on a whole reply before it leaves."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from index.archive import Archive
from index.errors import InputOutput, NotHeld
from index.interview import Role, Span
from rag.answer import Answer, Quote, Reply
from rag.cite import cut_question, cut_quote

Cut = Callable[[Archive, str, Span], Quote]


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
            raise withheld(quote)


def withheld(quote: Quote) -> InputOutput:
    """The error for a quotation that the archive does not hold so."""
    span = quote.citation.span
    return InputOutput(
        f"a quotation at [{span.start}, {span.end}) of {quote.citation.document} is not "
        "what the source says there, so this reply is withheld. Run onrecord verify."
    )


def check_matches(quotes: Iterable[Quote], archive: Archive) -> None:
    """As `check_quotes`, where interviewers' questions may be among them: to check a draft.

    Raises:
        InputOutput: one is not cut from this archive; none of them must be shown.
    """
    for quote in quotes:
        asked = quote.citation.role is Role.QUESTION
        if not asked:
            check_quotes((quote,), archive)
        elif not permitted(quote, archive, cut_question):
            raise withheld(quote)


def permitted(quote: Quote, archive: Archive, cut: Cut = cut_quote) -> bool:
    """Whether words and citation are those that the archive itself cuts at that place."""
    try:
        return cut(archive, quote.citation.interview, quote.citation.span) == quote
    except (ValueError, NotHeld):
        return False
