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
        row = self._db.execute("SELECT vectors FROM batches WHERE key = ?", (key,)).fetchone()
        if row is not None:
            return np.frombuffer(row[0], dtype=np.float32).reshape(len(texts), -1)
        vectors = self._embedder.encode_passages(texts)
        with self._db:
            self._db.execute("INSERT INTO batches VALUES (?, ?)", (key, vectors.tobytes()))
        return vectors

    def _key(self, texts: Sequence[str]) -> bytes:
        """The hash of a batch."""
        digest = hashlib.sha256(self._embedder.weights_sha256.encode())
        for text in texts:
            digest.update(hashlib.sha256(text.encode()).digest())
        return digest.digest()


@contextmanager
def pending(archive: Path, embedder: Embedder) -> Iterator[Pending]:
    """The kept batches of an archive's folder; forgotten when the block ends without an error."""
    path = archive / PENDING
    path.touch(mode=0o600)
    with closing(sqlite3.connect(path)) as db:
        with db:
            db.execute("CREATE TABLE IF NOT EXISTS batches (key BLOB PRIMARY KEY, vectors BLOB)")
        yield Pending(db, embedder)
    path.unlink()
