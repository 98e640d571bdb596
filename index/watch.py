"""Folders kept in step with an archive: what changed is refreshed, what was deleted is taken out.

Looks are taken again and again, of names, sizes and times. Events of the system would tell sooner,
but not on network drives, where archives often lie, and whether a file is still being written can
only be seen by looking twice.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from index.archive import open_archive
from index.build import Indexed, held_names, index_found
from index.checked import Stamp, stamp
from index.embedder import Embedder
from index.errors import BadInput, Busy, InputOutput, Unavailable
from index.gather import Gathered, Skipped, files, gathered, nothing
from index.generations import live
from index.readers.invisible import Invisible

# A file is read when nothing has written to it for so many seconds.
SETTLED = 2.0
# What failed is tried again after so many, or as soon as a file changes.
AGAIN = 30.0

Look = Mapping[Path, Stamp]
Looking = Callable[[Sequence[Path], Path], Look]


@dataclass(frozen=True, slots=True)
class Hindered:
    """Why nothing was done; it is tried again."""

    why: str


def looked(folders: Sequence[Path], archive: Path) -> Look:
    """Every file in some folders, each by its size and the time of its last change.

    A folder that is not there holds none.
    """
    found: dict[Path, Stamp] = {}
    for folder in folders:
        if not folder.is_dir():
            continue
        for file, _, _ in files(folder, archive, []):
            try:
                found[file] = stamp(file)
            except OSError:
                # It was there a moment ago, or may not be looked at: so it is not there yet.
                continue
    return found


class Watcher:
    """Keeps an archive in step with some folders, a step at a time; `now` is in seconds."""

    def __init__(
        self,
        folders: Sequence[Path],
        archive: Path,
        embedder: Embedder,
        invisible: Invisible = Invisible.REFUSE,
        settled: float = SETTLED,
        looking: Looking = looked,
    ) -> None:
        self._folders, self._archive, self._embedder = tuple(folders), archive, embedder
        self._invisible, self._settled, self._looking = invisible, settled, looking
        self._seen: dict[Path, tuple[Stamp | None, float]] = {}
        self._done: dict[Path, Stamp] = {}
        self._names: dict[str, Path] = {}
        self._told: frozenset[Skipped | Hindered] = frozenset()
        self._lost: frozenset[Path] = frozenset()
        self._again: float | None = None

    def step(self, now: float) -> Indexed | Hindered | None:
        """What came of a look: a pass over the folders, what hinders one, or nothing to do.

        Raises:
            Misconfigured, CannotCreate: the archive is another model's, or may not be written.
        """
        changed = self._note(self._looking(self._folders, self._archive), now)
        if changed:
            self._again = None
        lost = frozenset(folder for folder in self._folders if self._empty(folder))
        new, self._lost = lost - self._lost, lost
        if new:
            return Hindered(" ".join(map(missing, sorted(new))))
        if not self._due(now) or (self._again is not None and now < self._again):
            return None
        here = {p: s for p, (s, _) in self._seen.items() if s is not None}
        waits = {p for p in here if not self._quiet(p, now)}
        if waits == here.keys():
            return None
        try:
            found = gathered(self._present(), self._archive, waits, self._invisible, empty=True)
            gone = self._gone(found, waits)
            if not (found.files or gone):
                raise nothing(found.paths, found.skipped)
            made = index_found(found, self._archive, self._embedder, gone=gone)
        except (BadInput, Busy, InputOutput, Unavailable) as error:
            self._again = now + AGAIN
            return self._once(Hindered(str(error)))
        self._done = {p: s for p, s in here.items() if p not in waits} | {
            p: s for p, s in self._done.items() if p in waits
        }
        self._names = {n: p for n, p in self._names.items() if n not in gone}
        self._names.update((file.name, file.path) for file in found.files)
        return self._news(made)

    def strangers(self) -> tuple[str, ...]:
        """The documents of the archive that are in none of the folders; watching lets them be."""
        if live(self._archive) is None:
            return ()
        here = {
            name for folder in self._present() for _, name, _ in files(folder, self._archive, [])
        }
        held = held_names(open_archive(self._archive, self._embedder))
        # A document in a ZIP file is called by the ZIP file's name first.
        return tuple(
            name
            for name in held
            if not here & {name, *(str(parent) for parent in PurePosixPath(name).parents)}
        )

    def _note(self, look: Look, now: float) -> bool:
        """Remembers a look; whether anything is other than it was."""
        changed = False
        for path in {*look, *self._seen}:
            stamp = look.get(path)
            if path not in self._seen or self._seen[path][0] != stamp:
                self._seen[path] = (stamp, now)
                changed = True
            elif stamp is None and path not in self._done:
                del self._seen[path]
        return changed

    def _quiet(self, path: Path, now: float) -> bool:
        """Whether nothing has become of a file for long enough."""
        return now - self._seen[path][1] >= self._settled

    def _due(self, now: float) -> bool:
        """Whether a file that is quiet is other than it was when the folders were last read."""
        return any(
            self._done.get(path) != stamp and self._quiet(path, now)
            for path, (stamp, _) in self._seen.items()
        )

    def _present(self) -> tuple[Path, ...]:
        """The folders that are there."""
        return tuple(folder for folder in self._folders if folder.is_dir())

    def _empty(self, folder: Path) -> bool:
        """Whether a folder held documents, and holds no file any more."""
        return any(p.is_relative_to(folder) for p in self._names.values()) and not any(
            s and p.is_relative_to(folder) for p, (s, _) in self._seen.items()
        )

    def _gone(self, found: Gathered, waits: Collection[Path]) -> tuple[str, ...]:
        """The names of documents whose files were deleted, or that left their ZIP file."""
        here = {file.name for file in found.files} | {one.name for one in found.skipped}
        opened = {file.path for file in found.files}
        return tuple(
            name
            for name, path in self._names.items()
            if name not in here
            and path not in waits
            and (path in opened or deleted(path))
            and not any(path.is_relative_to(folder) for folder in self._lost)
        )

    def _once(self, hindered: Hindered) -> Hindered | None:
        """What hinders, unless it was told already."""
        if hindered in self._told:
            return None
        self._told = frozenset({hindered})
        return hindered

    def _news(self, made: Indexed) -> Indexed | None:
        """What came of a pass, without what was skipped before as well; None without news."""
        new = tuple(one for one in made.skipped if one not in self._told)
        self._told = frozenset(made.skipped)
        if not (made.published or new):
            return None
        return replace(made, unchanged=(), skipped=new)


def deleted(path: Path) -> bool:
    """Whether a file is certainly not there; one that may not be looked at is."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


def missing(folder: Path) -> str:
    """What is said of a folder whose documents are all gone: a drive that is, perhaps."""
    return (
        f"{folder} holds no file any more. If it lies on a drive, that may be gone, so nothing of "
        "it is taken out of the archive. If its files were deleted, put one document there, and "
        "what was deleted is taken out."
    )
