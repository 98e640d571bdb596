"""How many processors are used, on machines of every shape."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from specimens import ROOT

from index.cores import THREADS, allowed, chosen, cores, share, tell


@pytest.mark.parametrize(
    ("allowed", "share", "asked", "used"),
    [
        (1, None, None, 1),
        (2, None, None, 2),
        (16, None, None, 16),
        (16, 1.5, None, 2),
        (16, 0.1, None, 1),
        (4, 8.0, None, 4),
        (16, 2.0, 6, 6),
        (2, None, 1, 1),
    ],
)
def test_what_is_used(allowed: int, share: float | None, asked: int | None, used: int) -> None:
    assert chosen(allowed, share, asked) == used


def groups(tmp_path: Path, own: str, **shares: str) -> tuple[Path, Path]:
    """The control group of a process, and those of a machine, each with its share."""
    (tmp_path / "own").write_text(own)
    for name, told in shares.items():
        folder = tmp_path / "groups" / name.replace("__", "/").strip("/")
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "cpu.max").write_text(told)
    return tmp_path / "own", tmp_path / "groups"


def test_the_least_share_counts(tmp_path: Path) -> None:
    told = {"a__b": "max 100000\n", "a": "150000 100000\n", "__": "400000 100000\n"}
    assert share(*groups(tmp_path, "0::/a/b\n", **told)) == 1.5


@pytest.mark.parametrize(
    ("own", "told"),
    [
        ("0::/a\n", "max 100000\n"),
        ("0::/a\n", "soon"),
        ("0::/a\n", "100000 0"),
        ("0::/elsewhere\n", "100000 100000"),
        ("4:cpu:/a\n", "100000 100000"),
        ("", "100000 100000"),
    ],
)
def test_without_a_share_there_is_no_bound(tmp_path: Path, own: str, told: str) -> None:
    assert share(*groups(tmp_path, own, a=told)) is None


def test_without_control_groups_there_is_no_bound(tmp_path: Path) -> None:
    assert share(tmp_path / "none", tmp_path) is None


def test_a_wish_counts_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(THREADS, "3")
    assert cores() == 3
    monkeypatch.setenv(THREADS, "")
    assert 1 <= cores() <= allowed()


def test_libraries_are_told_unless_somebody_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(THREADS, "3")
    environment = {"OMP_NUM_THREADS": "1"}
    tell(environment)
    assert environment == {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "3"}


@pytest.mark.parametrize("wrong", ["0", "-1", "many"])
def test_a_wish_that_is_none_is_an_error(wrong: str) -> None:
    done = subprocess.run(
        [sys.executable, "onrecord.py", "interviews"],
        cwd=ROOT,
        env={**os.environ, THREADS: wrong},
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == 78
    assert THREADS in done.stderr
