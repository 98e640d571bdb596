"""What `index --watch` does: folders and an archive kept in step until it is ended."""

from __future__ import annotations

import argparse
import gc
import json
import sys
import time
from pathlib import Path

from index.build import Indexed
from index.embedders import embedder_for
from index.ending import ended_by_signals
from index.errors import Usage
from index.generations import held_alone, live
from index.readers.invisible import Invisible
from index.report import indexed_json, print_indexed
from index.settings import Settings
from index.terminal import counted, wrapped
from index.watch import Hindered, Watcher

LOCK = "watch.lock"
# Between two looks; longer where a look takes long, so that looking takes a tenth of the time.
SECONDS = 1.0
RESTS = 9
STRANGERS_TOLD = 10


def watch(arguments: argparse.Namespace, settings: Settings) -> int:
    """Keeps an archive in step with folders until Ctrl+C or SIGTERM; nothing is left half done.

    Raises:
        Usage: a path is no folder.
        Busy: another process watches for this archive.
    """
    if arguments.speakers is not None:
        raise Usage(
            "--speakers is of some documents, and --watch reads whatever comes. Write it to a file "
            "DOCUMENT.toml beside each, which is watched too, or index them without --watch first."
        )
    folders: tuple[Path, ...] = tuple(arguments.paths)
    for folder in folders:
        if not folder.is_dir():
            raise Usage(
                f"{folder} is no folder, and only folders are watched. Name the folder that it "
                "lies in, or index it without --watch."
            )
    archive = settings.archive
    busy = (
        f"another onrecord watches folders for {archive}. Name all folders in one command, or end "
        "the other first."
    )
    with ended_by_signals() as ending, held_alone(archive, LOCK, busy):
        try:
            embedder = embedder_for(archive, settings.model, settings.encoder)
            # Loaded while its generation is there: it goes with the second one that is published.
            embedder.encode_question("ready")
            watcher = Watcher(folders, archive, embedder, Invisible(arguments.invisible_text))
            begin(watcher, folders)
            while True:
                begun = time.monotonic()
                told = watcher.step(begun)
                took = 0.0 if told else time.monotonic() - begun
                if told:
                    tell(told, archive, for_programs=arguments.json)
                    # Archives that nobody needs hold files open until they are collected.
                    del told
                    gc.collect()
                ending.heed()
                time.sleep(max(SECONDS, RESTS * took))
        except KeyboardInterrupt:
            current = live(archive)
            said = f"generation {current[0]} is live" if current else "nothing was published yet"
            print(f"onrecord watches no more; {said}.", file=sys.stderr, flush=True)
    return 0


def begin(watcher: Watcher, folders: tuple[Path, ...]) -> None:
    """Says what is watched, and what of the archive is not."""
    named = ", ".join(str(folder) for folder in folders)
    print(wrapped(f"onrecord watches {named}  (Ctrl+C ends it)"), file=sys.stderr, flush=True)
    strangers = watcher.strangers()
    if strangers:
        more = len(strangers) - STRANGERS_TOLD
        listed = ", ".join(strangers[:STRANGERS_TOLD])
        said = (
            f"The archive holds {counted(len(strangers), 'document')} that "
            f"{'is' if len(strangers) == 1 else 'are'} not in there, and stay: {listed}"
            f"{f' and {more:,} more' if more > 0 else ''}."
        )
        print(wrapped(said), file=sys.stderr, flush=True)


def tell(told: Indexed | Hindered, archive: Path, *, for_programs: bool) -> None:
    """Says what a look led to; for programs each pass is one JSON object on a line."""
    if isinstance(told, Hindered):
        print(wrapped(f"onrecord: {told.why}"), file=sys.stderr, flush=True)
    elif for_programs:
        line = json.dumps(indexed_json(told, archive), ensure_ascii=False)
        sys.stdout.buffer.write(f"{line}\n".encode())
        sys.stdout.flush()
    else:
        print_indexed(told, archive)
        print(flush=True)
