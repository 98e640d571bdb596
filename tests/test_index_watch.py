"""Folders and an archive in step: looks are real, the clock is the test's."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO

import pytest
from specimens import ROOT, SAMPLE, TINY, HashEmbedder

from index import watching as watching_verb
from index.archive import Archive, open_archive
from index.build import Indexed, index_documents
from index.embedder import Embedder
from index.ending import ended_by_signals
from index.errors import Busy, Usage
from index.generations import folder_of, held_alone, live, writer
from index.settings import Settings
from index.watch import AGAIN, SETTLED, Hindered, Watcher, looked
from index.watching import LOCK, watch
from onrecord import main, parser

OTHER = TINY.replace("Valdoria", "Norvale").replace("VALDORIA", "NORVALE").replace("Mira", "Lena")


class Steps:
    """A watcher over a folder, and the seconds that pass for it."""

    def __init__(self, tmp_path: Path) -> None:
        self.folder = tmp_path / "documents"
        self.folder.mkdir()
        self.archive = tmp_path / "archive"
        self.now = 0.0
        self.embedder = HashEmbedder()
        self.watcher = Watcher((self.folder,), self.archive, self.embedder)

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def step(self, seconds: float = 0.0) -> Indexed | Hindered | None:
        self.now += seconds
        return self.watcher.step(self.now)

    def settled(self) -> Indexed:
        """What comes of a look now and of one when everything is quiet."""
        assert self.step() is None
        made = self.step(SETTLED)
        assert isinstance(made, Indexed)
        return made

    @property
    def held(self) -> Archive:
        return open_archive(self.archive, self.embedder)


@pytest.fixture
def steps(tmp_path: Path) -> Steps:
    return Steps(tmp_path)


def test_what_appears_changes_and_goes_is_followed(steps: Steps) -> None:
    steps.write("a.txt", TINY)
    assert [one.name for one in steps.settled().added] == ["a.txt"]
    assert steps.step(60) is None
    steps.write("b.txt", OTHER)
    assert [one.name for one in steps.settled().added] == ["b.txt"]
    steps.write("b.txt", OTHER.replace("lawyers", "nurses"))
    assert [one.name for one in steps.settled().refreshed] == ["b.txt"]
    (steps.folder / "a.txt").unlink()
    made = steps.settled()
    assert made.removed == ("a.txt",)
    assert steps.held.documents.names == ("b.txt",)
    assert "Valdoria" not in steps.held.countries
    assert live(steps.archive) == (4, steps.held.fingerprint)


def test_what_is_left_is_what_would_be_there_without(steps: Steps, tmp_path: Path) -> None:
    """Taking out leaves the very bytes of an archive that never had the document."""
    steps.write("a.txt", TINY)
    steps.write("b.txt", OTHER)
    steps.settled()
    (steps.folder / "a.txt").unlink()
    steps.settled()
    alone = index_documents([steps.folder], tmp_path / "alone", HashEmbedder()).archive
    assert steps.held.manifest == alone.manifest
    assert TINY[:40].encode() not in b"".join(
        path.read_bytes()
        for path in folder_of(steps.archive, steps.held.generation).rglob("*")
        if path.is_file()
    )


def test_a_file_that_may_not_be_looked_at_ends_no_watch_and_is_not_taken_out(steps: Steps) -> None:
    steps.write("a.txt", TINY)
    steps.write("b.txt", OTHER).unlink()
    (steps.folder / "b.txt").symlink_to("x" * 300)
    made = steps.settled()
    assert [one.name for one in made.added] == ["a.txt"]
    assert [(one.name, "cannot be read" in one.why) for one in made.skipped] == [("b.txt", True)]
    (steps.folder / "a.txt").unlink()
    (steps.folder / "a.txt").symlink_to("x" * 300)
    steps.write("c.txt", OTHER)
    made = steps.settled()
    assert ([one.name for one in made.added], made.removed) == (["c.txt"], ())


def test_a_file_that_is_still_written_is_not_read(steps: Steps) -> None:
    whole = steps.write("a.txt", TINY)
    steps.settled()
    # Would be refused, had it been read before it was whole.
    growing = steps.write("b.txt", "Half a sen")
    whole.write_text(TINY.replace("lawyers", "nurses"), encoding="utf-8")
    for length in range(10, 14):
        assert steps.step(SETTLED * 0.6) is None or length > 10
        growing.write_text("Half a sen" + "t" * length, encoding="utf-8")
    assert "nurses" in steps.held.documents[0].text
    assert steps.held.documents.names == ("a.txt",)
    growing.write_text(OTHER, encoding="utf-8")
    made = steps.settled()
    assert [one.name for one in made.added] == ["b.txt"]
    assert made.skipped == ()


def test_a_held_file_that_is_being_written_stays_as_it_was(steps: Steps) -> None:
    steps.write("a.txt", TINY)
    steps.write("b.txt", OTHER)
    steps.settled()
    steps.write("c.txt", OTHER.replace("Norvale", "Tamsin").replace("NORVALE", "TAMSIN"))
    steps.step()
    steps.write("a.txt", "Half")
    steps.step(SETTLED * 0.9)
    made = steps.step(SETTLED * 0.2)
    assert isinstance(made, Indexed)
    assert (made.removed, [one.name for one in made.added]) == ((), ["c.txt"])
    assert steps.held.documents.names == ("a.txt", "b.txt", "c.txt")


def test_saving_by_replacing_is_no_deletion(steps: Steps) -> None:
    steps.write("a.txt", TINY)
    steps.write("b.txt", OTHER)
    steps.settled()
    (steps.folder / "a.txt").unlink()
    assert steps.step() is None
    steps.write("a.txt", TINY.replace("lawyers", "nurses"))
    made = steps.settled()
    assert (made.removed, [one.name for one in made.refreshed]) == ((), ["a.txt"])


def test_bad_files_are_said_once_and_the_rest_goes_on(steps: Steps) -> None:
    steps.write("a.txt", TINY)
    steps.write("bad.docx", "no office file")
    made = steps.settled()
    assert [one.name for one in made.skipped] == ["bad.docx"]
    assert steps.step(60) is None
    steps.write("b.txt", OTHER)
    made = steps.settled()
    assert ([one.name for one in made.added], made.skipped) == (["b.txt"], ())
    steps.write("bad.docx", "still none")
    assert steps.step() is None
    assert steps.step(SETTLED) is None
    steps.write("worse.docx", "nor this")
    assert [one.name for one in steps.settled().skipped] == ["worse.docx"]


def test_a_document_that_goes_bad_stays_as_it_was(steps: Steps) -> None:
    steps.write("a.txt", TINY)
    steps.write("b.txt", OTHER)
    steps.settled()
    steps.write("a.txt", "Nothing is asked here.")
    made = steps.settled()
    assert (made.published, [one.name for one in made.skipped]) == (False, ["a.txt"])
    assert steps.held.documents.names == ("a.txt", "b.txt")


def test_a_renamed_document_is_taken_under_its_new_name(steps: Steps) -> None:
    (steps.write("a.txt", TINY)).rename(steps.folder / "b.txt")
    steps.write("c.txt", OTHER)
    steps.settled()
    (steps.folder / "b.txt").rename(steps.folder / "d.txt")
    made = steps.settled()
    assert ([one.name for one in made.added], made.removed) == (["d.txt"], ("b.txt",))
    assert steps.held.documents.names == ("c.txt", "d.txt")


def test_the_copy_takes_the_place_of_what_was_deleted(steps: Steps) -> None:
    steps.write("a.txt", TINY)
    steps.settled()
    steps.write("copy.txt", TINY)
    assert [one.name for one in steps.settled().skipped] == ["copy.txt"]
    (steps.folder / "a.txt").unlink()
    assert [one.name for one in steps.settled().added] == ["copy.txt"]
    assert steps.held.documents.names == ("copy.txt",)


def test_a_folder_that_is_empty_all_at_once_takes_nothing_out(steps: Steps, tmp_path: Path) -> None:
    """A drive that is not mounted looks like that."""
    steps.write("a.txt", TINY)
    steps.write("b.txt", OTHER)
    steps.settled()
    steps.folder.rename(tmp_path / "unmounted")
    told = steps.step()
    assert isinstance(told, Hindered)
    assert "nothing of it is taken out" in told.why
    assert steps.step(60) is None
    assert steps.held.documents.names == ("a.txt", "b.txt")
    (tmp_path / "unmounted").rename(steps.folder)
    (steps.folder / "a.txt").unlink()
    assert steps.settled().removed == ("a.txt",)


@pytest.mark.parametrize("left", ["a.txt.toml", "boat.png"])
def test_the_last_document_goes_where_another_file_stays(
    steps: Steps, tmp_path: Path, left: str
) -> None:
    (tmp_path / "elsewhere.txt").write_text(OTHER, encoding="utf-8")
    index_documents([tmp_path / "elsewhere.txt"], steps.archive, steps.embedder)
    steps.write("a.txt", TINY)
    steps.write(left, 'country = "Valdoria"')
    steps.settled()
    (steps.folder / "a.txt").unlink()
    assert steps.settled().removed == ("a.txt",)
    assert steps.held.documents.names == ("elsewhere.txt",)
    assert steps.step(60) is None


def test_a_folder_without_documents_is_said(steps: Steps) -> None:
    steps.write("boat.png", "no document")
    steps.step()
    told = steps.step(SETTLED)
    assert isinstance(told, Hindered)
    assert told.why == f"nothing to index in {steps.folder}. boat.png: no reader for .png"
    assert not steps.archive.exists()


def test_a_folder_that_may_not_be_entered_takes_nothing_out(steps: Steps) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may enter every folder")
    steps.write("inner/a.txt", TINY)
    steps.write("b.txt", OTHER)
    steps.settled()
    (steps.folder / "inner").chmod(0)
    try:
        steps.step()
        steps.step(SETTLED)
        assert steps.held.documents.names == ("b.txt", "inner/a.txt")
    finally:
        (steps.folder / "inner").chmod(0o700)


def test_documents_of_elsewhere_stay_and_are_named(steps: Steps, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.txt").write_text(TINY, encoding="utf-8")
    index_documents([tmp_path / "elsewhere.txt"], steps.archive, steps.embedder)
    steps.write("b.txt", OTHER)
    assert steps.watcher.strangers() == ("elsewhere.txt",)
    steps.settled()
    steps.write("c.txt", OTHER.replace("Norvale", "Tamsin").replace("NORVALE", "TAMSIN"))
    steps.settled()
    (steps.folder / "b.txt").unlink()
    steps.settled()
    assert steps.held.documents.names == ("c.txt", "elsewhere.txt")


def test_another_writer_is_waited_for(steps: Steps) -> None:
    steps.write("a.txt", TINY)
    steps.step()
    with writer(steps.archive):
        told = steps.step(SETTLED)
        assert isinstance(told, Hindered)
        assert "another onrecord is writing" in told.why
        assert steps.step(1) is None
    made = steps.step(AGAIN)
    assert isinstance(made, Indexed)
    assert made.published


def test_a_large_archive_is_taken_out_of_as_well(
    steps: Steps, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where segments are kept, what is gone is marked in them, or they are written anew."""
    monkeypatch.setattr("index.build.WHOLE", 0)
    places = [f"Place{letter}" for letter in "abcdef"]
    for place in places:
        steps.write(f"{place}.txt", TINY.replace("Valdoria", place).replace("VALDORIA", place))
    steps.settled()
    (steps.folder / "Placec.txt").unlink()
    assert steps.settled().removed == ("Placec.txt",)
    assert steps.held.documents.names == tuple(f"{p}.txt" for p in places if p != "Placec")
    assert "Placec" not in steps.held.countries


def test_looks_cost_little(tmp_path: Path) -> None:
    """A look opens no file: one that may not be read is seen like any other."""
    closed = tmp_path / "closed.txt"
    closed.write_text(TINY, encoding="utf-8")
    closed.chmod(0)
    assert set(looked((tmp_path, tmp_path / "none"), tmp_path / "archive")) == {closed}


def test_two_watchers_do_not_fight(tmp_path: Path) -> None:
    settings = Settings(archive=tmp_path / "archive")
    arguments = parser().parse_args(["index", "--watch", str(tmp_path)])
    with held_alone(settings.archive, LOCK, ""), pytest.raises(Busy, match="another onrecord"):
        watch(arguments, settings)


def test_only_folders_are_watched(tmp_path: Path) -> None:
    arguments = parser().parse_args(["index", "--watch", str(tmp_path / "a.txt")])
    with pytest.raises(Usage, match="only folders are watched"):
        watch(arguments, Settings(archive=tmp_path / "archive"))


def test_the_encoder_is_loaded_while_its_generation_is_there(
    sample_archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = tmp_path / "archive"
    shutil.copytree(sample_archive, archive)
    arguments = parser().parse_args(["index", "--watch", str(tmp_path)])
    begun: list[Embedder] = []

    def begin(watcher: Watcher, _: object) -> None:
        begun.append(watcher._embedder)
        shutil.rmtree(archive)
        raise KeyboardInterrupt

    monkeypatch.setattr(watching_verb, "begin", begin)
    assert watch(arguments, Settings(archive=archive)) == 0
    assert begun[0].encode_passages(["Who helps families?"]).shape == (1, begun[0].dimension)


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_the_command_follows_a_folder_until_it_is_ended(
    sample_archive: Path, tmp_path: Path, end: signal.Signals
) -> None:
    folder, archive = tmp_path / "documents", tmp_path / "archive"
    folder.mkdir()
    text = (SAMPLE / "interviews" / "harbour.txt").read_bytes()
    (folder / "bad.docx").write_bytes(b"no office file")
    (folder / "harbour.txt").write_bytes(text)
    said = tmp_path / "said"
    with said.open("wb") as out, watching(folder, archive, out) as process:
        until(lambda: "  harbour.txt" in said.read_text())
        (folder / "other.txt").write_text(TINY, encoding="utf-8")
        until(lambda: "  other.txt" in said.read_text())
        assert main(["index", "--watch", str(folder), "--archive", str(archive)]) == 75
        (folder / "other.txt").unlink()
        until(lambda: "removed    other.txt" in said.read_text())
        process.send_signal(end)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    assert said.read_text().count("skipped    bad.docx") == 1
    assert "generation 3 is live" in err
    assert open_archive(archive).documents.names == ("harbour.txt",)
    assert not list(archive.glob("*.partial"))


def test_a_signal_that_comes_while_python_clears_away_is_heeded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lost: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda raised: lost.append(raised.exc_type))

    class Dying:
        def __del__(self) -> None:
            signal.raise_signal(signal.SIGTERM)

    with ended_by_signals() as ending:
        ending.heed()
        Dying()
        assert lost == [KeyboardInterrupt]
        with pytest.raises(KeyboardInterrupt):
            ending.heed()


class watching:  # noqa: N801 - it reads as what it does
    """A process that watches; it never outlives its test."""

    def __init__(self, folder: Path, archive: Path, out: IO[bytes]) -> None:
        command = [sys.executable, str(ROOT / "onrecord.py"), "index", "--watch", str(folder)]
        self.process = subprocess.Popen(
            [*command, "--archive", str(archive)],
            stdout=out,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )

    def __enter__(self) -> subprocess.Popen[str]:
        return self.process

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.communicate()


def until(holds: Callable[[], bool], seconds: float = 60) -> None:
    """Waits for something that another process does."""
    ends = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < ends, "it did not happen"
        time.sleep(0.05)
