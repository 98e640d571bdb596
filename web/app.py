"""Guards, routes and error handlers put together."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from index.language import Language
from rag.desk import Desk
from web.answering import add_answering
from web.api import add_api
from web.citing import add_citing
from web.comparing import add_comparing
from web.correcting import add_correcting
from web.guard import Envelope, Gate
from web.importing import add_importing
from web.imports import Imports
from web.inspecting import add_inspecting
from web.kept import Answers
from web.metrics import Metrics
from web.pages import add_pages
from web.problems import install, respond
from web.right import Right
from web.seeing import add_seeing
from web.spoken import Spoken
from web.templating import framed
from web.verifying import add_verifying

VERSION = "1"
STATIC = Path(__file__).parent / "static"
# What FastAPI says of a parameter that does not fit; such an address is answered with 404.
FRAMEWORK_ERRORS = ("HTTPValidationError", "ValidationError")
PROBLEM = "application/problem+json"
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


def create_app(
    desk: Desk,
    *,
    allowed_hosts: tuple[str, ...] = LOOPBACK,
    imports: Imports | None = None,
    right: Right | None = None,
    gold: Path | None = None,
    language: Language | None = None,
) -> FastAPI:
    """The pages and the API over one desk, for requests to `allowed_hosts` only.

    `imports` takes documents in from whoever `right` lets; without both nobody may send any.
    `gold` is the file that eval topics are added to; without it they are downloaded.
    Pages are in `language`, else in the one that each browser asks for.
    """
    app = FastAPI(
        title="onrecord",
        version=VERSION,
        summary="Ask an interview archive; get what people said on the record.",
        docs_url=None,  # FastAPI's own pages load scripts from another server
        redoc_url=None,
        redirect_slashes=False,
    )
    metrics = Metrics(desk.archive)
    frame = framed(desk.archive)
    refuse = partial(respond, frame=frame)
    add_api(app, desk, metrics)
    answers = Answers()
    importing = imports is not None and right is not None
    add_pages(app, desk, metrics, answers, editable=importing)
    add_answering(app, desk, answers)
    add_comparing(app, desk)
    add_citing(app, desk)
    add_verifying(app, desk)
    add_seeing(app, desk)
    add_inspecting(app, desk, gold)
    allowed = right if importing and right else Right(None)
    add_importing(app, desk, imports, allowed)
    add_correcting(app, desk, imports, allowed)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    install(app, frame)
    # The last added is the outermost: the envelope also seals what the gate refuses, and what
    # either says is in the language of whoever asks.
    app.add_middleware(Gate, refuse=refuse, hosts=allowed_hosts, uploads=importing)
    app.add_middleware(Envelope, refuse=refuse, observe=metrics.requested)
    app.add_middleware(Spoken, language=language)
    describe_problems(app)
    return app


def describe_problems(app: FastAPI) -> None:
    """Makes the app's description say that errors are problem documents, and no others."""
    plain = app.openapi

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            schema = plain()
            for name in FRAMEWORK_ERRORS:
                schema["components"]["schemas"].pop(name, None)
            for methods in schema["paths"].values():
                for operation in methods.values():
                    operation["responses"] = as_problems(operation["responses"])
        return app.openapi_schema or plain()

    app.openapi = described  # type: ignore[method-assign]


def as_problems(responses: dict[str, Any]) -> dict[str, Any]:
    """An operation's responses, the errors among them as problem documents."""
    kept = {s: r for s, r in responses.items() if FRAMEWORK_ERRORS[0] not in str(r)}
    for status, said in kept.items():
        if status >= "400":
            said["content"] = {PROBLEM: said["content"].pop("application/json")}
    return kept
