"""Paths to documents: what to read, what to skip and say so."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from index.errors import BadInput, InputOutput
from index.interview import Document
from index.readers import READERS, read, read_bytes
from index.readers.zipped import MOST_FILE, entries, is_zip


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that was not taken in, and why."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Gathered:
    """The documents under some paths, each read once, and the files that were skipped."""

    documents: tuple[Document, ...]
    skipped: tuple[Skipped, ...]


def gathered(paths: Iterable[Path], archive: Path | None = None) -> Gathered:
    """Every document under some paths, without what lies in the archive's own folder.

    A folder stands for the files in it, without hidden ones; one of them that cannot be read
    is skipped and said, while a file that was named itself is an error.

    Raises:
        BadInput, InputOutput: a named file cannot be read, or nothing can.
    """
    documents: dict[str, Document] = {}
    skipped: list[Skipped] = []
    for path in paths:
        for file, name, named in files(path, archive, skipped):
            if is_zip(file.name):
                unzip(documents, skipped, file, name, named=named)
                continue
            if not named and file.suffix.lower() not in READERS:
                skipped.append(Skipped(name, f"no reader for {file.suffix or 'this file'}"))
                continue
            try:
                document = read(file, name)
            except (BadInput, InputOutput) as error:
                if named:
                    raise
                skipped.append(Skipped(name, str(error)))
                continue
            add(documents, skipped, document, file)
    if not documents:
        why = " ".join(f"{one.name}: {one.why}" for one in skipped[:3])
        raise BadInput(
            f"nothing to index in {', '.join(str(path) for path in paths)}. "
            + (
                why
                or f"Give files or folders that hold documents: {', '.join((*READERS, '.zip'))}."
            )
        )
    return Gathered(tuple(documents.values()), tuple(skipped))


def unzip(
    documents: dict[str, Document], skipped: list[Skipped], file: Path, name: str, *, named: bool
) -> None:
    """Takes in the documents of a ZIP file; a file in it that cannot be read is skipped and said.

    Raises:
        BadInput, InputOutput: it was named itself, and cannot be read or is too large.
    """
    try:
        # All of it first: a limit that is met late must leave nothing of it behind.
        for entry in tuple(entries(zip_bytes(file, name), name, frozenset(READERS))):
            if entry.raw is None:
                skipped.append(Skipped(shown(entry.name), entry.why))
                continue
            try:
                document = read_bytes(entry.raw, shown(entry.name))
            except BadInput as error:
                skipped.append(Skipped(shown(entry.name), str(error)))
                continue
            add(documents, skipped, document, file)
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


def files(
    path: Path, archive: Path | None, skipped: list[Skipped]
) -> Iterator[tuple[Path, str, bool]]:
    """The files that a path stands for: each with its name and whether it was named itself.

    A folder inside that may not be entered is added to `skipped`.
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
        if any(part.startswith(".") for part in relative.parts) or not file.is_file():
            continue
        if archive is None or not file.resolve().is_relative_to(archive.resolve()):
            yield file, shown(relative.as_posix()), False


def walked(path: Path, skipped: list[Skipped]) -> list[Path]:
    """What lies in a folder and the folders in it, sorted."""

    def closed(error: OSError) -> None:
        name = Path(error.filename).relative_to(path).as_posix()
        skipped.append(Skipped(shown(name), f"it cannot be read ({error.strerror})"))

    walk = os.walk(path, onerror=closed)
    return sorted(Path(folder) / name for folder, _, names in walk for name in names)


def shown(name: str) -> str:
    """A file's name as text: bytes that are no UTF-8 and control characters are replaced."""
    text = os.fsencode(name).decode("utf-8", "replace")
    return "".join("\ufffd" if unicodedata.category(c) == "Cc" else c for c in text)


def add(
    documents: dict[str, Document], skipped: list[Skipped], document: Document, file: Path
) -> None:
    """Takes a document in, unless its bytes are in already.

    Raises:
        BadInput: another document has its name, and one would replace the other.
    """
    copy = next((d for d in documents.values() if d.sha256 == document.sha256), None)
    if copy is not None:
        if copy.name != document.name:
            skipped.append(Skipped(document.name, f"its bytes are those of {copy.name}"))
        return
    if document.name in documents:
        raise BadInput(
            f"two documents are called {document.name}; the second is {file}. The archive knows "
            "a document by its name: give the folder that holds both, or rename one."
        )
    documents[document.name] = document
