"""Which files are gathered: those of a folder, and what is skipped or refused of them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from specimens import ROOT, HashEmbedder

from index.build import index_documents
from index.errors import BadInput, InputOutput
from index.gather import gathered


def test_a_folder_stands_for_its_files_without_hidden_ones(tmp_path: Path) -> None:
    for name in ("b.txt", "sub/a.txt", ".hidden.txt", ".git/c.txt", "notes.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"Why {name}?\nBecause.\n")
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    found = gathered([tmp_path])
    assert [f.name for f in found.files] == ["b.txt", "empty.txt", "notes.md", "sub/a.txt"]
    made = index_documents([tmp_path], tmp_path / "archive", HashEmbedder())
    assert [d.name for d in made.added] == ["b.txt", "sub/a.txt"]
    assert sorted(one.name for one in made.skipped) == ["empty.txt", "notes.md"]


def test_a_file_that_may_not_be_looked_at_is_skipped_and_said(tmp_path: Path) -> None:
    """Here a name that no disk has; `root` may look at everything else."""
    (tmp_path / "sub").mkdir()
    for name in ("a.txt", "sub/b.txt", "sub/b.txt.toml"):
        (tmp_path / name).write_text(f"Why {name}?\nBecause.\n")
    (tmp_path / "sub" / "b.txt").unlink()
    (tmp_path / "sub" / "b.txt").symlink_to("x" * 300)
    made = index_documents([tmp_path], tmp_path / "archive", HashEmbedder())
    assert [d.name for d in made.added] == ["a.txt"]
    assert [(one.name, "cannot be read" in one.why) for one in made.skipped] == [
        ("sub/b.txt", True)
    ]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may enter every folder")
def test_a_folder_that_may_be_listed_and_not_entered_is_skipped(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    for name in ("a.txt", "sub/b.txt"):
        (tmp_path / name).write_text(f"Why {name}?\nBecause.\n")
    (tmp_path / "sub").chmod(0o744)
    found = gathered([tmp_path])
    (tmp_path / "sub").chmod(0o755)
    assert [f.name for f in found.files] == ["a.txt"]
    assert [one.name for one in found.skipped] == ["sub/b.txt"]


def test_names_that_are_no_text(tmp_path: Path) -> None:
    for name in (b"bad\xff.txt", b"new\nline\x1b[31m.txt"):
        path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name))
        path.write_text(f"Why {name!r}?\nBecause.\n")
    names = sorted(f.name for f in gathered([tmp_path]).files)
    assert names == ["bad\ufffd.txt", "new\ufffdline\ufffd[31m.txt"]


@pytest.mark.parametrize("name", ["x" * 300 + ".txt", "loop.txt"])
def test_paths_that_no_disk_has(tmp_path: Path, name: str) -> None:
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    with pytest.raises(InputOutput, match="cannot be read"):
        gathered([tmp_path / name])


def test_a_copy_is_skipped_and_said(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("Why?\nBecause.\n")
    found = gathered([tmp_path])
    assert [f.name for f in found.files] == ["a.txt"]
    assert [(s.name, "a.txt" in s.why) for s in found.skipped] == [("b.txt", True)]


def test_two_documents_of_one_name_are_refused(tmp_path: Path) -> None:
    for folder in ("x", "y"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text(f"Why {folder}?\nBecause.\n")
    with pytest.raises(BadInput, match=r"two documents are called a\.txt"):
        gathered([tmp_path / "x" / "a.txt", tmp_path / "y" / "a.txt"])


def test_a_named_file_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Why?\nBecause.\n")
    (tmp_path / "bad.txt").write_bytes(b"%PDF-1.4")
    made = index_documents([tmp_path], tmp_path / "archive", HashEmbedder())
    assert [d.name for d in made.added] == ["a.txt"]
    assert [(one.name, "a PDF" in one.why) for one in made.skipped] == [("bad.txt", True)]
    with pytest.raises(BadInput, match="a PDF"):
        index_documents([tmp_path / "bad.txt"], tmp_path / "archive", HashEmbedder())


def test_nothing_to_index_says_what_was_looked_at(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=re.escape(str(tmp_path))):
        gathered([tmp_path])
    (tmp_path / "bad.txt").write_bytes(b"%PDF-1.4")
    for _ in range(2):
        with pytest.raises(BadInput, match="a PDF"):
            index_documents([tmp_path], tmp_path / "archive", HashEmbedder())


UNREADABLE = """
import os, sys
from pathlib import Path
from index.errors import OnRecordError
from index.gather import gathered
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
try:
    gathered([Path(sys.argv[1])])
except OnRecordError as error:
    print(type(error).__name__, error)
"""


def as_another_user(path: Path) -> subprocess.CompletedProcess[str]:
    """What gathering a path says to somebody who is not root."""
    return subprocess.run(
        [sys.executable, "-B", "-c", UNREADABLE, str(path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_file_without_rights_is_named() -> None:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        folder.chmod(0o755)
        (folder / "closed.txt").write_text("Why?\nBecause.\n")
        (folder / "closed.txt").chmod(0)
        run = as_another_user(folder / "closed.txt")
        assert run.stdout.startswith("InputOutput"), run.stderr
        assert "closed.txt cannot be read (Permission denied)" in run.stdout


def test_a_folder_without_rights_is_named() -> None:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        folder.chmod(0o755)
        (folder / "closed").mkdir(mode=0o700)
        (folder / "closed" / "a.txt").write_text("Why?\nBecause.\n")
        if os.geteuid() != 0:
            (folder / "closed").chmod(0)
        run = as_another_user(folder / "closed")
        (folder / "closed").chmod(0o700)
        assert "closed" in run.stdout, run.stderr
