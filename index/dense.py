"""Search by meaning: every vector where they are few, a FAISS index where they are many."""

from __future__ import annotations

import math
from collections.abc import Iterator
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

# Rows, and a cosine for each.
Found = tuple[Numbers, Vectors]


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

    def search(self, questions: Vectors, k: int, among: Numbers | None) -> tuple[Found, ...]:
        """About the `k` nearest passages of each of some questions, shape (questions, dimension).

        They are rows, and about their cosines, best first. `among` restricts the search itself to
        some rows, so that a filter loses nothing.
        """
        rows = len(self._vectors) if among is None else len(among)
        # The index may pass over the farthest, so of few nothing is left to it.
        if self.exact or rows <= 2 * k or (among is not None and rows <= FEW):
            return tuple(best(*one, k) for one in self._all(questions, among))
        return tuple(self._near(questions, k, among))

    def _all(self, questions: Vectors, among: Numbers | None) -> Iterator[Found]:
        """The cosines of all rows, or of those among some, for each question."""
        rows = np.arange(len(self._vectors)) if among is None else among
        held = self._vectors.whole() if among is None else self._vectors.rows(among)
        return ((rows, held @ question) for question in questions)

    def _near(self, questions: Vectors, k: int, among: Numbers | None) -> Iterator[Found]:
        """What the index finds for each question; for several together it reads its codes once."""
        import faiss

        index = self._index
        parameters: Any = faiss.SearchParametersIVF()
        if among is not None:
            allowed = np.zeros(index.ntotal, dtype=np.bool_)
            allowed[among] = True
            selector: Any = faiss.IDSelectorBitmap
            parameters.sel = selector(np.packbits(allowed, bitorder="little"))
        threads = faiss.omp_get_max_threads()
        # Waking another core takes longer than what it would do here.
        faiss.omp_set_num_threads(1)
        try:
            found = index.search(filled(questions), k, params=parameters)
        finally:
            faiss.omp_set_num_threads(threads)
        for cosines, rows in zip(*found, strict=True):
            held = rows >= 0
            yield rows[held], cosines[held]


def best(rows: Numbers, cosines: Vectors, k: int) -> Found:
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
