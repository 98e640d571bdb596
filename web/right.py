"""Who may import: whoever has the password, where the server was started so; nobody else."""

from __future__ import annotations

import base64
import binascii
import hmac
import logging
import time
from collections import defaultdict, deque
from collections.abc import Callable

from fastapi import HTTPException, Request

from index.language import _, later
from web.problems import request_id

log = logging.getLogger(__name__)

MOST_WRONG = 10
WITHIN = 60.0
OFF = later(
    "Importing is off on this server. Whoever runs it can start it with onrecord serve --import, "
    "or add documents with onrecord index."
)
ASK = (("WWW-Authenticate", 'Basic realm="onrecord import", charset="UTF-8"'),)


class Right:
    """Lets pass who sends the password, as HTTP's Basic or Bearer authentication.

    Browsers ask for it themselves and keep no cookie. Without a password nobody may.
    """

    def __init__(self, password: str | None, clock: Callable[[], float] = time.monotonic) -> None:
        self._password = password
        self._clock = clock
        self._wrong: dict[str, deque[float]] = defaultdict(lambda: deque(maxlen=MOST_WRONG))

    @property
    def any(self) -> bool:
        """Whether anybody may."""
        return self._password is not None

    def __call__(self, request: Request) -> None:
        """Passes a request.

        Raises:
            HTTPException: importing is off (403), the password is missing or wrong (401), or was
                wrong too often from there (429).
        """
        if self._password is None:
            raise HTTPException(403, _(OFF))
        given = password_in(request.headers.get("authorization", ""))
        if given is None:
            raise HTTPException(401, _("Importing needs the password."), dict(ASK))
        whence = request.client.host if request.client else ""
        wrong, now = self._wrong[whence], self._clock()
        if len(wrong) == MOST_WRONG and now - wrong[0] < WITHIN:
            raise HTTPException(
                429,
                _(
                    "The password was wrong %(times)s times within a minute. Wait a minute.",
                    times=MOST_WRONG,
                ),
                {"Retry-After": str(int(WITHIN))},
            )
        if not hmac.compare_digest(given.encode(), self._password.encode()):
            wrong.append(now)
            log.warning("request %s: a wrong password for importing", request_id(request.scope))
            raise HTTPException(401, _("That is not the password for importing."), dict(ASK))


def password_in(header: str) -> str | None:
    """The password in an Authorization header, whatever the name beside it; None without one."""
    scheme, _, given = header.partition(" ")
    if scheme.lower() == "bearer":
        return given.strip()
    if scheme.lower() != "basic":
        return None
    try:
        return base64.b64decode(given, validate=True).decode().partition(":")[2]
    except (binascii.Error, UnicodeDecodeError):
        return None
