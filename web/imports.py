"""Imports: what was uploaded, read for somebody to look at, then published or wiped.

What is uploaded lies in a folder of its own beside the archive, under names that the server makes,
until it was published or discarded. The archive keeps the text that was read, not the file.
"""

from __future__ import annotations

import os
import secrets
import shutil
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from enum import StrEnum
from functools import partial
from pathlib import Path

from index.archive import Archive, open_archive
from index.build import index_found
from index.correcting import correct
from index.corrections import Changed, Wish
from index.durable import write_synced
from index.embedder import Embedder
from index.errors import Busy, NoRoom, NotHeld, OnRecordError
from index.gather import Skipped
from index.generations import held_alone
from index.interview import Document
from index.language import _
from index.readers.invisible import Invisible
from index.taken import Taken, taken
from index.upload import plain_name, read_upload, ready
from web.problems import fault

LOCK = "lock"
MOST_JOBS = 4
# Of the text of one import, in characters, and of the time that reading it may take.
MOST_TEXT = 100_000_000
MOST_SECONDS = 300.0
# Left on the disk whatever is uploaded, besides twice what is: indexing writes as well.
RESERVE = 256 * 1024 * 1024
KEPT_SECONDS = 3600.0

Upload = tuple[str, bytes]
Reader = Callable[[str, bytes, Invisible], Iterator[Document | Skipped]]


class State(StrEnum):
    """Where an import is on its way."""

    READING = "reading"
    READ = "read"
    PUBLISHING = "publishing"
    PUBLISHED = "published"
    FAILED = "failed"


class Cancelled(Exception):
    """Somebody has discarded an import while it was at work."""


class Job:
    """One import; `done` of `total` files were read, or texts embedded."""

    def __init__(self, files: Sequence[tuple[str, Path]], invisible: Invisible) -> None:
        self.id = files[0][1].parent.name
        self.invisible = invisible
        self.files = tuple(files)
        self.state = State.READING
        self.done, self.total = 0, len(files)
        self.began = time.monotonic()
        self.documents: tuple[Document, ...] = ()
        self.reports: tuple[Taken, ...] = ()
        self.refused: tuple[Skipped, ...] = ()
        self.problem: str | None = None
        self.generation: int | None = None
        self.cancelled = threading.Event()

    @property
    def busy(self) -> bool:
        """Whether it is at work."""
        return self.state in (State.READING, State.PUBLISHING)

    @property
    def left(self) -> float | None:
        """About how many seconds it is still at work; None where that cannot be told yet."""
        if not self.busy or not self.done:
            return None
        return (time.monotonic() - self.began) / self.done * (self.total - self.done)

    def document(self, number: int) -> Document:
        """The document of that number, counted from 1.

        Raises:
            NotHeld: there is none.
        """
        if not 1 <= number <= len(self.documents):
            raise NotHeld(_("This import holds no such document, or it was published already."))
        return self.documents[number - 1]

    def advance(self, done: int, total: int) -> None:
        """Notes how far it is.

        Raises:
            Cancelled: it was discarded.
        """
        self.done, self.total = done, total
        if self.cancelled.is_set():
            raise Cancelled


class Imports:
    """The imports of one server, of which one is at work at a time; they end with the server."""

    def __init__(self, folder: Path, archive: Path, reader: Reader = read_upload) -> None:
        """`serve`, which the server sets, is told each generation that is published."""
        self._folder, self._archive, self._read = folder, archive, reader
        self.serve: Callable[[Archive], None] = unserved
        self._jobs: dict[str, Job] = {}
        self._timers: dict[str, threading.Timer] = {}
        self._lock = threading.Lock()
        self._worker = ThreadPoolExecutor(1, "import")

    @property
    def jobs(self) -> tuple[Job, ...]:
        """The imports that were not discarded, oldest first."""
        return tuple(self._jobs.values())

    def job(self, id: str) -> Job:
        """The import of that id.

        Raises:
            NotHeld: there is none.
        """
        try:
            return self._jobs[id]
        except KeyError:
            raise NotHeld(
                _(
                    "There is no such import. It may have been discarded, or an hour has passed "
                    "since its files were sent, or the server was started again: send them once "
                    "more."
                )
            ) from None

    def accept(self, uploads: Sequence[Upload], invisible: Invisible = Invisible.REFUSE) -> Job:
        """Takes files in and begins to read them.

        `invisible` says what becomes of text that nobody sees on a page.

        Raises:
            Busy: too many imports wait to be published or discarded.
            NoRoom: the disk is too full.
        """
        with self._lock:
            waiting = [job for job in self.jobs if job.state is not State.PUBLISHED]
            if len(waiting) >= MOST_JOBS:
                raise Busy(
                    _(
                        "%(imports)s imports wait to be published or discarded; at most %(most)s "
                        "may. Look at those first.",
                        imports=len(waiting),
                        most=MOST_JOBS,
                    )
                )
            check_room(self._folder, sum(len(raw) for _, raw in uploads))
            job = Job(stored(self._folder / secrets.token_hex(16), uploads), invisible)
            self._jobs[job.id] = job
        self._remind(job)
        self._worker.submit(self._attempt, job, self._reading)
        return job

    def publish(self, id: str, embedder: Embedder) -> Job:
        """Begins to add what was read to the archive, whose embedder is given.

        Raises:
            NotHeld: there is no such import.
            Busy: it is not ready for that.
        """
        job = self.job(id)
        with self._lock:
            if job.state is not State.READ or not job.documents:
                raise Busy(_("This import cannot be published now: look at what became of it."))
            job.state, job.problem = State.PUBLISHING, None
            job.done, job.total, job.began = 0, 0, time.monotonic()
        self._worker.submit(self._attempt, job, partial(self._publishing, embedder))
        return job

    def correct(self, wish: Wish, embedder: Embedder) -> None:
        """Publishes what an interview is to be known by, once whatever is at work here is done.

        Raises:
            NotHeld: the archive holds no such interview.
            Changed: something else is known of it by now; that is served.
            Busy, InputOutput: the archive cannot be written now.
        """
        self._worker.submit(self._correcting, embedder, wish).result()

    def _correcting(self, embedder: Embedder, wish: Wish) -> None:
        """Corrects and serves, in the worker's order, so that the newest is served last.

        Raises:
            NotHeld, Changed, Busy, InputOutput: as `correct`.
        """
        try:
            made = correct(self._archive, embedder, wish)
        except Changed:
            # Another process published it, and nobody could correct it upon what it was before.
            self.serve(open_archive(self._archive, embedder))
            raise
        if made.published:
            self.serve(made.archive)

    def discard(self, id: str) -> None:
        """Ends an import and wipes its files; one that was published stays so.

        Raises:
            NotHeld: there is no such import.
        """
        job = self.job(id)
        job.cancelled.set()
        with self._lock:
            self._jobs.pop(id, None)
            timer = self._timers.pop(id, None)
        if timer is not None:
            timer.cancel()
        # What is at work stops before the next file or the next texts, and wipes then.
        self._worker.submit(self._wiped, job)

    def _remind(self, job: Job) -> None:
        """Has an import discarded in an hour, unless it is at work then."""
        timer = threading.Timer(KEPT_SECONDS, self._expire, (job,))
        timer.daemon = True
        self._timers[job.id] = timer
        timer.start()

    def _expire(self, job: Job) -> None:
        """Discards an import that nobody has ended; one at work is looked at again."""
        if job.id not in self._jobs:
            return
        if job.busy:
            self._remind(job)
        else:
            self.discard(job.id)

    def close(self) -> None:
        """Ends all imports and wipes their files."""
        for job in self.jobs:
            self.discard(job.id)
        self._worker.shutdown()

    def _attempt(self, job: Job, work: Callable[[Job], None]) -> None:
        """Does a piece of work on an import; what fails is told on its page."""
        if job.cancelled.is_set():
            return
        try:
            work(job)
        except Cancelled:
            return
        except OnRecordError as error:
            # What can be mended may be tried again.
            job.problem = str(error)
            job.state = State.READ if job.documents else State.FAILED
        except Exception as error:
            fault("an import", error)
            job.problem = "Something failed on this side; the server's log says what."
            job.documents = ()
            self._wiped(job)
            job.state = State.FAILED

    def _wiped(self, job: Job) -> None:
        """Wipes the files of an import; what fails is logged, since nobody waits for it."""
        try:
            wipe(self._folder / job.id)
        except OSError as error:
            fault("wiping an import", error)

    def _reading(self, job: Job) -> None:
        """Reads the files of an import; those that cannot be read are told, and the rest goes on.

        Raises:
            Cancelled: it was discarded.
        """
        read: dict[str, Document] = {}
        refused: list[Skipped] = []
        ends = time.monotonic() + MOST_SECONDS
        for number, (name, path) in enumerate(job.files):
            for one in self._read(name, path.read_bytes(), job.invisible):
                job.advance(number, len(job.files))
                why = not_taken(one, read, late=time.monotonic() > ends)
                if isinstance(one, Skipped) or why:
                    refused.append(one if isinstance(one, Skipped) else Skipped(one.name, why))
                else:
                    read[one.name] = one
        job.documents, job.refused = tuple(read.values()), tuple(refused)
        job.reports = tuple(map(taken, job.documents))
        job.advance(len(job.files), len(job.files))
        job.state = State.READ

    def _publishing(self, embedder: Embedder, job: Job) -> None:
        """Publishes the documents of an import, then wipes its files.

        Raises:
            OnRecordError: they cannot be published now; they are still there then.
        """
        found = ready(job.documents)
        made = index_found(found, self._archive, embedder, advance=job.advance)
        job.refused += made.skipped
        job.documents = ()
        # What is live is served, whatever becomes of the files.
        if made.published:
            self.serve(made.archive)
        self._wiped(job)
        job.generation, job.state = made.archive.generation, State.PUBLISHED


def unserved(_: Archive) -> None:
    """Serves nothing: no server runs yet."""


def not_taken(one: Document | Skipped, read: dict[str, Document], *, late: bool) -> str:
    """Why a document is not taken into an import; empty where it is."""
    if isinstance(one, Skipped):
        return one.why
    if late:
        return (
            f"reading the files before it took more than the {MOST_SECONDS:g} seconds that an "
            "import may take; import it alone"
        )
    if sum(len(held.text) for held in read.values()) + len(one.text) > MOST_TEXT:
        return f"the texts of this import are longer than {MOST_TEXT:,} characters; import it alone"
    if one.name in read:
        return "another document of this import has its name; rename one"
    copy = next((held.name for held in read.values() if held.sha256 == one.sha256), None)
    return f"its bytes are those of {copy}" if copy else ""


def check_room(folder: Path, incoming: int) -> None:
    """Raises NoRoom unless a reserve stays on the disk after some bytes and what they lead to."""
    free = shutil.disk_usage(folder).free
    if free - 2 * incoming < RESERVE:
        raise NoRoom(
            f"the disk of this server has {free // 2**20:,} MiB left, and {RESERVE // 2**20:,} MiB "
            "stay free whatever is imported. Free space, or import less."
        )


def stored(folder: Path, uploads: Sequence[Upload]) -> tuple[tuple[str, Path], ...]:
    """Files in a new folder that nobody else may enter, under numbers; each with what it is called.

    Nothing is left of them where one cannot be written.
    """
    folder.mkdir(mode=0o700)
    found = []
    try:
        for number, (name, raw) in enumerate(uploads, 1):
            path = folder / f"{number:04d}"
            write_synced(path, [raw])
            found.append((plain_name(name), path))
    except OSError:
        wipe(folder)
        raise
    return tuple(found)


def wipe(folder: Path) -> None:
    """Writes over the files of a folder, and removes them and it.

    Disks that write elsewhere, as SSDs do, may keep what was there before.
    """
    if not folder.is_dir():
        return
    for path in folder.iterdir():
        with path.open("r+b") as file:
            file.write(bytes(path.stat().st_size))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
    folder.rmdir()


def folder_beside(archive: Path) -> Path:
    """Where what is uploaded lies: hidden, so that indexing the folder around it passes it by."""
    whole = archive.resolve()
    return whole.with_name(f".{whole.name}.import")


@contextmanager
def importing(archive: Path, reader: Reader = read_upload) -> Iterator[Imports]:
    """The imports of a server; what one that died left is wiped first, and all at the end.

    Raises:
        CannotCreate: the folder beside the archive cannot be made.
        Busy: another server takes imports for this archive.
    """
    folder = folder_beside(archive)
    busy = f"another onrecord takes imports for {archive}. End it first, or serve without --import."
    with held_alone(folder, LOCK, busy):
        folder.chmod(0o700)
        for left in folder.iterdir():
            if left.is_dir():
                wipe(left)
        imports = Imports(folder, archive, reader)
        try:
            yield imports
        finally:
            imports.close()
            (folder / LOCK).unlink(missing_ok=True)
            folder.rmdir()
