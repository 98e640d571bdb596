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
# Larger ones are compared by what a product quantizer (Jégou et al. 2011) keeps of each vector,
# half a byte of so many numbers. Every vector is compared, so that questions unlike all passages
# are served as well as others: lists of near ones (IVF), searched for as long, lost one in ten of
# the ten nearest of such questions, on 80,000 vectors of real transcripts; this lost none.
NUMBERS = 4
# So many more candidates than asked for are compared exactly.
MORE = 824
# Vectors that the quantizer is learnt from.
LEARNT = 32_768
# So few rows are rather compared one by one than looked for.
FEW = 4096
SEED = 20


def build_index(vectors: Matrix, path: Path) -> None:
    """Writes a FAISS index of some vectors; the same ones give the same bytes on one machine."""
    import faiss

    pieces = math.ceil(vectors.dimension / NUMBERS)
    width = pieces * NUMBERS
    # One list of all: it is this kind of index that takes filters.
    index = faiss.IndexIVFPQFastScan(
        faiss.IndexFlatIP(width), width, 1, pieces, 4, faiss.METRIC_INNER_PRODUCT
    )
    for learning in (index.cp, index.pq.cp):
        learning.seed = SEED
        learning.min_points_per_centroid = 1
    chosen = np.random.default_rng(SEED).choice(
        len(vectors), min(len(vectors), LEARNT), replace=False
    )
    index.train(filled(vectors.rows(np.sort(chosen))))
    for stretch in vectors.stretches():
        index.add(filled(stretch))
    faiss.write_index(index, str(path))


def filled(vectors: Vectors) -> Vectors:
    """Vectors with zeros behind them, as many as make equal pieces; no cosine changes."""
    over = -vectors.shape[1] % NUMBERS
    return np.pad(vectors, ((0, 0), (0, over))) if over else vectors


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
        rows = len(self._vectors) if among is None else len(among)
        # The index may pass over the farthest, so of few nothing is left to it.
        if self.exact or rows <= 2 * k or (among is not None and rows <= FEW):
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
        if among is not None:
            allowed = np.zeros(index.ntotal, dtype=np.bool_)
            allowed[among] = True
            selector: Any = faiss.IDSelectorBitmap
            parameters.sel = selector(np.packbits(allowed, bitorder="little"))
        cosines, rows = index.search(filled(question[None, :]), k, params=parameters)
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
