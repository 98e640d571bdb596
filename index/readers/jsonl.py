"""JSON Lines in the interchange format that `onrecord export` writes: an interview a line."""

from __future__ import annotations

from index.errors import BadInput
from index.interchange import parsed_line
from index.interview import Document
from index.readers.decode import decode
from index.readers.rendered import rendered


def read_jsonl(raw: bytes, name: str) -> Document:
    """The interviews of a JSON Lines file, each span exact in the text made of them.

    Raises:
        BadInput: it is not text, a line is no interview, or two have one id.
    """
    lines = enumerate(decode(raw, name).split("\n"), start=1)
    found = [
        (number, parsed_line(line, f"line {number} of {name}"))
        for number, line in lines
        if line.strip()
    ]
    first: dict[str, int] = {}
    for number, told in found:
        if told.id is not None and first.setdefault(told.id, number) != number:
            raise BadInput(
                f"lines {first[told.id]} and {number} of {name} have the same id, {told.id}. "
                "Give one of them another, or leave it out to be given one."
            )
    return rendered((told for _, told in found), raw, name, "jsonl")
