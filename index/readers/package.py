"""Office documents are ZIP files of XML: opened within limits, nothing in them followed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from lxml import etree

from index.errors import BadInput

# Limits on what is unpacked: no interview comes near them, and a file made to harm does.
MOST_PARTS = 2_000
MOST_BYTES = 100_000_000
MOST_PART = 20_000_000


class Package:
    """The parts of an opened document."""

    def __init__(self, opened: zipfile.ZipFile, name: str) -> None:
        self._opened = opened
        self._name = name
        self.names = tuple(opened.namelist())

    def root(self, part: str) -> Any:
        """The root of one part's XML.

        Raises:
            BadInput: it is not XML, or it declares a document type, as office programs never do.
            KeyError: there is no such part.
        """
        # It refuses what is nested more than 256 elements deep.
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        try:
            root = etree.fromstring(self._opened.read(part), parser)
        except etree.XMLSyntaxError as error:
            raise BadInput(f"{self._name} is damaged: {part} is not XML ({error}).") from error
        if root.getroottree().docinfo.doctype:
            raise BadInput(f"{self._name} declares entities in {part}, as no office program does.")
        return root


@contextmanager
def package(raw: bytes, name: str, kind: str, suffix: str) -> Iterator[Package]:
    """A document of a `kind`, opened.

    Raises:
        BadInput: it is no such document, is locked, or unpacks to more than any document.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as opened:
            check(opened, name)
            yield Package(opened, name)
    except (zipfile.BadZipFile, KeyError, EOFError, NotImplementedError) as error:
        raise BadInput(
            f"{name} is no {kind} that can be read ({error}). Open it in Word or LibreOffice and "
            f"save it anew as {suffix}, or save it as plain text."
        ) from error


def check(opened: zipfile.ZipFile, name: str) -> None:
    """Raises BadInput for a package that is locked or unpacks to more than any document."""
    held = opened.infolist()
    if any(part.flag_bits & 1 for part in held):
        raise BadInput(f"{name} is locked with a password. Save it without one.")
    sizes = [part.file_size for part in held]
    if len(held) > MOST_PARTS or sum(sizes) > MOST_BYTES or max(sizes, default=0) > MOST_PART:
        raise BadInput(
            f"{name} unpacks to {sum(sizes):,} bytes in {len(held):,} parts; at most "
            f"{MOST_BYTES:,} bytes in {MOST_PARTS:,} parts of {MOST_PART:,} are read. Take large "
            "pictures out of it, or save it as plain text."
        )
