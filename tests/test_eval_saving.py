"""Topics written to a gold file, and the command that makes one of a question."""

from __future__ import annotations

import fcntl
import os
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest

from eval import inspecting, saving
from eval.annotation import Annotation, Flawed, Mark, topic_of
from eval.gold import Evidence, Topic, read_topics
from eval.saving import Taken, append_topic, topic_line, writable
from index.archive import Archive
from index.errors import BadInput, Busy, CannotCreate, OnRecordError
from index.interview import Span
from onrecord import main
from rag.answer import Filters
from rag.desk import Desk

TOPIC = Topic(
    id="t1",
    kind="multi",
    question="Who nets?\u2028And where?",
    evidence=(Evidence("Nobody.", Span(3, 10), True, "boats.txt"),),
    nuggets=("nobody",),
    history=("Who fishes?",),
    filters=Filters(countries=("Valdoria",), interviews=("one-1",)),
    note="“quoted”",
)


def annotation(archive: Archive, **changes: object) -> Annotation:
    passage = archive.passages[0]
    mark = Mark(passage.interview, passage.sentences[0], True)
    said = Annotation("Who left?", (), Filters(), "direct", (mark,), (), "")
    return replace(said, **changes)  # type: ignore[arg-type]


def test_a_line_is_read_back_as_the_topic(tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    assert "\n" not in topic_line(TOPIC)
    assert append_topic(gold, TOPIC) == 1
    assert append_topic(gold, replace(TOPIC, id="t2")) == 2
    assert read_topics(gold) == (TOPIC, replace(TOPIC, id="t2"))


def test_what_is_there_stays_byte_by_byte(tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    before = topic_line(TOPIC).replace('", "', '",   "')  # as somebody else would write it
    gold.write_text(before, encoding="utf-8")
    append_topic(gold, replace(TOPIC, id="t2"))
    assert gold.read_text(encoding="utf-8").split("\n")[0] == before


@pytest.mark.parametrize("held", ["{", '{"id": "x"}\n', "\xff"])
def test_what_is_no_gold_file_is_left_alone(tmp_path: Path, held: str) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text(held, encoding="latin-1")
    with pytest.raises(BadInput):
        append_topic(gold, TOPIC)
    with pytest.raises(BadInput):
        writable(gold)
    assert gold.read_text(encoding="latin-1") == held


def test_ids_are_taken_once(tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    append_topic(gold, TOPIC)
    before = gold.read_bytes()
    with pytest.raises(Taken):
        append_topic(gold, TOPIC)
    assert gold.read_bytes() == before


def test_many_writers_lose_nothing(tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"

    def write(number: int) -> None:
        while True:
            try:
                append_topic(gold, replace(TOPIC, id=f"t{number}"))
                return
            except Busy:
                continue

    threads = [Thread(target=write, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(topic.id for topic in read_topics(gold)) == sorted(f"t{n}" for n in range(12))


def test_a_second_writer_is_told(tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    handle = os.open(tmp_path / ".gold.jsonl.lock", os.O_RDWR | os.O_CREAT)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        with pytest.raises(Busy):
            append_topic(gold, TOPIC)
    finally:
        os.close(handle)


def test_a_write_that_fails_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gold = tmp_path / "gold.jsonl"
    append_topic(gold, TOPIC)
    before = gold.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(saving, "replace_synced", full)
    with pytest.raises(CannotCreate, match="No space left"):
        append_topic(gold, replace(TOPIC, id="t2"))
    assert gold.read_bytes() == before


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(CannotCreate, match="folder"):
        writable(tmp_path / "none" / "gold.jsonl")


def test_a_topic_is_cut_from_the_archive(tiny: Archive) -> None:
    topic = topic_of(annotation(tiny), tiny)
    (one,) = topic.evidence
    source = tiny.source(tiny.passages[0].interview)
    assert (one.quote, one.document) == (one.span.of(source.text), source.name)
    assert topic.id == topic_of(annotation(tiny, kind="typo"), tiny).id
    assert topic.id != topic_of(annotation(tiny, filters=Filters(("Valdoria",))), tiny).id


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "vague"}, "kind"),
        ({"kind": "followup"}, "kind"),
        ({"kind": "filtered"}, "kind"),
        ({"kind": "unanswerable"}, "marks"),
        ({"kind": "unanswerable", "marks": ()}, "note"),
        ({"marks": ()}, "marks"),
        ({"marks": (Mark("nobody", Span(0, 3), True),)}, "marks"),
        ({"nuggets": ("not there",)}, "nuggets"),
        ({"nuggets": ("x",) * 51}, "nuggets"),
        ({"note": "n" * 2001}, "note"),
        ({"id": "a b"}, "id"),
        ({"id": "a" * 65}, "id"),
    ],
)
def test_flaws_name_their_field(tiny: Archive, changes: dict[str, object], field: str) -> None:
    with pytest.raises(Flawed) as raised:
        topic_of(annotation(tiny, **changes), tiny)
    assert field in {flaw.field for flaw in raised.value.flaws}


def test_an_unanswerable_topic_needs_only_a_note(tiny: Archive) -> None:
    said = annotation(tiny, kind="unanswerable", marks=(), note="Nobody was asked.")
    assert not topic_of(said, tiny).answerable


def test_the_command_saves_what_it_shows(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(inspecting, "open_desk", lambda _, asking: desk)
    gold = tmp_path / "gold.jsonl"
    asked = ["inspect", "What did the sea ban change for fishers?"]
    assert main([*asked]) == 0
    assert "1.1" in capsys.readouterr().out
    told = ["--save", str(gold), "--required", "1.1", "--answers", "1.2", "--nugget", "sea ban"]
    assert main([*asked, *told]) == 0
    assert "1 topic" in capsys.readouterr().err
    (topic,) = read_topics(gold)
    assert [one.required for one in topic.evidence] == [True, False]
    assert main([*asked, *told]) == 65
    assert main([*asked, "--required", "1.1"]) == 64
    assert main([*asked, "--save", str(gold), "--required", "99.1"]) == 64
    assert main([*asked, "--save", str(gold), "--kind", "unanswerable"]) == 65
    assert len(read_topics(gold)) == 1


def test_the_error_is_ours() -> None:
    assert issubclass(Flawed, OnRecordError)
