"""Markdown, with what its front matter says of the interview as header fields."""

from __future__ import annotations

import re
from collections.abc import Iterator

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
# Of brackets in brackets in brackets, and of what is no YAML.
FAULTS = (yaml.YAMLError, RecursionError)
FRONT = re.compile(r"\A---[ \t]*\n(?P<fields>.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)


def read_markdown(raw: bytes, name: str) -> Words:
    """The words of a Markdown file, its marks left out.

    Raises:
        BadInput: it is not text, holds no words, or its front matter is not YAML.
    """
    text = decode(raw, name)
    front = FRONT.match(text)
    lines = fronted(front["fields"], name) if front else None
    # Words between two rules are a front matter only by how they look, and are not to be lost.
    body = MARKDOWN.render(text if front is None or lines is None else text[front.end() :])
    read = words_of(body, "markdown", name, rules=True)
    before = "".join(f"{field}{APART}" for of_key in lines or () for field in of_key)
    bold = (Span(span.start + len(before), span.end + len(before)) for span in read.bold)
    unknown = sum(not of_key for of_key in lines or ())
    dropped = {**read.dropped, "front matter field": unknown}
    return words(before + read.text, "markdown", name, dropped, bold=bold)


def fronted(front: str, name: str) -> tuple[tuple[str, ...], ...] | None:
    """The header fields that each key of a front matter gives; None where it has no keys.

    Raises:
        BadInput: it is not YAML, or repeats parts of itself by a name.
    """
    try:
        # What it repeats may repeat in its turn: a few lines would grow to more than memory holds.
        repeats = any(isinstance(token, yaml.AliasToken) for token in yaml.scan(front))
        found = {} if repeats or not front.strip() else as_written(front)
        lines = (
            tuple(tuple(lines_of(str(key), value)) for key, value in found.items())
            if isinstance(found, dict)
            else None
        )
    except FAULTS as error:
        raise BadInput(
            f"the front matter of {name} is not YAML that can be read: {error}. Write `key: value` "
            "in each of its lines; if they are text, write the rule above them as `***`."
        ) from error
    if repeats:
        raise BadInput(
            f"the front matter of {name} repeats a value by a name (`*name`); only values that "
            "stand where they are meant are read. Write it out in full."
        )
    return lines


def as_written(front: str) -> object:
    """What a front matter holds, each value as a text: `NO` is Norway and no denial.

    Raises:
        YAMLError, RecursionError: it cannot be read.
    """
    # It makes texts, lists and mappings of them, whatever a tag says, and nothing else.
    loader = yaml.BaseLoader(front)
    try:
        found: object = loader.get_single_data()
    finally:
        loader.dispose()
    return found


def lines_of(key: str, value: object) -> Iterator[str]:
    """The header fields that a key of a front matter gives: one for each value of a flat list."""
    one = LISTS.get(key.lower())
    if not isinstance(value, list):
        yield from line_of(key, value)
    # Of several speakers, some may be those who ask.
    elif one is not None and (one != "speaker" or len(value) == 1):
        for each in value:
            yield from line_of(one, each)


def line_of(key: str, value: object) -> Iterator[str]:
    """The header field that a key and one value give, if they give one."""
    # The type comes first: what holds other values may take long to write out.
    if isinstance(value, str) and FIELD.fullmatch(f"{key}: {value}"):
        yield " ".join(f"{key}: {value}".split())
