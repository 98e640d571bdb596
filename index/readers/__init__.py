"""Documents to interviews: a reader of words for each suffix, then what they say, by whom.

`decode` makes bytes to text; `html`, `markdown`, `docx`, `odt` (both in a `package`),
`subtitles` (made of `cues`) and `transcripts` (with `otranscribe`) make files to `words`, with what
is `bold`; `text` tells interviews, people and turns apart in them, and gives them an `identity`.
What tells itself who speaks is not guessed at: `jsonl`, the `tables` (by their `columns` and
`rows`) of `delimited` files and of `xlsx` (with its `cells`), and cues with `voiced` speakers, in
`exchanges`, are `rendered` to a text. `zipped` opens ZIP files of all these.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path, PurePath

from index.errors import BadInput, InputOutput
from index.interview import Document
from index.readers.delimited import read_delimited
from index.readers.docx import read_docx
from index.readers.html import read_html
from index.readers.jsonl import read_jsonl
from index.readers.markdown import read_markdown
from index.readers.odt import read_odt
from index.readers.subtitles import read_subtitles
from index.readers.text import document, plain
from index.readers.transcripts import read_json
from index.readers.words import Words
from index.readers.xlsx import read_xlsx

# A reader gives words, in which turns are told apart, or where it knows them the whole document.
READERS: dict[str, Callable[[bytes, str], Words | Document]] = {
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
    ".json": read_json,
    ".otr": read_json,
    ".csv": read_delimited,
    ".tsv": read_delimited,
    ".xlsx": read_xlsx,
    ".jsonl": read_jsonl,
}


def read(path: Path, name: str) -> Document:
    """The document in a file, read by the reader for its suffix; `name` is what it is called.

    Raises:
        BadInput: there is no reader for it, or its reader cannot read it.
        InputOutput: the file cannot be opened.
    """
    reader_for(name)
    return read_bytes(bytes_of(path), name)


def bytes_of(path: Path) -> bytes:
    """The bytes of a file.

    Raises:
        InputOutput: it cannot be opened.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputOutput(
            f"{path} cannot be read ({error.strerror}). Check that it exists and that you may "
            "read it."
        ) from error


def text_in(raw: bytes, name: str) -> str:
    """The words in the bytes of a file, whatever they are, without looking for an interview.

    Raises:
        BadInput: as `read_bytes`.
    """
    return reader_for(name)(raw, name).text


def read_bytes(raw: bytes, name: str) -> Document:
    """The document in the bytes of a file, read by the reader for the suffix of its name.

    Raises:
        BadInput: there is no reader for it, or its reader cannot read it.
    """
    found = reader_for(name)(raw, name)
    return found if isinstance(found, Document) else document(found, raw, name)


def reader_for(name: str) -> Callable[[bytes, str], Words | Document]:
    """The reader for the suffix of a name.

    Raises:
        BadInput: there is none.
    """
    suffix = PurePath(name).suffix
    reader = READERS.get(suffix.lower())
    if reader is None:
        raise BadInput(
            f"{name}: no reader for {suffix or 'a file without a suffix'}. This version reads "
            f"{', '.join(READERS)}, and with `onrecord index` a .zip of them. Save it as one of "
            "these, such as plain text in UTF-8."
        )
    return reader
