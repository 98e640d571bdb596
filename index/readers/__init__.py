"""Documents to interviews: a reader for each suffix (`decode`, then `text`)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from index.errors import BadInput, InputOutput
from index.interview import Document
from index.readers.text import read_text

READERS: dict[str, Callable[[bytes, str], Document]] = {".txt": read_text, ".text": read_text}


def read(path: Path, name: str) -> Document:
    """The document in a file, read by the reader for its suffix; `name` is what it is called.

    Raises:
        BadInput: there is no reader for it, or its reader cannot read it.
        InputOutput: the file cannot be opened.
    """
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise BadInput(
            f"{name}: no reader for {path.suffix or 'a file without a suffix'}. This version "
            f"reads {', '.join(READERS)}. Save it as plain text in UTF-8."
        )
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise InputOutput(
            f"{path} cannot be read ({error.strerror}). Check that it exists and that you may "
            "read it."
        ) from error
    return reader(raw, name)
