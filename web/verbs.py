"""The verb of this room: serve."""

from __future__ import annotations

import argparse

from index.settings import Settings
from rag.opened import open_desk
from web.serve import serve as serve_desk


def serve(_: argparse.Namespace, settings: Settings) -> int:
    """Serves the pages and the API until it is ended."""
    desk = open_desk(settings)
    # Loads the model now, so that nobody waits for it with the first question.
    desk.archive.embedder.encode_question("ready")
    serve_desk(desk, settings.host, settings.port)
    return 0
