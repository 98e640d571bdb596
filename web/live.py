"""One app after the other behind one port: each shows one generation, and never another."""

from __future__ import annotations

import gc
from collections.abc import Callable

from fastapi import FastAPI
from fastapi.dependencies import models
from starlette.types import Receive, Scope, Send

from index.archive import Archive
from rag.desk import Desk


class Live:
    """Passes requests to the app of the newest desk; those under way end with theirs."""

    def __init__(self, make: Callable[[Desk], FastAPI], desk: Desk) -> None:
        self._make = make
        self._desk = desk
        self._app = make(desk)

    @property
    def archive(self) -> Archive:
        """The archive that is served now."""
        return self._desk.archive

    def serve(self, archive: Archive) -> None:
        """Serves another generation from the next request on, with the same judge."""
        before = self._desk
        desk = Desk(archive, before.judge, before.calibration, before.silence_precision)
        app = self._make(desk)
        self._desk, self._app = desk, app
        forget()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        await self._app(scope, receive, send)


def forget() -> None:
    """Lets go of what no request needs any more, so that the files of old generations are closed.

    FastAPI remembers the routes of every app, and they hold the archive that they answer from.
    """
    for held in vars(models).values():
        if hasattr(held, "cache_clear"):
            held.cache_clear()
    gc.collect()
