"""How things look in a terminal: wrapped, quiet, and free of other people's control codes."""

from __future__ import annotations

import json
import os
import shutil
import sys
import textwrap
import unicodedata
from collections.abc import Mapping

NARROWEST, WIDEST = 40, 88
BAR = "│ "


def width() -> int:
    """Columns to write in: the terminal's, but never too wide to read."""
    return max(NARROWEST, min(WIDEST, shutil.get_terminal_size().columns - 1))


def clean(words: str) -> str:
    """Words without characters that could steer a terminal (a source may hold any).

    Control characters and those that reorder text are shown as a replacement character; line
    breaks become spaces.
    """
    return "".join(
        " "
        if c in "\n\t"
        else "\ufffd"
        if unicodedata.category(c) == "Cc"
        or c in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
        else c
        for c in words
    )


def wrapped(words: str, indent: str = "") -> str:
    """Words broken to lines, each with an indent."""
    lines = textwrap.wrap(
        clean(words), width() - len(indent), break_long_words=False, break_on_hyphens=False
    )
    return "\n".join(indent + line for line in lines)


def styled(words: str, code: str) -> str:
    """Words in a style (`1` bold, `2` dim) where standard output is a terminal that has it."""
    plain = not sys.stdout.isatty() or "NO_COLOR" in os.environ or os.environ.get("TERM") == "dumb"
    return words if plain else f"\x1b[{code}m{words}\x1b[0m"


def bold(words: str) -> str:
    """Words that stand out."""
    return styled(words, "1")


def dim(words: str) -> str:
    """Words that stand back."""
    return styled(words, "2")


def print_json(shape: Mapping[str, object]) -> None:
    """One JSON object on standard output, in UTF-8 whatever the locale says."""
    sys.stdout.flush()
    sys.stdout.buffer.write(json.dumps(shape, ensure_ascii=False, indent=1).encode() + b"\n")
    sys.stdout.buffer.flush()


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: `1 interview`, `1,200 interviews`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
