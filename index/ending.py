"""How a command that goes on and on is ended: by Ctrl+C or SIGTERM, in order."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Ending:
    """Whether a signal has asked for the end."""

    def __init__(self) -> None:
        self.asked = False

    def heed(self) -> None:
        """Ends what is done if a signal has asked for it.

        The interruption of the signal itself is lost where it comes while Python clears away what
        nobody needs: there every exception is.
        """
        if self.asked:
            raise KeyboardInterrupt


@contextmanager
def ended_by_signals() -> Iterator[Ending]:
    """Makes Ctrl+C and SIGTERM end what is done as one does: unwinding, so drafts are removed.

    Shells start what runs in the background deaf to Ctrl+C; here both are heard.
    """

    ending = Ending()

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        ending.asked = True
        raise KeyboardInterrupt

    before = {one: signal.signal(one, interrupt) for one in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield ending
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
