from collections.abc import Sequence
from pathlib import Path

import pytest
from specimens import TINY, HashEmbedder, indexed

import index.embed
from index.archive import open_archive
from index.embedder import Vectors
from index.pending import PENDING


class Stopping(HashEmbedder):
    """Embeds some batches and then fails, as a stopped process does."""

    def __init__(self, batches: int) -> None:
        super().__init__()
        self.batches = batches

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        if self.batches == 0:
            raise KeyboardInterrupt
        self.batches -= 1
        return super().encode_passages(texts)


def test_a_stopped_run_goes_on_where_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index.embed, "BATCH", 4)
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    stopping = Stopping(batches=2)
    with pytest.raises(KeyboardInterrupt):
        indexed(tmp_path / "a", TINY, embedder=stopping)
    assert (tmp_path / "a" / "archive" / PENDING).exists()
    assert not (tmp_path / "a" / "archive" / "CURRENT").exists()
    again = HashEmbedder()
    resumed = indexed(tmp_path / "a", TINY, embedder=again)
    whole = HashEmbedder()
    straight = indexed(tmp_path / "b", TINY, embedder=whole)
    assert resumed.fingerprint == straight.fingerprint
    assert sorted(stopping.encoded + again.encoded) == sorted(whole.encoded)
    assert not (tmp_path / "a" / "archive" / PENDING).exists()
    assert open_archive(tmp_path / "a" / "archive", again).generation == 1


def test_what_another_model_embedded_is_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index.embed, "BATCH", 4)
    with pytest.raises(KeyboardInterrupt):
        indexed(tmp_path, TINY, embedder=Stopping(batches=2))
    other = HashEmbedder()
    other.weights_sha256 = "0" * 64
    archive = indexed(tmp_path, TINY, embedder=other)
    assert len(other.encoded) == len(archive.passages) + len(archive.sentence_vectors)
