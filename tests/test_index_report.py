"""The import report: what was read of each document, what was doubtful, what was dropped."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from specimens import TINY, HashEmbedder

from index import verbs
from index.build import index_documents
from index.errors import BadInput
from index.interview import Document, Role
from index.readers import read_bytes
from index.report import dropped_words, indexed_json, print_indexed, taken_json
from index.taken import DROPPED, Lines, taken
from onrecord import main

DOUBTFUL = """Interviewee: Ada Quill

Why did you leave?
I asked myself: why would I stay?
They took the boat.

Who helps you now?
"""


def document(text: str, name: str = "a.txt") -> Document:
    return read_bytes(text.encode(), name)


def test_a_report_counts_what_was_read() -> None:
    one = taken(document(TINY))
    assert (one.name, one.format, one.characters) == ("a.txt", "text", len(TINY))
    assert (one.interviews, one.questions, one.turns, one.unnamed) == (2, 5, 5, 0)
    assert one.countries == ("Valdoria", "West Orlund")
    assert one.speakers == ("Mira Dolen", "Tomas Ek")


def test_warnings_tell_their_line_and_column() -> None:
    one = taken(document(DOUBTFUL))
    found = {w.code: (w.line, w.column, w.span.of(DOUBTFUL)) for w in one.warnings}
    assert found["unanswered-question"] == (7, 1, "Who helps you now?")
    assert found["no-country"][:2] == (1, 1)


@given(st.text(alphabet="ab\n\r\u2028é😀", max_size=60))
def test_places_are_those_that_an_editor_shows(text: str) -> None:
    """Lines end at line feeds alone, as the offsets of every reader have it."""
    lines = Lines(text)
    for offset in range(len(text) + 1):
        before = text[:offset]
        assert lines.place(offset) == (
            before.count("\n") + 1,
            len(before.rpartition("\n")[2]) + 1,
        )


def test_what_no_question_finds_is_said_with_its_reason() -> None:
    text = TINY.replace("-\nWEST", "-\nJust a note that nobody asks about.\n-\nWEST")
    found = {one.what: one for one in taken(document(text)).dropped}
    assert set(found) == {"unread", "contact", "credit"}
    note = found["unread"]
    assert note.span.of(text) == "Just a note that nobody asks about."
    assert text.splitlines()[note.line - 1].startswith("Just a note")
    assert dropped_words(note) == (
        f"not searched, {note.line}:1: 1 unread line (no question with an answer was found there)."
    )
    assert found["contact"].lines == 1


def test_every_line_is_read_or_dropped() -> None:
    """What is neither is what tells interviews apart and says what they are."""
    told = {Role.TITLE, Role.SEPARATOR, Role.HEADING, Role.FIELD}
    searched = {Role.INTRODUCTION, Role.QUESTION, Role.ANSWER, Role.RATING}
    assert set(Role) == told | searched | set(DROPPED)


def test_what_a_file_holds_and_its_text_does_not_is_said() -> None:
    page = b"<html><body><nav>menu</nav><p>Why did you go?</p><p>They came.</p></body></html>"
    one = taken(read_bytes(page, "a.html"))
    left = [(d.what, dropped_words(d), d.lines) for d in one.dropped]
    assert left == [("left-out", "Left out of the text: 1 navigation block.", 0)]
    assert all(w.code != "left-out" for w in one.warnings)


def test_programs_get_all_of_it(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "a.txt").write_text(DOUBTFUL, encoding="utf-8")
    (folder / "bad.docx").write_bytes(b"none")
    made = index_documents([folder], tmp_path / "archive", HashEmbedder())
    shape = json.loads(json.dumps(indexed_json(made, tmp_path / "archive")))
    (one,) = shape["documents"]
    assert (one["became"], one["name"], one["speakers"]) == ("added", "a.txt", ["Ada Quill"])
    assert {w["code"]: (w["line"], w["column"]) for w in one["warnings"]}[
        "unanswered-question"
    ] == (7, 1)
    assert [s["name"] for s in shape["skipped"]] == ["bad.docx"]
    (folder / "b.txt").write_text(TINY, encoding="utf-8")
    (folder / "a.txt").write_text(DOUBTFUL + "Nobody.\n", encoding="utf-8")
    again = index_documents([folder], tmp_path / "archive", HashEmbedder())
    became = {d["name"]: d["became"] for d in indexed_json(again, folder)["documents"]}  # type: ignore[attr-defined]
    assert became == {"a.txt": "refreshed", "b.txt": "added"}


def test_people_get_a_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "a.txt").write_text(DOUBTFUL, encoding="utf-8")
    (folder / "tiny.txt").write_text(TINY, encoding="utf-8")
    print_indexed(index_documents([folder], tmp_path / "archive", HashEmbedder()), folder)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == [
        *("interviews", "questions", "turns", "speakers", "warnings", "document"),
    ]
    assert lines[1].split() == ["added", "1", "2", "2", "1", "3", "a.txt"]
    # Numbers stand under their heads.
    for head in ("interviews", "questions", "turns", "speakers", "warnings"):
        end = lines[0].rindex(head) + len(head)
        assert lines[1][end - 1].isdigit(), head
        assert lines[1][end] == " "
    assert any("warning, 7:1: No answer follows this question." in line for line in lines)
    assert any("not searched" in line and "contact line" in line for line in lines)


def test_a_speaker_whom_nobody_names_is_not_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bare.txt"
    path.write_text("Why did you leave?\nThey took the boat.\n", encoding="utf-8")
    print_indexed(index_documents([path], tmp_path / "archive", HashEmbedder()), tmp_path)
    assert capsys.readouterr().out.splitlines()[1].split()[4] == "unknown"


def test_parse_tells_the_same(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    path = tmp_path / "a.txt"
    path.write_text(DOUBTFUL, encoding="utf-8")
    assert main(["parse", str(path), "--json"]) == 0
    shape = json.loads(capfdbinary.readouterr().out)
    assert shape["report"] == json.loads(json.dumps(taken_json(taken(document(DOUBTFUL)))))
    assert main(["parse", str(path)]) == 0
    assert b"warning, 7:1: No answer" in capfdbinary.readouterr().out


def test_what_cannot_be_parsed_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "essay.txt"
    path.write_text("Nobody asks.", encoding="utf-8")
    with pytest.raises(BadInput, match="no question"):
        verbs.read(path, path.name)
