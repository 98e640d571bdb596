"""Organisations that a question names, of those that the archive spells out with their acronym."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.archive import Archive
from index.bodies import Body
from index.places import fold

TOKEN = re.compile(r"\w+")


def named_bodies(question: str, archive: Archive) -> Iterator[tuple[Body, str]]:
    """The organisations that a question names by one of their names, and by which."""
    folded = f" {fold(question)} "
    tokens = frozenset(TOKEN.findall(question))
    for body in archive.bodies({*tokens, *folded.split()}):
        by_name = f" {fold(body.name)} " in folded
        by_acronym = body.acronym in tokens
        if by_name != by_acronym:
            yield body, body.name if by_name else body.acronym
