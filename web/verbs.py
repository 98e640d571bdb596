"""The verb of this room: serve."""

from __future__ import annotations

import argparse
import secrets
import sys

from eval.saving import writable
from index.ending import ended_by_signals
from index.language import LANGUAGES
from index.settings import Settings
from rag.opened import open_desk
from web.imports import importing
from web.right import Right
from web.serve import serve as serve_desk


def serve(_: argparse.Namespace, settings: Settings) -> int:
    """Serves the pages and the API until it is ended."""
    # The encoder too is loaded now, so that nobody waits for it with the first question.
    desk = open_desk(settings, asking=True)
    if settings.topics is not None:
        # Said now, and not to whoever has marked a page of sentences.
        writable(settings.topics)
    language = LANGUAGES[settings.language] if settings.language else None
    if not settings.importing:
        serve_desk(desk, settings.host, settings.port, gold=settings.topics, language=language)
        return 0
    # The server ends itself as SIGTERM does; what was uploaded must be wiped before.
    with ended_by_signals(), importing(settings.archive) as imports:
        right = Right(password(settings))
        serve_desk(desk, settings.host, settings.port, imports, right, settings.topics, language)
    return 0


def password(settings: Settings) -> str:
    """The password for importing: the one that was set, else a new one, which is printed."""
    if settings.import_password is not None:
        return settings.import_password
    made = secrets.token_urlsafe(18)
    print(f"The password for importing, until this server ends: {made}", file=sys.stderr)
    return made
