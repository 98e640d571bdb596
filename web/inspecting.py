"""The routes of inspections: the page, the topic that is made of one, and the API's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Annotated

from fastapi import Depends, FastAPI
from fastapi.responses import HTMLResponse, Response

from eval.annotation import Flaw, Flawed, topic_of
from eval.saving import Taken, append_topic, topic_line
from index.errors import BadInput
from index.language import ngettext
from rag.answer import Json
from rag.desk import Desk
from rag.inspecting import inspection_json
from web.annotating import SentTopic, sent_topic, topic_form
from web.api import POSTED, json_only
from web.forms import Sent, form_again, problem_of, request_of, sent
from web.inspectshapes import InspectionShape
from web.shapes import AskRequest
from web.templating import framed, page
from web.views import InspectView
from web.workings import workings

NOTHING = Sent("", ())


def add_inspecting(app: FastAPI, desk: Desk, gold: Path | None) -> None:
    """Gives an app the routes of inspections; topics go to `gold`, or to whoever makes them."""
    archive = desk.archive
    frame = framed(archive)
    name = gold.name if gold else None

    def form_page(asked: Sent, problem: str | None = None) -> HTMLResponse:
        view = InspectView(form_again(asked, archive, problem))
        return page(view, frame, 422 if problem else 200)

    def inspected(
        topic: SentTopic, flaws: Iterable[Flaw] = (), saved: str | None = None
    ) -> HTMLResponse:
        asked = topic.asked
        if problem := problem_of(asked):
            return form_page(asked, problem)
        request = request_of(asked)
        try:
            found = desk.inspect(
                request.question, history=request.history, filters=request.filters()
            )
        except BadInput as error:
            return form_page(asked, str(error))
        form = replace(topic_form(topic, name, flaws), saved=saved)
        view = InspectView(form_again(asked, archive, None), workings(found, topic, form, archive))
        return page(view, frame, 422 if form.flaws else 200)

    @app.get("/inspect", include_in_schema=False, response_class=HTMLResponse)
    def start() -> HTMLResponse:
        """The form to inspect a question with."""
        return form_page(NOTHING)

    @app.post("/inspect", include_in_schema=False, response_class=HTMLResponse)
    def inspect(asked: Annotated[Sent, Depends(sent)]) -> HTMLResponse:
        """What was done to answer a question."""
        return inspected(SentTopic(asked))

    @app.post("/inspect/topic", include_in_schema=False, response_class=HTMLResponse)
    def save(said: Annotated[SentTopic, Depends(sent_topic)]) -> Response:
        """Adds a topic to the gold file, or sends its line; or the form again."""
        if problem_of(said.asked):
            return inspected(said)
        try:
            topic = topic_of(said.annotation(), archive)
            held = append_topic(gold, topic) if gold else 0
        except Flawed as error:
            return inspected(said, error.flaws)
        except Taken as error:
            return inspected(said, (Flaw("id", str(error)),))
        if gold:
            done = ngettext(
                "%(file)s has %(num)s topic, with this one as %(id)s.",
                "%(file)s has %(num)s topics, with this one as %(id)s.",
                held,
                file=gold.name,
                id=topic.id,
            )
            return inspected(said, saved=done)
        return Response(
            topic_line(topic) + "\n",
            media_type="application/x-ndjson",
            headers={"Content-Disposition": 'attachment; filename="topic.jsonl"'},
        )

    @app.post(
        "/api/inspect",
        response_model=InspectionShape,
        response_model_exclude_unset=True,
        responses=POSTED,
        dependencies=[Depends(json_only)],
        summary="Inspect a question",
        response_description="A reply and how it came about.",
    )
    def program(asked: AskRequest) -> Json:
        """Answers as `/api/ask`, and tells what was found, judged and left out on the way.

        The scores order what was found for one question, and mean no more.
        """
        found = desk.inspect(asked.question, history=asked.history, filters=asked.filters())
        return inspection_json(found, archive)
