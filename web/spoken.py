"""The language of a request: the server's, else the first that the browser asks for and we have.

Browsers send what their user has set as Accept-Language with every request. So a page needs no
form to choose with, no cookie, no script and no address of its own, and a link that somebody
passes on is read by each in their language. Who wants one language for everybody serves with
`--language`.
"""

from __future__ import annotations

import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from index.language import ENGLISH, LANGUAGES, Language, speaking
from web.problems import is_for_programs

# Files to take away are the same for everybody.
FILES = ("/compare/export", "/cite/file")
# Longer lists are nobody's.
MOST_WANTED = 32
WEIGHT = re.compile(r"[qQ]\s*=\s*([01](?:\.[0-9]{0,3})?)")


class Spoken:
    """Answers pages in the language of whoever asks, and programs in English."""

    def __init__(self, app: ASGIApp, language: Language | None) -> None:
        """`language` is everybody's; None lets each browser say."""
        self.app = app
        self.language = language

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        chosen = self.chosen(scope)

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if headers.get("content-type", "").startswith("text/html"):
                    headers["Content-Language"] = chosen.code
                    if self.language is None:
                        headers.add_vary_header("Accept-Language")
            await send(message)

        with speaking(chosen):
            await self.app(scope, receive, told)

    def chosen(self, scope: Scope) -> Language:
        """The language that a request is answered in."""
        if is_for_programs(scope) or scope["path"] in FILES:
            return ENGLISH
        return self.language or wanted(Headers(scope=scope).get("accept-language", ""))


def wanted(header: str) -> Language:
    """The language that an Accept-Language header likes best of those we have, else English.

    >>> wanted("fr, ar-EG;q=0.8, en;q=0.5").code
    'ar'
    """
    liked: list[tuple[float, int, str]] = []
    for place, one in enumerate(header.split(",")[:MOST_WANTED]):
        tag, _, weight = one.strip().partition(";")
        liked.append((-quality(weight), place, tag.strip().split("-")[0].lower()))
    for disliked, _, code in sorted(liked):
        if disliked and code in LANGUAGES:
            return LANGUAGES[code]
    return ENGLISH


def quality(weight: str) -> float:
    """How much a language is liked, from 0 to 1; what cannot be read is not liked."""
    if not weight.strip():
        return 1.0
    written = WEIGHT.fullmatch(weight.strip())
    return float(written[1]) if written else 0.0
