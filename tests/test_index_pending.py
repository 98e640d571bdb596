import sqlite3
from collections.abc import Sequence
from pathlib import Path

import pytest
from specimens import TINY, HashEmbedder, indexed

import index.embed
from index.archive import open_archive
from index.embedder import Vectors
from index.errors import InputOutput
from index.pending import PENDING, Pending


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


def kept(path: Path) -> tuple[Path, list[list[str]]]:
    """A file of several batches, over several pages, and their texts."""
    batches = [[f"word {n} of {k}" for n in range(4)] for k in range(40)]
    held = Pending(path, HashEmbedder())
    for texts in batches:
        held.encoded(texts)
    held.close()
    return path, batches


@pytest.mark.parametrize("page", range(12))
def test_a_damaged_page_is_embedded_again(tmp_path: Path, page: int) -> None:
    path, batches = kept(tmp_path / PENDING)
    raw = bytearray(path.read_bytes())
    assert len(raw) > 12 * 4096
    raw[page * 4096 : page * 4096 + 200] = bytes(200)
    path.write_bytes(raw)
    held = Pending(path, HashEmbedder())
    right = HashEmbedder()
    for texts in batches:
        assert (held.encoded(texts) == right.encode_passages(texts)).all()
    held.close()


def test_any_damaged_byte_harms_no_indexing(tmp_path: Path) -> None:
    path, batches = kept(tmp_path / PENDING)
    raw, right = path.read_bytes(), HashEmbedder()
    every = [right.encode_passages(texts) for texts in batches[:4]]
    for at in range(40, len(raw), len(raw) // 60):
        path.write_bytes(raw[:at] + bytes([raw[at] ^ 0xFF]) + raw[at + 1 :])
        held = Pending(path, HashEmbedder())
        for texts, vectors in zip(batches, every, strict=False):
            assert (held.encoded(texts) == vectors).all()
        held.close()


@pytest.mark.parametrize("other", ["TABLE batches (key)", "VIEW batches AS SELECT 1"])
def test_a_file_in_which_other_things_are_kept_is_begun_anew(tmp_path: Path, other: str) -> None:
    db = sqlite3.connect(tmp_path / PENDING)
    db.execute(f"CREATE {other}")
    db.commit()
    db.close()
    model = HashEmbedder()
    held = Pending(tmp_path / PENDING, model)
    first = held.encoded(["one"])
    assert (held.encoded(["one"]) == first).all()
    held.close()
    assert model.encoded == ["one"]


def test_vectors_that_are_no_bytes_any_more_are_embedded_again(tmp_path: Path) -> None:
    path, batches = kept(tmp_path / PENDING)
    db = sqlite3.connect(path)
    db.execute("UPDATE batches SET vectors = CAST(vectors AS TEXT)")
    db.commit()
    db.close()
    model = HashEmbedder()
    held = Pending(path, model)
    held.encoded(batches[0])
    held.close()
    assert model.encoded == batches[0]


def test_a_stopped_run_goes_on_where_a_page_was_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index.embed, "BATCH", 4)
    with pytest.raises(KeyboardInterrupt):
        indexed(tmp_path, TINY, embedder=Stopping(batches=2))
    path = tmp_path / "archive" / PENDING
    raw = path.read_bytes()
    path.write_bytes(raw[:4096] + b"\xff" * (len(raw) - 4096))
    assert indexed(tmp_path, TINY).generation == 1
    assert not path.exists()


def test_a_full_disk_is_no_damage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise error

    monkeypatch.setattr(Pending, "_keep", full)
    with pytest.raises(InputOutput, match="disk is full"):
        indexed(tmp_path, TINY)
    assert (tmp_path / "archive" / PENDING).stat().st_size > 0
