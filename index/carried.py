"""Hints that an archive keeps: those that no file tells stay until others are told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from index.archive import Archive
from index.gather import Found
from index.hints import Hints


def as_hinted(files: Iterable[Found], before: Mapping[str, Hints]) -> list[tuple[Found, bool]]:
    """Each file with the hints to read it with, and whether an archive read it with the same.

    Hints that no file tells stay until others are told.
    """
    found = []
    for file in files:
        held = before.get(file.name)
        stays = file.hints is None and file.document is None and held is not None and held.kept
        one = replace(file, hints=held) if stays else file
        found.append((one, one.hints == held))
    return found


def held_hints(held: Archive | None) -> dict[str, Hints]:
    """The hints that an archive's documents were read with, by the documents' names."""
    return {
        name: told for segment in (held.segments if held else ()) for name, told in segment.hints()
    }
