"""Vectors of an indexing that has not been published yet, so that a stopped one goes on."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np

from index.embedder import Embedder, Vectors

PENDING = "pending.sqlite"


class Pending:
    """Embedded batches by the hash of the model and of their texts.

    A batch is kept whole or not at all, so an indexing that was stopped and run again gives
    the same vectors, to the last bit, as one that was not.
    """

    def __init__(self, db: sqlite3.Connection, embedder: Embedder) -> None:
        self._db = db
        self._embedder = embedder

    def encoded(self, texts: Sequence[str]) -> Vectors:
        """The vectors of one batch, kept from before or embedded now and kept."""
        key = self._key(texts)
        row = self._db.execute(
            'SELECT vectors, "check" FROM batches WHERE key = ?', (key,)
        ).fetchone()
        if row is not None and hashlib.sha256(key + row[0]).digest() == row[1]:
            return np.frombuffer(row[0], dtype=np.float32).reshape(len(texts), -1)
        vectors = self._embedder.encode_passages(texts)
        raw = vectors.tobytes()
        with self._db:
            self._db.execute(
                "INSERT OR REPLACE INTO batches VALUES (?, ?, ?)",
                (key, raw, hashlib.sha256(key + raw).digest()),
            )
        return vectors

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
    try:
        db = opened(path)
    except sqlite3.DatabaseError:
        path.write_bytes(b"")
        db = opened(path)
    with closing(db):
        yield Pending(db, embedder)
    path.unlink()


def opened(path: Path) -> sqlite3.Connection:
    """A file of kept batches, made ready."""
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
