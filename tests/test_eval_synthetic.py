"""Archives that are made up: whole, of the size asked for, and the same for the same seed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from specimens import HashEmbedder

from eval.synthetic import Basis, Maker, basis, invented
from index.archive import open_archive
from index.build import write
from index.passages import Cutting
from index.verify import faults
from rag.answer import Answer
from rag.desk import Desk


@pytest.fixture(scope="module")
def real() -> Basis:
    return basis(HashEmbedder())


def test_an_archive_of_any_size_is_whole(tmp_path: Path, real: Basis) -> None:
    embedder = HashEmbedder()
    write(tmp_path, 1, Maker(real).rows(700), embedder, Cutting())
    archive = open_archive(tmp_path, embedder)
    assert tuple(faults(archive)) == ()
    assert len(archive.passages) == 700
    assert len(archive.countries) > 1
    reply = Desk(archive).ask("How much salt do the families of the lake carry?")
    assert isinstance(reply, Answer)
    counts = [len(passage.sentences) for passage in archive.passages]
    assert 3 < np.mean(counts) < 6


def test_the_same_seed_makes_the_same(real: Basis) -> None:
    one, two, other = (next(Maker(real, seed).rows(50)) for seed in (1, 1, 2))
    assert one.document == two.document
    assert np.array_equal(one.sentence_vectors, two.sentence_vectors)
    assert one.document.text != other.document.text


def test_every_invented_word_is_another() -> None:
    words = {invented(number) for number in range(20_000)}
    assert len(words) == 20_000
