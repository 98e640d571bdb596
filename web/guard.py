"""What every request passes first, and the headers that go out with every response."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Callable

from fastapi.responses import Response
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.problems import Problem, document, logged, of_status

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = (
    ("Content-Security-Policy", POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    (
        "Permissions-Policy",
        "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), "
        "gyroscope=(), microphone=(), payment=(), usb=()",
    ),
)
LARGEST_BODY = 64 * 1024
# A whole article is sent to be checked.
LARGEST_DRAFT = 1024 * 1024
# So are documents, where the server was started to import some.
LARGEST_UPLOAD = 25_000_000
IMPORT = "/import"
LARGEST = {"/verify": LARGEST_DRAFT, "/api/verify": LARGEST_DRAFT}
# Long enough for a slow line, short enough that idle senders do not hold the server's places.
BODY_SECONDS = 30.0
UPLOAD_SECONDS = 300.0
SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})

Refuse = Callable[[Scope, Problem], Response]
Observe = Callable[[Scope, int, float], None]


class Envelope:
    """Gives a request its id, times it, catches what fails and seals what goes out."""

    def __init__(self, app: ASGIApp, refuse: Refuse, observe: Observe) -> None:
        self.app = app
        self.refuse = refuse
        self.observe = observe

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        scope.setdefault("state", {})["request_id"] = secrets.token_hex(8)
        begun, status = time.perf_counter(), 0

        async def sealed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                seal(scope, MutableHeaders(scope=message))
            await send(message)

        try:
            await self.app(scope, receive, sealed)
        except Exception as error:
            logged(scope, error)
            if status:
                raise
            await self.refuse(scope, of_status(500))(scope, receive, sealed)
        finally:
            self.observe(scope, status, time.perf_counter() - begun)


def seal(scope: Scope, headers: MutableHeaders) -> None:
    """Puts the request's id and the security headers on a response."""
    for name, value in HEADERS:
        headers[name] = value
    headers["X-Request-Id"] = scope["state"]["request_id"]
    static = str(scope["path"]).startswith("/static/")
    headers["Cache-Control"] = "no-cache" if static else "no-store"


class Gate:
    """Refuses requests for another host, from another site or with too large a body."""

    def __init__(
        self, app: ASGIApp, refuse: Refuse, hosts: tuple[str, ...], *, uploads: bool = False
    ) -> None:
        """`uploads` says whether documents may be sent at all."""
        self.app = app
        self.refuse = refuse
        self.hosts = hosts
        self.uploads = uploads

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request, or passes it on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        largest, seconds = LARGEST.get(str(scope["path"]), LARGEST_BODY), BODY_SECONDS
        if self.uploads and scope["path"] == IMPORT:
            largest, seconds = LARGEST_UPLOAD, UPLOAD_SECONDS
        if not await self.is_ours(scope, receive):
            # A page here would tell a rebound name what the archive holds.
            problem = Problem(400, "This server does not answer under that host name.")
            await document(scope, problem)(scope, receive, send)
        elif scope["method"] not in SAFE and is_cross_site(headers):
            await self.refuse(scope, of_status(403))(scope, receive, send)
        elif status := length_refused(headers, largest):
            await self.refuse(scope, of_status(status))(scope, receive, send)
        else:
            await self.app(scope, counted(receive, largest, seconds), send)

    async def is_ours(self, scope: Scope, receive: Receive) -> bool:
        """Whether the Host header names this server, as Starlette's host check reads it."""
        passed = False

        async def reached(_scope: Scope, _receive: Receive, _send: Send) -> None:
            nonlocal passed
            passed = True

        async def unsent(message: Message) -> None:
            pass

        check = TrustedHostMiddleware(reached, self.hosts, www_redirect=False)
        await check(scope, receive, unsent)
        return passed


def is_cross_site(headers: Headers) -> bool:
    """Whether a browser sent this for another origin.

    A browser that says where a request comes from (Sec-Fetch-Site) is believed; it sends
    `Origin: null` with this site's own forms, since their referrer policy is `no-referrer`.
    Without that header the origin, where there is one, must be this host.
    """
    origin = headers.get("origin")
    # Not parsed, since it can be anything: an origin is a scheme, `://` and a host.
    of = None if origin is None else origin.partition("://")[2].lower()
    foreign = of is not None and of != headers["host"].lower()
    match headers.get("sec-fetch-site"):
        case "same-origin" | "none":
            return foreign and origin != "null"
        case None:
            return foreign
        case _:
            return True


def length_refused(headers: Headers, largest: int) -> int | None:
    """The status that refuses a Content-Length: 400 for no number, 413 for one over `largest`."""
    lengths = headers.getlist("content-length")
    if not lengths:
        return None
    if len(lengths) > 1 or not (lengths[0].isascii() and lengths[0].isdigit()):
        return 400
    return 413 if len(lengths[0]) > 18 or int(lengths[0]) > largest else None


def counted(receive: Receive, largest: int, seconds: float) -> Receive:
    """A body that ends in 413 when it grows over `largest`, and in 408 after so many `seconds`."""
    taken = 0
    ends = time.monotonic() + seconds
    whole = False

    async def limited() -> Message:
        nonlocal taken, whole
        if whole:
            return await receive()
        try:
            async with asyncio.timeout(ends - time.monotonic()):
                message = await receive()
        except TimeoutError:
            raise HTTPException(408) from None
        taken += len(message.get("body", b""))
        whole = not message.get("more_body", False)
        if taken > largest:
            raise HTTPException(413)
        return message

    return limited
