"""The files of a ZIP file, each with the hints that stand beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from index.errors import BadInput
from index.hints import SUFFIX, Hints, hints_beside
from index.readers.formats import READERS
from index.readers.zipped import Entry

# Files of these are read from a ZIP file.
SUFFIXES = frozenset({*READERS, SUFFIX})


def paired(entries: Iterable[Entry]) -> Iterator[tuple[Entry, Hints | None]]:
    """The entries that are documents, each with its hints; what is wrong with hints, as its why."""
    held = tuple(entries)
    beside = {one.name: one for one in held if one.name.endswith(SUFFIX)}
    names = frozenset(one.name for one in held)
    for one in held:
        if one.name in beside:
            if one.name.removesuffix(SUFFIX) not in names:
                yield replace(one, raw=None, why=alone(one.name)), None
            continue
        hint = beside.get(f"{one.name}{SUFFIX}")
        if hint is None or one.raw is None:
            yield one, None
            continue
        try:
            if hint.raw is None:
                raise BadInput(f"{hint.name} beside it cannot be read: {hint.why}")
            yield one, hints_beside(hint.raw, hint.name)
        except BadInput as error:
            yield replace(one, raw=None, why=str(error)), None


def alone(name: str) -> str:
    """Why hints are not read that stand beside no document."""
    return f"it would tell about {name.removesuffix(SUFFIX)}, which is not beside it"
