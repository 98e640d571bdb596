"""Documents in, a published generation out; what has not changed is not embedded again."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.archive import (
    CATALOGUE,
    ENCODER,
    LEXICAL,
    PASSAGE_VECTORS,
    SENTENCE_VECTORS,
    SOURCES,
    Archive,
    open_archive,
)
from index.catalogue import write_catalogue
from index.embed import Advance, Rows, embedded, numbered, rows_held
from index.embedder import Embedder
from index.errors import InputOutput, Misconfigured
from index.gather import Skipped, gathered
from index.generations import draft, listed, live, next_number, publish, writer
from index.interview import Document
from index.lexical import Lexical
from index.manifest import FORMAT, Baked, Held, Manifest
from index.passages import Cutting, searchable_text
from index.pending import pending
from index.verify import vector_faults


@dataclass(frozen=True, slots=True)
class Indexed:
    """What became of each document; `archive` is what is live now.

    `embedded` counts the texts that were embedded; `published` is False where nothing changed.
    """

    added: tuple[Document, ...]
    refreshed: tuple[Document, ...]
    unchanged: tuple[Document, ...]
    skipped: tuple[Skipped, ...]
    embedded: int
    archive: Archive
    published: bool


def index_documents(
    paths: Sequence[Path],
    archive: Path,
    embedder: Embedder,
    cutting: Cutting | None = None,
    advance: Advance | None = None,
) -> Indexed:
    """Adds documents to an archive or refreshes them, and publishes the next generation.

    `cutting` is for a new archive; one that exists remembers its own. `advance` is told how
    many texts are embedded of how many. Nothing is published unless all of it is done.

    Raises:
        BadInput, InputOutput: a document cannot be read, or the disk fails.
        Misconfigured: the archive was built with another model.
        CannotCreate, Busy: the archive cannot be written now.
    """
    found = gathered(paths, archive)
    with writer(archive):
        number = next_number(archive)
        held = open_archive(archive, embedder) if live(archive) else None
        cutting = Cutting(held.baked.budget, held.baked.language) if held else cutting or Cutting()
        old = {d.name: d.sha256 for d in held.read_documents} if held else {}
        unchanged = tuple(d for d in found.documents if old.get(d.name) == d.sha256)
        changed = tuple(d for d in found.documents if old.get(d.name) != d.sha256)
        copies = copied(changed, old)
        fresh = tuple(d for d in changed if d.name not in {copy.name for copy in copies})
        again = held_twice(fresh, held.read_documents if held else ())
        fresh = tuple(d for d in fresh if d.name not in {one.name for one in again})
        names = {document.name for document in fresh}
        skipped = found.skipped + copies + again
        if held is not None and not fresh:
            return Indexed((), (), unchanged, skipped, 0, held, False)
        try:
            with pending(archive, embedder) as kept:
                rows = embedded(fresh, embedder, cutting, kept, advance)
                stay = [r for r in rows_held(held) if r.document.name not in names]
                # Documents stand in the order of their names, whatever order they came in.
                ordered = sorted(stay + rows, key=lambda r: r.document.name)
                write(archive, number, ordered, embedder, cutting)
        except (OSError, sqlite3.Error) as error:
            why = getattr(error, "strerror", None) or str(error)
            raise InputOutput(
                f"writing to {archive} failed ({why}). What is live is the old generation or the "
                "whole new one, never a part. Free space or mend the rights, and run the command "
                "again."
            ) from error
        return Indexed(
            added=tuple(d for d in fresh if d.name not in old),
            refreshed=tuple(d for d in fresh if d.name in old),
            unchanged=unchanged,
            skipped=skipped,
            embedded=sum(len(r.vectors) + len(r.sentence_vectors) for r in rows),
            archive=open_archive(archive, embedder),
            published=True,
        )


def copied(documents: Sequence[Document], old: Mapping[str, str]) -> tuple[Skipped, ...]:
    """The documents whose bytes the archive holds under another name: a copy says nothing more."""
    changing = {document.name for document in documents}
    names = {sha256: name for name, sha256 in old.items() if name not in changing}
    return tuple(
        Skipped(d.name, f"its bytes are those of {names[d.sha256]}, which the archive holds")
        for d in documents
        if d.sha256 in names and d.name not in old
    )


def held_twice(fresh: Sequence[Document], held: Sequence[Document]) -> tuple[Skipped, ...]:
    """The documents with an interview whose id another document has, as an export of it would."""
    names = {document.name for document in fresh}
    first = {i.id: d.name for d in held if d.name not in names for i in d.interviews}
    skipped = []
    for document in fresh:
        shared = next((i.id for i in document.interviews if i.id in first), None)
        if shared is None:
            first.update((interview.id, document.name) for interview in document.interviews)
        else:
            why = (
                f"its interview {shared} is in {first[shared]} already; give it an archive of its "
                "own: --archive NEW"
            )
            skipped.append(Skipped(document.name, why))
    return tuple(skipped)


def write(
    archive: Path, number: int, rows: Sequence[Rows], embedder: Embedder, cutting: Cutting
) -> None:
    """Writes a generation and makes it the live one."""
    with draft(archive, number) as folder:
        fill(folder, rows)
        embedder.store(folder / ENCODER)
        manifest = Manifest(
            format_version=FORMAT,
            baked=Baked(
                embedder.name,
                embedder.weights_sha256,
                embedder.dimension,
                cutting.budget,
                cutting.language,
                embedder.precision,
            ),
            interviews=sum(len(r.document.interviews) for r in rows),
            passages=sum(len(r.vectors) for r in rows),
            sentences=sum(len(r.sentence_vectors) for r in rows),
            files=listed(folder),
            sources=tuple(
                Held(source_name(r.document), r.document.name, r.document.sha256) for r in rows
            ),
        )
        publish(archive, number, folder, manifest)


def fill(folder: Path, rows: Sequence[Rows]) -> None:
    """Writes the files of a generation, all but its manifest."""
    passages = numbered(rows)
    documents = [r.document for r in rows]
    held = {i.id: (document, i) for document in documents for i in document.interviews}
    (folder / SOURCES).mkdir()
    for document in documents:
        (folder / SOURCES / source_name(document)).write_bytes(document.text.encode())
    write_catalogue(folder / CATALOGUE, documents, passages)
    vectors = np.concatenate([r.vectors for r in rows])
    sentence_vectors = np.concatenate([r.sentence_vectors for r in rows])
    broken = (*vector_faults("passages", vectors), *vector_faults("sentences", sentence_vectors))
    if broken:
        raise Misconfigured(
            f"the model gives vectors that cannot be compared ({broken[0].place}: "
            f"{broken[0].what}). Nothing was published; choose another model with --model."
        )
    np.save(folder / PASSAGE_VECTORS, vectors, allow_pickle=False)
    np.save(folder / SENTENCE_VECTORS, sentence_vectors, allow_pickle=False)
    texts = [
        searchable_text(document.text, document.glue, interview, p.turn, p.sentences)
        for p in passages
        for document, interview in [held[p.interview]]
    ]
    Lexical.built(texts).save(folder / LEXICAL)


def source_name(document: Document) -> str:
    """What a document's text is called under `sources/`."""
    return f"{document.sha256[:32]}.txt"
