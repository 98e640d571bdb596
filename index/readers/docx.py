"""Word documents: the words that a reader of the final text sees, a paragraph a line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from index.errors import BadInput
from index.readers.bold import BEGIN, END, MARKS, unmarked
from index.readers.package import Package, inherited, package
from index.readers.words import APART, Words, words

MAIN = "word/document.xml"
STYLES = "word/styles.xml"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# What has been deleted, moved away, or never was of the text, as how a word is read aloud (rt).
GONE = {f"{W}del": "deletion", f"{W}moveFrom": "deletion"}
SILENT = frozenset(
    f"{W}{tag}"
    for tag in (
        "delText",
        "instrText",
        "pPr",
        "rPr",
        "tblPr",
        "trPr",
        "tcPr",
        "sectPr",
        "sdtPr",
        "rt",
    )
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

    def __init__(self, hidden: frozenset[str]) -> None:
        self.hidden = hidden
        self.kept: list[str] = []
        self.dropped: Counter[str] = Counter()


def read_docx(raw: bytes, name: str) -> Words:
    """The words of a Word document: insertions taken, deletions and hidden words left out.

    Tables are read cell by cell, text boxes after the paragraph that they hang on. Comments,
    notes, and the headers and footers of pages are left out and counted.

    Raises:
        BadInput: it is no such document, is locked, or is made to harm.
    """
    with package(raw, name, "Word document", ".docx") as parts:
        found = Paragraphs(hiding(parts))
        body = next(parts.root(MAIN).iter(f"{W}body"), None)
        if body is None:
            raise BadInput(f"{name} holds no text that Word would show.")
        blocks(body, found)
        for part, tag, called in BESIDE:
            found.dropped[called] += sum(counted(parts, part, tag))
    plain, bold = unmarked(APART.join(found.kept) + "\n")
    return words(plain, "docx", name, found.dropped, bold=bold)


def hiding(parts: Package) -> frozenset[str]:
    """The ids of the styles whose words are not shown."""
    told: dict[str, bool | None] = {}
    above: dict[str, str | None] = {}
    for style in parts.root(STYLES).iter(f"{W}style") if STYLES in parts.names else ():
        name = style.get(f"{W}styleId", "")
        base = next(style.iterfind(f"{W}basedOn"), None)
        told[name] = switched(style, "vanish") if speaks(style, "vanish") else None
        above[name] = None if base is None else base.get(f"{W}val")
    return inherited(told, above)


def counted(parts: Package, begins: str, tag: str | None) -> Iterator[int]:
    """How often an element stands in the parts whose names begin so; parts with words for None."""
    for held in parts.names:
        if held.startswith(begins) and held.endswith(".xml"):
            root = parts.root(held)
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
    if headed(element):
        text = f"{BEGIN}{text}{END}"
    if MARKS.sub("", text).strip():
        into.kept.append("\n".join(" ".join(line.split()) for line in text.split("\n")).strip())
    for box in boxes:
        blocks(box, into)


def inline(element: Any, into: Paragraphs, boxes: list[Any]) -> Iterator[str]:
    """The words of an element inside a paragraph."""
    for child in element:
        tag = child.tag
        if tag in GONE:
            into.dropped[GONE[tag]] += 1
        elif tag == f"{W}r" and hidden(child, into.hidden):
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
        elif tag == f"{W}r" and strong(child):
            yield BEGIN
            yield from inline(child, into, boxes)
            yield END
        elif tag not in SILENT:
            yield from inline(child, into, boxes)


def alternative(element: Any) -> Any:
    """Of two ways to say the same, the first."""
    return next(element.iterchildren(f"{MC}Choice"), element)


def hidden(run: Any, styles: frozenset[str]) -> bool:
    """Whether a run's words are not shown: by its own marks, else by one of the hidden styles."""
    if switched(run, "vanish") or switched(run, "webHidden"):
        return True
    if speaks(run, "vanish"):
        return False
    paragraph = next(run.iterancestors(f"{W}p"))
    named = (*run.iterfind(f"{W}rPr/{W}rStyle"), *paragraph.iterfind(f"{W}pPr/{W}pStyle"))
    return any(style.get(f"{W}val") in styles for style in named)


def strong(run: Any) -> bool:
    """Whether a run's words are bold."""
    return switched(run, "b")


def headed(paragraph: Any) -> bool:
    """Whether a paragraph has the style of a heading under the title."""
    styles = paragraph.iterfind(f"{W}pPr/{W}pStyle")
    return any(re.fullmatch(r"Heading[2-9]", style.get(f"{W}val") or "") for style in styles)


def speaks(run: Any, property: str) -> bool:
    """Whether a run or a style says of a property that it is on, or that it is off."""
    return next(run.iterfind(f"{W}rPr/{W}{property}"), None) is not None


def switched(run: Any, property: str) -> bool:
    """Whether a run or a style has a property that is not switched off."""
    return any(
        mark.get(f"{W}val") not in ("0", "false", "off")
        for mark in run.iterfind(f"{W}rPr/{W}{property}")
    )
