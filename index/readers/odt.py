"""OpenDocument texts, as LibreOffice writes them: the words that a reader sees."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from index.errors import BadInput
from index.readers.package import Package, inherited, package
from index.readers.words import APART, Words, words

MAIN, STYLES = "content.xml", "styles.xml"
SPACE = "{urn:oasis:names:tc:opendocument:xmlns:"
TEXT, OFFICE, STYLE = f"{SPACE}text:1.0}}", f"{SPACE}office:1.0}}", f"{SPACE}style:1.0}}"
SVG = f"{SPACE}svg-compatible:1.0}}"
PARAGRAPHS = frozenset((f"{TEXT}p", f"{TEXT}h"))
# What is no part of the text, by what it is called in a message; "" for what never was.
LEFT_OUT = {
    f"{TEXT}tracked-changes": "",
    f"{TEXT}sequence-decls": "",
    f"{TEXT}note": "note",
    f"{TEXT}hidden-text": "hidden text",
    # It hides the paragraph that it stands in, which is counted there.
    f"{TEXT}hidden-paragraph": "",
    f"{OFFICE}annotation": "comment",
    f"{OFFICE}annotation-end": "",
    # How a word is read aloud, above it.
    f"{TEXT}ruby-text": "",
    # What a picture is called, for who cannot see it.
    f"{SVG}title": "",
    f"{SVG}desc": "",
}
# A family of styles and a name in it: families may use the same names.
Style = tuple[str, str]
SAYS = {f"{TEXT}tab": "\t", f"{TEXT}line-break": "\n", f"{TEXT}s": " "}


class Paragraphs:
    """The paragraphs of a document as they are gathered, and what is left out."""

    def __init__(self, hidden: frozenset[Style]) -> None:
        self.hidden = hidden
        self.kept: list[str] = []
        self.dropped: Counter[str] = Counter()


def read_odt(raw: bytes, name: str) -> Words:
    """The words of an OpenDocument text: insertions taken, deletions and hidden words left out.

    Tables are read cell by cell, text boxes after the paragraph that they hang on. Comments and
    notes are left out and counted; the headers and footers of pages are no part of the text.

    Raises:
        BadInput: it is no such document, is locked, or is made to harm.
    """
    with package(raw, name, "OpenDocument text", ".odt") as parts:
        root = parts.root(MAIN)
        body = next(root.iter(f"{OFFICE}text"), None)
        if body is None:
            raise BadInput(f"{name} is an OpenDocument file without text.")
        found = Paragraphs(hiding(root, parts))
        found.dropped["deletion"] += sum(1 for _ in body.iter(f"{TEXT}deletion"))
        blocks(body, found)
    return words(APART.join(found.kept) + "\n", "odt", name, found.dropped)


def hiding(root: Any, parts: Package) -> frozenset[Style]:
    """The styles whose words are not shown."""
    told: dict[Style, bool | None] = {}
    above: dict[Style, Style | None] = {}
    for style in styles(root, parts):
        family = style.get(f"{STYLE}family", "text")
        name, base = (style.get(f"{STYLE}{key}", "") for key in ("name", "parent-style-name"))
        marks = next(style.iterfind(f"{STYLE}text-properties"), None)
        display = None if marks is None else marks.get(f"{TEXT}display")
        told[family, name] = None if display is None else display == "none"
        above[family, name] = (family, base) if base else None
    return inherited(told, above)


def styles(root: Any, parts: Package) -> Iterator[Any]:
    """The styles that all documents of a template share, then those of this text alone."""
    if STYLES in parts.names:
        # Beside these are the styles of page headers, whose names the text may use anew.
        for shared in parts.root(STYLES).iterchildren(f"{OFFICE}styles"):
            yield from shared.iter(f"{STYLE}style")
    yield from root.iter(f"{STYLE}style")


def blocks(element: Any, into: Paragraphs) -> None:
    """The paragraphs in an element: of the text, of lists, of tables."""
    for child in element:
        if child.tag in LEFT_OUT:
            left_out(child, into)
        elif unseen(child):
            into.dropped["hidden text"] += 1
        elif child.tag in PARAGRAPHS:
            paragraph(child, into)
        else:
            blocks(child, into)


def paragraph(element: Any, into: Paragraphs) -> None:
    """One paragraph, and after it those of the text boxes that hang on it."""
    boxes: list[Any] = []
    text = "".join(inline(element, into, boxes))
    if text.strip():
        into.kept.append("\n".join(" ".join(line.split()) for line in text.split("\n")).strip())
    for box in boxes:
        blocks(box, into)


def unseen(element: Any) -> bool:
    """Whether an element is a section that is not shown, or a paragraph that says so of itself."""
    if element.tag == f"{TEXT}section":
        return element.get(f"{TEXT}display") == "none" or concealed(element)
    return element.tag in PARAGRAPHS and any(
        concealed(field) and next(field.iterancestors(*PARAGRAPHS)) is element
        for field in element.iter(f"{TEXT}hidden-paragraph")
    )


def concealed(element: Any) -> bool:
    """Whether the condition that an element hides under was met when the text was saved."""
    return bool(element.get(f"{TEXT}is-hidden") == "true")


def inline(element: Any, into: Paragraphs, boxes: list[Any]) -> Iterator[str]:
    """The words of an element inside a paragraph, and of all in it."""
    family = "paragraph" if element.tag in PARAGRAPHS else "text"
    if (family, element.get(f"{TEXT}style-name")) in into.hidden:
        into.dropped["hidden text"] += 1
        return
    yield element.text or ""
    for child in element:
        if child.tag in LEFT_OUT:
            left_out(child, into)
        elif child.tag in SAYS:
            yield SAYS[child.tag]
        elif child.tag in PARAGRAPHS:
            boxes.append(element)
            return
        else:
            yield from inline(child, into, boxes)
        yield child.tail or ""


def left_out(element: Any, into: Paragraphs) -> None:
    """Counts what is no part of the text."""
    if LEFT_OUT[element.tag]:
        into.dropped[LEFT_OUT[element.tag]] += 1
