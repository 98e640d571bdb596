"""The archive's folder: immutable generations, a manifest of hashes, one live, one writer."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from index.checked import Checked
from index.digest import file_hash
from index.durable import new_beside, sync_folder, write_synced
from index.errors import Busy, CannotCreate, InputOutput, Unavailable
from index.manifest import File, Manifest

CURRENT = "CURRENT"
MANIFEST = "MANIFEST.json"
LOCK = "lock"
PARTIAL = ".partial"
# The live generation and the one before it: a reader that opens one while the next is
# published still finds its files.
KEPT = 2


@dataclass(frozen=True, slots=True)
class Generation:
    """A generation whose every file is what its manifest says."""

    number: int
    folder: Path
    manifest: Manifest
    fingerprint: str


def folder_of(archive: Path, number: int) -> Path:
    """Where a generation lies."""
    return archive / f"gen-{number:08d}"


def live(archive: Path) -> tuple[int, str] | None:
    """The live generation's number and its manifest's SHA-256; None before the first."""
    try:
        raw = (archive / CURRENT).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise unreadable(archive / CURRENT, error) from error
    try:
        found = json.loads(raw)
        return int(found["generation"]), str(found["manifest_sha256"])
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
        raise damaged(archive / CURRENT, "it is not the JSON that onrecord writes") from error


def verified(archive: Path, *, thorough: bool = True) -> Generation:
    """The live generation, every byte of it checked against its manifest's hashes.

    Unless it shall be `thorough`, large files that were checked before count (see
    `index.checked`).

    Raises:
        Unavailable: there is no archive here.
        InputOutput: a file is missing, changed or unreadable.
    """
    current = live(archive)
    while current is not None:
        try:
            return checked(archive, *current, thorough=thorough)
        except InputOutput:
            # A writer may have published, and removed what was live a moment ago.
            again = live(archive)
            if again == current:
                raise
            current = again
    if lost_pointer(archive):
        raise pointless(archive)
    raise Unavailable(
        f"there is no archive in {archive}. Make one with: onrecord index PATH... "
        f"--archive {archive}"
    )


def checked(archive: Path, number: int, fingerprint: str, *, thorough: bool) -> Generation:
    """One generation, checked."""
    folder = folder_of(archive, number)
    raw = contents(folder / MANIFEST)
    if hashlib.sha256(raw).hexdigest() != fingerprint:
        raise damaged(folder / MANIFEST, "its hash is not the one in CURRENT")
    manifest = Manifest.decoded(raw)
    before = Checked(archive)
    for file in manifest.files:
        path = folder / file.name
        try:
            known = not thorough and before.knows(path, file)
            if not known:
                check_file(path, file)
                before.note(path, file)
        except OSError as error:
            raise unreadable(path, error) from error
    before.keep()
    return Generation(number, folder, manifest, fingerprint)


def check_file(path: Path, file: File) -> None:
    """Raises InputOutput unless a file has the size and hash of the manifest, else OSError."""
    if path.stat().st_size != file.bytes or file_hash(path) != file.sha256:
        raise damaged(path, "its bytes are not those that were published")


def contents(path: Path) -> bytes:
    """A file's bytes."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise unreadable(path, error) from error


def damaged(path: Path, why: str) -> InputOutput:
    """The error for a file that is not what was written; nothing is answered from it."""
    return InputOutput(
        f"{path} is damaged: {why}. Nothing is answered from it. Restore the archive from a "
        "backup, or index the documents into a new one: onrecord index PATH... --archive NEW"
    )


def unreadable(path: Path, error: OSError) -> InputOutput:
    """The error for a file of the archive that cannot be opened."""
    return InputOutput(
        f"{path} cannot be read ({error.strerror}). Check the rights of the archive's folder; "
        "if the file is gone, restore the archive from a backup or index again into a new one."
    )


def newest(archive: Path) -> int:
    """The highest number of a generation's folder, live or not; 0 where there is none."""
    names = (path.name.removeprefix("gen-") for path in archive.glob("gen-*"))
    return max((int(name) for name in names if name.isdigit()), default=0)


def next_number(archive: Path) -> int:
    """The number of the generation to publish next.

    A first one whose writer died before it was live is passed over, never written over.

    Raises:
        InputOutput: CURRENT is gone from an archive that had one.
    """
    current = live(archive)
    if current is not None:
        return current[0] + 1
    if lost_pointer(archive):
        raise pointless(archive)
    return newest(archive) + 1


def lost_pointer(archive: Path) -> bool:
    """Whether there are generations and neither CURRENT nor one that was about to be it."""
    return newest(archive) > 0 and not new_beside(archive / CURRENT).exists()


def pointless(archive: Path) -> InputOutput:
    """The error for an archive whose generations are there and whose pointer to one is not."""
    return InputOutput(
        f"{archive} holds generations up to {newest(archive)}, but {CURRENT}, which says which "
        "one is live, is gone. Restore it from a backup, or index the documents into a new "
        "archive: onrecord index PATH... --archive NEW"
    )


@contextmanager
def writer(archive: Path) -> Iterator[None]:
    """Holds the archive's one lock for writing; the kernel frees it when the process ends.

    Raises:
        CannotCreate: the folder cannot be made or written.
        Busy: another process is writing.
    """
    busy = f"another onrecord is writing to {archive}. Try again when it has ended."
    with held_alone(archive, LOCK, busy):
        yield


@contextmanager
def held_alone(archive: Path, lock: str, busy: str) -> Iterator[None]:
    """Holds a lock in a folder, which is made if there is none; `busy` says that another does.

    Raises:
        CannotCreate, Busy: as `writer`.
    """
    try:
        archive.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(archive / lock, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise CannotCreate(
            f"the archive {archive} cannot be written ({error.strerror}). Choose a folder that "
            "you may write to with --archive DIR."
        ) from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Busy(busy) from error
        yield
    finally:
        os.close(handle)


@contextmanager
def draft(archive: Path, number: int) -> Iterator[Path]:
    """A folder to build a generation in; it is gone afterwards unless it was published."""
    for left in archive.glob(f"gen-*{PARTIAL}"):
        shutil.rmtree(left)
    folder = folder_of(archive, number)
    partial = folder.with_name(folder.name + PARTIAL)
    try:
        # A generation that was renamed but never became live: its writer died in between.
        if folder.exists():
            shutil.rmtree(folder)
        partial.mkdir(mode=0o700)
        yield partial
    finally:
        if partial.exists():
            shutil.rmtree(partial)


def publish(archive: Path, number: int, partial: Path, manifest: Manifest) -> Generation:
    """Makes a draft the live generation: all of it or nothing, also if the power fails."""
    write_synced(partial / MANIFEST, [manifest.encoded()])
    for folder in sorted({path.parent for path in partial.rglob("*")}):
        sync_folder(folder)
    fingerprint = hashlib.sha256(manifest.encoded()).hexdigest()
    pointer = {"generation": number, "manifest_sha256": fingerprint}
    # Before the folder has its name, so that a generation beside no pointer at all, new or
    # live, is one whose pointer was lost and not one whose writer died.
    beside = new_beside(archive / CURRENT)
    beside.unlink(missing_ok=True)
    write_synced(beside, [json.dumps(pointer).encode()])
    sync_folder(archive)
    folder = folder_of(archive, number)
    partial.rename(folder)
    sync_folder(archive)
    beside.replace(archive / CURRENT)
    sync_folder(archive)
    # Their hashes were taken when they were written.
    after = Checked(archive)
    for file in manifest.files:
        after.note(folder / file.name, file)
    after.keep()
    for old in range(number - KEPT, 0, -1):
        if not folder_of(archive, old).exists():
            break
        # The new generation is live; one that cannot be removed is only in the way.
        shutil.rmtree(folder_of(archive, old), ignore_errors=True)
    return Generation(number, folder, manifest, fingerprint)
