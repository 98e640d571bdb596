"""Which paragraphs a document sets in bold: marks in the words tell it, and are taken out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.interview import Span

# Unicode keeps these two for use inside a program; no document holds them.
BEGIN, END = "\ufdd0", "\ufdd1"
MARKS = re.compile(f"[{BEGIN}{END}]")


def unmarked(text: str) -> tuple[str, tuple[Span, ...]]:
    """A text without its marks and each line trimmed, and its lines that are bold throughout."""
    lines = tuple(measured(text))
    bold = []
    at = 0
    for line, whole in lines:
        if whole:
            bold.append(Span(at, at + len(line)))
        at += len(line) + 1
    return "\n".join(line for line, _ in lines), tuple(bold)


def measured(text: str) -> Iterator[tuple[str, bool]]:
    """Each line, and whether all its words are bold."""
    depth = 0
    for line in text.split("\n"):
        plain = False
        for piece in re.split(f"([{BEGIN}{END}])", line):
            if piece in (BEGIN, END):
                depth = max(0, depth + (1 if piece == BEGIN else -1))
            else:
                plain = plain or (depth == 0 and bool(piece.strip()))
        words = MARKS.sub("", line).strip()
        yield words, bool(words) and not plain
