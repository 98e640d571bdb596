"""Files that are whole or not there: written beside, made durable, then renamed."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from index.digest import file_hash
from index.manifest import File


def linked(old: Path, new: Path) -> None:
    """Gives the files of a generation's folder, which never change, to another one as well."""
    new.mkdir(mode=0o700)
    for path in sorted(old.iterdir()):
        if path.is_dir():
            linked(path, new / path.name)
            continue
        try:
            os.link(path, new / path.name)
        except OSError:
            # Not every file system knows two names for a file.
            shutil.copyfile(path, new / path.name)


def listed(folder: Path, held: Mapping[str, File]) -> tuple[File, ...]:
    """Every file of a draft as a manifest lists it, made durable first.

    `held` are the files, by their names, that the draft has from a checked generation.
    """
    found = []
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            path.chmod(0o700)
            continue
        name = path.relative_to(folder).as_posix()
        if name in held:
            found.append(held[name])
            continue
        path.chmod(0o600)
        with path.open("rb") as file:
            os.fsync(file.fileno())
        found.append(File(name, path.stat().st_size, file_hash(path)))
    return tuple(found)


def write_synced(path: Path, pieces: Iterable[bytes]) -> None:
    """Writes a file, piece by piece, and waits until the disk has it."""
    with path.open("xb") as file:
        path.chmod(0o600)
        file.writelines(pieces)
        file.flush()
        os.fsync(file.fileno())


def replace_synced(path: Path, pieces: Iterable[bytes]) -> None:
    """Replaces a file in one step: whoever reads it sees the old or the new, never a mixture."""
    # A name that nobody has: any other could be that of somebody's file.
    beside = path.with_name(f".onrecord-{secrets.token_hex(8)}")
    try:
        write_synced(beside, pieces)
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def new_beside(path: Path) -> Path:
    """Where a file's next content is written before it takes its name."""
    return path.with_name(path.name + ".new")


def sync_folder(folder: Path) -> None:
    """Waits until the disk has a folder's names."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
