"""Documents to interviews: a reader for each suffix, then what they say, by whom.

`formats` names the reader for each suffix; those of risky formats run in a `child` process, a
`worker` under `limits`. `decode` makes bytes to text; `html`, `markdown`, `docx`, `odt` (both in a
`package`), `rtf`, `pdf` (with what is `invisible`), `subtitles` (made of `cues`) and `transcripts`
(with `otranscribe`) make files to `words`, with what is `bold`; `text` tells interviews, people and
turns apart in them, with hints that are `fitting`, gives them an `identity` and remarks what is
`unsaid`. What tells itself who speaks is not guessed at: `jsonl`, the `tables` (by their `columns`
and `rows`) of `delimited` files and of `xlsx` (with its `cells`), and cues with `voiced` speakers,
in `exchanges`, are `rendered` to a text, which is read anew where hints say who asks (`hinted`).
`zipped` opens ZIP files of all these, `paired` with the hints beside them.
"""

from __future__ import annotations

from pathlib import Path, PurePath

from index.corrections import with_corrections
from index.errors import BadInput, InputOutput
from index.hints import Hints
from index.interview import Document
from index.readers.child import Child, check_size
from index.readers.formats import READERS, Given, Reader
from index.readers.hinted import hinted
from index.readers.tables import Tables, read_tables
from index.readers.text import document
from index.readers.words import Words
from index.spoken import with_tongues


def read(path: Path, name: str, child: Child | None = None, hints: Hints | None = None) -> Document:
    """The document in a file, read by the reader for its suffix; `name` is what it is called.

    `child` reads risky formats, and serves for many files; without one a new one serves this.
    `hints` are what somebody says about it that it does not say itself.

    Raises:
        BadInput: there is no reader for it, its reader cannot read it, or hints do not fit it.
        InputOutput: the file cannot be opened.
    """
    apart = reader_for(name).apart
    return read_bytes(bytes_of(path, name if apart else None), name, child, hints)


def bytes_of(path: Path, limited: str | None = None) -> bytes:
    """The bytes of a file; of one of a risky format, called `limited`, no more than are read.

    Raises:
        BadInput: there are more of them.
        InputOutput: it cannot be opened.
    """
    try:
        if limited is not None:
            check_size(path.stat().st_size, limited)
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
    with Child() as child:
        found = given(raw, name, child)
    return read_tables(found, raw, name).text if isinstance(found, Tables) else found.text


def read_bytes(
    raw: bytes, name: str, child: Child | None = None, hints: Hints | None = None
) -> Document:
    """The document in the bytes of a file, read by the reader for the suffix of its name.

    `hints` are what somebody says about it that it does not say itself.

    Raises:
        BadInput: there is no reader for it, its reader cannot read it, or hints do not fit it.
    """
    if child is None:
        with Child() as alone:
            return read_bytes(raw, name, alone, hints)
    found = given(raw, name, child)
    if isinstance(found, Words):
        return with_tongues(with_corrections(document(found, raw, name, hints)), found.language)
    told = read_tables(found, raw, name) if isinstance(found, Tables) else found
    return with_tongues(told if hints is None else with_corrections(hinted(told, raw, hints)))


def given(raw: bytes, name: str, child: Child) -> Given:
    """What the reader for the suffix of a name gives, in the child process where it is risky.

    Raises:
        BadInput: there is no reader for it, or its reader cannot read it.
    """
    reader = reader_for(name)
    if reader.apart:
        check_size(len(raw), name)
    return child.given(raw, name, reader)


def reader_for(name: str) -> Reader:
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
