"""How many files may be open at once, and what is said where that is too few."""

from __future__ import annotations

import os
import resource
from collections.abc import Iterator
from pathlib import Path

import pytest
from specimens import TINY, HashEmbedder, indexed

from index.archive import open_archive
from index.errors import InputOutput
from index.open_files import WANTED, allow_more
from onrecord import main

FILES = resource.RLIMIT_NOFILE


@pytest.fixture
def few() -> Iterator[int]:
    """A low limit, as systems begin with; the one before is back when the test ends."""
    before, most = resource.getrlimit(FILES)
    low = min(before, most, 200) if most != resource.RLIM_INFINITY else 200
    resource.setrlimit(FILES, (low, most))
    yield low
    resource.setrlimit(FILES, (before, most))


def wanted(most: int) -> int:
    return WANTED[0] if most == resource.RLIM_INFINITY else min(WANTED[0], most)


@pytest.mark.skipif(os.uname().sysname == "Darwin", reason="macOS refuses as many")
def test_as_many_files_as_the_system_grants_may_be_open(few: int) -> None:
    allow_more()
    now, most = resource.getrlimit(FILES)
    assert now == wanted(most)
    allow_more()
    assert resource.getrlimit(FILES) == (now, most)


def test_where_the_system_refuses_so_many_fewer_are_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[int] = []

    def refused(_: int, limits: tuple[int, int]) -> None:
        asked.append(limits[0])
        raise ValueError("Invalid argument")

    monkeypatch.setattr(resource, "getrlimit", lambda _: (256, resource.RLIM_INFINITY))
    monkeypatch.setattr(resource, "setrlimit", refused)
    allow_more()
    assert tuple(asked) == WANTED


def test_a_limit_that_is_high_enough_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise AssertionError("a limit was set")

    monkeypatch.setattr(resource, "setrlimit", refused)
    for limits in ((1_000_000, 1_000_000), (300, 300), (resource.RLIM_INFINITY,) * 2):
        monkeypatch.setattr(resource, "getrlimit", lambda _, limits=limits: limits)
        allow_more()


def test_every_command_allows_itself_more_files(few: int, tmp_path: Path) -> None:
    (tmp_path / "tiny.txt").write_text(TINY, encoding="utf-8")
    assert main(["parse", str(tmp_path / "tiny.txt")]) == 0
    now, most = resource.getrlimit(FILES)
    assert now > few or most <= few


@pytest.mark.usefixtures("few")
def test_an_archive_of_too_many_files_says_what_to_raise(tmp_path: Path) -> None:
    indexed(tmp_path, TINY)
    free = os.dup(0)
    os.close(free)
    resource.setrlimit(FILES, (free + 6, resource.getrlimit(FILES)[1]))
    with pytest.raises(InputOutput, match="ulimit -n 65536") as error:
        open_archive(tmp_path / "archive", HashEmbedder())
    assert "Too many open files" in str(error.value)


def test_a_file_of_a_segment_that_cannot_be_opened_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    indexed(tmp_path, TINY)

    def refused(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path / "rows.npy"))

    monkeypatch.setattr("index.segment.Postings.load", refused)
    with pytest.raises(InputOutput, match=r"rows\.npy cannot be read \(Permission denied\)"):
        open_archive(tmp_path / "archive", HashEmbedder())
