"""The verb of this room: serve."""

from __future__ import annotations

import argparse

from index.archive import open_archive
from index.settings import Settings
from rag.desk import Desk
from web.serve import serve as serve_desk


def serve(_: argparse.Namespace, settings: Settings) -> int:
    """Serves the pages and the API until it is ended."""
    archive = open_archive(settings.archive)
    # Loads the model now, so that nobody waits for it with the first question.
    archive.embedder.encode_question("ready")
    serve_desk(Desk(archive), settings.host, settings.port)
    return 0
