"""Files that are whole or not there, and what is noted of those that were checked."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.checked import CHECKED, LARGE, Checked
from index.durable import replace_synced
from index.manifest import File


def test_what_stands_beside_a_file_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "all.jsonl").write_text("old")
    (tmp_path / "all.jsonl.new").write_text("somebody's own")
    replace_synced(tmp_path / "all.jsonl", [b"ne", b"w"])
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {
        "all.jsonl": "new",
        "all.jsonl.new": "somebody's own",
    }


def test_nothing_is_left_of_what_failed(tmp_path: Path) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"half"
        raise OSError(errno.ENOSPC, "No space left on device")

    (tmp_path / "all.jsonl").write_text("old")
    (tmp_path / "folder").mkdir()
    for name, written in (("all.jsonl", pieces()), ("folder", iter([b"whole"]))):
        with pytest.raises(OSError, match=r"device|directory"):
            replace_synced(tmp_path / name, written)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["all.jsonl", "folder"]
    assert (tmp_path / "all.jsonl").read_text() == "old"


def test_what_cannot_be_noted_is_not_noted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a disk that is only read, which refuses to remove what is not there, too."""

    def refused(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    checked = Checked(tmp_path)
    (tmp_path / "vectors.npy").write_bytes(b"0")
    checked.note(tmp_path / "vectors.npy", File("vectors.npy", LARGE + 1, "0" * 64))
    with monkeypatch.context() as read_only:
        for way in ("touch", "unlink"):
            read_only.setattr(Path, way, refused)
        checked.keep()
    assert not (tmp_path / CHECKED).exists()
    checked.keep()
    assert (tmp_path / CHECKED).exists()
