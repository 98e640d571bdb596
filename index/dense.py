"""Exact search by meaning: a flat FAISS index over the archive's vectors."""

from __future__ import annotations

import faiss
import numpy as np
import numpy.typing as npt

from index.embedder import Vectors


class Dense:
    """Inner products with every passage; on vectors of length 1 these are cosines."""

    def __init__(self, vectors: Vectors) -> None:
        """Takes the passages' vectors, shape (passages, dimension)."""
        self._index = faiss.IndexFlatIP(vectors.shape[1])
        self._index.add(np.ascontiguousarray(vectors))

    def search(
        self, question: Vectors, k: int, among: npt.NDArray[np.int64] | None
    ) -> tuple[npt.NDArray[np.int64], Vectors]:
        """Rows and cosines of the `k` nearest passages, best first.

        `among` restricts the search itself to some rows, so that a filter loses nothing.
        """
        parameters = None
        if among is not None:
            parameters = faiss.SearchParameters()
            parameters.sel = faiss.IDSelectorBatch(among)
        found, rows = self._index.search(question[None, :], k, params=parameters)
        held = rows[0] >= 0
        return rows[0][held], found[0][held]
