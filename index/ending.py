"""How a command that goes on and on is ended: by Ctrl+C or SIGTERM, in order."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """Makes Ctrl+C and SIGTERM end what is done as one does: unwinding, so drafts are removed.

    Shells start what runs in the background deaf to Ctrl+C; here both are heard.
    """

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = {one: signal.signal(one, interrupt) for one in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
