"""Readings and runs that once went wrong, each with what must come of it."""

from pathlib import Path

import pytest
from specimens import TINY, HashEmbedder, indexed

from index.archive import open_archive
from index.build import index_documents
from index.errors import BadInput, InputOutput, Misconfigured
from index.interview import Interview
from index.people import introduced
from index.places import people_of
from index.readers.text import read_text

SALT = TINY.replace("VALDORIA", "SARVELIA").replace("Mira", "Lena")


def only(text: str) -> tuple[Interview, str]:
    document = read_text(text.encode(), "0.txt")
    (interview,) = document.interviews
    return interview, document.text


def said(text: str) -> list[tuple[str | None, str | None, list[str]]]:
    interview, source = only(text)
    return [
        (t.question.of(source) if t.question else None, t.speaker, [a.of(source) for a in t.answer])
        for t in interview.turns
    ]


def test_a_question_in_the_introduction_leaves_labels_on() -> None:
    text = (
        "VALDORIA: ‘x’\nWhat happens when the sea closes?\nANA REY: Why did you leave?\n"
        "MIRA DOLEN: They came.\nBO EK: I hid.\nANA REY: Who came?\nMIRA DOLEN: The police.\n"
        "ANA REY: And you?\nBO EK: I stayed.\n"
    )
    assert said(text) == [
        ("Why did you leave?", "Mira Dolen", ["They came."]),
        ("Why did you leave?", "Bo Ek", ["I hid."]),
        ("Who came?", "Mira Dolen", ["The police."]),
        ("And you?", "Bo Ek", ["I stayed."]),
    ]


def test_a_recounted_dialogue_takes_nobody_over() -> None:
    text = (
        "VALDORIA: ‘x’\nMira Dolen is a fisher.\nWhy did you leave?\nHe stood at the gate.\n"
        "Officer: Where is he?\nMe: At sea.\nOfficer: Where is the boat?\nThen I left.\n"
        "What came next?\nA boat.\n"
    )
    assert {speaker for _, speaker, _ in said(text)} == {"Mira Dolen"}


def test_header_names_may_be_labels_too() -> None:
    text = (
        "Interviewer: Ana Rey\nInterviewee: Mira Dolen\nDate: 2031-01-02\n"
        "Interviewer: Why did you leave?\nInterviewee: They came.\n"
        "Interviewer: Who?\nInterviewee: The police.\n"
    )
    interview, _ = only(text)
    assert interview.date == "2031-01-02"
    assert said(text) == [
        ("Why did you leave?", "Mira Dolen", ["They came."]),
        ("Who?", "Mira Dolen", ["The police."]),
    ]


def test_one_pair_of_labels_is_enough() -> None:
    text = "Interviewee: Mira Dolen\nQ: Why did you leave?\nA: They came.\n"
    assert said(text) == [("Why did you leave?", "Mira Dolen", ["They came."])]


def test_time_codes_before_labels_are_not_words() -> None:
    text = "[00:01] ANA: Why?\n[00:02] MIRA: So.\n[00:03] ANA: Who?\n[00:04] MIRA: Me.\n"
    assert said(text) == [("Why?", "Mira", ["So."]), ("Who?", "Mira", ["Me."])]


@pytest.mark.parametrize(
    "answer",
    [
        "Photo: that was all they took.",
        "Contact me through the harbour, my brother said, at night.",
        "The views of the ministry are the only views.",
        "We are rated closed and I know why.",
    ],
)
def test_an_answer_is_no_closing_line(answer: str) -> None:
    assert said(f"VALDORIA: ‘x’\nWhat did they say?\n{answer}\n") == [
        ("What did they say?", None, [answer])
    ]


def test_separators_alone_are_no_interview() -> None:
    with pytest.raises(BadInput, match="no question"):
        read_text(b"---\n***\n", "0.txt")


def test_ids_without_headings_do_not_shift() -> None:
    two = "---\nWhy salt?\nIt keeps.\n---\nWhy boats?\nThey float.\n"
    ids = [i.id for i in read_text(two.encode(), "0.txt").interviews]
    three = "---\nWhy nets?\nThey hold.\n" + two
    assert [i.id for i in read_text(three.encode(), "0.txt").interviews][1:] == ids


@pytest.mark.parametrize("verb", ["met", "interviewed", "asked", "speaks with"])
def test_people_are_met_in_many_words(verb: str) -> None:
    words = f"The Lantern {verb} Mira Dolen, founder of the Harbour Archive."
    (speaker,) = introduced(words, "", ())
    assert (speaker.name, speaker.role) == ("Mira Dolen", "founder")


def test_a_country_has_no_people_of_another() -> None:
    assert "nigerian" not in people_of("Niger")
    assert "finer" not in people_of("Finland")
    assert "hong kongers" in people_of("Hong Kong")
    assert "valdorians" in people_of("Valdoria")


def test_a_lost_pointer_is_said_and_nothing_is_written_over(tmp_path: Path) -> None:
    indexed(tmp_path, TINY)
    archive = tmp_path / "archive"
    (archive / "CURRENT").unlink()
    before = sorted(path.name for path in archive.rglob("*"))
    (tmp_path / "documents" / "1.txt").write_text(SALT, encoding="utf-8")
    for attempt in (
        lambda: open_archive(archive, HashEmbedder()),
        lambda: index_documents([tmp_path / "documents"], archive, HashEmbedder()),
    ):
        with pytest.raises(InputOutput, match="CURRENT"):
            attempt()
    assert sorted(path.name for path in archive.rglob("*")) == before


def test_a_broken_file_of_kept_batches_is_begun_anew(tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "pending.sqlite").write_bytes(b"garbage" * 200)
    assert indexed(tmp_path, TINY).generation == 1


class Broken(HashEmbedder):
    """Gives no numbers, as a model with damaged weights can."""

    def vector(self, text: str):  # type: ignore[no-untyped-def]
        return super().vector(text) * float("nan")


def test_vectors_that_are_no_numbers_are_not_published(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="cannot be compared"):
        indexed(tmp_path, TINY, embedder=Broken())
    assert not (tmp_path / "archive" / "CURRENT").exists()


def test_a_full_disk_is_an_error_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sqlite3

    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("index.filling.CatalogueWriter", full)
    with pytest.raises(InputOutput, match="disk is full"):
        indexed(tmp_path, TINY)
    assert not (tmp_path / "archive" / "CURRENT").exists()
