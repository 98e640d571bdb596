"""Vectors on the disk: written a stretch at a time, read a few rows at a time."""

from __future__ import annotations

import mmap
from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import IO

import numpy as np
import numpy.typing as npt

from index.embedder import Vectors

Numbers = npt.NDArray[np.int64]

# So many rows at a time are read and written, whatever there is.
STRETCH = 4096
# The system counts pages of a file that were read, and those around them, as this process' own
# until they are let go; after so many rows they are, and stay in the system's cache for the next.
ROWS_KEPT = 4096
# The greatest number of eight bits.
GREATEST = 127


class Coding(StrEnum):
    """How the numbers of vectors are written."""

    SINGLE = "float32"
    HALF = "float16"
    # Whole numbers, and behind them, as float32, what they are multiplied with.
    BYTES = "int8"


def encoded(vectors: Vectors, coding: Coding) -> npt.NDArray[np.generic]:
    """Vectors of length 1 as they are written, shape (rows, width)."""
    if coding is Coding.SINGLE:
        return np.ascontiguousarray(vectors, dtype=np.float32)
    if coding is Coding.HALF:
        return vectors.astype(np.float16)
    greatest = np.abs(vectors).max(axis=1, keepdims=True)
    whole = np.rint(vectors * (GREATEST / np.where(greatest > 0, greatest, 1))).astype(np.int8)
    # So chosen that what is read is of length 1 again, and that writing it again changes nothing.
    lengths = np.linalg.norm(whole.astype(np.float32), axis=1, keepdims=True)
    scales = (1 / np.where(lengths > 0, lengths, 1)).astype(np.float32)
    return np.hstack([whole, scales.view(np.int8)])


def decoded(written: npt.NDArray[np.generic], coding: Coding) -> Vectors:
    """The vectors that `encoded` wrote, shape (rows, dimension)."""
    if coding is not Coding.BYTES:
        return np.asarray(written, dtype=np.float32)
    scales = np.ascontiguousarray(written[:, -4:]).view(np.float32)
    return np.asarray(written[:, :-4].astype(np.float32) * scales)


class Matrix:
    """The vectors of one file, a row a text."""

    def __init__(self, path: Path) -> None:
        """Opens a file that a MatrixWriter wrote; it stays on the disk."""
        mapped = np.load(path, mmap_mode="r", allow_pickle=False)
        self._pages = getattr(mapped, "_mmap", None)
        # A plain view, which is read faster than a map of a file.
        self._held = np.asarray(mapped)
        self.coding = Coding(self._held.dtype.name)
        self._read = 0

    def __len__(self) -> int:
        return len(self._held)

    @property
    def dimension(self) -> int:
        """How many numbers a vector has."""
        return int(self._held.shape[1]) - (4 if self.coding is Coding.BYTES else 0)

    def rows(self, rows: Numbers) -> Vectors:
        """The vectors of some rows, shape (len(rows), dimension)."""
        found = decoded(self._held[rows], self.coding)
        self._read += len(rows)
        if self._read > ROWS_KEPT:
            self.let_go()
        return found

    def stretches(self) -> Iterator[Vectors]:
        """All vectors in order, some rows at a time."""
        for begin in range(0, len(self), STRETCH):
            yield decoded(self._held[begin : begin + STRETCH], self.coding)
        self.let_go()

    def let_go(self) -> None:
        """Gives the pages that were read back to the system; reading them again is harmless."""
        self._read = 0
        if self._pages is not None:
            self._pages.madvise(mmap.MADV_DONTNEED)

    def whole(self) -> Vectors:
        """All rows; where they lie as float32, as they lie on the disk."""
        return decoded(self._held, self.coding)


class Matrices:
    """The vectors of several files as if they were one."""

    def __init__(self, parts: Sequence[Matrix], dimension: int) -> None:
        self._parts = parts
        self._begins = np.cumsum([0, *map(len, parts)])
        self.dimension = dimension

    def __len__(self) -> int:
        return int(self._begins[-1])

    def __getitem__(self, rows: int | Sequence[int] | Numbers) -> Vectors:
        """The vectors of some rows, or that of one."""
        wanted = np.asarray(rows, dtype=np.int64)
        if not wanted.ndim:
            one: Vectors = self[wanted[None]][0]
            return one
        if len(self._parts) == 1:
            return self._parts[0].rows(wanted)
        found = np.zeros((len(wanted), self.dimension), dtype=np.float32)
        owner = np.searchsorted(self._begins, wanted, side="right") - 1
        for number in np.unique(owner):
            here = owner == number
            found[here] = self._parts[number].rows(wanted[here] - self._begins[number])
        return found

    def stretches(self) -> Iterator[Vectors]:
        """All vectors in order, some rows at a time."""
        for part in self._parts:
            yield from part.stretches()


class MatrixWriter:
    """Writes vectors a stretch at a time into a file as numpy has it."""

    def __init__(self, path: Path, dimension: int, coding: Coding = Coding.SINGLE) -> None:
        self._path, self._coding, self._dimension = path, coding, dimension
        self._file: IO[bytes] = path.open("xb")
        self._header()
        self.rows = 0

    def _header(self, rows: int = 0) -> None:
        """The file's first bytes; numpy leaves room in them for more rows."""
        width = self._dimension + (4 if self._coding is Coding.BYTES else 0)
        shape = {
            "descr": np.dtype(self._coding.value).str,
            "fortran_order": False,
            "shape": (rows, width),
        }
        np.lib.format.write_array_header_1_0(self._file, shape)

    def add(self, vectors: Vectors) -> None:
        """The next rows."""
        self._file.write(encoded(vectors, self._coding).tobytes())
        self.rows += len(vectors)

    def close(self) -> None:
        """Writes how many rows there are."""
        self._file.seek(0)
        self._header(self.rows)
        self._file.close()

    def release(self) -> None:
        """Lets go of the file, also where it is not whole."""
        self._file.close()

    def recoded(self, coding: Coding) -> MatrixWriter:
        """A writer in another coding, with the rows so far, in place of this one."""
        self.close()
        old = self._path.rename(self._path.with_name(f"{self._path.name}.old"))
        anew = MatrixWriter(self._path, self._dimension, coding)
        for vectors in Matrix(old).stretches():
            anew.add(vectors)
        old.unlink()
        return anew
