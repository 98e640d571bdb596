"""The routes of answers: asked once, then read by an id that says nothing of the question."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Annotated

from fastapi import FastAPI, Path, Query, Request
from fastapi.responses import HTMLResponse

from index.archive import Archive
from index.errors import NotHeld
from index.language import ngettext
from rag.answer import Answer, Quote
from rag.check import check
from rag.desk import Desk
from rag.landing import Landing
from rag.styles import Reference, chicago
from web.comparing import base_of
from web.forms import follow_up
from web.kept import Answers, Kept
from web.reading import interview_view
from web.replies import is_of, reply_view
from web.strip import picked
from web.templating import framed, page
from web.views import AnswerView, Beside, Shared, SilenceView

AnswerId = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]
Number = Annotated[int, Path(ge=1, le=10_000)]
Alone = Annotated[str | None, Query(max_length=64)]


def add_answering(app: FastAPI, desk: Desk, answers: Answers) -> None:
    """Gives an app the routes by which kept answers are read, over one desk."""
    get = partial(app.get, include_in_schema=False, response_class=HTMLResponse)
    archive = desk.archive
    frame = framed(archive)

    @get("/answers/{id}")
    def answer(request: Request, id: AnswerId, interview: Alone = None) -> HTMLResponse:
        """An answer that was given: all of it, or what one interview says."""
        kept = answers.kept(id)
        return page(kept_view(kept, archive, base_of(request), alone=interview), frame)

    @get("/answers/{id}/{number}")
    def beside(request: Request, id: AnswerId, number: Number) -> HTMLResponse:
        """An answer with the interview beside it that one of its quotes stands in."""
        kept = answers.kept(id)
        return page(kept_view(kept, archive, base_of(request), number), frame)


def kept_view(
    kept: Kept,
    archive: Archive,
    base: str,
    number: int | None = None,
    alone: str | None = None,
) -> AnswerView | SilenceView:
    """The page of a kept reply, which is checked again before it is shown.

    `number` is of the quote whose interview is opened beside it, `alone` the id of the one
    interview that it is narrowed to.

    Raises:
        NotHeld: it has no quote of that number, or does not look at that interview.
        InputOutput: it is not what the archive says.
    """
    reply = kept.reply
    check(reply, archive)
    quotes = reply.quotes if isinstance(reply, Answer) else ()
    if number is not None and number > len(quotes):
        raise NotHeld(
            ngettext(
                "This answer has no quotation %(number)s; it has %(num)s.",
                "This answer has no quotation %(number)s; it has %(num)s.",
                len(quotes),
                number=number,
            )
        )
    one = picked(alone, reply, archive) if alone is not None else None
    address = f"/answers/{kept.id}"
    shared = Shared(
        address=address,
        link=base + address,
        on=date.today().isoformat(),
        sources=tuple(
            (n, chicago(reference(quote, base)))
            for n, quote in enumerate(quotes, 1)
            if is_of(one, quote)
        ),
        beside=None if number is None else opened(quotes, number, archive),
    )
    form = follow_up(kept.sent, archive)
    return reply_view(reply, kept.sent.history, form, archive, shared, one)


def reference(quote: Quote, base: str) -> Reference:
    """The reference of a quote, read today."""
    return Reference(quote, base + quote.citation.permalink, date.today())


def opened(quotes: tuple[Quote, ...], number: int, archive: Archive) -> Beside:
    """The interview that a quote of an answer stands in, with the quote marked."""
    citation = quotes[number - 1].citation
    landing = Landing(citation.span, changed=False)
    return Beside(
        number=number,
        of=len(quotes),
        permalink=citation.permalink,
        interview=interview_view(archive.interview(citation.interview), archive, landing),
    )
