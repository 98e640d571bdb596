"""OpenDocument texts, as LibreOffice writes them: the words that a reader sees."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from index.errors import BadInput
from index.readers.package import package
from index.readers.words import APART, Words, words

MAIN = "content.xml"
SPACE = "{urn:oasis:names:tc:opendocument:xmlns:"
TEXT, OFFICE, STYLE = f"{SPACE}text:1.0}}", f"{SPACE}office:1.0}}", f"{SPACE}style:1.0}}"
PARAGRAPHS = frozenset((f"{TEXT}p", f"{TEXT}h"))
# What is no part of the text, by what it is called in a message; "" for what never was.
LEFT_OUT = {
    f"{TEXT}tracked-changes": "",
    f"{TEXT}sequence-decls": "",
    f"{TEXT}note": "note",
    f"{TEXT}hidden-text": "hidden text",
    f"{TEXT}hidden-paragraph": "hidden text",
    f"{OFFICE}annotation": "comment",
    f"{OFFICE}annotation-end": "",
}
SAYS = {f"{TEXT}tab": "\t", f"{TEXT}line-break": "\n", f"{TEXT}s": " "}


class Paragraphs:
    """The paragraphs of a document as they are gathered, and what is left out."""

    def __init__(self, hidden: frozenset[str]) -> None:
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
        found = Paragraphs(frozenset(hiding(root)))
        found.dropped["deletion"] += sum(1 for _ in body.iter(f"{TEXT}deletion"))
        blocks(body, found)
    return words(APART.join(found.kept) + "\n", "odt", name, found.dropped)


def hiding(root: Any) -> Iterator[str]:
    """The names of the styles whose words are not shown."""
    for style in root.iter(f"{STYLE}style"):
        for marks in style.iterchildren(f"{STYLE}text-properties"):
            if marks.get(f"{TEXT}display") == "none":
                yield style.get(f"{STYLE}name")


def blocks(element: Any, into: Paragraphs) -> None:
    """The paragraphs in an element: of the text, of lists, of tables."""
    for child in element:
        if child.tag in LEFT_OUT:
            left_out(child, into)
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


def inline(element: Any, into: Paragraphs, boxes: list[Any]) -> Iterator[str]:
    """The words of an element inside a paragraph, and of all in it."""
    if element.get(f"{TEXT}style-name") in into.hidden:
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
