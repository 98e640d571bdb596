from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from collections.abc import Sequence
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
    every,
    files_of,
    indexed,
    names,
    opened,
)

import index.build
from index.archive import Archive
from index.build import index_documents
from index.embedder import Vectors
from index.errors import InputOutput, NotHeld
from index.generations import CURRENT, LOCK, PARTIAL
from index.passages import Cutting
from index.verify import faults

# What is published is what is opened.


def test_what_was_indexed_is_what_is_opened(tmp_path: Path) -> None:
    made = indexed(tmp_path, TINY, SALT)
    again = opened(tmp_path)
    assert [s.document(n) for s in again.segments for n, _, _ in s.documents()] == [
        s.document(n) for s in made.segments for n, _, _ in s.documents()
    ]
    assert tuple(again.passages) == tuple(made.passages)
    assert tuple(again.interviews) == tuple(made.interviews)
    assert again.fingerprint == made.fingerprint
    assert again.countries == ("Egypt", "Valdoria", "West Orlund")
    assert again.speakers == ("Bo Ek", "Mira Dolen", "Tomas Ek")
    assert np.array_equal(every(again.vectors), every(made.vectors))
    assert tuple(faults(again)) == ()
    assert names(tmp_path) == [CURRENT, "gen-00000001", LOCK]


def test_an_interview_knows_its_source_and_its_lines(tiny: Archive) -> None:
    for interview in tiny.interviews:
        source = tiny.source(interview.id)
        assert source.name == "0.txt"
        assert source.text == TINY
        parts = tiny.parts(interview.id)
        assert parts[0].span == interview.heading
        assert parts[-1] == interview.footer[-1]
    with pytest.raises(NotHeld, match="no-such"):
        tiny.interview("no-such")
    with pytest.raises(NotHeld):
        tiny.source("no-such")


def test_two_runs_are_equal_to_the_byte(tmp_path: Path) -> None:
    held = []
    for name in ("x", "y"):
        (tmp_path / name).mkdir()
        indexed(tmp_path / name, TINY, SALT)
        archive = tmp_path / name / "archive"
        held.append({p.relative_to(archive): p.read_bytes() for p in files_of(archive)})
    assert held[0] == held[1]


def test_another_process_makes_the_same_bytes(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from specimens import *\n"
        "print(indexed(Path(sys.argv[1]), TINY).fingerprint)"
    )
    found = set()
    for seed in ("1", "2"):
        (tmp_path / seed).mkdir()
        run = subprocess.run(
            [sys.executable, "-c", script, str(tmp_path / seed)],
            env={**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}", "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        )
        found.add(run.stdout)
    assert len(found) == 1


def test_the_order_of_paths_does_not_matter(tmp_path: Path) -> None:
    paths = [tmp_path / "b.txt", tmp_path / "a.txt"]
    for path, text in zip(paths, (SALT, RADIO), strict=True):
        path.write_text(text)
    one = index_documents(paths, tmp_path / "one", HashEmbedder())
    two = index_documents(paths[::-1], tmp_path / "two", HashEmbedder())
    assert one.archive.fingerprint == two.archive.fingerprint
    assert [d.name for d in one.archive.documents] == ["a.txt", "b.txt"]
    # Nor whether they came at once or one after the other.
    index_documents(paths[:1], tmp_path / "three", HashEmbedder())
    three = index_documents(paths[1:], tmp_path / "three", HashEmbedder())
    assert three.archive.fingerprint == one.archive.fingerprint


# What changes and what stays.


def test_what_has_not_changed_is_not_embedded_again(tmp_path: Path) -> None:
    first = add(tmp_path, SALT)
    model = HashEmbedder()
    again = add(tmp_path, SALT, model=model)
    assert (model.encoded, again.published, again.embedded) == ([], False, 0)
    assert [d.name for d in again.unchanged] == ["0.txt"]
    assert again.archive.generation == first.archive.generation
    assert names(tmp_path) == [CURRENT, "gen-00000001", LOCK]


def test_only_what_is_new_is_embedded(tmp_path: Path) -> None:
    add(tmp_path, SALT)
    model = HashEmbedder()
    made = add(tmp_path, RADIO, "1.txt", model)
    assert all("Cuba" in text for text in model.encoded)
    assert len(model.encoded) == made.embedded
    assert [d.name for d in made.added] == ["1.txt"]
    assert [d.name for d in made.archive.documents] == ["0.txt", "1.txt"]
    assert tuple(faults(made.archive)) == ()


def test_a_changed_document_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    add(tmp_path, SALT)
    add(tmp_path, RADIO, "1.txt")
    made = add(tmp_path, SALT_AGAIN)
    assert [d.name for d in made.refreshed] == ["0.txt"]
    assert made.archive.documents[0].text == SALT_AGAIN
    assert [i.id for i in made.archive.interviews] == [i.id for i in opened(tmp_path).interviews]
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    assert made.archive.fingerprint == indexed(fresh, SALT_AGAIN, RADIO).fingerprint


def test_a_copy_under_another_name_is_skipped_and_said(tmp_path: Path) -> None:
    add(tmp_path, SALT)
    made = add(tmp_path, SALT, "copy.txt")
    assert not made.published
    assert [(one.name, "0.txt" in one.why) for one in made.skipped] == [("copy.txt", True)]


def test_a_renamed_document_is_kept_where_another_takes_its_name(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "a.txt").write_text(SALT)
    index_documents([folder], tmp_path / "archive", HashEmbedder())
    (folder / "a.txt").rename(folder / "c.txt")
    (folder / "a.txt").write_text(RADIO)
    made = index_documents([folder], tmp_path / "archive", HashEmbedder())
    assert {d.name: d.text for d in made.archive.documents} == {"a.txt": RADIO, "c.txt": SALT}


def test_an_archive_inside_the_folder_is_not_indexed_itself(tmp_path: Path) -> None:
    (tmp_path / "0.txt").write_bytes(SALT.replace("\n", "\r\n").encode())
    for _ in range(3):
        made = index_documents([tmp_path], tmp_path / "archive", HashEmbedder())
    assert [d.name for d in made.archive.documents] == ["0.txt"]
    assert made.skipped == ()


@pytest.mark.parametrize("text", ["Who are you?\nI am.\n", "X\nWhy?\na" + " " * 400_000 + "b\n"])
def test_documents_that_libraries_stumble_over(tmp_path: Path, text: str) -> None:
    made = add(tmp_path, text)
    assert len(made.archive.passages) == 1
    assert opened(tmp_path).lexical.matches(("salt",)).everywhere.shape == (1,)


def test_an_archive_remembers_how_it_was_cut(tmp_path: Path) -> None:
    (tmp_path / "0.txt").write_text(SALT)
    index_documents([tmp_path / "0.txt"], tmp_path / "archive", HashEmbedder(), Cutting(50))
    made = add(tmp_path, RADIO, "1.txt")
    assert made.archive.baked.budget == 50


def test_old_generations_go_and_the_one_before_stays(tmp_path: Path) -> None:
    for number in range(5):
        add(tmp_path, SALT.replace("fish", f"fish {number}"))
    assert names(tmp_path) == [CURRENT, "gen-00000004", "gen-00000005", LOCK]


def test_a_reader_is_not_disturbed_by_what_is_published(tmp_path: Path) -> None:
    add(tmp_path, SALT)
    reader = opened(tmp_path)
    before = every(reader.vectors), every(reader.sentence_vectors)
    for number in range(4):
        add(tmp_path, SALT.replace("fish", f"fish {number}"))
    assert not (tmp_path / "archive" / "gen-00000001").exists()
    assert np.array_equal(every(reader.vectors), before[0])
    assert np.array_equal(every(reader.sentence_vectors), before[1])
    question = reader.embedder.encode_question("Why does salt keep the fish?")
    ((rows, _),) = reader.dense.search(question[None], 1, None)
    assert reader.source(reader.passages[rows[0]].interview).text == SALT
    assert len(reader.lexical.matches(("salt",)).rows)


# Rights.


def test_nobody_else_can_read_an_archive(tmp_path: Path) -> None:
    add(tmp_path, SALT)
    archive = tmp_path / "archive"
    for folder in (archive, *(path for path in archive.rglob("*") if path.is_dir())):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for path in (archive / LOCK, *files_of(archive)):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path


# Failing in the middle.


class Failing(HashEmbedder):
    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        raise RuntimeError("the model failed")


def test_a_failing_model_leaves_the_archive_as_it_was(tmp_path: Path) -> None:
    add(tmp_path, SALT)
    with pytest.raises(RuntimeError, match="the model failed"):
        add(tmp_path, SALT_AGAIN, model=Failing())
    assert opened(tmp_path).documents[0].text == SALT
    assert [path.name for path in (tmp_path / "archive").glob("gen-*")] == ["gen-00000001"]
    assert add(tmp_path, SALT_AGAIN).archive.generation == 2


@pytest.mark.parametrize("whole", [index.build.WHOLE, 0])
def test_a_failing_disk_leaves_the_old_or_the_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, whole: int
) -> None:
    monkeypatch.setattr(index.build, "WHOLE", whole)
    add(tmp_path, SALT)
    real = os.fsync
    calls = 0
    fail_at = -1

    def fsync(handle: int) -> None:
        nonlocal calls
        calls += 1
        if calls == fail_at:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(handle)

    monkeypatch.setattr("os.fsync", fsync)
    texts = [SALT_AGAIN, SALT]
    add(tmp_path, texts[0])
    every, seen = calls, set()
    assert every > 10
    for fail_at in range(1, every + 1):
        calls = 0
        before = opened(tmp_path).documents[0].text
        other = texts[texts.index(before) - 1]
        with pytest.raises(InputOutput, match="No space left on device") as refused:
            add(tmp_path, other)
        assert refused.value.exit_code == 74
        after = opened(tmp_path)
        assert after.documents[0].text in (before, other)
        seen.add(after.documents[0].text == before)
        assert tuple(faults(after)) == ()
        assert not list((tmp_path / "archive").glob(f"*{PARTIAL}"))
        # Nothing is live before the very last step, which makes the new name durable.
        assert after.documents[0].text == before or fail_at == every
    assert True in seen
    fail_at = -1
    assert add(tmp_path, RADIO).published


def test_what_a_killed_writer_left_is_cleaned(tmp_path: Path) -> None:
    add(tmp_path, SALT)
    archive = tmp_path / "archive"
    (archive / f"gen-00000002{PARTIAL}" / "sources").mkdir(parents=True)
    (archive / f"gen-00000007{PARTIAL}").mkdir()
    (archive / "gen-00000002").mkdir()
    (archive / "gen-00000002" / "half").write_text("")
    (archive / "CURRENT.new").write_text("{")
    assert opened(tmp_path).generation == 1
    made = add(tmp_path, SALT_AGAIN)
    assert made.archive.generation == 2
    assert names(tmp_path) == [CURRENT, "gen-00000001", "gen-00000002", LOCK]
    assert tuple(faults(opened(tmp_path))) == ()


# A library's imports are slow, so one process imports and each writer is a fork of it. A writer
# is killed at its n-th touch of the disk, as Python's audit events tell them.
CRASHER = """
import os, shutil, signal, sys
from pathlib import Path
import index.build
from specimens import HashEmbedder
from index.archive import open_archive
from index.build import index_documents
from index.verify import faults

TOUCHES = ("open", "os.", "shutil.", "sqlite3.connect")

def forked(act, *given):
    child = os.fork()
    if child == 0:
        code = 99
        try:
            code = act(*given)
        finally:
            os._exit(code)
    return os.waitpid(child, 0)[1]

def counting(archive, kill_at, tell):
    done = [0]
    def hook(event, arguments):
        if event.startswith(TOUCHES) and any(str(archive) in str(a) for a in arguments):
            done[0] += 1
            if done[0] == kill_at:
                os.kill(os.getpid(), signal.SIGKILL)
            tell.seek(0)
            tell.write(str(done[0]))
            tell.flush()
    sys.addaudithook(hook)

def write(folder, text, kill_at, control):
    archive = folder / "archive"
    (folder / "0.txt").write_text(text)
    with (folder / "touches").open("w") as tell:
        if control:
            made = folder / "beside"
            shutil.rmtree(made, ignore_errors=True)
            index_documents([folder / "0.txt"], made, HashEmbedder())
            counting(archive, kill_at, tell)
            for path in sorted(made.rglob("*")):
                if path.is_file():
                    (archive / path.relative_to(made)).write_bytes(path.read_bytes())
        else:
            counting(archive, kill_at, tell)
            index_documents([folder / "0.txt"], archive, HashEmbedder())
    return 0

def is_one_of(folder, texts):
    archive = open_archive(folder / "archive", HashEmbedder())
    assert archive.documents[0].text in texts
    assert not tuple(faults(archive))
    if "--control" not in sys.argv:
        assert len(list((folder / "archive").glob("gen-*"))) <= 4
    return 10 + texts.index(archive.documents[0].text)

if "--beside" in sys.argv:
    index.build.WHOLE = 0
folder, texts = Path(sys.argv[1]), sys.argv[2:4]
control, kills = "--control" in sys.argv, int(sys.argv[4])
sys.stderr = open(os.devnull, "w") if control else sys.stderr
assert forked(write, folder, texts[0], 0, False) == 0
assert forked(write, folder, texts[1], 0, control) == 0
every = int((folder / "touches").read_text())
live, bad, killed, seen = 1, 0, 0, set()
for n in range(kills):
    status = forked(write, folder, texts[1 - live], 1 + n * every // kills, control)
    killed += status == signal.SIGKILL
    code = os.waitstatus_to_exitcode(forked(is_one_of, folder, texts))
    if code in (10, 11):
        seen.add(("new" if code - 10 == 1 - live else "old"))
        live = code - 10
    else:
        bad += 1
        if control:
            shutil.rmtree(folder / "archive")
            forked(write, folder, texts[live], 0, False)
last = forked(write, folder, texts[1 - live], 0, control)
code = os.waitstatus_to_exitcode(forked(is_one_of, folder, texts))
print(killed, bad, "+".join(sorted(seen)), code - 10 == 1 - live)
"""


def crashed(folder: Path, kills: int, *options: str) -> list[str]:
    run = subprocess.run(
        [sys.executable, "-c", CRASHER, str(folder), SALT, SALT_AGAIN, str(kills), *options],
        env={**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}", "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return run.stdout.split()


@pytest.mark.parametrize("options", [(), ("--beside",)])
def test_a_killed_writer_leaves_the_old_or_the_new(
    tmp_path: Path, options: tuple[str, ...]
) -> None:
    killed, bad, seen, recovered = crashed(tmp_path, 30, *options)
    assert int(killed) >= 28  # what is left to clean differs, and with it the number of steps
    assert (bad, seen, recovered) == ("0", "new+old", "True")


def test_a_writer_in_place_would_not(tmp_path: Path) -> None:
    """The control: a test of crashes that cannot fail proves nothing."""
    _, bad, *_ = crashed(tmp_path, 10, "--control")
    assert int(bad) >= 5
