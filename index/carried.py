"""Hints that an archive keeps: those that no file tells stay until others are told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from index.archive import Archive
from index.corrections import with_corrections
from index.gather import Found
from index.hints import BY_HAND, Hints


def as_hinted(files: Iterable[Found], before: Mapping[str, Hints]) -> list[tuple[Found, bool]]:
    """Each file with the hints to read it with, and whether an archive read it with the same.

    Hints that no file tells stay until others are told, and corrections by hand always.
    """
    found = []
    for file in files:
        held = before.get(file.name)
        told = carried(file.hints, held)
        document = file.document and with_corrections(replace(file.document, hints=told))
        one = replace(file, hints=told, document=document)
        found.append((one, told == held and file.wish is None))
    return found


def carried(told: Hints | None, held: Hints | None) -> Hints | None:
    """The hints that are told now, with what stays of those that an archive holds."""
    if held is None:
        return told
    if told is None and held.kept:
        return held
    if not held.corrections:
        return told
    return replace(told or Hints(told=BY_HAND), corrections=held.corrections)


def held_hints(held: Archive | None) -> dict[str, Hints]:
    """The hints that an archive's documents were read with, by the documents' names."""
    return {
        name: told for segment in (held.segments if held else ()) for name, told in segment.hints()
    }
