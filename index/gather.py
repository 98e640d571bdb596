"""Paths to documents: what to read, what to skip and say so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from index.errors import BadInput, InputOutput
from index.interview import Document
from index.readers import READERS, read


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


def gathered(paths: Iterable[Path]) -> Gathered:
    """Every document under some paths.

    A folder stands for the files in it, without hidden ones; one of them that cannot be read
    is skipped and said, while a file that was named itself is an error.

    Raises:
        BadInput, InputOutput: a named file cannot be read, or nothing can.
    """
    documents: dict[str, Document] = {}
    skipped: list[Skipped] = []
    for path in paths:
        for file, name, named in files(path):
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
            + (why or "Give files or folders that hold .txt documents.")
        )
    return Gathered(tuple(documents.values()), tuple(skipped))


def files(path: Path) -> Iterator[tuple[Path, str, bool]]:
    """The files that a path stands for: each with its name and whether it was named itself."""
    if path.is_dir():
        for file in sorted(path.rglob("*")):
            inside = file.relative_to(path)
            if file.is_file() and not any(part.startswith(".") for part in inside.parts):
                yield file, inside.as_posix(), False
    else:
        yield path, path.name, True


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
