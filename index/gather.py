"""Paths to documents: what to read, what to skip and say so."""

from __future__ import annotations

import hashlib
import os
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.corrections import Wish
from index.digest import file_hash
from index.errors import BadInput, InputOutput
from index.hints import MOST_BYTES, SUFFIX, Hints, hints_beside
from index.interview import Document
from index.readers import read_bytes
from index.readers.child import Child
from index.readers.formats import READERS
from index.readers.invisible import Invisible
from index.readers.paired import SUFFIXES, alone, paired
from index.readers.zipped import MOST_FILE, entries, is_zip


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that was not taken in, and why."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Found:
    """A file to take in: its name in the archive, the hash of its bytes, and whether it was named.

    The hash is empty where its bytes cannot be read; reading it as a document says why. `raw` are
    the bytes of a file in a ZIP file, which is read at once, within its limits. `document` is what
    was read of it, where somebody has looked at that before. `hints` are what stands beside it, or
    what was said of it with the command. With a `wish` it is the document that the archive holds,
    one of whose interviews is to be known by something else.
    """

    path: Path
    name: str
    sha256: str
    named: bool
    raw: bytes | None = None
    document: Document | None = None
    hints: Hints | None = None
    wish: Wish | None = None


@dataclass(frozen=True, slots=True)
class Gathered:
    """The files under some paths that documents can be read from, and those skipped.

    `invisible` says what becomes of text in them that nobody sees on a page.
    """

    files: tuple[Found, ...]
    skipped: tuple[Skipped, ...]
    paths: tuple[Path, ...] = ()
    invisible: Invisible = Invisible.REFUSE


def gathered(
    paths: Iterable[Path],
    archive: Path | None = None,
    waits: Collection[Path] = (),
    invisible: Invisible = Invisible.REFUSE,
    hints: Hints | None = None,
    *,
    empty: bool = False,
) -> Gathered:
    """Every file under some paths that has a reader, without what lies in the archive's folder.

    A folder stands for the files in it, without hidden ones. Files in `waits` are not looked at.
    `invisible` says what becomes of text that nobody sees on a page. `hints` hold for each of them,
    in place of what stands beside it. Where it may be `empty`, there need not be any.

    Raises:
        BadInput: there is none, two have one name, or the hints beside one that was named itself
            are none.
        InputOutput: a path cannot be looked at.
    """
    found: dict[str, Found] = {}
    hashes: dict[str, str] = {}
    skipped: list[Skipped] = []
    every = (one for path in paths for one in files(path, archive, skipped))
    with Child(invisible) as child:
        for file, name, named in every:
            if file in waits:
                continue
            if is_zip(file.name):
                unzip(found, hashes, skipped, file, name, child, hints, named=named)
                continue
            if not named and file.suffix.lower() not in READERS:
                if why := unread(file):
                    skipped.append(Skipped(name, why))
                continue
            try:
                told = hints or beside(file, name)
            except BadInput as error:
                if named:
                    raise
                skipped.append(Skipped(name, str(error)))
                continue
            one = Found(file, name, hashed(file, named), named, hints=told)
            add(found, hashes, skipped, one)
    if not (found or empty):
        raise nothing(paths, skipped)
    return Gathered(tuple(found.values()), tuple(skipped), tuple(paths), invisible)


def unread(file: Path) -> str | None:
    """Why a file that no reader takes is skipped; None for hints beside a document."""
    whose = file.with_suffix("")
    if file.suffix != SUFFIX or whose.suffix.lower() not in READERS:
        return f"no reader for {file.suffix or 'this file'}"
    try:
        return None if whose.is_file() else alone(file.name)
    except OSError:
        # It is there, and that it cannot be read is said of itself.
        return None


def beside(file: Path, name: str) -> Hints | None:
    """The hints in the TOML file beside a file that is called `name`; None where there is none.

    Raises:
        BadInput: they cannot be read, or are none.
    """
    hints = file.with_name(f"{file.name}{SUFFIX}")
    try:
        if not hints.is_file():
            return None
        with hints.open("rb") as opened:
            return hints_beside(opened.read(MOST_BYTES + 1), f"{name}{SUFFIX}")
    except OSError as error:
        raise BadInput(f"{name}{SUFFIX} beside it cannot be read ({error.strerror})") from error


def unzip(
    found: dict[str, Found],
    hashes: dict[str, str],
    skipped: list[Skipped],
    file: Path,
    name: str,
    child: Child,
    said: Hints | None,
    *,
    named: bool,
) -> None:
    """Takes in the files of a ZIP file that documents can be read from; hints that are `said` hold
    for each.

    Raises:
        BadInput, InputOutput: it was named itself, and cannot be read or is too large.
    """
    try:
        # It is opened whole first: a limit that is met late must leave nothing of it behind.
        for entry, beside_it in paired(entries(zip_bytes(file, name), name, SUFFIXES)):
            if entry.raw is None:
                skipped.append(Skipped(shown(entry.name), entry.why))
                continue
            hints = said or beside_it
            try:
                # Read now to say at once what is wrong, and again when its turn comes.
                read_bytes(entry.raw, shown(entry.name), child, hints)
            except BadInput as error:
                skipped.append(Skipped(shown(entry.name), str(error)))
                continue
            sha256 = hashlib.sha256(entry.raw).hexdigest()
            inner = Found(file, shown(entry.name), sha256, False, entry.raw, hints=hints)
            add(found, hashes, skipped, inner)
    except (BadInput, InputOutput) as error:
        if named:
            raise
        skipped.append(Skipped(name, str(error)))


def zip_bytes(file: Path, name: str) -> bytes:
    """The bytes of a ZIP file.

    Raises:
        BadInput: there are more of them than are read.
        InputOutput: it cannot be read.
    """
    try:
        size = file.stat().st_size
        if size <= MOST_FILE:
            return file.read_bytes()
    except OSError as error:
        raise InputOutput(f"{file} cannot be read ({error.strerror}).") from error
    raise BadInput(
        f"{name} has {size:,} bytes; a ZIP file of at most {MOST_FILE:,} is read. Unpack it and "
        "index the folder."
    )


def nothing(paths: Iterable[Path], skipped: Sequence[Skipped]) -> BadInput:
    """The error for paths under which nothing can be indexed."""
    why = " ".join(f"{one.name}: {one.why}" for one in skipped[:3])
    return BadInput(
        f"nothing to index in {', '.join(str(path) for path in paths)}. "
        + (why or f"Give files or folders that hold documents: {', '.join((*READERS, '.zip'))}.")
    )


def hashed(file: Path, named: bool) -> str:
    """The hash of a file's bytes; empty where they cannot be read.

    Raises:
        InputOutput: a file that was named itself cannot be read.
    """
    try:
        return file_hash(file)
    except OSError as error:
        if named:
            raise InputOutput(
                f"{file} cannot be read ({error.strerror}). Check that it exists and that you "
                "may read it."
            ) from error
        return ""


def files(
    path: Path, archive: Path | None, skipped: list[Skipped]
) -> Iterator[tuple[Path, str, bool]]:
    """The files that a path stands for: each with its name and whether it was named itself.

    What lies inside and may not be looked at, be it a file or a folder, is added to `skipped`.
    """
    try:
        folder = path.is_dir()
    except OSError as error:
        raise InputOutput(f"{path} cannot be read ({error.strerror}).") from error
    if not folder:
        yield path, shown(path.name), True
        return
    for file in walked(path, skipped):
        relative = file.relative_to(path)
        if any(part.startswith(".") for part in relative.parts):
            continue
        name = shown(relative.as_posix())
        try:
            wanted = file.is_file() and not within(file, archive)
        except OSError as error:
            # Some folders may be listed and not entered.
            skipped.append(closed(name, error))
            continue
        if wanted:
            yield file, name, False


def within(file: Path, archive: Path | None) -> bool:
    """Whether a file lies in the archive's folder."""
    return archive is not None and file.resolve().is_relative_to(archive.resolve())


def closed(name: str, error: OSError) -> Skipped:
    """What is said of a file or a folder that the system does not show."""
    return Skipped(name, f"it cannot be read ({error.strerror})")


def walked(path: Path, skipped: list[Skipped]) -> list[Path]:
    """What lies in a folder and the folders in it, sorted."""

    def unlisted(error: OSError) -> None:
        name = Path(error.filename).relative_to(path).as_posix()
        skipped.append(closed(shown(name), error))

    walk = os.walk(path, onerror=unlisted)
    return sorted(Path(folder) / name for folder, _, names in walk for name in names)


def shown(name: str) -> str:
    """A file's name as text: bytes that are no UTF-8 and control characters are replaced."""
    text = os.fsencode(name).decode("utf-8", "replace")
    return "".join("\ufffd" if unicodedata.category(c) == "Cc" else c for c in text)


def add(
    found: dict[str, Found], hashes: dict[str, str], skipped: list[Skipped], file: Found
) -> None:
    """Takes a file in, unless its bytes are in already.

    Raises:
        BadInput: another file has its name, and one would replace the other.
    """
    copy = hashes.get(file.sha256)
    if copy is not None:
        if copy != file.name:
            skipped.append(Skipped(file.name, f"its bytes are those of {copy}"))
        return
    if file.name in found:
        raise BadInput(
            f"two documents are called {file.name}; the second is {file.path}. The archive knows "
            "a document by its name: give the folder that holds both, or rename one."
        )
    found[file.name] = file
    if file.sha256:
        hashes[file.sha256] = file.name
