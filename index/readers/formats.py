"""Which reader reads which files: named here, imported where it is used."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from index.interview import Document
from index.readers.invisible import Invisible
from index.readers.tables import Tables
from index.readers.words import Words

# What a reader gives: words, in which turns are told apart, tables, or where it knows them turns.
Given = Words | Tables | Document


@dataclass(frozen=True, slots=True)
class Reader:
    """A function (bytes, name) in a module; one that is `apart` runs in a child process.

    Formats that are mere text are read here: their readers have nothing that could be broken
    into. One that is told what to do with text that nobody sees is a `chooser`.
    """

    module: str
    function: str
    apart: bool = True
    chooser: bool = False

    def given(self, raw: bytes, name: str, invisible: Invisible) -> Given:
        """What is in a file, read in this process.

        Raises:
            BadInput: it cannot be read.
        """
        read: Callable[..., Given] = getattr(import_module(self.module), self.function)
        return read(raw, name, invisible) if self.chooser else read(raw, name)


TEXT = Reader("index.readers.text", "plain", apart=False)
MARKDOWN = Reader("index.readers.markdown", "read_markdown", apart=False)
SUBTITLES = Reader("index.readers.subtitles", "read_subtitles", apart=False)
TRANSCRIPT = Reader("index.readers.transcripts", "read_json", apart=False)
DELIMITED = Reader("index.readers.delimited", "read_delimited", apart=False)
HTML = Reader("index.readers.html", "read_html")

READERS: dict[str, Reader] = {
    ".txt": TEXT,
    ".text": TEXT,
    ".md": MARKDOWN,
    ".markdown": MARKDOWN,
    ".html": HTML,
    ".htm": HTML,
    ".xhtml": HTML,
    ".docx": Reader("index.readers.docx", "read_docx"),
    ".odt": Reader("index.readers.odt", "read_odt"),
    ".rtf": Reader("index.readers.rtf", "read_rtf"),
    ".pdf": Reader("index.readers.pdf", "read_pdf", chooser=True),
    ".srt": SUBTITLES,
    ".vtt": SUBTITLES,
    ".json": TRANSCRIPT,
    ".otr": TRANSCRIPT,
    ".csv": DELIMITED,
    ".tsv": DELIMITED,
    ".xlsx": Reader("index.readers.xlsx", "read_xlsx"),
    ".jsonl": Reader("index.readers.jsonl", "read_jsonl", apart=False),
}
