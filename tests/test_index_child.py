from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from specimens import TINY, HashEmbedder

from index.build import index_documents
from index.errors import BadInput, Unavailable
from index.readers import read
from index.readers.child import Child
from index.readers.formats import READERS, Reader
from index.readers.limits import MEMORY, MOST_BYTES, PROCESSOR
from index.readers.words import Words

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")


def hostile(function: str) -> Reader:
    return Reader("hostile", function)


def words(child: Child, raw: bytes, name: str, function: str) -> Words:
    found = child.given(raw, name, hostile(function))
    assert isinstance(found, Words)
    return found


@pytest.mark.parametrize(
    ("function", "why"),
    [
        pytest.param("spins", f"more than the {PROCESSOR} seconds of processor", marks=POSIX),
        pytest.param("eats", "more than the 512 MB of memory", marks=POSIX),
        pytest.param("dies", r"crashes on it \(SIGKILL\)", marks=POSIX),
        ("ends", "ended with exit code 3"),
        ("fails", r"fails on it \(ZeroDivisionError\)"),
        ("lies", "makes no sense"),
        ("half", "makes no sense"),
        ("floods", "is no answer"),
        ("refuses", r"^bomb\.pdf is not for us$"),
    ],
)
def test_what_a_document_does_to_its_reader_harms_no_other(function: str, why: str) -> None:
    with Child() as child:
        before = words(child, b"one", "one.pdf", "reads")
        with pytest.raises(BadInput, match=why) as refused:
            words(child, b"", "bomb.pdf", function)
        assert str(refused.value).startswith("bomb.pdf ")
        after = words(child, b"two", "two.pdf", "reads")
    assert (before.text.split()[1], after.text.split()[1]) == ("one", "two")


def test_a_reader_that_hangs_is_stopped_by_the_clock() -> None:
    with Child(clock=1.5) as child:
        with pytest.raises(BadInput, match=r"bomb\.pdf .*more than the 1\.5 seconds"):
            words(child, b"", "bomb.pdf", "sleeps")
        assert words(child, b"two", "two.pdf", "reads").text.endswith("two")


def test_one_process_reads_many_documents_and_ends_with_them() -> None:
    with Child() as child:
        found = {words(child, b"x", "x.pdf", "reads").text for _ in range(3)}
        babble = words(child, b"y", "y.pdf", "babbles").text
        process = child._process
    assert len(found) == 1
    assert babble.endswith(" y")
    assert process is not None
    assert process.returncode is not None


@POSIX
def test_the_process_may_write_nothing_and_is_told_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "rosebud")
    with Child() as child:
        told = words(child, b"", "a.pdf", "tells")
        with pytest.raises(BadInput, match=r"fails on it \(OSError\)"):
            words(child, str(tmp_path / "left.txt").encode(), "a.pdf", "writes")
    assert "SECRET_TOKEN" not in told.text
    assert "PYTHONPATH" in told.text
    # macOS keeps no bound on memory.
    assert told.dropped["RLIMIT_AS"] == MEMORY or sys.platform == "darwin"
    assert (told.dropped["RLIMIT_CORE"], told.dropped["RLIMIT_FSIZE"]) == (0, 0)
    assert 0 < told.dropped["RLIMIT_CPU"] <= 3 * PROCESSOR
    assert (tmp_path / "left.txt").read_text() == ""


def test_no_module_is_taken_from_the_folder_of_the_documents(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("json.py", "struct.py", "hostile.py"):
        (tmp_path / name).write_text("raise SystemExit(9)")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", ["", *sys.path])
    with Child() as child:
        assert words(child, b"x", "x.pdf", "reads").text.endswith(" x")


def test_a_process_that_cannot_be_started_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "no-such-python")
    with Child() as child, pytest.raises(Unavailable, match="no-such-python"):
        words(child, b"x", "x.pdf", "reads")


def test_text_is_read_without_another_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("a process was started")

    monkeypatch.setattr(subprocess, "Popen", never)
    for name in ("a.txt", "a.md"):
        (tmp_path / name).write_text("Why?\n\nThey took the boat.\n")
        assert read(tmp_path / name, name).interviews
    assert {suffix for suffix, reader in READERS.items() if reader.apart} == {
        *(".html", ".htm", ".xhtml", ".docx", ".odt", ".rtf", ".pdf", ".xlsx")
    }


def test_a_large_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    large = tmp_path / "large.pdf"
    with large.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    with pytest.raises(BadInput, match=r"large\.pdf has 25,000,001 bytes; at most 25,000,000"):
        read(large, "large.pdf")


def test_a_folder_with_a_bomb_is_indexed_without_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(READERS, ".rtf", hostile("dies" if sys.platform != "win32" else "ends"))
    (tmp_path / "bomb.rtf").write_bytes(b"{\\rtf1 boom}")
    (tmp_path / "page.html").write_text("<p>Why did you leave?</p><p>They took the boat.</p>")
    (tmp_path / "two.txt").write_text(TINY, encoding="utf-8")
    made = index_documents([tmp_path], tmp_path / "archive", HashEmbedder())
    assert [document.name for document in made.added] == ["page.html", "two.txt"]
    (skipped,) = made.skipped
    assert skipped.name == "bomb.rtf"
    assert skipped.why.startswith("bomb.rtf was not read: ")
