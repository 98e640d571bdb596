"""Documents to interviews: a reader of words for each suffix, then what they say, by whom.

`decode` makes bytes to text; `html`, `markdown`, `docx`, `odt` (both in a `package`) and
`subtitles` (made of `cues`) make files to `words`, with what is `bold`; `text` tells interviews,
people and turns apart in them.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from index.errors import BadInput, InputOutput
from index.interview import Document
from index.readers.docx import read_docx
from index.readers.html import read_html
from index.readers.markdown import read_markdown
from index.readers.odt import read_odt
from index.readers.subtitles import read_subtitles
from index.readers.text import document, plain
from index.readers.words import Words

READERS: dict[str, Callable[[bytes, str], Words]] = {
    ".txt": plain,
    ".text": plain,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".html": read_html,
    ".htm": read_html,
    ".xhtml": read_html,
    ".docx": read_docx,
    ".odt": read_odt,
    ".srt": read_subtitles,
    ".vtt": read_subtitles,
}


def read(path: Path, name: str) -> Document:
    """The document in a file, read by the reader for its suffix; `name` is what it is called.

    Raises:
        BadInput: there is no reader for it, or its reader cannot read it.
        InputOutput: the file cannot be opened.
    """
    found, raw = opened(path, name)
    return document(found, raw, name)


def read_words(path: Path, name: str) -> Words:
    """The words in a file, whatever they are, without looking for an interview in them.

    Raises:
        BadInput, InputOutput: as `read`.
    """
    return opened(path, name)[0]


def opened(path: Path, name: str) -> tuple[Words, bytes]:
    """The words of a file, and its bytes.

    Raises:
        BadInput, InputOutput: as `read`.
    """
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise BadInput(
            f"{name}: no reader for {path.suffix or 'a file without a suffix'}. This version "
            f"reads {', '.join(READERS)}. Save it as one of these, such as plain text in UTF-8."
        )
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise InputOutput(
            f"{path} cannot be read ({error.strerror}). Check that it exists and that you may "
            "read it."
        ) from error
    return reader(raw, name), raw
