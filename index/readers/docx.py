"""Word documents: the words that a reader of the final text sees, a paragraph a line."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Iterator
from typing import Any

from lxml import etree

from index.errors import BadInput
from index.readers.words import APART, Words, words

# Limits on what is unpacked: no interview comes near them, and a file made to harm does.
MOST_PARTS = 2_000
MOST_BYTES = 100_000_000
MOST_PART = 20_000_000
MAIN = "word/document.xml"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# What has been deleted, moved away, or never was of the text.
GONE = {f"{W}del": "deletion", f"{W}moveFrom": "deletion"}
SILENT = frozenset(
    f"{W}{tag}"
    for tag in ("delText", "instrText", "pPr", "rPr", "tblPr", "trPr", "tcPr", "sectPr", "sdtPr")
)
NOTES = {f"{W}footnoteReference": "footnote", f"{W}endnoteReference": "endnote"}
SAYS = {
    f"{W}tab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "\u2011",
    f"{W}ptab": "\t",
}
# Parts beside the main one, by how their names begin, and the elements that count.
BESIDE = (
    ("word/comments.xml", f"{W}comment", "comment"),
    ("word/header", None, "page header"),
    ("word/footer", None, "page footer"),
)


class Paragraphs:
    """The paragraphs of a document as they are gathered, and what is left out."""

    def __init__(self) -> None:
        self.kept: list[str] = []
        self.dropped: Counter[str] = Counter()


def read_docx(raw: bytes, name: str) -> Words:
    """The words of a Word document: insertions taken, deletions and hidden words left out.

    Tables are read cell by cell, text boxes after the paragraph that they hang on. Comments,
    notes, and the headers and footers of pages are left out and counted.

    Raises:
        BadInput: it is no such document, is locked, or is made to harm.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            checked(package, name)
            found = Paragraphs()
            body = next(parsed(package, MAIN, name).iter(f"{W}body"), None)
            if body is None:
                raise BadInput(f"{name} holds no text that Word would show.")
            blocks(body, found)
            for part, tag, called in BESIDE:
                found.dropped[called] += sum(counted(package, part, tag, name))
    except (zipfile.BadZipFile, KeyError, EOFError, NotImplementedError) as error:
        raise BadInput(
            f"{name} is no Word document that can be read ({error}). Open it in Word or "
            "LibreOffice and save it anew as .docx, or save it as plain text."
        ) from error
    return words(APART.join(found.kept) + "\n", "docx", name, found.dropped)


def checked(package: zipfile.ZipFile, name: str) -> None:
    """Raises BadInput for a package that is locked or unpacks to more than any document."""
    held = package.infolist()
    if any(part.flag_bits & 1 for part in held):
        raise BadInput(f"{name} is locked with a password. Save it without one.")
    sizes = [part.file_size for part in held]
    if len(held) > MOST_PARTS or sum(sizes) > MOST_BYTES or max(sizes, default=0) > MOST_PART:
        raise BadInput(
            f"{name} unpacks to {sum(sizes):,} bytes in {len(held):,} parts; at most "
            f"{MOST_BYTES:,} bytes in {MOST_PARTS:,} parts of {MOST_PART:,} are read. Take large "
            "pictures out of it, or save it as plain text."
        )


def parsed(package: zipfile.ZipFile, part: str, name: str) -> Any:
    """The root of one part's XML.

    Raises:
        BadInput: it is not XML, or it declares a document type, which Word never does.
    """
    # It refuses what is nested more than 256 elements deep.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(package.read(part), parser)
    except etree.XMLSyntaxError as error:
        raise BadInput(f"{name} is damaged: {part} is not XML ({error}).") from error
    if root.getroottree().docinfo.doctype:
        raise BadInput(f"{name} declares entities in {part}, as no word processor does.")
    return root


def counted(package: zipfile.ZipFile, part: str, tag: str | None, name: str) -> Iterator[int]:
    """How often an element stands in the parts whose names begin so; parts with words for None."""
    for held in package.namelist():
        if held.startswith(part) and held.endswith(".xml"):
            root = parsed(package, held, name)
            said = any((text.text or "").strip() for text in root.iter(f"{W}t"))
            yield sum(1 for _ in root.iter(tag)) if tag else int(said)


def blocks(element: Any, into: Paragraphs) -> None:
    """The paragraphs in an element: of the text, of tables and of whatever wraps them."""
    for child in element:
        if child.tag in GONE:
            into.dropped[GONE[child.tag]] += 1
        elif child.tag == f"{W}p":
            paragraph(child, into)
        elif child.tag == f"{MC}AlternateContent":
            blocks(alternative(child), into)
        elif child.tag not in SILENT:
            blocks(child, into)


def paragraph(element: Any, into: Paragraphs) -> None:
    """One paragraph, and after it those of the text boxes that hang on it."""
    boxes: list[Any] = []
    text = "".join(inline(element, into, boxes))
    if text.strip():
        into.kept.append("\n".join(" ".join(line.split()) for line in text.split("\n")).strip())
    for box in boxes:
        blocks(box, into)


def inline(element: Any, into: Paragraphs, boxes: list[Any]) -> Iterator[str]:
    """The words of an element inside a paragraph."""
    for child in element:
        tag = child.tag
        if tag in GONE:
            into.dropped[GONE[tag]] += 1
        elif tag == f"{W}r" and hidden(child):
            into.dropped["hidden run"] += 1
        elif tag in NOTES:
            into.dropped[NOTES[tag]] += 1
        elif tag == f"{W}t":
            yield child.text or ""
        elif tag in SAYS:
            # A break of a page or a column stands between words, not between lines.
            yield SAYS[tag] if child.get(f"{W}type") in (None, "textWrapping") else " "
        elif tag == f"{W}txbxContent":
            boxes.append(child)
        elif tag == f"{MC}AlternateContent":
            yield from inline(alternative(child), into, boxes)
        elif tag not in SILENT:
            yield from inline(child, into, boxes)


def alternative(element: Any) -> Any:
    """Of two ways to say the same, the first."""
    return next(element.iterchildren(f"{MC}Choice"), element)


def hidden(run: Any) -> bool:
    """Whether a run's words are not shown."""
    for tag in ("vanish", "webHidden"):
        for mark in run.iterfind(f"{W}rPr/{W}{tag}"):
            return mark.get(f"{W}val") not in ("0", "false", "off")
    return False
