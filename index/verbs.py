"""The verbs of the write side: index, parse, export, verify."""

from __future__ import annotations

import argparse
import sys
from collections import Counter

from tqdm import tqdm

from index.archive import open_archive
from index.build import index_documents
from index.durable import replace_synced
from index.embedders import embedder_for
from index.errors import CannotCreate, InputOutput
from index.gather import beside, shown
from index.hints import Hints, hints_said
from index.interchange import accounts, line_of
from index.interview import Document, Interview
from index.parsed import parsed_json
from index.readers import read
from index.readers.child import Child
from index.readers.invisible import Invisible
from index.readers.rendered import printed
from index.report import indexed_json, print_doubts, print_indexed, taken_json
from index.settings import Settings
from index.taken import taken
from index.terminal import bold, clean, counted, dim, print_json, wrapped
from index.verify import faults
from index.watching import watch


def index(arguments: argparse.Namespace, settings: Settings) -> int:
    """Adds or refreshes documents and says what was read, skipped and doubtful."""
    if arguments.watch:
        return watch(arguments, settings)
    embedder = embedder_for(settings.archive, settings.model, settings.encoder)
    # The delay keeps the bar away where there is nothing to wait for.
    with tqdm(desc="embedding", unit="text", file=sys.stderr, leave=False, delay=0.5) as bar:

        def advance(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        made = index_documents(
            arguments.paths,
            settings.archive,
            embedder,
            advance=advance,
            invisible=Invisible(arguments.invisible_text),
            hints=said(arguments),
        )
    if arguments.json:
        print_json(indexed_json(made, settings.archive))
    else:
        print_indexed(made, settings.archive)
    return 0


def parse(arguments: argparse.Namespace, _: Settings) -> int:
    """Shows how a document is read, without indexing it."""
    name = shown(arguments.file.name)
    with Child(Invisible(arguments.invisible_text)) as child:
        hints = said(arguments) or beside(arguments.file, name)
        document = read(arguments.file, name, child, hints)
    if arguments.json:
        print_json({**parsed_json(document), "report": taken_json(taken(document))})
        return 0
    title = document.title.of(document.text) if document.title else document.name
    print(bold(clean(title)))
    for interview in document.interviews:
        print_interview(document, interview)
    roles = Counter(part.role for part in document.parts)
    print("\nlines: " + ", ".join(f"{number} {role}" for role, number in roles.most_common()))
    print_doubts(taken(document))
    return 0


def said(arguments: argparse.Namespace) -> Hints | None:
    """The hints that a command gives; None without any."""
    return None if arguments.speakers is None else hints_said(arguments.speakers)


def print_interview(document: Document, interview: Interview) -> None:
    """An interview's people and its questions, each with how much answers it."""
    people = "; ".join(
        ", ".join(filter(None, (s.name, s.role, s.organisation))) for s in interview.speakers
    )
    print()
    print(bold(wrapped(f"{interview.country or 'Country unknown'} · {people or 'nobody named'}")))
    known = [interview.id, interview.date, interview.rating and f"rated {interview.rating}"]
    print(dim(wrapped(" · ".join(filter(None, known)))))
    asked = None
    for turn in interview.turns:
        if turn.question is None:
            print(wrapped("An answer that follows no question", "  "))
        elif turn.question != asked:
            number = interview.questions.index(turn.question) + 1
            print(wrapped(f"{number}. {turn.question.of(document.text)}", "  "))
        asked = turn.question
        length = sum(len(span) for span in turn.answer)
        said = f"{counted(len(turn.answer), 'paragraph')}, {length:,} characters"
        print(dim(f"     {clean(turn.speaker or 'speaker not named')}: {said}"))


def export(arguments: argparse.Namespace, settings: Settings) -> int:
    """Writes every interview of the archive: as JSON Lines to take along, or as text to read."""
    held = open_archive(settings.archive)
    interviews = accounts(held.read_documents)
    if arguments.format == "jsonl":
        written = (f"{line_of(interview)}\n".encode() for interview in interviews)
    else:
        written = (piece.encode() for piece in printed(interviews))
    if arguments.output is None:
        sys.stdout.flush()
        sys.stdout.buffer.writelines(written)
        sys.stdout.buffer.flush()
        return 0
    try:
        if arguments.output.exists() and not arguments.output.is_file():
            raise OSError(None, "it is no plain file")
        replace_synced(arguments.output, written)
    except OSError as error:
        raise CannotCreate(
            f"{arguments.output} cannot be written ({error.strerror}). Name a file in a folder "
            "that exists and that you may write to: -o FILE"
        ) from error
    print(
        f"{arguments.output} holds {counted(len(held.interviews), 'interview')}.", file=sys.stderr
    )
    return 0


def verify(arguments: argparse.Namespace, settings: Settings) -> int:
    """Checks every byte of the archive, every offset and every vector; 1 when one is wrong."""
    try:
        archive = open_archive(settings.archive, thorough=True)
        found = tuple(faults(archive))
    except InputOutput as error:
        found = ()
        wrong = [{"place": str(settings.archive), "what": str(error)}]
    else:
        wrong = [{"place": fault.place, "what": fault.what} for fault in found]
    if arguments.json:
        print_json({"archive": str(settings.archive), "whole": not wrong, "faults": wrong})
        return 1 if wrong else 0
    for one in wrong:
        print(wrapped(f"{one['place']}: {one['what']}"), file=sys.stderr)
    if not wrong:
        print(
            f"{settings.archive} is whole: generation {archive.generation}, "
            f"{counted(len(archive.interviews), 'interview')}, "
            f"{counted(len(archive.passages), 'passage')}, every byte as it was published."
        )
    return 1 if wrong else 0
