"""What became of each document that was to be read: a table for people, JSON for programs."""

from __future__ import annotations

from pathlib import Path

from index.build import Indexed
from index.taken import Dropped, Taken, Warned
from index.terminal import bold, clean, counted, dim, wrapped

Json = dict[str, object]

INDENT = "           "


def indexed_json(made: Indexed, folder: Path) -> Json:
    """What became of each document, for programs."""
    became = (("added", made.added), ("refreshed", made.refreshed))
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
        "documents": [
            {"became": word, **taken_json(one)} for word, documents in became for one in documents
        ],
    }


def taken_json(one: Taken) -> Json:
    """The report of one document, for programs."""
    return {
        "name": one.name,
        "sha256": one.sha256,
        "format": one.format,
        "characters": one.characters,
        "interviews": one.interviews,
        "questions": one.questions,
        "turns": one.turns,
        "answers_of_nobody_named": one.unnamed,
        "countries": list(one.countries),
        "speakers": list(one.speakers),
        "hints": one.hints,
        "warnings": [{"code": w.code, "message": w.message, **placed(w)} for w in one.warnings],
        "dropped": [
            {"what": d.what, "why": d.why, "lines": d.lines, **placed(d)} for d in one.dropped
        ],
    }


def placed(one: Warned | Dropped) -> Json:
    """A place for programs: offsets, and line and column."""
    return {"start": one.span.start, "end": one.span.end, "line": one.line, "column": one.column}


def print_indexed(made: Indexed, folder: Path) -> None:
    """What became of each document, for people: a line of a table each, with what was doubtful."""
    became = (("added", made.added), ("refreshed", made.refreshed))
    if made.added or made.refreshed:
        print(dim(f"{'':<10} interviews questions  turns speakers warnings  document"))
    for word, documents in became:
        for one in documents:
            print(f"{word:<10} {numbers(one)}  {bold(clean(one.name))}")
            print_doubts(one, INDENT)
    for name in made.removed:
        print(f"{'removed':<10} {clean(name)}")
    for file in made.unchanged:
        print(f"unchanged  {clean(file.name)}")
    for skipped in made.skipped:
        print(wrapped(f"skipped    {skipped.name}: {skipped.why}"))
    held = made.archive
    print(
        f"\n{folder} holds {counted(len(held.interviews), 'interview')} in "
        f"{counted(len(held.countries), 'country', 'countries')}, "
        f"{counted(len(held.passages), 'passage')} (generation {held.generation}"
        f"{'' if made.published else ', nothing had changed'})."
    )


def numbers(one: Taken) -> str:
    """How many of what a document holds, under the heads of the table."""
    speakers = str(len(one.speakers)) if one.speakers else "unknown"
    return (
        f"{one.interviews:>10,} {one.questions:>9,} {one.turns:>6,} {speakers:>8} "
        f"{len(one.warnings):>8,}"
    )


def print_doubts(one: Taken, indent: str = "") -> None:
    """What a reader was not sure of, each with its line and column, and what was dropped."""
    if one.hints:
        print(wrapped(f"read as {one.hints} says.", indent))
    for warned in one.warnings:
        print(wrapped(f"warning, {warned.line}:{warned.column}: {warned.message}", indent))
    for dropped in one.dropped:
        print(wrapped(dropped_words(dropped), indent))


def dropped_words(one: Dropped) -> str:
    """What was dropped, in words."""
    if not one.lines:
        return one.why
    where = f"{'from ' if one.lines > 1 else ''}{one.line}:{one.column}"
    return f"not searched, {where}: {counted(one.lines, f'{one.what} line')} ({one.why})."
