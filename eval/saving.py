"""Gold topics written: a line of JSON, and a gold file that is whole or as it was."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from eval.gold import Topic, filter_json, parse_topic, read_topics
from index.durable import replace_synced
from index.errors import BadInput, Busy, CannotCreate, InputOutput

# Far more than anybody marks by hand; a gold file is read as a whole.
MOST_BYTES = 32 * 1024 * 1024


class Taken(BadInput):
    """A gold file has a topic of that id already."""


def topic_line(topic: Topic) -> str:
    """A topic as a line of a gold file, which `parse_topic` reads back as the same."""
    row = {
        "id": topic.id,
        "kind": topic.kind,
        "question": topic.question,
        "evidence": [
            {
                "quote": each.quote,
                "required": each.required,
                "start": each.span.start,
                "end": each.span.end,
                "document": each.document,
            }
            for each in topic.evidence
        ],
        "nuggets": topic.nuggets,
        "history": topic.history,
        "filter": filter_json(topic.filters),
        "note": topic.note,
    }
    line = json.dumps(row, ensure_ascii=False)
    if parse_topic(line) != topic:
        raise ValueError("a topic's line must be that topic")
    return line


def append_topic(gold: Path, topic: Topic) -> int:
    """Adds a topic to a gold file, which is made where there is none; how many it then holds.

    Whoever reads the file meanwhile sees it without the topic or with it. A link is followed.

    Raises:
        Taken: the file has a topic of that id.
        BadInput: it is no gold file, or too large.
        Busy: another one writes it.
        CannotCreate, InputOutput: the machine does not let it be written or read.
    """
    line = topic_line(topic) + "\n"
    gold = gold.resolve()
    with locked(gold):
        before, held = read(gold)
        if topic.id in held:
            raise Taken(
                f"{gold.name} has a topic {topic.id} already. Give this one another id, or take "
                "that one out of the file."
            )
        if before and not before.endswith(b"\n"):
            before += b"\n"
        raw = before + line.encode()
        if len(raw) > MOST_BYTES:
            raise BadInput(f"{gold.name} is full: it may have {MOST_BYTES:,} bytes. Begin another.")
        try:
            replace_synced(gold, [raw])
        except OSError as error:
            raise CannotCreate(f"{gold} cannot be written ({error.strerror}).") from error
    return len(held) + 1


def writable(gold: Path) -> None:
    """Passes where topics can be added to a gold file.

    Raises:
        BadInput, Busy, CannotCreate, InputOutput: as `append_topic`.
    """
    with locked(gold.resolve()):
        read(gold.resolve())


def read(gold: Path) -> tuple[bytes, tuple[str, ...]]:
    """The bytes of a gold file and the ids of its topics; nothing where there is no file.

    Raises:
        BadInput: it is no gold file.
        InputOutput: it cannot be read.
    """
    try:
        raw = gold.read_bytes()
    except FileNotFoundError:
        return b"", ()
    except OSError as error:
        raise InputOutput(f"cannot read the gold file {gold}: {error.strerror}") from error
    if not raw.strip():
        return b"", ()
    return raw, tuple(topic.id for topic in read_topics(gold))


@contextmanager
def locked(gold: Path) -> Iterator[None]:
    """Holds the lock beside a gold file, whose own file is replaced and cannot carry it.

    Raises:
        CannotCreate: the folder cannot be written.
        Busy: another one holds it.
    """
    beside = gold.with_name(f".{gold.name}.lock")
    try:
        handle = os.open(beside, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise CannotCreate(
            f"the gold file {gold} cannot be written ({error.strerror}). Name one in a folder "
            "that is there and that you may write to."
        ) from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Busy(f"{gold.name} is being written by another. Try again.") from error
        yield
    finally:
        os.close(handle)
