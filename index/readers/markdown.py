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
# Keys whose values are lists of people, and the header field for each of them.
LISTS = {
    plural: one
    for one in ("speaker", "interviewee", "interviewer", "guest", "narrator")
    for plural in (one, f"{one}s")
}
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
    held = found if isinstance(found, dict) else {}
    lines = [lines_of(str(key), value) for key, value in held.items()]
    return [line for of_key in lines for line in of_key], sum(not of_key for of_key in lines)


def lines_of(key: str, value: object) -> list[str]:
    """The header fields that a key of a front matter gives: one for each value of a list."""
    if isinstance(value, list):
        one = LISTS.get(key.lower())
        # Of several speakers, some may be those who ask.
        if one is None or (one == "speaker" and len(value) > 1):
            return []
        return [line for each in value for line in lines_of(one, each)]
    line = f"{key}: {value}"
    if isinstance(value, dict | None) or not FIELD.fullmatch(line):
        return []
    return [" ".join(line.split())]
