"""Office documents are ZIP files of XML: opened within limits, nothing in them followed."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Hashable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

from lxml import etree

from index.errors import BadInput

# Limits on what is unpacked: no interview comes near them, and a file made to harm does.
MOST_PARTS = 2_000
MOST_BYTES = 100_000_000
MOST_PART = 20_000_000
# Nothing outside a part is fetched, and a note beside its words is none of them.
PARSED = {
    "resolve_entities": False,
    "no_network": True,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}
Style = TypeVar("Style", bound=Hashable)


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
        parser = etree.XMLParser(**PARSED)
        try:
            root = etree.fromstring(self._opened.read(part), parser)
        except etree.XMLSyntaxError as error:
            raise BadInput(f"{self._name} is damaged: {part} is not XML ({error}).") from error
        if root.getroottree().docinfo.doctype:
            raise self._declared(part)
        return root

    def elements(self, part: str, tags: tuple[str, ...]) -> Iterator[Any]:
        """The elements of some tags in one part's XML, each let go once it was taken.

        Raises:
            BadInput: as `root`.
        """
        with self._opened.open(part) as stream:
            read = etree.iterparse(stream, events=("end",), tag=tags, **PARSED)
            try:
                for _, element in read:
                    if element.getroottree().docinfo.doctype:
                        raise self._declared(part)
                    yield element
                    release(element)
            except etree.XMLSyntaxError as error:
                raise BadInput(f"{self._name} is damaged: {part} is not XML ({error}).") from error

    def _declared(self, part: str) -> BadInput:
        return BadInput(f"{self._name} declares entities in {part}, as no office program does.")


def release(element: Any) -> None:
    """Lets an element go that was taken, with what stands before it."""
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]


def inherited(
    told: Mapping[Style, bool | None], above: Mapping[Style, Style | None]
) -> frozenset[Style]:
    """The styles that have a property: by what each says, else by the style that it builds on."""
    found = set()
    for style in told:
        at: Style | None = style
        passed: set[Style] = set()
        # Styles that build on each other in a circle say nothing.
        while at is not None and told.get(at) is None and at not in passed:
            passed.add(at)
            at = above.get(at)
        if at is not None and told.get(at):
            found.add(style)
    return frozenset(found)


@contextmanager
def package(
    raw: bytes, name: str, kind: str, suffix: str, most_part: int = MOST_PART
) -> Iterator[Package]:
    """A document of a `kind`, opened, with no part of more than `most_part` bytes.

    Raises:
        BadInput: it is no such document, is locked, or unpacks to more than any document.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as opened:
            check(opened, name, most_part)
            yield Package(opened, name)
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError, NotImplementedError) as error:
        raise BadInput(
            f"{name} is no {kind} that can be read ({error}). Open it in Word or LibreOffice and "
            f"save it anew as {suffix}, or save it as plain text."
        ) from error


def check(opened: zipfile.ZipFile, name: str, most_part: int) -> None:
    """Raises BadInput for a package that is locked or unpacks to more than any document."""
    held = opened.infolist()
    if any(part.flag_bits & 1 for part in held):
        raise BadInput(f"{name} is locked with a password. Save it without one.")
    sizes = [part.file_size for part in held]
    if len(held) > MOST_PARTS or sum(sizes) > MOST_BYTES or max(sizes, default=0) > most_part:
        raise BadInput(
            f"{name} unpacks to {sum(sizes):,} bytes in {len(held):,} parts; at most "
            f"{MOST_BYTES:,} bytes in {MOST_PARTS:,} parts of {most_part:,} are read. Take large "
            "pictures out of it, or save it as plain text."
        )
