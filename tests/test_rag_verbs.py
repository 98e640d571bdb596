"""What the terminal prints of a reply and of a checked draft: under each heading its own words."""

from __future__ import annotations

from pathlib import Path

import pytest
from specimens import TINY, indexed

from index.archive import Archive
from index.interview import Role, Span
from rag.answer import Answer, Quote, Silence
from rag.cite import cut_quote
from rag.desk import Desk
from rag.verbs import WHOSE, print_reply
from rag.verifying import print_draft

ASKED = "What happened to the harbour boats that winter?"
BURNED = "The police burned the harbour boats that winter in front of us."
INFORMED = "I informed on the harbour boats that winter because they paid me."
OPENING = "The harbour boats were gone that winter."
RATED = "Civic space in Valdoria is rated ‘closed’ by the Lantern Monitor."
TWO = f"""VALDORIA: ‘Two voices’
The Lantern Project speaks with Mira Dolen, founder of the Harbour Archive, and Tomas Ek, fisherman.
{OPENING}
Q: {ASKED}
Mira Dolen: {BURNED}
Tomas Ek: {INFORMED}
{RATED}
"""
MIRA = "Valdoria · Mira Dolen, founder, Harbour Archive"
TOMAS = "Valdoria · Tomas Ek, fisherman"
PUBLISHERS = [(OPENING, WHOSE[Role.INTRODUCTION]), (RATED, WHOSE[Role.RATING])]
HOME = "She lives in Port Sel with her two small daughters."


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")


def quoted(archive: Archive, *said: str) -> tuple[Quote, ...]:
    (interview,) = archive.interviews
    text = archive.source(interview.id).text
    starts = [(text.index(words), len(words)) for words in said]
    return tuple(cut_quote(archive, interview.id, Span(at, at + long)) for at, long in starts)


def printed(archive: Archive, capsys: pytest.CaptureFixture[str], *said: str) -> list[str]:
    """The lines of an answer that quotes these words in this order."""
    found = Desk(archive).ask(ASKED)
    reply = Answer(
        found.asked,
        quoted(archive, *said),
        more=(),
        coverage=found.coverage,
        version=found.version,
        timing=found.timing,
    )
    print_reply(reply, archive)
    return capsys.readouterr().out.splitlines()


def above(lines: list[str], words: str, *headings: str) -> str:
    """The heading that stands nearest above some words."""
    at = next(number for number, line in enumerate(lines) if words in line)
    return next(line for line in reversed(lines[:at]) if line in headings)


@pytest.mark.parametrize("order", [(BURNED, INFORMED), (INFORMED, BURNED)])
def test_each_speaker_of_an_interview_has_a_heading_of_their_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], order: tuple[str, str]
) -> None:
    lines = printed(indexed(tmp_path, TWO), capsys, *order)
    assert above(lines, BURNED, MIRA, TOMAS) == MIRA
    assert above(lines, INFORMED, MIRA, TOMAS) == TOMAS
    assert lines.count(f"Asked: {ASKED}") == 2


@pytest.mark.parametrize(("words", "mark"), PUBLISHERS)
def test_the_publishers_words_where_several_speak_head_nobody_elses(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: str, mark: str
) -> None:
    publisher = "Valdoria · the publisher"
    lines = printed(indexed(tmp_path, TWO), capsys, words, BURNED)
    assert above(lines, words, MIRA, TOMAS, publisher) == publisher
    assert above(lines, BURNED, MIRA, TOMAS, publisher) == MIRA
    assert f"({mark})" in lines


def test_an_interview_of_one_speaker_has_one_heading(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    alone = TWO.replace(", and Tomas Ek, fisherman", "").replace(f"Tomas Ek: {INFORMED}\n", "")
    lines = printed(indexed(tmp_path, alone), capsys, OPENING, BURNED, RATED)
    assert [line for line in lines if line.startswith("Valdoria ·")] == [MIRA]
    for words, mark in PUBLISHERS:
        assert lines[lines.index(f"  │ {words}") - 1] == f"({mark})"


@pytest.mark.parametrize(("words", "mark"), PUBLISHERS)
def test_the_publishers_words_beside_a_silence_are_marked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: str, mark: str
) -> None:
    archive = indexed(tmp_path, TWO)
    found = Desk(archive).ask(ASKED)
    nearest = quoted(archive, BURNED, words)
    reply = Silence(found.asked, "Nobody.", nearest, found.coverage, found.version, found.timing)
    print_reply(reply, archive)
    lines = capsys.readouterr().out.splitlines()
    assert lines[lines.index(f"  {words}") - 1] == f"  ({mark})"
    assert lines[lines.index(f"  {BURNED}") - 1] == f"  {MIRA}"


def test_the_publishers_words_in_a_draft_are_marked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = Desk(indexed(tmp_path, TINY.replace("She lives in Port Sel.", HOME)))
    print_draft(desk.verify(f"Mira Dolen said: “{HOME}”\n"))
    out = capsys.readouterr().out
    assert f"(HAR)\n    ({WHOSE[Role.INTRODUCTION]})\n    0.txt" in out
    print_draft(
        desk.verify("Mira Dolen said: “We lost our boat, our radio and 2.5 tonnes of salt.”")
    )
    assert "publisher's" not in capsys.readouterr().out
