"""Answers that can be read again by an id: in memory only, and only of the archive that gave them.

A link to an answer holds nothing of its question. It could hold the question encrypted instead:
then whoever has the link and the key could read the question for ever, and a link would outlive
every withdrawal. Here the server forgets, at the latest when it stops, and nothing of a question
reaches the disk.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from index.errors import Gone
from index.language import _
from rag.answer import Reply
from web.forms import Sent

# A day of a newsroom's questions; beyond it the oldest is forgotten.
MOST_KEPT = 500
# As many bits as nobody guesses.
ID_BYTES = 16


@dataclass(frozen=True, slots=True)
class Kept:
    """A reply, the form that asked for it, and the id that it is read by."""

    id: str
    sent: Sent
    reply: Reply


class Answers:
    """The replies of one running server, the last asked kept the longest."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        """Keeps so many replies at most."""
        self._most = most
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        self._lock = Lock()

    def keep(self, sent: Sent, reply: Reply) -> str:
        """The id by which a reply can be read from now on."""
        id = secrets.token_hex(ID_BYTES)
        with self._lock:
            self._kept[id] = Kept(id, sent, reply)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return id

    def kept(self, id: str) -> Kept:
        """The reply of that id.

        Raises:
            Gone: it was forgotten, or never was.
        """
        with self._lock:
            found = self._kept.get(id)
        if found is None:
            raise Gone(
                _(
                    "This server does not keep that answer, or no longer does: it keeps answers in "
                    "memory only, until it stops or many more are asked. Ask the question again."
                )
            )
        return found
