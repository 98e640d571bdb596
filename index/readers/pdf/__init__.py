"""PDF documents: the words of their pages as they are printed.

`letters` takes the words of a page in its `frame` and their `styles`, `unseen` tells which of them
nobody sees, `lines` puts them in the order of columns, `running` takes out heads and page numbers,
`hyphens` joins words that a line parts, and `flow` makes paragraphs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from typing import Any

import pypdfium2.raw as pdfium

from index.errors import BadInput
from index.readers.invisible import Invisible
from index.readers.pdf.flow import flowed
from index.readers.pdf.frame import framed
from index.readers.pdf.letters import Word, words_on
from index.readers.pdf.lines import Line, lines
from index.readers.pdf.running import without_running
from index.readers.pdf.unseen import judged
from index.readers.words import Words, listed, words

MOST_PAGES = 5_000


class Pages:
    """The lines of the pages that were read, and what was left out or is not seen."""

    def __init__(self) -> None:
        self.lines: list[tuple[Line, ...]] = []
        self.heights: list[float] = []
        self.empty = 0
        self.unseen: dict[int, int] = {}
        self.beside: Counter[str] = Counter()


def read_pdf(raw: bytes, name: str, invisible: Invisible = Invisible.REFUSE) -> Words:
    """The words of a PDF, a paragraph a line, with the page that each stands on.

    Running heads, page numbers, notes that are pinned to a page, the fields of forms and pages
    without a text layer are left out and counted, and so are hyphens at the ends of lines that
    are no part of a word.

    Raises:
        BadInput: it is no PDF, is locked, has no text layer, or holds text that nobody sees and
            `invisible` does not say what to do with it.
    """
    found = Pages()
    with opened(raw, name) as document:
        number = pdfium.FPDF_GetPageCount(document)
        if number > MOST_PAGES:
            raise BadInput(
                f"{name} has {number:,} pages; at most {MOST_PAGES:,} are read. Split it."
            )
        for at in range(number):
            read_page(document, at, found, keep=invisible is not Invisible.DROP)
    if found.unseen and invisible is Invisible.REFUSE:
        raise BadInput(refusal(name, found.unseen))
    if not any(found.lines):
        raise BadInput(
            f"{name} has no text layer: its {number} pages are pictures, as a scanner makes them. "
            "Run text recognition on it first, for example: ocrmypdf --force-ocr --output-type "
            "pdf scan.pdf read.pdf. Check what it read, then index it with --invisible-text keep."
        )
    kept, dropped = without_running(found.lines, found.heights)
    flow = flowed(tuple(chain.from_iterable(kept)))
    dropped["textless page"] = found.empty
    dropped["ligature sign"] = sum(line.ligatures for page in kept for line in page)
    dropped["line-end hyphen"] = flow.hyphens
    if invisible is Invisible.DROP:
        dropped["invisible word"] = sum(found.unseen.values())
    return words(
        flow.text,
        "pdf",
        name,
        dropped + found.beside,
        marks=flow.marks,
        bold=flow.bold,
        invisible=found.unseen if invisible is Invisible.KEEP else (),
    )


@contextmanager
def opened(raw: bytes, name: str) -> Iterator[Any]:
    """A PDF, opened.

    Raises:
        BadInput: it is none, is damaged, or is locked with a password.
    """
    pdfium.FPDF_InitLibrary()
    document = pdfium.FPDF_LoadMemDocument64(raw, len(raw), None)
    if not document:
        if pdfium.FPDF_GetLastError() in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            raise BadInput(f"{name} is locked with a password. Save it without one.")
        raise BadInput(
            f"{name} is no PDF that can be read: it is damaged, or something else under that "
            "name. Open it in a viewer and print it to a new PDF."
        )
    try:
        yield document
    finally:
        pdfium.FPDF_CloseDocument(document)


def read_page(document: Any, at: int, into: Pages, *, keep: bool) -> None:
    """Adds the lines of the page with index `at`; words that nobody sees only if to `keep`."""
    page = pdfium.FPDF_LoadPage(document, at)
    if not page:
        into.beside["damaged page"] += 1
        return
    try:
        frame = framed(page)
        held = tuple(words_on(page, frame))
        turns = Counter(word.style.turn for word in held if word.style.turn is not None)
        if turns and turns[0] < (most := turns.most_common(1)[0])[1]:
            # Turned as it is read; who scans a page on its side writes on it so.
            pdfium.FPDFPage_SetRotation(page, (pdfium.FPDFPage_GetRotation(page) + most[0]) % 4)
            frame = framed(page)
            held = tuple(words_on(page, frame))
        found = judged(page, frame, tuple(word for word in held if word.style.turn == 0))
        into.beside["sideways word"] += len(held) - len(found)
        into.beside.update(pinned(page))
    finally:
        pdfium.FPDF_ClosePage(page)
    into.empty += not held
    if hidden := sum(word.unseen for word in found):
        into.unseen[at + 1] = hidden
    taken: tuple[Word, ...] = tuple(word for word in found if keep or not word.unseen)
    into.heights.append(frame.height)
    into.lines.append(lines(at + 1, taken))


def pinned(page: Any) -> Iterator[str]:
    """What is pinned to a page and no part of its text, by what it is called in a message."""
    called = {
        pdfium.FPDF_ANNOT_TEXT: "pinned note",
        pdfium.FPDF_ANNOT_FREETEXT: "pinned note",
        pdfium.FPDF_ANNOT_WIDGET: "form field",
        pdfium.FPDF_ANNOT_FILEATTACHMENT: "attachment",
    }
    for at in range(pdfium.FPDFPage_GetAnnotCount(page)):
        note = pdfium.FPDFPage_GetAnnot(page, at)
        kind = pdfium.FPDFAnnot_GetSubtype(note)
        pdfium.FPDFPage_CloseAnnot(note)
        if kind in called:
            yield called[kind]


def refusal(name: str, unseen: dict[int, int]) -> str:
    """Why a document with text that nobody sees is not read, and what to do."""
    number = sum(unseen.values())
    return (
        f"{name} holds text that is not visible, {number:,} word{'s' if number > 1 else ''} on page"
        f"{listed(tuple(unseen))}: white on white, under a box or a picture, off the page, or too "
        "small to read. It may be hidden to protect somebody, or to deceive; a scan with "
        "recognised text holds such text too. Choose: --invisible-text drop leaves it out, "
        "--invisible-text keep takes it in and quotes it."
    )
