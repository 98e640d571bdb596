"""Search by meaning with an index: near enough, inside a filter, the same whenever it is built."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import index.dense
from index.dense import Dense, best, build_index
from index.embedder import Vectors
from index.matrix import Coding, Matrix, MatrixWriter

K = 10


def vectors(rows: int, size: int = 64) -> Vectors:
    chance = np.random.default_rng(3)
    about = chance.standard_normal((40, size), dtype=np.float32)
    found = about[chance.integers(40, size=rows)] + chance.standard_normal((rows, size))
    return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True), dtype=np.float32)


def matrix(folder: Path, held: Vectors) -> Matrix:
    folder.mkdir(exist_ok=True)
    writer = MatrixWriter(folder / "vectors.npy", held.shape[1], Coding.HALF)
    writer.add(held)
    writer.close()
    return Matrix(folder / "vectors.npy")


@pytest.mark.parametrize(("step", "size"), [(1, 64), (2, 64), (7, 64), (1, 61)])
def test_the_nearest_are_among_the_candidates(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int, size: int
) -> None:
    monkeypatch.setattr(index.dense, "FEW", 4)
    held = vectors(6000, size)
    stored = matrix(tmp_path, held)
    build_index(stored, tmp_path / "dense.faiss")
    dense = Dense(stored, tmp_path / "dense.faiss")
    assert not dense.exact
    among = None if step == 1 else np.arange(0, len(held), step)
    allowed = np.arange(len(held)) if among is None else among
    shares = []
    for question in vectors(50, size):
        ((rows, _),) = dense.search(question[None], 20 * K, among)
        assert np.isin(rows, allowed).all()
        nearest, _ = best(allowed, held[allowed] @ question, K)
        shares.append(np.isin(nearest, rows).mean())
    assert np.mean(shares) > 0.98


def test_questions_together_find_what_each_finds_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index.dense, "FEW", 4)
    stored = matrix(tmp_path, vectors(6000))
    build_index(stored, tmp_path / "dense.faiss")
    dense = Dense(stored, tmp_path / "dense.faiss")
    questions = vectors(5)
    for among in (None, np.arange(0, 6000, 2)):
        together = dense.search(questions, 20 * K, among)
        for question, (rows, cosines) in zip(questions, together, strict=True):
            ((alone, about),) = dense.search(question[None], 20 * K, among)
            assert rows.tolist() == alone.tolist()
            assert cosines == pytest.approx(about, abs=1e-6)
        assert len({tuple(rows) for rows, _ in together}) == len(questions)


def test_of_few_nothing_is_left_to_the_index(tmp_path: Path) -> None:
    held = vectors(300)
    stored = matrix(tmp_path, held)
    build_index(stored, tmp_path / "dense.faiss")
    dense = Dense(stored, tmp_path / "dense.faiss")
    for among in (None, np.arange(3, 90)):
        ((rows, cosines),) = dense.search(held[5][None], 300, among)
        assert sorted(rows.tolist()) == list(range(300) if among is None else range(3, 90))
        assert (rows[0], cosines[0]) == (5, pytest.approx(1, abs=1e-3))


def test_the_same_vectors_make_the_same_index(tmp_path: Path) -> None:
    for name in ("one", "two"):
        build_index(matrix(tmp_path / name, vectors(900)), tmp_path / name / "dense.faiss")
    one, two = ((tmp_path / name / "dense.faiss").read_bytes() for name in ("one", "two"))
    assert one == two


def test_of_equals_the_earlier_is_the_better() -> None:
    rows, cosines = best(
        np.array([4, 2, 9, 7]), np.array([0.5, 0.5, 0.9, 0.5], dtype=np.float32), 3
    )
    assert (rows.tolist(), cosines.tolist()) == ([9, 2, 4], pytest.approx([0.9, 0.5, 0.5]))
