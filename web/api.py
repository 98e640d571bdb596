"""The JSON routes; the work happens in plain functions, on FastAPI's thread pool."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException, Path, Request
from fastapi.responses import JSONResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from rag.answer import Json, reply_json, version_json
from rag.answer import Version as ArchiveVersion
from rag.desk import Desk
from rag.shapes import found_json, holdings_json, whole_json
from web.metrics import Metrics
from web.problems import logged, request_id
from web.shapes import (
    AskRequest,
    FoundShape,
    Health,
    InterviewShape,
    InterviewsShape,
    NotReady,
    ProblemShape,
    Ready,
    ReplyShape,
    SearchRequest,
)

InterviewId = Annotated[
    str, Path(pattern=r"^[a-z0-9-]{1,64}$", description="The id that the list gives.")
]
Responses = dict[int | str, dict[str, object]]
SAID = {
    400: "The request cannot be read, or its host name is not this server's.",
    403: "A browser sent this from another site.",
    404: "The archive holds no such interview.",
    408: "The body took more than 30 seconds to arrive.",
    410: "The words that the link was made to do not stand there any more.",
    413: "The body is larger than 64 KiB.",
    415: "The body is not application/json.",
    422: "A field, a filter or the question cannot be taken; `detail` names it.",
    500: "Something failed; the server's log tells where, under the request id.",
    503: "Something that answers need is missing, or the server is busy.",
}


def fails(*statuses: int) -> Responses:
    """The problem documents that an operation may answer with, for the description."""
    return {
        status: {"model": ProblemShape, "description": SAID[status]}
        for status in (400, *statuses, 500)
    }


def json_only(request: Request) -> None:
    """Refuses a body that does not say it is JSON: a plain form of another site could send it."""
    media = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if media != "application/json":
        raise HTTPException(415)


POSTED = fails(403, 408, 413, 415, 422, 503)
POSTED_DRAFT: Responses = {
    **POSTED,
    413: {"model": ProblemShape, "description": "The body is larger than 1 MiB."},
}


def add_api(app: FastAPI, desk: Desk, metrics: Metrics) -> None:
    """Gives an app the routes for programs, over one desk."""
    version = version_json(ArchiveVersion(desk.archive.generation, desk.archive.fingerprint))

    @app.post(
        "/api/ask",
        response_model=ReplyShape,
        response_model_exclude_unset=True,
        responses=POSTED,
        dependencies=[Depends(json_only)],
        summary="Ask the archive",
        response_description="Quotes with their citations, or silence.",
    )
    def ask(asked: AskRequest) -> Json:
        """Answers with sentences that people said on the record, or with silence.

        Silence is a reply like any other: nobody in the archive says it.
        """
        reply = desk.ask(asked.question, history=asked.history, filters=asked.filters())
        metrics.replied(reply)
        return reply_json(reply)

    @app.post(
        "/api/search",
        response_model=FoundShape,
        responses=POSTED,
        dependencies=[Depends(json_only)],
        summary="Search for passages",
        response_description="Passages, the best first.",
    )
    def search(asked: SearchRequest) -> Json:
        """Finds the passages that lie nearest to a question, the first in the judge's order."""
        found = desk.search(
            asked.question, k=asked.k, history=asked.history, filters=asked.filters()
        )
        metrics.timed(found.timing)
        return found_json(found, desk.archive)

    @app.get(
        "/api/interviews",
        response_model=InterviewsShape,
        responses=fails(),
        summary="List the interviews",
        response_description="What the archive holds.",
    )
    def interviews() -> Json:
        """Every interview in short, in the order of the documents."""
        return holdings_json(desk.archive)

    @app.get(
        "/api/interviews/{id}",
        response_model=InterviewShape,
        responses=fails(404),
        summary="Read an interview",
        response_description="The interview as it was read.",
    )
    def interview(id: InterviewId) -> Json:
        """A whole interview: every text with its place in the source document."""
        return whole_json(desk.archive, id)

    @app.get("/healthz", response_model=Health, responses=fails(), summary="Is the process up?")
    def healthz() -> Json:
        """Answers as long as the process does."""
        return {"status": "up"}

    @app.get(
        "/readyz",
        response_model=Ready,
        responses={
            **fails(),
            503: {"model": NotReady, "description": "Not now; `checks` says why."},
        },
        summary="Can questions be answered?",
    )
    def readyz(request: Request) -> Response:
        """Searches the archive once, and says whether that worked."""
        checks = [{"name": "interviews", "ok": bool(desk.archive.interviews)}]
        checks += [{"name": "search", "ok": searches(desk, request)}]
        if all(check["ok"] for check in checks):
            return JSONResponse({"ready": True, "checks": checks, "archive": version})
        failing = ", ".join(str(check["name"]) for check in checks if not check["ok"])
        problem = {
            "type": "about:blank",
            "title": "Not ready",
            "status": 503,
            "detail": f"These checks fail: {failing}.",
            "request_id": request_id(request.scope),
            "ready": False,
            "checks": checks,
        }
        return JSONResponse(problem, 503, media_type="application/problem+json")

    @app.get(
        "/metrics",
        response_class=Response,
        responses={
            200: {"content": {"text/plain": {"schema": {"type": "string"}}}},
            **fails(),
        },
        summary="Metrics for Prometheus",
    )
    def scrape() -> Response:
        """Counts and times, in the Prometheus text format; no question is in them."""
        return Response(generate_latest(metrics.registry), media_type=CONTENT_TYPE_LATEST)


def searches(desk: Desk, request: Request) -> bool:
    """Whether a search gives what it should; a failure is logged."""
    try:
        desk.search("Can this be searched?", k=1)
    except Exception as error:
        logged(request.scope, error)
        return False
    return True
