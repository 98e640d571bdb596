"""ZIP files of documents: read in memory, within limits, nothing in them written to the disk."""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath

from index.errors import BadInput
from index.readers.package import MOST_BYTES, MOST_PARTS

# Of the ZIP file, and of each file in it once it is unpacked.
MOST_FILE = 25_000_000
# No text is packed that tightly; what is made to fill a memory is.
MOST_RATIO = 100
LONGEST_NAME = 255
BLOCK = 65_536
PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# What a Mac adds to every ZIP file, and what folders hide.
ASIDE = "__MACOSX"


@dataclass(frozen=True, slots=True)
class Entry:
    """A file in a ZIP file: its name, and its bytes or why it is not read."""

    name: str
    raw: bytes | None
    why: str = ""


class Unpacking:
    """What was unpacked of a ZIP file so far, so that all of it stays within the limit."""

    def __init__(self, opened: zipfile.ZipFile, name: str) -> None:
        self._opened = opened
        self._name = name
        self._total = 0

    def entry(self, part: zipfile.ZipInfo) -> bytes:
        """The bytes of one file, counted while they are unpacked: what it says of itself may lie.

        Raises:
            BadInput: all files together are larger than the limit.
            Refused: it is locked, damaged or too large, or is no plain file.
        """
        refuse(part)
        pieces: list[bytes] = []
        size = 0
        try:
            with self._opened.open(part) as stream:
                while piece := stream.read(BLOCK):
                    size += len(piece)
                    self._total += len(piece)
                    if size > MOST_FILE or size > MOST_RATIO * max(part.compress_size, 1):
                        raise Refused(TOO_LARGE)
                    if self._total > MOST_BYTES:
                        raise BadInput(limits(self._name, f"more than {MOST_BYTES:,} bytes"))
                    pieces.append(piece)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
            raise Refused(f"it is damaged ({error})") from error
        return b"".join(pieces)


class Refused(Exception):
    """A file in a ZIP file that is not read; its words say why."""


TOO_LARGE = (
    f"it unpacks to more than {MOST_FILE:,} bytes or to more than {MOST_RATIO} times its packed "
    "size, as no document does"
)


def is_zip(name: str) -> bool:
    """Whether a file is called a ZIP file."""
    return name.lower().endswith(".zip")


def entries(raw: bytes, name: str, suffixes: frozenset[str]) -> Iterator[Entry]:
    """The files of some suffixes in a ZIP file, called `name/their own name`.

    Other files are given with why they are not read; folders and hidden files are not given.

    Raises:
        BadInput: it is no ZIP file, or unpacks to more than is read.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as opened:
            held = opened.infolist()
            declared = sum(part.file_size for part in held)
            if len(held) > MOST_PARTS or declared > MOST_BYTES:
                raise BadInput(limits(name, f"{declared:,} bytes in {len(held):,} files"))
            unpacking = Unpacking(opened, name)
            taken: set[str] = set()
            for part in held:
                if not part.is_dir() and not aside(part.filename):
                    yield entry(part, unpacking, name, suffixes, taken)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, ValueError) as error:
        raise BadInput(
            f"{name} is no ZIP file that can be read ({error}). Pack it anew, or unpack it and "
            "index the folder."
        ) from error


def limits(name: str, found: str) -> str:
    """Why a ZIP file is not read at all."""
    return (
        f"{name} holds {found}; at most {MOST_BYTES:,} bytes in {MOST_PARTS:,} files are read. "
        "Unpack it and index the folder, or pack fewer files."
    )


def entry(
    part: zipfile.ZipInfo,
    unpacking: Unpacking,
    name: str,
    suffixes: frozenset[str],
    taken: set[str],
) -> Entry:
    """One file, read or refused; `taken` holds the names that were read already."""
    # Some programs of Windows part folders by a backslash.
    inner = part.filename.replace("\\", "/")
    called = f"{name}/{inner[:LONGEST_NAME]}"
    try:
        check_name(inner, suffixes)
        if inner in taken:
            raise Refused("another file in it has the same name")
        raw = unpacking.entry(part)
    except Refused as refused:
        return Entry(called, None, str(refused))
    taken.add(inner)
    return Entry(called, raw)


def check_name(inner: str, suffixes: frozenset[str]) -> None:
    """Raises Refused for a name that leads out of its folder, or is no document's."""
    if inner.startswith("/") or ".." in inner.split("/") or PureWindowsPath(inner).drive:
        raise Refused("its name leads out of the ZIP file")
    if len(inner) > LONGEST_NAME:
        raise Refused(f"its name is longer than {LONGEST_NAME} characters")
    suffix = PurePosixPath(inner).suffix.lower()
    if is_zip(inner):
        raise Refused("a ZIP file in a ZIP file is not read; unpack the outer one")
    if suffix not in suffixes:
        raise Refused(f"no reader for {suffix or 'this file'}")


def refuse(part: zipfile.ZipInfo) -> None:
    """Raises Refused for what is locked, no plain file, or packed as no reader here unpacks."""
    kind = stat.S_IFMT(part.external_attr >> 16)
    if kind not in (0, stat.S_IFREG):
        raise Refused("it is a link or a device, no file")
    if part.flag_bits & 1:
        raise Refused("it is locked with a password")
    if part.compress_type not in PACKED:
        raise Refused("it is packed in a way that is not read; pack it as an ordinary ZIP file")
    if part.file_size > min(MOST_FILE, MOST_RATIO * max(part.compress_size, 1)):
        raise Refused(TOO_LARGE)


def aside(inner: str) -> bool:
    """Whether a file is hidden, or one that only says how a Mac shows another."""
    parts = inner.replace("\\", "/").split("/")
    return parts[0] == ASIDE or any(p.startswith(".") and p not in (".", "..") for p in parts)
