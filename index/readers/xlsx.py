"""Workbooks of Excel: the cells that a reader sees, a sheet a table.

Their XML is read here, because openpyxl's reader of large sheets and python-calamine do not tell
which rows and columns are hidden, and what somebody hid is not to be quoted.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from index.errors import BadInput
from index.readers.cells import Styles, shown
from index.readers.package import MOST_BYTES, Package, package
from index.readers.rows import Row
from index.readers.tables import Table, Tables

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
WORKBOOK = "xl/workbook.xml"
LINKS = "xl/_rels/workbook.xml.rels"
REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
RANGE = re.compile(r"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})")
COLUMNS = 16_384


class Sheet:
    """A sheet as its XML is read: rows, merged cells, and which columns are hidden."""

    def __init__(self, shared: tuple[str, ...], styles: Styles, dropped: Counter[str]) -> None:
        self.rows: list[Row] = []
        self.merged: list[tuple[int, int, int]] = []
        self._hidden: frozenset[int] = frozenset()
        self._number = 0
        self._shared = shared
        self._styles = styles
        self._dropped = dropped

    def take(self, element: Any) -> None:
        """Takes in one element below the sheet's own."""
        if element.tag == f"{MAIN}col" and flag(element, "hidden"):
            last = min(int(element.get("max", "0")), COLUMNS)
            columns = range(int(element.get("min", "1")) - 1, last)
            self._hidden |= frozenset(columns)
        elif element.tag == f"{MAIN}row":
            self._row(element)
        elif element.tag == f"{MAIN}mergeCell":
            match = RANGE.fullmatch(element.get("ref", ""))
            if match and match[1] == match[3]:
                self.merged.append((column(match[1]), int(match[2]), int(match[4])))

    def _row(self, element: Any) -> None:
        # A row or a cell that does not say its place stands beside the one before, empty or not.
        self._number = int(element.get("r") or self._number + 1)
        cells: list[str] = []
        at = -1
        for cell in element.iterchildren(f"{MAIN}c"):
            match = REFERENCE.fullmatch(cell.get("r", ""))
            at = column(match[1]) if match else at + 1
            if at >= COLUMNS:
                continue
            words = self._words(cell)
            if at in self._hidden:
                self._dropped["hidden cell"] += bool(words)
            elif words:
                cells += [""] * (at + 1 - len(cells))
                cells[at] = words
        if not any(cells):
            return
        if flag(element, "hidden"):
            self._dropped["hidden row"] += 1
        else:
            self.rows.append(Row(self._number, tuple(cells)))

    def _words(self, cell: Any) -> str:
        """What a cell shows; of a formula, the value that was last worked out."""
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return "".join(strings(cell)).strip()
        value: str | None = cell.findtext(f"{MAIN}v")
        if not value:
            self._dropped["empty formula"] += sum(1 for _ in cell.iterchildren(f"{MAIN}f"))
            return ""
        if kind == "e":
            self._dropped["faulty cell"] += 1
            return ""
        if kind == "s":
            return self._shared[int(value)]
        if kind == "n":
            return shown(value, self._styles.form(cell.get("s")), self._styles.since_1904)
        return {"1": "TRUE", "0": "FALSE"}.get(value, value) if kind == "b" else value.strip()


def read_xlsx(raw: bytes, name: str) -> Tables:
    """The sheets of a workbook; hidden sheets, rows and columns are left out and counted.

    Raises:
        BadInput: it is no such workbook, is locked or is made to harm.
    """
    dropped: Counter[str] = Counter()
    # A sheet is read as a stream, so it may be larger than a part that is held whole.
    with package(raw, name, "Excel workbook", ".xlsx", most_part=MOST_BYTES) as parts:
        try:
            tables = tuple(sheets(parts, dropped))
        except (ValueError, IndexError) as error:
            raise BadInput(
                f"{name} is damaged: its cells are not as Excel writes them ({error}). Open it in "
                "a spreadsheet and save it anew."
            ) from error
    return Tables(tables, "xlsx", dropped)


def sheets(parts: Package, dropped: Counter[str]) -> Iterator[Table]:
    """The sheets that are shown, in the order of the workbook."""
    workbook = parts.root(WORKBOOK)
    setting = next(workbook.iter(f"{MAIN}workbookPr"), None)
    since_1904 = setting is not None and flag(setting, "date1904")
    targets = linked(parts)
    style = targets.get("styles")
    styles = Styles(parts.root(style) if style else None, since_1904)
    texts = targets.get("sharedStrings")
    shared = tuple(shared_strings(parts, texts)) if texts else ()
    for sheet in workbook.iter(f"{MAIN}sheet"):
        part = targets.get(sheet.get(LINK, ""))
        if part is None:
            continue
        if sheet.get("state", "visible") != "visible":
            dropped["hidden sheet"] += 1
            continue
        found = Sheet(shared, styles, dropped)
        for element in parts.elements(part, (f"{MAIN}col", f"{MAIN}row", f"{MAIN}mergeCell")):
            found.take(element)
        yield Table(sheet.get("name", ""), tuple(found.rows), tuple(found.merged))


def linked(parts: Package) -> Mapping[str, str]:
    """The parts of a workbook, by the id that it knows each by, and by what they are."""
    found: dict[str, str] = {}
    for link in parts.root(LINKS):
        part = posixpath.normpath(posixpath.join("/xl", link.get("Target", ""))).lstrip("/")
        if part in parts.names:
            found[link.get("Id", "")] = part
            found[link.get("Type", "").rpartition("/")[2]] = part
    return found


def shared_strings(parts: Package, part: str) -> Iterator[str]:
    """The texts that cells share, by their numbers."""
    for element in parts.elements(part, (f"{MAIN}si",)):
        yield "".join(strings(element)).strip()


def strings(element: Any) -> Iterator[str]:
    """The words of a cell, of which a part may be bold; how they are pronounced is none of them."""
    for text in element.iter(f"{MAIN}t"):
        if text.getparent().tag != f"{MAIN}rPh":
            yield (text.text or "").replace("_x000D_", "")


def column(letters: str) -> int:
    """A column's number from 0: `A` is 0, `AA` is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def flag(element: Any, name: str) -> bool:
    """Whether an attribute says yes."""
    return element.get(name) in ("1", "true", "on")
