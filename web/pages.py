"""The HTML routes; every one works without JavaScript, and puts no question in an address."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Annotated

from fastapi import Depends, FastAPI, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from index.archive import Archive
from index.errors import BadInput, NotHeld
from index.interview import Interview
from index.language import _
from rag.anchor import read_pin
from rag.desk import Desk
from rag.landing import Landing, landed
from web.api import InterviewId
from web.finding import sought
from web.forms import Sent, form_again, problem_of, request_of, sent
from web.kept import Answers
from web.listing import Narrowing, leaf
from web.metrics import Metrics
from web.problems import request_id
from web.reading import interview_view, listed
from web.reference import api_view
from web.starters import starters
from web.templating import framed, page
from web.views import (
    AboutView,
    AskView,
    ErrorView,
    Finding,
    InterviewsView,
    InterviewView,
    Shown,
)

NOTHING = Sent("", ())
Chosen = Annotated[tuple[str, ...], Query(alias="country")]
Speaking = Annotated[tuple[str, ...], Query(alias="speaker")]
Rated = Annotated[tuple[str, ...], Query(alias="rating")]
Answering = Annotated[tuple[str, ...], Query(alias="organisation")]


def add_pages(
    app: FastAPI, desk: Desk, metrics: Metrics, answers: Answers, *, editable: bool
) -> None:
    """Gives an app the routes for people, over one desk; `editable` says whether what is known of
    interviews may be corrected there.
    """
    get = partial(app.get, include_in_schema=False, response_class=HTMLResponse)
    post = partial(app.post, include_in_schema=False, response_class=HTMLResponse)
    archive = desk.archive
    frame = framed(archive)
    first = starters(archive)

    def ask_page(form: Sent, problem: str | None = None) -> HTMLResponse:
        view = AskView(form_again(form, archive, problem), first, archive.countries)
        return page(view, frame, 422 if problem else 200)

    def whole(
        held: Interview, landing: Landing | None = None, finding: Finding | None = None
    ) -> InterviewView:
        view = interview_view(held, archive, landing, finding)
        return replace(view, editable=editable)

    @get("/")
    def start(
        chosen: Chosen = (),
        speaking: Speaking = (),
        rated: Rated = (),
        answering: Answering = (),
        since: str = "",
        until: str = "",
    ) -> HTMLResponse:
        """The first page: the form, questions to begin with, what the archive holds."""
        form = Sent("", (), chosen, speaking, rated, answering, since, until)
        return ask_page(form)

    @post("/")
    def answer(form: Annotated[Sent, Depends(sent)]) -> Response:
        """Leads to the reply to the form's question, or gives the form again with what to mend."""
        if problem := problem_of(form):
            return ask_page(form, problem)
        asked = request_of(form)
        try:
            reply = desk.ask(asked.question, history=asked.history, filters=asked.filters())
        except BadInput as error:
            return ask_page(form, str(error))
        metrics.replied(reply)
        # Read by GET, so that Back and Reload come to it without sending the question again.
        return RedirectResponse(f"/answers/{answers.keep(form, reply)}", 303)

    @get("/interviews")
    def interviews(
        country: str | None = None,
        rating: str | None = None,
        date: str | None = None,
        number: Annotated[int, Query(alias="page")] = 1,
    ) -> HTMLResponse:
        """A page of the list of interviews, all or those of a country, a rating or a date."""
        narrowing = Narrowing(country, rating, date)
        held = leaf(archive, narrowing, number)
        view = InterviewsView(
            country,
            narrowing.said,
            archive.countries,
            tuple(listed(one, archive) for one in held.interviews),
            Shown(held.first, held.last, held.all, held.earlier, held.later),
        )
        return page(view, frame)

    @get("/interviews/{id}")
    def interview(request: Request, id: InterviewId, span: str | None = None) -> HTMLResponse:
        """One interview to read, with the cited words marked; never other words than those."""
        if span is None:
            return page(whole(archive.interview(id)), frame)
        try:
            landing = landed(archive, id, read_pin(span))
            return page(whole(archive.interview(id), landing), frame)
        except BadInput as error:
            if not holds(archive, id):
                raise
            number = request_id(request.scope)
            view = ErrorView(error.status, _(error.title), str(error), number, interview=id)
            return page(view, frame, error.status)

    @post("/interviews/{id}/find")
    def found(id: InterviewId, finding: Annotated[Finding, Depends(sought)]) -> HTMLResponse:
        """One interview with the places marked where words stand that somebody looks for."""
        held = archive.interview(id)
        if finding.problem:
            return page(replace(whole(held), finding=finding), frame, 422)
        return page(whole(held, finding=finding), frame)

    @get("/about")
    def about() -> HTMLResponse:
        """What this is, what it holds, what it does not promise."""
        view = AboutView(
            documents=archive.documents.names,
            passages=len(archive.passages),
            countries=archive.countries,
            speakers=len(archive.speakers),
            dated=len(archive.dates),
            earliest=next(iter(archive.dates), None),
            latest=next(reversed(archive.dates), None),
        )
        return page(view, frame)

    @get("/api")
    def api(request: Request) -> HTMLResponse:
        """The API's own description as a page."""
        return page(api_view(request.app.openapi(), str(request.base_url)), frame)


def holds(archive: Archive, id: str) -> bool:
    """Whether an archive holds an interview."""
    try:
        archive.interview(id)
    except NotHeld:
        return False
    return True
