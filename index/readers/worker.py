"""The child process that reads risky documents, one after the other, until its input ends.

It is asked and answers in frames: four bytes that say how long, then JSON or a file's bytes.
"""

from __future__ import annotations

import json
import os
import struct
import sys
from dataclasses import asdict
from typing import BinaryIO

from index.errors import BadInput
from index.interview import Document
from index.readers.formats import Reader
from index.readers.invisible import Invisible
from index.readers.limits import allow, limit
from index.readers.tables import Tables
from index.readers.words import Words

LENGTH = struct.Struct("!I")


def send(stream: BinaryIO, frame: bytes) -> None:
    """Writes a frame."""
    stream.write(LENGTH.pack(len(frame)))
    stream.write(frame)
    stream.flush()


def receive(stream: BinaryIO, most: int) -> bytes:
    """The next frame.

    Raises:
        EOFError: the other side is gone.
        ValueError: the frame is longer than `most`.
    """
    (length,) = LENGTH.unpack(exactly(stream, LENGTH.size))
    if length > most:
        raise ValueError(f"a frame of {length:,} bytes; at most {most:,} are taken")
    return exactly(stream, length)


def exactly(stream: BinaryIO, length: int) -> bytes:
    """So many bytes of a stream.

    Raises:
        EOFError: it ends before.
    """
    held = stream.read(length)
    if len(held) < length:
        raise EOFError
    return held


def answer(asked: dict[str, str], raw: bytes) -> dict[str, object]:
    """What came of reading a file, as JSON: its words or tables, or why there are none."""
    reader = Reader(asked["module"], asked["function"], chooser=bool(asked["invisible"]))
    try:
        found = reader.given(raw, asked["name"], Invisible(asked["invisible"] or "refuse"))
        if isinstance(found, Document):
            raise TypeError("a reader of risky formats gives words or tables")
        return {type(found).__name__.lower(): told(found)}
    except BadInput as error:
        return {"refused": str(error)}
    except MemoryError:
        return {"memory": True}
    except Exception as error:
        # Nothing is hidden: the other side refuses the document and names this.
        return {"failed": type(error).__name__}


def told(found: Words | Tables) -> dict[str, object]:
    """Words or tables as JSON."""
    return {**asdict(found), "dropped": dict(found.dropped)}


def serve(asked: BinaryIO, answers: BinaryIO) -> None:
    """Answers until nobody asks any more."""
    while True:
        try:
            request = json.loads(receive(asked, 2**20))
            raw = receive(asked, 2**32)
        except EOFError:
            return
        allow()
        replied = answer(request, raw)
        send(answers, json.dumps(replied).encode())
        if "memory" in replied:
            # What filled it may still be held; the next document gets a fresh process.
            return


def main() -> None:
    """Serves on standard input and output, which nothing else in the process may write to."""
    limit()
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
