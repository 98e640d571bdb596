"""Markdown, with what its front matter says of the interview as header fields."""

from __future__ import annotations

import re

import yaml
from markdown_it import MarkdownIt

from index.errors import BadInput
from index.interview import Span
from index.openings import FIELD
from index.readers.decode import decode
from index.readers.html import words_of
from index.readers.words import APART, Words, words

MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable("table")
FRONT = re.compile(r"\A---[ \t]*\n(?P<fields>.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)


def read_markdown(raw: bytes, name: str) -> Words:
    """The words of a Markdown file, its marks left out.

    Raises:
        BadInput: it is not text, holds no words, or its front matter is not YAML.
    """
    text = decode(raw, name)
    front = FRONT.match(text)
    fields, unknown = fronted(front["fields"], name) if front else ([], 0)
    body = MARKDOWN.render(text[front.end() :] if front else text)
    read = words_of(body, "markdown", name, rules=True)
    before = "".join(f"{field}{APART}" for field in fields)
    bold = (Span(span.start + len(before), span.end + len(before)) for span in read.bold)
    dropped = {**read.dropped, "front matter field": unknown}
    return words(before + read.text, "markdown", name, dropped, bold=bold)


def fronted(front: str, name: str) -> tuple[list[str], int]:
    """The header fields of a front matter, a line each, and how many others it has.

    Raises:
        BadInput: it is not YAML.
    """
    try:
        found = yaml.safe_load(front)
    except yaml.YAMLError as error:
        raise BadInput(f"the front matter of {name} is not YAML: {error}") from error
    known = []
    held = found if isinstance(found, dict) else {}
    for key, value in held.items():
        line = f"{key}: {value}"
        if not isinstance(value, dict | list | None) and FIELD.fullmatch(line):
            known.append(" ".join(line.split()))
    return known, len(held) - len(known)
