"""Search by meaning: every vector where they are few, a FAISS index where they are many."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np

from index.embedder import Vectors
from index.matrix import Matrix, Numbers

# Segments of so many passages or fewer are searched exactly: reading all their vectors takes a
# processor about as long as embedding the question.
EXACT = 16_384
# Lists of an inverted file by the root of the number of vectors, and how many are searched: on
# made-up archives of 130,000, whose vectors are harder to tell apart than real ones, 99 of 100 of
# the ten nearest were among the candidates, after a tenth of the time of comparing all.
LISTS, PROBED = 2, 96
# Vectors that the lists are learnt from, each list.
LEARNT = 48
# So many more candidates than asked for are compared exactly, since eight bits rank them.
MORE = 56
# So few rows are rather compared one by one than looked for.
FEW = 4096
SEED = 20


def build_index(vectors: Matrix, path: Path) -> None:
    """Writes a FAISS index of some vectors: an inverted file with eight bits a number.

    The same vectors give the same bytes on the same machine.
    """
    import faiss

    lists = LISTS * math.isqrt(len(vectors))
    quantizer = faiss.IndexFlatIP(vectors.dimension)
    index = faiss.IndexIVFScalarQuantizer(
        quantizer,
        vectors.dimension,
        lists,
        faiss.ScalarQuantizer.QT_8bit_uniform,
        faiss.METRIC_INNER_PRODUCT,
        False,
    )
    index.cp.seed = SEED
    index.cp.min_points_per_centroid = 1
    chosen = np.random.default_rng(SEED).choice(
        len(vectors), min(len(vectors), LEARNT * lists), replace=False
    )
    index.train(vectors.rows(np.sort(chosen)))
    for stretch in vectors.stretches():
        index.add(stretch)
    faiss.write_index(index, str(path))


class Dense:
    """Inner products with the passages of one segment; of length 1, these are cosines."""

    def __init__(self, vectors: Matrix, path: Path) -> None:
        """Takes a segment's vectors, and the file of their index where they are many."""
        self._vectors = vectors
        self._index: Any = opened(path) if path.exists() else None

    @property
    def exact(self) -> bool:
        """Whether every vector is compared, as it is."""
        return self._index is None

    def search(self, question: Vectors, k: int, among: Numbers | None) -> tuple[Numbers, Vectors]:
        """About the `k` nearest passages, as rows, and about their cosines, best first.

        `among` restricts the search itself to some rows, so that a filter loses nothing.
        """
        if self.exact or (among is not None and len(among) <= FEW):
            return best(*self._all(question, among), k)
        return best(*self._near(question, k, among), k)

    def _all(self, question: Vectors, among: Numbers | None) -> tuple[Numbers, Vectors]:
        """The cosines of all rows, or of those among some."""
        if among is not None:
            return among, self._vectors.rows(among) @ question
        return np.arange(len(self._vectors)), self._vectors.whole() @ question

    def _near(self, question: Vectors, k: int, among: Numbers | None) -> tuple[Numbers, Vectors]:
        """What the index finds."""
        import faiss

        index = self._index
        parameters: Any = faiss.SearchParametersIVF()
        # The rarer the rows that are allowed, the more lists they are spread over.
        share = 1.0 if among is None else len(among) / index.ntotal
        parameters.nprobe = min(index.nlist, math.ceil(PROBED / share))
        if among is not None:
            allowed = np.zeros(index.ntotal, dtype=np.bool_)
            allowed[among] = True
            selector: Any = faiss.IDSelectorBitmap
            parameters.sel = selector(np.packbits(allowed, bitorder="little"))
        cosines, rows = index.search(question[None, :], k, params=parameters)
        held = rows[0] >= 0
        return rows[0][held], cosines[0][held]


def best(rows: Numbers, cosines: Vectors, k: int) -> tuple[Numbers, Vectors]:
    """The `k` rows of the highest cosines, best first; of equals the earlier row."""
    if len(rows) > k:
        least = np.partition(cosines, len(rows) - k)[len(rows) - k]
        near = cosines >= least
        rows, cosines = rows[near], cosines[near]
    order = np.lexsort((rows, -cosines))[:k]
    return rows[order], cosines[order]


def opened(path: Path) -> Any:
    """An index that `build_index` wrote; its lists stay on the disk."""
    import faiss

    return faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
