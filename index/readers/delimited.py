"""Tables as text, with a comma, a semicolon, a tab or a bar between cells."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from index.errors import BadInput
from index.readers.columns import recognised, tells
from index.readers.decode import decode
from index.readers.rows import Row
from index.readers.tables import SEARCHED, Table, Tables

DELIMITERS = (",", ";", "\t", "|")
# Spreadsheets write `sep=;` above a table to tell it themselves.
SEPARATED = re.compile(r"\Asep=(?P<delimiter>.)\n")
LONGEST_CELL = 1_000_000


def read_delimited(raw: bytes, name: str) -> Tables:
    """The interviews of a CSV or TSV file.

    Raises:
        BadInput: it is not text, its cells do not fit its header, or no column is known.
    """
    csv.field_size_limit(LONGEST_CELL)
    text = decode(raw, name)
    told = SEPARATED.match(text)
    body = text[told.end() :] if told else text
    delimiter = told["delimiter"] if told else delimiter_of(body)
    rows = tuple(rows_of(body, delimiter, name, 1 if told else 0))
    return Tables((Table("", rows),), "csv", {})


def delimiter_of(text: str) -> str:
    """The delimiter by which most columns of the header are known.

    It is measured by what it does, since a text full of commas says little about its cells.
    """
    return max(DELIMITERS, key=lambda delimiter: known(text, delimiter))


def known(text: str, delimiter: str) -> tuple[int, int]:
    """How many columns a delimiter makes known, and how many cells in the same row."""
    first = csv.reader(text.split("\n", SEARCHED)[:SEARCHED], delimiter=delimiter)
    try:
        headers = [(recognised(row), len(row)) for row in first]
    except csv.Error:
        return 0, 0
    return max((len(taken) * tells(taken), width) for taken, width in headers)


def rows_of(text: str, delimiter: str, name: str, above: int) -> Iterator[Row]:
    """The rows that hold something, numbered by the line that each begins on.

    Raises:
        BadInput: a quotation mark is never closed, or a row has more cells than the header.
    """
    # Lines end where the decoded text has them, and at no other character.
    reader = csv.reader(io.StringIO(text, newline="\n"), delimiter=delimiter, strict=True)
    width = 0
    begins = above + 1
    try:
        for cells in reader:
            row = Row(begins, tuple(cell.strip() for cell in cells))
            begins = above + reader.line_num + 1
            if not any(row.cells):
                continue
            if not width and tells(recognised(row.cells)):
                width = len(row.cells)
            elif width and any(row.cells[width:]):
                raise BadInput(
                    f"line {row.number} of {name} has {len(row.cells)} cells for {width} columns. "
                    f"Put cells that hold {delimiter!r} into quotation marks, or save it anew from "
                    "a spreadsheet."
                )
            yield row
    except csv.Error as error:
        raise BadInput(
            f"line {begins} of {name} is no row of a table ({error}): a quotation mark inside a "
            "cell must be doubled, and closed. Save it anew from a spreadsheet."
        ) from error
