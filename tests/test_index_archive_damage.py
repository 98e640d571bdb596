"""What an archive refuses: another model, another format, any damage, and a second writer."""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from specimens import (
    RADIO,
    ROOT,
    SALT,
    SALT_AGAIN,
    TINY,
    HashEmbedder,
    add,
    files_of,
    indexed,
    names,
    opened,
)

from index.archive import open_archive
from index.build import index_documents
from index.errors import (
    BadInput,
    Busy,
    CannotCreate,
    InputOutput,
    Misconfigured,
    OnRecordError,
    Unavailable,
)
from index.generations import CURRENT, LOCK, MANIFEST, live, verified, writer

# What is refused.


def test_there_is_no_archive(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="onrecord index") as refused:
        open_archive(tmp_path / "absent", HashEmbedder())
    assert refused.value.exit_code == 69
    (tmp_path / "file").write_text("")
    with pytest.raises(Unavailable):
        open_archive(tmp_path / "file", HashEmbedder())


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "0.txt").write_text(SALT)
    with pytest.raises(CannotCreate, match="file") as refused:
        index_documents([tmp_path / "0.txt"], tmp_path / "file" / "archive", HashEmbedder())
    assert refused.value.exit_code == 73


def test_another_model_is_refused_and_both_are_named(tmp_path: Path) -> None:
    add(tmp_path, SALT)
    other = HashEmbedder()
    other.name, other.weights_sha256 = "other", "0" * 64
    with pytest.raises(Misconfigured) as refused:
        open_archive(tmp_path / "archive", other)
    assert refused.value.exit_code == 78
    for said in ("hash", HashEmbedder.weights_sha256[:12], "other", "0" * 12):
        assert said in str(refused.value)
    with pytest.raises(Misconfigured):
        add(tmp_path, SALT_AGAIN, model=other)
    assert opened(tmp_path).documents[0].text == SALT


def rewritten(archive: Path, change: Callable[[dict[str, object]], None]) -> None:
    """Changes the live manifest, and CURRENT so that it fits, as another version would."""
    path = archive / "gen-00000001" / MANIFEST
    manifest = json.loads(path.read_bytes())
    change(manifest)
    raw = json.dumps(manifest).encode()
    path.write_bytes(raw)
    pointer = {"generation": 1, "manifest_sha256": hashlib.sha256(raw).hexdigest()}
    (archive / CURRENT).write_text(json.dumps(pointer))


def test_a_format_of_tomorrow_is_refused(tmp_path: Path) -> None:
    add(tmp_path, SALT)
    rewritten(tmp_path / "archive", lambda manifest: manifest.update(format_version=4))
    with pytest.raises(Misconfigured, match=r"format 4.*reads format 3"):
        opened(tmp_path)


def test_a_document_that_cannot_be_read_changes_nothing(tmp_path: Path) -> None:
    add(tmp_path, SALT)
    with pytest.raises(BadInput):
        add(tmp_path, "", "empty.txt")
    assert opened(tmp_path).generation == 1


# Damage.


def flipped(raw: bytes, at: int) -> bytes:
    return raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :]


def test_every_damage_is_found_and_the_file_is_named(tmp_path: Path) -> None:
    indexed(tmp_path, TINY, SALT)
    archive = tmp_path / "archive"
    chance = random.Random(11)
    found = files_of(archive / "gen-00000001")
    assert len(found) > 8
    for path in found:
        raw = path.read_bytes()
        damages = {flipped(raw, chance.randrange(len(raw))) for _ in range(8)}
        damages |= {
            flipped(raw, 0),
            flipped(raw, len(raw) - 1),
            raw[:-1],
            raw[1:],
            raw + b"\0",
            b"",
        }
        for damage in sorted(damages):
            path.write_bytes(damage)
            with pytest.raises(InputOutput, match="Nothing is answered") as refused:
                verified(archive)
            assert str(path) in str(refused.value)
            assert refused.value.exit_code == 74
        path.unlink()
        with pytest.raises(InputOutput, match="cannot be read") as refused:
            verified(archive)
        assert str(path) in str(refused.value)
        path.write_bytes(raw)
    assert opened(tmp_path).generation == 1


def test_damage_is_found_by_whoever_opens_and_by_whoever_adds(tmp_path: Path) -> None:
    add(tmp_path, SALT)
    path = tmp_path / "archive" / "gen-00000001" / "segment-0001" / "vectors.npy"
    path.write_bytes(flipped(path.read_bytes(), 200))
    for use in (lambda: opened(tmp_path), lambda: add(tmp_path, RADIO, "1.txt")):
        with pytest.raises(InputOutput, match=r"vectors\.npy"):
            use()
    assert names(tmp_path) == [CURRENT, "gen-00000001", LOCK]


def test_swapped_files_are_found(tmp_path: Path) -> None:
    indexed(tmp_path, TINY, SALT)
    segment = tmp_path / "archive" / "gen-00000001" / "segment-0001"
    one, two = segment / "sources.txt", segment / "lexical" / "rows.npy"
    for a, b in ((one, two), (segment / "vectors.npy", two)):
        raw = a.read_bytes(), b.read_bytes()
        a.write_bytes(raw[1])
        b.write_bytes(raw[0])
        with pytest.raises(InputOutput):
            verified(tmp_path / "archive")
        a.write_bytes(raw[0])
        b.write_bytes(raw[1])
    verified(tmp_path / "archive")


def test_a_file_of_the_generation_before_is_found(tmp_path: Path) -> None:
    add(tmp_path, SALT)
    add(tmp_path, SALT_AGAIN)
    old, new = (tmp_path / "archive" / f"gen-0000000{n}" for n in (1, 2))
    for name in ("segment-0001/vectors.npy", "segment-0001/interviews.sqlite", MANIFEST):
        raw = (new / name).read_bytes()
        shutil.copy(old / name, new / name)
        with pytest.raises(InputOutput, match=name):
            verified(tmp_path / "archive")
        (new / name).write_bytes(raw)


def test_every_byte_of_current_matters(tmp_path: Path) -> None:
    add(tmp_path, SALT)
    path = tmp_path / "archive" / CURRENT
    raw = path.read_bytes()
    # A space may become a tab: that says the same.
    for at in (n for n, byte in enumerate(raw) if byte != ord(" ")):
        for damage in (flipped(raw, at), raw[:at] + b"\xff" + raw[at + 1 :], raw[:at]):
            path.write_bytes(damage)
            with pytest.raises(InputOutput) as refused:
                verified(tmp_path / "archive")
            assert str(tmp_path / "archive") in str(refused.value)
    for damage in (b"", b"[]", b"null", b"{}", b'{"generation": 1e999}', b"[" * 99_999):
        path.write_bytes(damage)
        with pytest.raises(InputOutput, match=CURRENT):
            verified(tmp_path / "archive")


def test_current_gone_is_damage_and_nothing_is_written_over(tmp_path: Path) -> None:
    for text in (SALT, SALT_AGAIN):
        add(tmp_path, text)
    (tmp_path / "archive" / CURRENT).unlink()
    for use in (lambda: opened(tmp_path), lambda: add(tmp_path, RADIO)):
        with pytest.raises(InputOutput, match=CURRENT):
            use()
    assert names(tmp_path) == ["gen-00000001", "gen-00000002", LOCK]


class Burglar:
    """Would write a file if it were ever unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, ...]:
        return (os.mkdir, (str(self.path),))


def test_no_pickle_is_ever_read(tmp_path: Path) -> None:
    add(tmp_path, SALT)
    archive, stolen = tmp_path / "archive", tmp_path / "stolen"
    generation = archive / "gen-00000001"
    arrays = [path for path in files_of(generation) if path.suffix == ".npy"]
    assert len(arrays) >= 2
    for path in arrays:
        whole = path.read_bytes()
        np.load(path, allow_pickle=False)
        np.save(path, np.array([Burglar(stolen)], dtype=object), allow_pickle=True)
        raw = path.read_bytes()

        def fits(
            manifest: dict[str, object],
            name: str = path.relative_to(generation).as_posix(),
            raw: bytes = raw,
        ) -> None:
            for file in manifest["files"]:  # type: ignore[attr-defined]
                if file["name"] == name:
                    file.update(bytes=len(raw), sha256=hashlib.sha256(raw).hexdigest())

        rewritten(archive, fits)
        with pytest.raises((ValueError, OnRecordError)):
            opened(tmp_path)
        assert not stolen.exists()
        path.write_bytes(whole)
        rewritten(archive, lambda m, w=whole, f=fits: f(m, raw=w))  # type: ignore[misc]
    opened(tmp_path)
    pickle.loads(pickle.dumps(Burglar(stolen)))
    assert stolen.exists()  # the burglar would have been seen


# One writer.


def test_a_second_writer_is_told_to_come_back(tmp_path: Path) -> None:
    add(tmp_path, SALT)
    with writer(tmp_path / "archive"), pytest.raises(Busy, match="another onrecord") as refused:
        add(tmp_path, RADIO)
    assert refused.value.exit_code == 75
    assert opened(tmp_path).documents[0].text == SALT
    assert add(tmp_path, RADIO).published


def test_the_lock_of_a_killed_writer_is_free(tmp_path: Path) -> None:
    add(tmp_path, SALT)
    holding = (
        "import sys, time; from pathlib import Path; from index.generations import writer\n"
        "with writer(Path(sys.argv[1])):\n"
        "    print('held', flush=True)\n"
        "    time.sleep(600)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", holding, str(tmp_path / "archive")], cwd=ROOT, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        try:
            assert holder.stdout.readline() == b"held\n"
            with pytest.raises(Busy):
                add(tmp_path, RADIO)
        finally:
            holder.send_signal(signal.SIGKILL)
    assert (tmp_path / "archive" / LOCK).exists()
    assert add(tmp_path, RADIO).published


def test_readers_need_no_lock(tmp_path: Path) -> None:
    add(tmp_path, SALT)
    with writer(tmp_path / "archive"):
        assert opened(tmp_path).generation == 1
    assert live(tmp_path / "archive") is not None
