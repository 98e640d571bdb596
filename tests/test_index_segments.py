"""Archives of several segments: what is added, refreshed, removed, merged and found in them."""

from __future__ import annotations

import os
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from specimens import HashEmbedder, every

import index.build
import index.checked
import index.dense
import index.embed
import index.filling
import index.merging
import rag.retrieve
from index.archive import Archive, open_archive
from index.build import Indexed, index_documents
from index.checked import CHECKED
from index.errors import InputOutput
from index.generations import verified
from index.verify import faults
from rag.answer import Filters
from rag.desk import Desk
from rag.filters import held_filters, rows_among
from rag.retrieve import aspect_of, pools_for

LANDS = ("Valdoria", "West Orlund", "Kestan")
PEOPLE = ("Mira Dolen", "Tomas Ek", "Temira Olzhan", "Bo Rill")
THINGS = ("salt", "nets", "radio", "lamps", "boats", "letters", "bread", "ropes")


def words(number: int, also: str = "") -> str:
    """An invented interview, one of as many as are asked for."""
    land, person = LANDS[number % 3], PEOPLE[number % 4]
    one, two = THINGS[number % 8], THINGS[(number // 8) % 8]
    return (
        f"{land.upper()}: ‘Number {number}’\n"
        f"We talk to fisherman {person} about {one}.\n"
        f"Who counts the {one} of house {number}?\n"
        f"My aunt counts the {one} of house {number}. She keeps {two} too.{also}\n"
        f"What became of the {two}?\n"
        f"The harbour took the {two} in year {number}. Nobody wrote it down.\n"
    )


def add(folder: Path, *numbers: int, also: str = "") -> Indexed:
    """Adds or refreshes the interviews of some numbers."""
    documents = folder / "documents"
    documents.mkdir(exist_ok=True)
    paths = []
    for number in numbers:
        paths.append(documents / f"{number:04d}.txt")
        paths[-1].write_text(words(number, also), encoding="utf-8")
    return index_documents(paths, folder / "archive", HashEmbedder())


def said(archive: Archive) -> set[str]:
    """The text of every document."""
    return {source.text for source in archive.documents}


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Segments are full, many and indexed by FAISS when they are tiny."""
    monkeypatch.setattr(index.build, "WHOLE", 8)
    monkeypatch.setattr(index.build, "FULL", 40)
    monkeypatch.setattr(index.merging, "FULL", 40)
    monkeypatch.setattr(index.filling, "EXACT", 20)
    monkeypatch.setattr(index.dense, "FEW", 4)


def whole(folder: Path) -> Archive:
    """The archive opened anew, after everything that it promises was looked at."""
    archive = open_archive(folder / "archive", HashEmbedder(), thorough=True)
    assert tuple(faults(archive)) == ()
    assert len(tuple(archive.passages)) == len(archive.passages) == archive.manifest.passages
    assert len(archive.interviews) == archive.manifest.interviews
    return archive


@pytest.mark.usefixtures("small")
def test_what_is_added_to_a_large_archive_leaves_its_files_alone(tmp_path: Path) -> None:
    first = add(tmp_path, *range(30)).archive
    assert [one.name for one in first.manifest.segments] == [
        "segment-0001",
        "segment-0002",
        "segment-0003",
    ]
    before = {
        path.relative_to(tmp_path / "archive" / "gen-00000001"): path.stat().st_ino
        for path in (tmp_path / "archive" / "gen-00000001").rglob("*.npy")
    }
    made = add(tmp_path, 30)
    assert [d.name for d in made.added] == ["0030.txt"]
    generation = tmp_path / "archive" / "gen-00000002"
    assert all((generation / name).stat().st_ino == node for name, node in before.items())
    archive = whole(tmp_path)
    assert [one.documents for one in archive.manifest.segments][-1] == 1
    assert said(archive) == {words(number) for number in range(31)}


@pytest.mark.usefixtures("small")
def test_what_is_refreshed_is_gone_from_every_kind_of_index(tmp_path: Path) -> None:
    add(tmp_path, *range(30))
    made = add(tmp_path, 3, 29, also=" A purple whale sang.")
    assert [d.name for d in made.refreshed] == ["0003.txt", "0029.txt"]
    archive = whole(tmp_path)
    assert any((tmp_path / "archive" / "gen-00000002").rglob("dense.faiss"))
    assert len(archive.interviews) == 30
    assert words(3) not in said(archive)
    assert words(3, " A purple whale sang.") in said(archive)
    rows_held = archive.passages.rows
    question = archive.embedder.encode_question("Who counts the lamps of house 3?")
    for among in (None, np.flatnonzero(archive.facets.alive)):
        ((rows, _),) = archive.dense.search(question[None], rows_held, among)
        assert archive.facets.alive[rows].all()
        assert len(rows) == len(archive.passages)
    dead = np.flatnonzero(~archive.facets.alive)
    assert len(dead) > 0
    assert not archive.lexical.matches(("lamp", "hous")).everywhere[dead].any()
    found = Desk(archive).search("Who counts the lamps of house 3?", k=3).hits
    assert "purple whale" in found[0].passage.span.of(
        archive.source(found[0].passage.interview).text
    )


@pytest.mark.usefixtures("small")
def test_what_is_looked_up_together_is_what_is_found_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rag.retrieve, "POOL", 5)
    add(tmp_path, *range(30))
    archive = whole(tmp_path)
    even = np.arange(0, archive.passages.rows, 2)
    looked = [
        (aspect_of(text, archive.embedder.encode_question(text), "en", archive), among)
        for text, among in (
            ("Who counts the lamps of house 3?", None),
            ("Who counts the lamps of house 3?", even),
            ("What is written down in house 21?", None),
            ("Where is whatever nobody says?", even),
        )
    ]
    together = pools_for(looked, archive, 3)
    for one, pooled in zip(looked, together, strict=True):
        (alone,) = pools_for([one], archive, 3)
        assert pooled.rows.tolist() == alone.rows.tolist()
        for name in ("cosines", "sentences", "words", "scores"):
            assert getattr(pooled, name) == pytest.approx(getattr(alone, name), abs=1e-6)
        assert one[1] is None or np.isin(pooled.rows, even).all()
    assert together[0].rows.tolist() != together[2].rows.tolist()
    assert pools_for([], archive, 3) == ()


@pytest.mark.usefixtures("small")
def test_the_order_of_additions_changes_no_answer(tmp_path: Path) -> None:
    replies = []
    for name, rounds in (
        ("at once", (range(24),)),
        ("one by one", tuple((n,) for n in range(24))),
        ("backwards", tuple((n,) for n in reversed(range(24)))),
    ):
        folder = tmp_path / name
        folder.mkdir()
        for numbers in rounds:
            add(folder, *numbers)
        archive = whole(folder)
        assert said(archive) == {words(number) for number in range(24)}
        desk = Desk(archive)
        found = [
            # Of passages that lie as near, by the bytes that are kept, either may come first.
            sorted(
                (hit.passage.interview, hit.passage.span)
                for hit in desk.search(question, k=2, filters=filters).hits
            )
            for question in ("Who counts the radio of house 10?", "What took the nets in year 9?")
            for filters in (
                Filters(),
                Filters(countries=("Kestan",)),
                Filters(speakers=("Bo Rill",)),
            )
        ]
        replies.append(found)
    assert replies[0] == replies[1] == replies[2]


@pytest.mark.usefixtures("small")
def test_segments_stay_few(tmp_path: Path) -> None:
    for number in range(30):
        made = add(tmp_path, number)
        assert len(made.archive.segments) <= 10
    whole(tmp_path)
    # A segment of which most was removed is written anew, without it.
    for number in range(12):
        add(tmp_path, number, also=" Then it rained.")
    archive = whole(tmp_path)
    assert said(archive) == {
        words(number, " Then it rained." if number < 12 else "") for number in range(30)
    }
    assert all(2 * one.present >= one.passages for one in archive.manifest.segments)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    "filters",
    [
        Filters(countries=("kestan",)),
        Filters(speakers=("Mira Dolen", "Bo Rill")),
        Filters(countries=("Valdoria",), speakers=("Temira Olzhan",)),
    ],
)
def test_filters_hold_in_every_segment(tmp_path: Path, filters: Filters) -> None:
    add(tmp_path, *range(30))
    add(tmp_path, 2, 30, 31, also=" It was cold.")
    archive = whole(tmp_path)
    held = held_filters(filters, archive)
    right = {
        passage.number
        for passage in archive.passages
        for interview in [archive.interview(passage.interview)]
        if not held.countries or interview.country in held.countries
        if not held.speakers or interview.speakers[0].name in held.speakers
    }
    assert right
    assert set(rows_among(held, archive).tolist()) == right  # type: ignore[union-attr]
    hits = Desk(archive).search("Who keeps bread?", k=100, filters=filters).hits
    assert {hit.passage.number for hit in hits} == right


def test_many_vectors_are_found_as_exactly_as_few(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = []
    for name, exact in (("large", 20), ("small", 10_000)):
        (tmp_path / name).mkdir()
        monkeypatch.setattr(index.filling, "EXACT", exact)
        add(tmp_path / name, *range(64))
        held.append(whole(tmp_path / name))
    one, two = held
    assert [s.vectors.coding for s in (*one.segments, *two.segments)] == ["float16", "float32"]
    assert [s.sentence_vectors.coding for s in (*one.segments, *two.segments)] == [
        "int8",
        "float32",
    ]
    assert every(one.vectors) == pytest.approx(every(two.vectors), abs=1e-3)
    assert every(one.sentence_vectors) == pytest.approx(every(two.sentence_vectors), abs=1e-2)
    for question in ("Who counts the boats of house 12?", "What became of the ropes?"):
        found = [Desk(archive).search(question, k=10).hits for archive in (one, two)]
        # Made of hashes, many passages are equally near, so it is the scores that must agree.
        assert [h.score for h in found[0]] == pytest.approx([h.score for h in found[1]], abs=0.01)


# Large files are not read again for nothing.


def test_a_large_file_is_hashed_once_and_again_when_it_was_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index.checked, "LARGE", 20_000)
    add(tmp_path, *range(30))
    archive = tmp_path / "archive"
    assert (archive / CHECKED).exists()
    hashed: list[str] = []
    real = index.generations.file_hash

    def counting(path: Path) -> str:
        hashed.append(path.name)
        return real(path)

    monkeypatch.setattr("index.generations.file_hash", counting)
    verified(archive, thorough=False)
    assert "vectors.npy" not in hashed
    assert "MANIFEST.json" not in hashed
    assert "begins.npy" in hashed
    hashed.clear()
    verified(archive)
    assert "vectors.npy" in hashed
    path = archive / "gen-00000001" / "segment-0001" / "vectors.npy"
    raw = path.read_bytes()
    for damage in (bytes([raw[0] ^ 1]) + raw[1:], raw[:-1], raw + b"0"):
        path.write_bytes(damage)
        with pytest.raises(InputOutput, match=r"vectors\.npy"):
            verified(archive, thorough=False)
    path.write_bytes(raw)
    hashed.clear()
    verified(archive, thorough=False)
    assert "vectors.npy" in hashed
    for nonsense in ("[]", "{", '{"a": 1}', "\ud800"):
        (archive / CHECKED).write_bytes(nonsense.encode("utf-8", "surrogatepass"))
        hashed.clear()
        verified(archive, thorough=False)
        assert "vectors.npy" in hashed


def test_a_file_put_in_the_place_of_a_large_one_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index.checked, "LARGE", 20_000)
    add(tmp_path, *range(30))
    path = tmp_path / "archive" / "gen-00000001" / "segment-0001" / "vectors.npy"
    raw, when = path.read_bytes(), path.stat()
    other = path.with_name("other")
    other.write_bytes(raw[:-1] + bytes([raw[-1] ^ 1]))
    os.utime(other, ns=(when.st_atime_ns, when.st_mtime_ns))
    other.replace(path)
    with pytest.raises(InputOutput, match=r"vectors\.npy"):
        verified(tmp_path / "archive", thorough=False)


@pytest.mark.usefixtures("small")
def test_a_disk_without_second_names_for_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(tmp_path, *range(30))

    def refused(*_: object) -> None:
        raise OSError("no links here")

    monkeypatch.setattr("os.link", refused)
    add(tmp_path, 30)
    assert said(whole(tmp_path)) == {words(number) for number in range(31)}


@pytest.mark.usefixtures("small")
def test_large_archives_too_are_equal_to_the_byte(tmp_path: Path) -> None:
    held = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        add(tmp_path / name, *range(30))
        held.append(add(tmp_path / name, 30, 3, also=" Twice.").archive.fingerprint)
    assert held[0] == held[1]


@pytest.mark.usefixtures("small")
def test_what_was_removed_is_nowhere_once_its_segment_is_written_anew(tmp_path: Path) -> None:
    add(tmp_path, *range(12))
    add(tmp_path, 20, also=" A secret word: quillfeather.")
    secret = [p for p in (tmp_path / "archive").rglob("*") if p.is_file()]
    assert any(b"quillfeather" in path.read_bytes() for path in secret)
    for _ in range(2):  # the generation before the live one is kept
        add(tmp_path, 20, also=f" Nothing {_}.")
    left = [p for p in (tmp_path / "archive").rglob("*") if p.is_file()]
    assert not any(b"quillfeather" in path.read_bytes() for path in left)
    assert "quillfeath" not in whole(tmp_path).lexical.vocabulary


def test_memory_does_not_grow_with_what_is_indexed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index.build, "FULL", 300)
    monkeypatch.setattr(index.embed, "WINDOW", 512)
    peaks = []
    for number in (2, 15, 90):  # the first only loads what is loaded once
        folder = tmp_path / str(number)
        (folder / "documents").mkdir(parents=True)
        for each in range(number):
            told = " ".join(THINGS[int(digit)] for digit in f"{each:o}")
            asked = f"Who counts them?\nMy uncle counts the {told}. He is slow.\n" * 30
            text = words(each % 8) + asked
            (folder / "documents" / f"{each}.txt").write_text(text, encoding="utf-8")
        embedder = HashEmbedder()
        monkeypatch.setattr(embedder, "encoded", Forgetful())
        tracemalloc.start()
        made = index_documents([folder / "documents"], folder / "archive", embedder)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert len(made.archive.interviews) == number
    # Six times as many documents: only their names and what became of each are kept.
    assert peaks[2] < 1.5 * peaks[1]


class Forgetful(list[str]):
    """Keeps nothing of what it is given."""

    def extend(self, _: object) -> None:
        """Nothing is kept."""
