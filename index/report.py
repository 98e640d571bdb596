"""What became of each document that was to be read, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from index.build import Indexed
from index.taken import Warned
from index.terminal import bold, clean, counted, wrapped


def indexed_json(made: Indexed, folder: Path) -> dict[str, object]:
    """What became of each document, for programs."""
    return {
        "archive": {
            "folder": str(folder),
            "generation": made.archive.generation,
            "fingerprint": made.archive.fingerprint,
            "published": made.published,
            "interviews": len(made.archive.interviews),
            "passages": len(made.archive.passages),
        },
        "added": [one.name for one in made.added],
        "refreshed": [one.name for one in made.refreshed],
        "removed": list(made.removed),
        "unchanged": [one.name for one in made.unchanged],
        "skipped": [{"name": one.name, "why": one.why} for one in made.skipped],
        "warnings": [
            {
                "document": one.name,
                "code": w.code,
                "message": w.message,
                "start": w.span.start,
                "end": w.span.end,
            }
            for one in (*made.added, *made.refreshed)
            for w in one.warnings
        ],
    }


def print_indexed(made: Indexed, folder: Path) -> None:
    """What became of each document, for people."""
    for became, documents in (("added", made.added), ("refreshed", made.refreshed)):
        for document in documents:
            print(
                f"{became:<10} {bold(clean(document.name))}: "
                f"{counted(document.interviews, 'interview')}, "
                f"{counted(document.questions, 'question')}"
            )
            print_warnings(document.warnings)
    for name in made.removed:
        print(f"{'removed':<10} {clean(name)}")
    for file in made.unchanged:
        print(f"unchanged  {clean(file.name)}")
    for one in made.skipped:
        print(wrapped(f"skipped    {one.name}: {one.why}"))
    held = made.archive
    print(
        f"\n{folder} holds {counted(len(held.interviews), 'interview')} in "
        f"{counted(len(held.countries), 'country', 'countries')}, "
        f"{counted(len(held.passages), 'passage')} (generation {held.generation}"
        f"{'' if made.published else ', nothing had changed'})."
    )


def print_warnings(warnings: Iterable[Warned]) -> None:
    """What the reader was not sure of, with the line it is about."""
    for one in warnings:
        print(wrapped(f"warning, line {one.line}: {one.message}", "           "))
