"""Errors as problem documents (RFC 9457) for programs and as pages for people."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException
from starlette.types import Scope

from index.errors import OnRecordError
from index.language import _, later
from web.templating import page
from web.views import ErrorView, Frame

log = logging.getLogger(__name__)

# As many frames as lead from a route to what failed, counted from there.
DEEPEST = -12
# The addresses that programs ask; every other one is a page's.
FOR_PROGRAMS = ("/healthz", "/readyz", "/metrics", "/openapi.json")
NAMES = {
    400: later("Bad Request"),
    401: later("Unauthorized"),
    403: later("Forbidden"),
    404: later("Not Found"),
    405: later("Method Not Allowed"),
    408: later("Request Timeout"),
    409: later("Conflict"),
    413: later("Content Too Large"),
    415: later("Unsupported Media Type"),
    422: later("Unprocessable Content"),
    429: later("Too Many Requests"),
    500: later("Internal Server Error"),
    503: later("Service Unavailable"),
    507: later("Insufficient Storage"),
}
DETAIL = {
    400: later("The request was not in a form that this server can read."),
    403: later(
        "This request came from another site, so it was refused. Ask from this site's own page."
    ),
    404: later("There is no page at this address."),
    405: later("This address does not take this kind of request."),
    408: later("The request took too long to arrive. Send it again."),
    413: later(
        "The request is larger than 64 KiB, or with a draft to check 1 MiB, or with documents to "
        "import 25 MB. Shorten it, or send less at a time."
    ),
    415: later("Send the request as Content-Type: application/json."),
    500: later(
        "Something failed on this side. Nothing about your question was written down. "
        "If it happens again, give whoever runs this server the request number."
    ),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """An error as every door tells it."""

    status: int
    detail: str
    title: str = ""
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def name(self) -> str:
        """The title, else what HTTP calls the status."""
        return self.title or _(NAMES.get(self.status, HTTPStatus(self.status).phrase))


def request_id(scope: Scope) -> str:
    """The id that the guard gave to this request."""
    return str(scope.get("state", {}).get("request_id", "-"))


def is_for_programs(scope: Scope) -> bool:
    """Whether a request is for an address that programs ask."""
    path = str(scope.get("path", ""))
    return path.startswith("/api/") or path in FOR_PROGRAMS


def document(scope: Scope, problem: Problem) -> Response:
    """A problem document."""
    body = {
        "type": "about:blank",
        "title": problem.name,
        "status": problem.status,
        "detail": problem.detail,
        "request_id": request_id(scope),
    }
    return JSONResponse(
        body, problem.status, dict(problem.headers), media_type="application/problem+json"
    )


def respond(scope: Scope, problem: Problem, frame: Frame) -> Response:
    """A problem document for a program's address, a page for a person's."""
    if is_for_programs(scope):
        return document(scope, problem)
    name = _("Something failed") if problem.status == 500 else problem.name
    view = ErrorView(problem.status, name, problem.detail, request_id(scope))
    response = page(view, frame, problem.status)
    response.headers.update(dict(problem.headers))
    return response


def of_status(status: int, headers: Sequence[tuple[str, str]] = ()) -> Problem:
    """The problem that a bare status means."""
    told = _(DETAIL[status]) if status in DETAIL else HTTPStatus(status).description
    return Problem(status, told, "", tuple(headers))


def of_http(error: HTTPException) -> Problem:
    """The problem that a route, or the framework, raised; in its own words where it has some."""
    bare = of_status(error.status_code, tuple((error.headers or {}).items()))
    own = error.detail if error.detail != HTTPStatus(error.status_code).phrase else ""
    return replace(bare, detail=str(own)) if own else bare


def of_error(error: OnRecordError) -> Problem:
    """What a user can cause, told in its own words; what the machine causes, told without them.

    The words of the latter name folders of the server, which visitors have no use for.
    """
    if error.status == 500:
        return Problem(500, _(DETAIL[500]), _("Something failed"))
    return Problem(error.status, str(error), _(error.title))


def of_validation(error: RequestValidationError) -> Problem:
    """The fields that do not fit and why; never what was sent in them."""
    found = error.errors()
    if any(one["loc"][:1] == ("path",) for one in found):
        return of_status(404)
    said = "; ".join(dict.fromkeys(said_of(one["loc"], one["type"], one["msg"]) for one in found))
    return Problem(422, f"{said}.", _("This input cannot be used"))


def said_of(loc: Sequence[str | int], kind: str, message: str) -> str:
    """One misfit: the field's place and what is expected there."""
    if kind == "json_invalid":
        return _("the body is not JSON")
    place = ".".join(shown(str(step)) for step in loc if step != "body") or _("the body")
    if kind == "extra_forbidden":
        return _("%(place)s: there is no such field", place=place)
    if kind == "string_pattern_mismatch":
        return _("%(place)s: control characters cannot be searched", place=place)
    return f"{place}: {message[:1].lower()}{message[1:]}"


def shown(name: str) -> str:
    """The name of a field, cut and without what cannot be printed."""
    return "".join(c for c in name if c.isprintable())[:64]


def logged(scope: Scope, error: BaseException) -> None:
    """Writes an error's kind and place; not its message, which may hold a question."""
    fault(f"request {request_id(scope)}", error)


def fault(what: str, error: BaseException) -> None:
    """Writes what failed, and the error's kind and place."""
    frames = "".join(traceback.format_tb(error.__traceback__, limit=DEEPEST))
    log.error("%s failed: %s\n%s", what, type(error).__name__, frames)


def install(app: FastAPI, frame: Frame) -> None:
    """Makes an app answer every error through `respond`."""

    def on_http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)  # noqa: S101 - the registration below says so
        return respond(request.scope, of_http(error), frame)

    def on_validation(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)  # noqa: S101
        return respond(request.scope, of_validation(error), frame)

    def on_own(request: Request, error: Exception) -> Response:
        assert isinstance(error, OnRecordError)  # noqa: S101
        if error.status >= 500:
            logged(request.scope, error)
        return respond(request.scope, of_error(error), frame)

    app.add_exception_handler(HTTPException, on_http)
    app.add_exception_handler(RequestValidationError, on_validation)
    app.add_exception_handler(OnRecordError, on_own)
