"""An RTF document as it is read: the groups that are open, and the paragraphs so far."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from index.readers.bold import BEGIN, END, MARKS

DEEPEST = 500
HIGH, LOW = range(0xD800, 0xDC00), range(0xDC00, 0xE000)


@dataclass(frozen=True, slots=True)
class State:
    """What holds inside a group until it ends: `silent` for what is no text, or its name.

    `skip` is how many letters follow a Unicode one for programs that do not know it.
    """

    silent: bool = False
    hidden: bool = False
    deleted: bool = False
    bold: bool = False
    encoding: str | None = None
    skip: int = 1
    fonts: bool = False
    boxed: bool = False


class Reading:
    """The groups that are open, what holds in them, and the text that was read."""

    def __init__(self) -> None:
        self.state = State()
        self.open: list[State] = []
        self.page = "cp1252"
        self.fonts: dict[int, str] = {}
        self.font: int | None = None
        self.kept: list[str] = []
        self.boxes: list[str] = []
        self.line: list[str] = []
        self.outer: list[str] = []
        self.raw = bytearray()
        self.skipping = 0
        self.optional = False
        self.high = 0
        self.hiding = ""
        self.dropped: Counter[str] = Counter()

    def begin(self) -> None:
        """Opens a group."""
        self.flush()
        if len(self.open) >= DEEPEST:
            raise RecursionError
        self.open.append(self.state)
        self.skipping = 0

    def end(self) -> None:
        """Closes a group: what it had set holds no more."""
        self.flush()
        before = self.open.pop() if self.open else State()
        if self.state.boxed and not before.boxed:
            self.paragraph()
            self.line, self.outer = self.outer, []
        self.state = before
        self.skipping = 0
        self.optional = False

    def flush(self) -> None:
        """Decodes the bytes that were read as they lie."""
        if self.raw:
            encoding = self.state.encoding or self.page
            text = bytes(self.raw).decode(encoding, "replace")
            self.raw.clear()
            self.add(text)

    def add(self, text: str) -> None:
        """Adds text, unless it is none that a reader sees."""
        state = self.state
        if state.silent:
            return
        if hiding := "deletion" if state.deleted else "hidden run" if state.hidden else "":
            # Runs that follow each other are one.
            self.dropped[hiding] += bool(text.strip()) and self.hiding != hiding
            self.hiding = hiding if text.strip() else self.hiding
            return
        if text.strip():
            self.hiding = ""
        self.line.append(f"{BEGIN}{text}{END}" if state.bold else text)

    def paragraph(self) -> None:
        """Ends a paragraph."""
        self.flush()
        text = "".join(self.line)
        self.line = []
        if MARKS.sub("", text).strip():
            tidy = "\n".join(" ".join(line.split()) for line in text.split("\n")).strip()
            (self.boxes if self.state.boxed else self.kept).append(tidy)
        if not self.state.boxed:
            self.kept += self.boxes
            self.boxes = []

    def unicode(self, code: int) -> None:
        """Adds a letter by its number in UTF-16, and skips what stands in for it."""
        self.flush()
        code %= 2**16
        self.skipping = self.state.skip
        if code in HIGH:
            self.high = code
            return
        if code in LOW:
            pair = 0x10000 + ((self.high - 0xD800) << 10) + (code - 0xDC00)
            self.add(chr(pair) if self.high else "\ufffd")
        elif 0xFDD0 <= code < 0xFDF0:
            self.add("\ufffd")
        else:
            self.add(chr(code))
        self.high = 0

    def letters(self, held: bytes) -> None:
        """Takes plain bytes in, less those that stand in for a Unicode letter."""
        skipped = min(self.skipping, len(held))
        self.skipping -= skipped
        if not self.state.silent:
            self.raw += held[skipped:]
