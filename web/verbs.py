"""The verb of this room: serve."""

from __future__ import annotations

import argparse

from index.archive import open_archive
from index.settings import Settings
from rag.desk import Desk
from web.serve import serve as serve_desk


def serve(arguments: argparse.Namespace, settings: Settings) -> int:
    """Serves the pages and the API until it is ended."""
    serve_desk(Desk(open_archive(settings.archive)), settings.host, settings.port)
    return 0
