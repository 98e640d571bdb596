"""Which large files were read and hashed before, so that opening an archive need not do it again.

The rule: a file of more than 8 MiB is hashed when it is written, when it is first opened, and by
`onrecord verify`. As long as it is then the same file of the same length, and nothing has written
to it since, by the time that the disk notes, it counts as checked. All other files are hashed
whenever an archive is opened.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path

from index.manifest import File

CHECKED = "CHECKED"
LARGE = 8 * 1024 * 1024

Stamp = tuple[int, int, int]


class Checked:
    """What is known of the large files of an archive, by their hashes.

    It only saves time: what cannot be read is nothing known, what cannot be kept is not kept.
    """

    def __init__(self, archive: Path) -> None:
        self._path = archive / CHECKED
        self._known = read(self._path)
        self._seen: dict[str, Stamp] = {}

    def knows(self, path: Path, file: File) -> bool:
        """Whether a file is large, and was found to have its hash when it was last written."""
        known = self._known.get(file.sha256)
        if file.bytes <= LARGE or known is None or stamp(path) != known:
            return False
        self._seen[file.sha256] = known
        return True

    def note(self, path: Path, file: File) -> None:
        """Remembers that a file has its hash, if it is a large one."""
        if file.bytes > LARGE:
            self._seen[file.sha256] = stamp(path)

    def keep(self) -> None:
        """Writes down what was noted, in place of what was known."""
        if self._seen == self._known:
            return
        beside = self._path.with_name(f"{CHECKED}.{os.getpid()}")
        try:
            beside.touch(mode=0o600, exist_ok=False)
            beside.write_text(json.dumps(self._seen, sort_keys=True), encoding="utf-8")
            beside.replace(self._path)
        except OSError:
            # Where nothing can be written, nothing can be removed either.
            with suppress(OSError):
                beside.unlink(missing_ok=True)


def read(path: Path) -> dict[str, Stamp]:
    """What was kept; nothing where it cannot be read."""
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        return {str(key): (int(a), int(b), int(c)) for key, (a, b, c) in held.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def stamp(path: Path) -> Stamp:
    """Which file it is, how long it is, and when it was last written."""
    found = path.stat()
    return found.st_ino, found.st_size, found.st_mtime_ns
