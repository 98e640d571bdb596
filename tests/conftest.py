"""Fixtures: a tiny archive with an embedder made of hashes, and the sample with the real model."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from specimens import SAMPLE, TINY, Desks, Folder, Run, indexed

import onrecord
from index.archive import Archive, open_archive
from index.build import index_documents
from index.embedders import embedder_named
from rag.desk import Desk
from web.imports import importing


@pytest.fixture(scope="session", autouse=True)
def no_cache_of_the_users(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Models are compiled once a run, into a folder of the run's own."""
    os.environ["XDG_CACHE_HOME"] = str(tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="module", autouse=True)
def files_are_closed() -> Iterator[None]:
    """What a module's archives hold open is closed after it; a system allows but 1,024 files."""
    yield
    gc.collect()


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """Two invented interviews; never changed by a test."""
    return indexed(tmp_path_factory.mktemp("tiny"), TINY)


@pytest.fixture(scope="session")
def desk(tiny: Archive) -> Desk:
    """A desk over the tiny archive."""
    return Desk(tiny)


@pytest.fixture(scope="session")
def sample_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the sample's archive, built with the real model."""
    folder: Path = tmp_path_factory.mktemp("sample") / "archive"
    index_documents([SAMPLE / "interviews"], folder, embedder_named(None, None))
    return folder


@pytest.fixture(scope="session")
def sample_desk(sample_archive: Path) -> Desk:
    """A desk over the sample archive, with the real model."""
    return Desk(open_archive(sample_archive))


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A folder of documents, empty yet, and a place for their archive."""
    return Folder(tmp_path)


@pytest.fixture
def run(
    capfdbinary: pytest.CaptureFixture[bytes],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    sample_archive: Path,
) -> Run:
    """Calls the command over a copy of the sample archive; gives exit code, output, messages."""
    monkeypatch.setenv("ONRECORD_ARCHIVE", str(tmp_path / "copy"))
    monkeypatch.setenv("COLUMNS", "80")
    shutil.copytree(sample_archive, tmp_path / "copy")

    def called(*argv: str) -> tuple[int, str, str]:
        try:
            code = onrecord.main(argv)
        except SystemExit as ended:
            code = int(ended.code or 0)
        found = capfdbinary.readouterr()
        return code, found.out.decode(), found.err.decode()

    return called


@pytest.fixture
def now() -> list[float]:
    """The time of a server's clock, which a test moves on."""
    return [0.0]


@pytest.fixture
def desks(tmp_path: Path, now: list[float]) -> Iterator[Desks]:
    """A server that takes imports, over a tiny archive of its own."""
    indexed(tmp_path, TINY)
    with importing(tmp_path / "archive") as imports:
        yield Desks(tmp_path, imports, lambda: now[0])
