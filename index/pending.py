"""Vectors of an indexing that has not been published yet, so that a stopped one goes on."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeVar

import numpy as np

from index.embedder import Embedder, Vectors

PENDING = "pending.sqlite"
# What SQLite says of a damaged page, and of one that says itself that other things are kept there.
DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)

Out = TypeVar("Out")


class Pending:
    """Embedded batches by the hash of the model and of their texts.

    A batch is kept whole or not at all, so an indexing that was stopped and run again gives
    the same vectors, to the last bit, as one that was not.
    """

    def __init__(self, path: Path, embedder: Embedder) -> None:
        self._path, self._embedder = path, embedder
        self._db = opened(path)

    def encoded(self, texts: Sequence[str]) -> Vectors:
        """The vectors of one batch, kept from before or embedded now and kept."""
        key = self._key(texts)
        row = self._unless_damaged(lambda: self._kept(key))
        if row is not None and hashlib.sha256(key + row[0]).digest() == row[1]:
            return np.frombuffer(row[0], dtype=np.float32).reshape(len(texts), -1)
        vectors = self._embedder.encode_passages(texts)
        self._unless_damaged(lambda: self._keep(key, vectors.tobytes()))
        return vectors

    def close(self) -> None:
        """Lets go of the file."""
        self._db.close()

    def _unless_damaged(self, act: Callable[[], Out]) -> Out:
        """What an act on the file gives; where the file is damaged, on one that is begun anew."""
        try:
            return act()
        except sqlite3.DatabaseError as error:
            if not damaged(error):
                raise
        self._db.close()
        self._db = anew(self._path)
        return act()

    def _kept(self, key: bytes) -> tuple[bytes, bytes] | None:
        """The vectors of a batch and what they are checked by, None where they are not kept."""
        row: tuple[bytes, bytes] | None = self._db.execute(
            'SELECT vectors, "check" FROM batches '
            "WHERE key = ? AND typeof(vectors) = 'blob' AND typeof(\"check\") = 'blob'",
            (key,),
        ).fetchone()
        return row

    def _keep(self, key: bytes, raw: bytes) -> None:
        """Keeps the vectors of a batch."""
        with self._db:
            self._db.execute(
                "INSERT OR REPLACE INTO batches VALUES (?, ?, ?)",
                (key, raw, hashlib.sha256(key + raw).digest()),
            )

    def _key(self, texts: Sequence[str]) -> bytes:
        """The hash of a batch."""
        model = f"{self._embedder.weights_sha256} {self._embedder.precision}"
        digest = hashlib.sha256(model.encode())
        for text in texts:
            digest.update(hashlib.sha256(text.encode()).digest())
        return digest.digest()


@contextmanager
def pending(archive: Path, embedder: Embedder) -> Iterator[Pending]:
    """The kept batches of an archive's folder; forgotten when the block ends without an error.

    They only save time, so a file of them that cannot be read is begun anew.
    """
    path = archive / PENDING
    path.touch(mode=0o600)
    with closing(Pending(path, embedder)) as kept:
        yield kept
    path.unlink()


def damaged(error: sqlite3.DatabaseError) -> bool:
    """Whether a file is not what was written; else it is the disk that fails, or its rights."""
    return error.sqlite_errorcode & 0xFF in DAMAGED


def opened(path: Path) -> sqlite3.Connection:
    """A file of kept batches, made ready."""
    try:
        return made_ready(path)
    except sqlite3.DatabaseError:
        return anew(path)


def anew(path: Path) -> sqlite3.Connection:
    """A file of kept batches without any, in place of what cannot be read."""
    path.write_bytes(b"")
    return made_ready(path)


def made_ready(path: Path) -> sqlite3.Connection:
    """A file of kept batches, opened, with its table."""
    db = sqlite3.connect(path)
    try:
        with db:
            db.execute(
                "CREATE TABLE IF NOT EXISTS batches "
                '(key BLOB PRIMARY KEY, vectors BLOB NOT NULL, "check" BLOB NOT NULL)'
            )
    except sqlite3.DatabaseError:
        db.close()
        raise
    return db
