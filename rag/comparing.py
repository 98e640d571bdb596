"""The verb compare: a comparison on a terminal, or in a form to take away."""

from __future__ import annotations

import argparse
import sys

from index.archive import Archive
from index.settings import Settings
from index.terminal import BAR, bold, clean, dim, print_json, wrapped
from rag.compare import Compared, Comparison, State, questions_in
from rag.groups import By
from rag.opened import open_desk
from rag.tables import (
    NOTHING,
    called,
    comparison_csv,
    comparison_html,
    comparison_json,
    comparison_markdown,
    tally,
)
from rag.verbs import demanded, print_asked

TEXTS = {"csv": comparison_csv, "markdown": comparison_markdown, "html": comparison_html}


def compare(arguments: argparse.Namespace, settings: Settings) -> int:
    """Prints what each speaker, country or interview says to some questions."""
    desk = open_desk(settings, asking=True)
    questions = questions_in("\n".join(arguments.question))
    found = desk.compare(questions, by=By(arguments.by), filters=demanded(arguments))
    if arguments.format == "json":
        print_json(comparison_json(found))
    elif arguments.format == "table":
        print_comparison(found, desk.archive)
    else:
        # In UTF-8 with its own line ends, whatever the locale and the system say.
        sys.stdout.flush()
        sys.stdout.buffer.write(TEXTS[arguments.format](found, desk.archive).encode())
        sys.stdout.buffer.flush()
    return 0


def print_comparison(found: Comparison, archive: Archive) -> None:
    """A comparison as a person reads it: who answers, then who does not."""
    for one in found.questions:
        print_asked(one.asked)
        print_cells(found, one, archive)
        for state, nothing in NOTHING.items():
            silent = [
                called(group, archive)
                for group, cell in zip(found.groups, one.cells, strict=True)
                if cell.state is state
            ]
            if silent:
                print(bold(f"{nothing}:"))
                print(wrapped("; ".join(silent), "  "))
        if one.reason:
            print(wrapped(one.reason))
        print(f"\n{tally(one, found.by)}.\n")
    print(dim(wrapped(found.rule)))


def print_cells(found: Comparison, one: Compared, archive: Archive) -> None:
    """The quotes of one question, each under whose it is."""
    for group, cell in zip(found.groups, one.cells, strict=True):
        if cell.state is not State.QUOTED:
            continue
        print(bold(wrapped(called(group, archive))))
        for quote in cell.quotes:
            cited = quote.citation
            if found.by is not By.SPEAKER:
                told = (cited.speaker or "speaker not named", cited.speaker_role, cited.date)
                print(dim(wrapped(", ".join(filter(None, told)))))
            if cited.question:
                print(wrapped(f"Asked: {cited.question}"))
            print(wrapped(quote.text, f"  {BAR}"))
            print(dim(f"  {clean(cited.place)}"))
            print(dim(f"  {cited.permalink}"))
        print()
