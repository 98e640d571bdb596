"""Documents in, a published generation out; what has not changed is not embedded again."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from index.archive import ENCODER, Archive, open_archive
from index.carried import as_hinted, held_hints
from index.corrections import corrected
from index.durable import linked, listed
from index.embed import Advance, Encoding, Entry, Rows
from index.embedder import Embedder
from index.errors import BadInput, InputOutput, NotHeld
from index.filling import FULL, SegmentWriter
from index.gather import Found, Gathered, Skipped, gathered, nothing
from index.generations import draft, folder_of, live, next_number, publish, writer
from index.hints import Hints
from index.interview import Document
from index.manifest import FORMAT, Baked, File, Manifest, Written
from index.merging import due, rows_held, rows_of, without
from index.passages import Cutting
from index.pending import pending
from index.readers import read, read_bytes, reader_for
from index.readers.child import Child
from index.readers.invisible import Invisible
from index.segment import Segment
from index.taken import Taken, taken

# An archive of so many passages or fewer is written as a whole, in the order of its documents'
# names, so that it is the same to the byte however they came. Larger ones get a segment of what
# is new, beside those that they have.
WHOLE = 4096


@dataclass(frozen=True, slots=True)
class Indexed:
    """What became of each document; `archive` is what is live now.

    `embedded` counts the texts that were embedded; `published` is False where nothing changed.
    `removed` are the names of documents that the archive held and holds no more.
    """

    added: tuple[Taken, ...]
    refreshed: tuple[Taken, ...]
    unchanged: tuple[Found, ...]
    skipped: tuple[Skipped, ...]
    embedded: int
    archive: Archive
    published: bool
    removed: tuple[str, ...] = ()


class Reading:
    """Reads files when their turn comes, and remembers what became of each."""

    def __init__(self, held: Archive | None, child: Child, gone: Collection[str] = ()) -> None:
        self._held, self._child = held, child
        self._places, self._hints = places_in(held), held_hints(held)
        # The names of documents whose held version goes: they keep no interview from others.
        self._going = set(gone)
        self._first: dict[str, str] = {}
        self.read = 0
        self.taken: list[Taken] = []
        self.skipped: list[Skipped] = []
        self.same: list[Found] = []

    def document(self, file: Found) -> Entry | None:
        """The document of a file; None where it cannot be read and was not named itself.

        Raises:
            BadInput, InputOutput: a file that was named itself cannot be read.
        """
        try:
            document = file.document or self._read(file)
        except (BadInput, InputOutput) as error:
            if file.named:
                raise
            self.skipped.append(Skipped(file.name, str(error)))
            return None
        self.read += 1
        if self._is_held(document):
            self.same.append(file)
            return None
        owners = ((i.id, self._owner(i.id, document.name)) for i in document.interviews)
        shared, owner = next((one for one in owners if one[1]), (None, None))
        if owner is not None:
            why = (
                f"its interview {shared} is in {owner} already; give it an archive "
                "of its own: --archive NEW"
            )
            self.skipped.append(Skipped(document.name, why))
            return None
        self._first.update((interview.id, document.name) for interview in document.interviews)
        self._going.add(document.name)
        self.taken.append(taken(document))
        return document

    def _read(self, file: Found) -> Document:
        """The document of a file, or the one that the archive holds as it is wished.

        Raises:
            BadInput, InputOutput: it cannot be read.
            NotHeld: the archive holds it no more.
        """
        if file.wish is None:
            if file.raw is None:
                return read(file.path, file.name, self._child, file.hints)
            return read_bytes(file.raw, file.name, self._child, file.hints)
        if file.name not in self._places:
            raise NotHeld(f"the archive holds no document {file.name} any more.")
        segment, number, _ = self._places[file.name]
        return corrected(segment.document(number), file.wish)

    def _is_held(self, document: Document) -> bool:
        """Whether the archive holds a document of these bytes, read so to the same words."""
        place = self._places.get(document.name)
        if place is None or self._hints.get(document.name) != document.hints:
            return False
        segment, number, sha256 = place
        return sha256 == document.sha256 and segment.text(number) == document.text

    def _owner(self, id: str, own: str) -> str | None:
        """The other document that has an interview of that id, as an export of it would.

        A file that is still to be read counts: it may be skipped, and then what is held stays.
        """
        if id in self._first or self._held is None:
            return self._first.get(id)
        try:
            name = self._held.source(id).name
        except NotHeld:
            return None
        return None if name == own or name in self._going else name


def index_documents(
    paths: Sequence[Path],
    archive: Path,
    embedder: Embedder,
    cutting: Cutting | None = None,
    advance: Advance | None = None,
    invisible: Invisible = Invisible.REFUSE,
    hints: Hints | None = None,
) -> Indexed:
    """Adds documents to an archive or refreshes them, and publishes the next generation.

    `cutting` is for a new archive; one that exists remembers its own. `advance` is told how
    many texts are embedded of how many that were read, `invisible` says what becomes of text that
    nobody sees on a page. `hints` hold for each of the documents. Nothing is published unless all
    of it is done.

    Raises:
        BadInput, InputOutput: a document cannot be read, or the disk fails.
        Misconfigured: the archive was built with another model.
        CannotCreate, Busy: the archive cannot be written now.
    """
    found = gathered(paths, archive, invisible=invisible, hints=hints)
    return index_found(found, archive, embedder, cutting, advance)


def index_found(
    found: Gathered,
    archive: Path,
    embedder: Embedder,
    cutting: Cutting | None = None,
    advance: Advance | None = None,
    gone: Collection[str] = (),
) -> Indexed:
    """As `index_documents`, of files that were found, without the documents whose names are gone.

    Raises:
        BadInput: also where no document would be left.
    """
    with writer(archive), Child(found.invisible) as child:
        number = next_number(archive)
        held = open_archive(archive, embedder) if live(archive) else None
        before = held_names(held)
        leaving = frozenset(gone) & before.keys()
        old = {name: sha256 for name, sha256 in before.items() if name not in leaving}
        files = as_hinted(found.files, held_hints(held))
        kept_files = tuple(f for f, told in files if told and same(f, old, found.invisible))
        changed = [f for f, told in files if not (told and same(f, old, found.invisible))]
        copies = copied(changed, old)
        alike = {copy.name for copy in copies}
        fresh = tuple(f for f in changed if f.name not in alike)
        reading, texts = Reading(held, child, leaving), 0
        if fresh or leaving:
            cut = Cutting(held.baked.budget, held.baked.language) if held else cutting or Cutting()
            try:
                with pending(archive, embedder) as kept, draft(archive, number) as folder:
                    encoding = Encoding(embedder, cut, kept, advance)
                    generation = folder_of(archive, held.generation) if held else None
                    written = renewed(folder, held, generation, fresh, reading, encoding, leaving)
                    texts = encoding.texts
                    if leaving and not (old or reading.taken):
                        raise emptied(archive, leaving)
                    if reading.taken or leaving:
                        finish(archive, number, folder, written, embedder, cut, held)
            except (OSError, sqlite3.Error) as error:
                why = getattr(error, "strerror", None) or str(error)
                raise InputOutput(
                    f"writing to {archive} failed ({why}). What is live is the old generation or "
                    "the whole new one, never a part. Free space or mend the rights, and run the "
                    "command again."
                ) from error
        skipped = (*found.skipped, *copies, *reading.skipped)
        published = bool(reading.taken or leaving)
        unchanged = (*kept_files, *reading.same)
        if not (reading.read or unchanged or copies or leaving):
            raise nothing(found.paths, skipped)
        return Indexed(
            added=tuple(t for t in reading.taken if t.name not in old),
            refreshed=tuple(t for t in reading.taken if t.name in old),
            unchanged=unchanged,
            skipped=skipped,
            embedded=texts,
            archive=open_archive(archive, embedder) if held is None or published else held,
            published=published,
            removed=tuple(sorted(leaving - {t.name for t in reading.taken})),
        )


def emptied(archive: Path, leaving: Collection[str]) -> BadInput:
    """The error for taking the last documents out of an archive."""
    return BadInput(
        f"without {', '.join(sorted(leaving)[:3])} the archive {archive} would hold no document, "
        "so it stays as it is. Give it another document first, or remove its folder."
    )


def same(file: Found, old: Mapping[str, str], invisible: Invisible) -> bool:
    """Whether a file is surely as the archive read it: its bytes are, and nobody chose anew.

    Where somebody chose what becomes of text that nobody sees, it is read again to be compared.
    """
    chosen = invisible is not Invisible.REFUSE and reader_for(file.name).chooser
    return old.get(file.name) == file.sha256 and not chosen


def places_in(held: Archive | None) -> dict[str, tuple[Segment, int, str]]:
    """Where each document of an archive is, with its hash, by its name."""
    segments = held.segments if held else ()
    return {name: (s, number, sha) for s in segments for number, name, sha in s.documents()}


def held_names(held: Archive | None) -> dict[str, str]:
    """The hash of every document that an archive holds, by its name."""
    return {name: sha256 for name, (_, _, sha256) in places_in(held).items()}


def copied(files: Sequence[Found], old: Mapping[str, str]) -> tuple[Skipped, ...]:
    """The files whose bytes the archive holds under another name: a copy says nothing more."""
    changing = {file.name for file in files}
    names = {sha256: name for name, sha256 in old.items() if name not in changing}
    return tuple(
        Skipped(f.name, f"its bytes are those of {names[f.sha256]}, which the archive holds")
        for f in files
        if f.sha256 in names and f.name not in old
    )


def renewed(
    folder: Path,
    held: Archive | None,
    generation: Path | None,
    fresh: Sequence[Found],
    reading: Reading,
    encoding: Encoding,
    leaving: Collection[str],
) -> tuple[Written, ...]:
    """Writes the segments of the next generation into a folder: of the fresh files and the old.

    Documents of the names that are `leaving` are not among them.
    """
    files = {file.name: file for file in fresh}
    if held is None or generation is None or len(held.passages) <= WHOLE:
        entries = in_order(held, files, reading, leaving)
        return tuple(fill(folder, encoding.rows(entries), encoding.dimension, 1))
    old = held.manifest.segments
    for one in old:
        linked(generation / one.name, folder / one.name)
    entries = filter(None, (reading.document(files[name]) for name in sorted(files)))
    rows = encoding.rows(entries)
    new = tuple(fill(folder, rows, encoding.dimension, 1 + max(numbers_of(old))))
    gone = {one.name for one in reading.taken} | set(leaving)
    stay = tuple(
        without(one, segment, [n for n, name, _ in segment.documents() if name in gone])
        for one, segment in zip(old, held.segments, strict=True)
    )
    return merged(folder, (*stay, *new), encoding.dimension)


def in_order(
    held: Archive | None, files: Mapping[str, Found], reading: Reading, leaving: Collection[str]
) -> Iterator[Entry]:
    """What is fresh and what is held, in the order of the documents' names."""
    kept = {
        name: partial(rows_held, segment, number)
        for segment in (held.segments if held else ())
        for number, name, _ in segment.documents()
        if name not in leaving
    }
    for name in sorted({*kept, *files}):
        document = reading.document(files[name]) if name in files else None
        # What cannot be read any more stays as it was.
        entry = document or kept.get(name)
        if entry is not None:
            yield entry


def fill(folder: Path, rows: Iterable[Rows], dimension: int, number: int) -> Iterator[Written]:
    """Writes segments, from that number on, as many as it takes."""
    filling: SegmentWriter | None = None
    try:
        for each in rows:
            if filling is None:
                filling = SegmentWriter(folder / f"segment-{number:04d}", dimension)
                number += 1
            filling.add(each)
            if filling.passages >= FULL:
                yield filling.close()
                filling = None
        if filling is not None:
            yield filling.close()
    finally:
        if filling is not None:
            filling.release()


def numbers_of(segments: Iterable[Written]) -> Iterator[int]:
    """The numbers in the names of segments."""
    return (int(one.name.rpartition("-")[2]) for one in segments)


def merged(folder: Path, segments: tuple[Written, ...], dimension: int) -> tuple[Written, ...]:
    """The segments of a folder, written anew where they are too many or too empty."""
    while chosen := due(segments):
        rows = (each for one in chosen for each in rows_of(folder, one))
        new = tuple(fill(folder, rows, dimension, 1 + max(numbers_of(segments))))
        for one in chosen:
            shutil.rmtree(folder / one.name)
        segments = (*(one for one in segments if one not in chosen), *new)
    return segments


def write(
    archive: Path, number: int, rows: Iterable[Rows], embedder: Embedder, cutting: Cutting
) -> None:
    """Writes a generation of some rows alone and makes it the live one."""
    with draft(archive, number) as folder:
        written = tuple(fill(folder, rows, embedder.dimension, 1))
        finish(archive, number, folder, written, embedder, cutting, None)


def finish(
    archive: Path,
    number: int,
    folder: Path,
    written: tuple[Written, ...],
    embedder: Embedder,
    cutting: Cutting,
    held: Archive | None,
) -> None:
    """Publishes the segments in a folder, with the embedder."""
    known: dict[str, File] = {}
    before = folder_of(archive, held.generation) if held else None
    if before is not None and (before / ENCODER).exists():
        linked(before / ENCODER, folder / ENCODER)
    else:
        embedder.store(folder / ENCODER)
    if held is not None and before is not None:
        known = {f.name: f for f in held.manifest.files if one_file(before, folder, f.name)}
    baked = Baked(
        embedder.name,
        embedder.weights_sha256,
        embedder.dimension,
        cutting.budget,
        cutting.language,
        embedder.precision,
    )
    manifest = Manifest(
        format_version=FORMAT,
        baked=baked,
        interviews=sum(one.interviews - one.fewer[0] for one in written),
        passages=sum(one.present for one in written),
        sentences=sum(one.sentences - one.fewer[2] for one in written),
        files=listed(folder, known),
        segments=written,
    )
    publish(archive, number, folder, manifest)


def one_file(before: Path, now: Path, name: str) -> bool:
    """Whether a file of two folders is one and the same, with two names."""
    return (now / name).exists() and (before / name).samefile(now / name)
