"""Where somebody chooses to look: by rating, organisation and date, alone and together."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from specimens import indexed

from eval.gold import filter_json
from eval.gold import filters as filters_of
from index.archive import Archive
from index.errors import BadInput
from onrecord import main
from rag.answer import Filters, Silence
from rag.compare import By
from rag.desk import Desk
from rag.filters import admits, chosen, held_filters, rows_among
from web.app import create_app

QUESTION = "Why did you leave?"


@pytest.fixture
def archive(sample_desk: Desk) -> Archive:
    return sample_desk.archive


CHOICES = (
    Filters(ratings=("Closed",)),
    Filters(organisations=("radio borlyk",)),
    Filters(since="2031"),
    Filters(since="2031-03", until="2031"),
    Filters(ratings=("closed", "repressed"), speakers=("Temira Olzhan", "Idris Vellakar")),
    Filters(organisations=("Dockers",), until="2031-04-17"),
    Filters(countries=("Kestan",), organisations=("Radio Borlyk",)),
)


@pytest.mark.parametrize("filters", CHOICES)
def test_a_passage_passes_where_its_interview_and_speaker_do(
    archive: Archive, filters: Filters
) -> None:
    held = held_filters(filters, archive)
    right = set()
    for passage in archive.passages:
        interview = archive.interview(passage.interview)
        speaker = interview.speaker_named(passage.turn)
        said = speaker is not None and chosen(held, speaker)
        if admits(held, interview) and (passage.turn is None or said or not held.organisations):
            right.add(passage.number)
    rows = rows_among(held, archive)
    assert rows is not None
    assert set(rows.tolist()) == right
    assert 0 < len(right) < len(archive.passages)


@pytest.mark.parametrize(
    ("filters", "says"),
    [
        (Filters(ratings=("cosy",)), "no interview rated 'cosy'. Its ratings: closed"),
        (Filters(organisations=("Nobody Ltd",)), "answers for 'Nobody Ltd'"),
        (Filters(since="soon"), "'soon' is no date"),
        (Filters(until="2031-13"), "'2031-13' is no date"),
    ],
)
def test_what_is_not_held_is_an_error_and_never_ignored(
    archive: Archive, filters: Filters, says: str
) -> None:
    with pytest.raises(BadInput, match=says):
        held_filters(filters, archive)


@pytest.mark.parametrize(
    ("filters", "date", "passes"),
    [
        (Filters(), None, True),
        (Filters(since="2031"), None, False),
        (Filters(until="2031"), None, False),
        (Filters(since="2031"), "2031-01-01", True),
        (Filters(since="2031"), "2030-12-31", False),
        (Filters(until="2031"), "2031-12-31", True),
        (Filters(until="2031-05"), "2031-05-31", True),
        (Filters(until="2031-05"), "2031-06-01", False),
        (Filters(since="2031-05-14", until="2031-05-14"), "2031-05-14", True),
    ],
)
def test_dates_bound_with_both_ends(filters: Filters, date: str | None, passes: bool) -> None:
    assert filters.dated(date) is passes


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("\u0662\u0660\u0663\u0660", "2030"),
        ("\u06f2\u06f0\u06f3\u06f0-\u06f0\u06f5", "2030-05"),
        ("\uff12\uff10\uff13\uff10", "2030"),
        ("2030-05-14", "2030-05-14"),
    ],
)
def test_dates_are_read_in_the_digits_of_any_script(tiny: Archive, given: str, read: str) -> None:
    assert held_filters(Filters(since=given, until=given), tiny) == Filters(since=read, until=read)


@pytest.mark.parametrize("given", ["\u00b2\u2070\u00b3\u2070", "\u0662\u0660\u0663", "", "2030-1"])
def test_digits_that_make_no_date_are_refused(tiny: Archive, given: str) -> None:
    with pytest.raises(BadInput, match="is no date"):
        held_filters(Filters(until=given), tiny)


def page(country: str, speaker: str, organisation: str) -> str:
    return (
        f"Country: {country}\nInterviewee: {speaker}\nOrganisation: {organisation}\n\n"
        "Q: What happened?\n\nA: We lost our boat.\n"
    )


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """People and organisations whose names are like others'."""
    return indexed(
        tmp_path_factory.mktemp("several"),
        page("Valdoria", "Ana", "Harbour Archive (HAR)"),
        page("Valdoria", "Ilvo", "Harvest Union"),
        page("West Orlund", "Ilvo Rezan", "Har Valley, Friends of the Union"),
        page("West Orlund", "Bo Ek", "\u6d77\u5cb8\u8bb0\u8005\u534f\u4f1a"),
    )


@pytest.mark.parametrize(
    "asked", ["Ana Petrovic", "Petrovic Ana", "Bo Rezan", "Dr Ana Rey", "Mrs", "Dr.", "", "-"]
)
def test_nobody_is_taken_for_a_longer_name(several: Archive, asked: str) -> None:
    with pytest.raises(BadInput, match="holds no speaker"):
        held_filters(Filters(speakers=(asked,)), several)


@pytest.mark.parametrize(
    ("asked", "held"),
    [
        ("ana", ("Ana",)),
        ("Rezan", ("Ilvo Rezan",)),
        ("Bo", ("Bo Ek",)),
        ("Ms Ana", ("Ana",)),
        ("Miss Ana", ("Ana",)),
        ("Mr. Ek", ("Bo Ek",)),
        ("Prof. Dr. Bo Ek", ("Bo Ek",)),
        # Who is held by just this name is meant before anybody whose name begins so.
        ("Ilvo", ("Ilvo",)),
        ("ILVO REZAN", ("Ilvo Rezan",)),
    ],
)
def test_a_speaker_is_found_by_a_part_of_the_name(
    several: Archive, asked: str, held: tuple[str, ...]
) -> None:
    assert held_filters(Filters(speakers=(asked,)), several).speakers == held


@pytest.mark.parametrize(
    ("asked", "held"),
    [
        ("HAR", ("Harbour Archive (HAR)",)),
        ("har", ("Harbour Archive (HAR)",)),
        ("harbour archive", ("Harbour Archive (HAR)",)),
        ("har valley", ("Har Valley, Friends of the Union",)),
        ("Union", ("Harvest Union", "Har Valley, Friends of the Union")),
        # Written without spaces between words.
        ("\u8bb0\u8005\u534f\u4f1a", ("\u6d77\u5cb8\u8bb0\u8005\u534f\u4f1a",)),
    ],
)
def test_an_organisation_is_found_by_its_acronym_and_by_whole_words(
    several: Archive, asked: str, held: tuple[str, ...]
) -> None:
    found = held_filters(Filters(organisations=(asked,)), several).organisations
    assert sorted(found) == sorted(held)


@pytest.mark.parametrize("asked", ["Harv", "friend", "of the Unio", "har valley, friend"])
def test_an_organisation_is_found_by_the_beginning_of_its_last_asked_word(
    several: Archive, asked: str
) -> None:
    found = held_filters(Filters(organisations=(asked,)), several).organisations
    assert found == (("Harvest Union" if asked == "Harv" else "Har Valley, Friends of the Union"),)


@pytest.mark.parametrize("asked", ["", " ", "-", "'", "(", "Val", "Harv Union", "Union Harvest"])
def test_letters_and_blanks_are_no_organisation(several: Archive, asked: str) -> None:
    with pytest.raises(BadInput, match="answers for"):
        held_filters(Filters(organisations=(asked,)), several)


def test_a_people_means_the_same_country_as_in_a_question(tmp_path: Path) -> None:
    pages = (page("China", "Ana", "Lantern"), page("Hong Kong", "Bo Ek", "Lantern"))
    archive = indexed(tmp_path, *pages)
    assert held_filters(Filters(countries=("Chinese",)), archive).countries == ("China",)


def test_where_nothing_is_left_there_is_silence(sample_desk: Desk) -> None:
    reply = sample_desk.ask(QUESTION, filters=Filters(since="2999"))
    assert isinstance(reply, Silence)
    assert not reply.nearest
    assert "Only interviews since 2999, as you chose." in reply.asked.because


def test_comparisons_stay_where_one_chose(sample_desk: Desk) -> None:
    filters = Filters(organisations=("Radio Borlyk",))
    found = sample_desk.compare([QUESTION], by=By.SPEAKER, filters=filters)
    names = {group.name for group in found.groups}
    people = {
        one.name
        for interview in sample_desk.archive.interviews
        for one in interview.speakers
        if "Radio Borlyk" in (one.organisation or "")
    }
    assert names == people


@pytest.mark.parametrize("filters", CHOICES)
def test_a_topic_keeps_where_it_was_asked(filters: Filters) -> None:
    assert filters_of(filter_json(filters)) == filters


def test_the_form_keeps_what_was_chosen(sample_desk: Desk) -> None:
    client = TestClient(create_app(sample_desk), base_url="http://127.0.0.1")
    sent = {"question": QUESTION, "rating": "closed", "since": "2030", "until": "2031-12"}
    page = client.post("/", data=sent).text
    assert "Only interviews rated closed, as you chose." in page
    assert "Only interviews since 2030, as you chose." in page
    assert '<input type="checkbox" name="rating" value="closed" checked>' in page
    assert re.search(r'<input id="since" name="since"[^>]* value="2030">', page)
    assert '<input type="hidden" name="until" value="2031-12">' in page
    wrong = client.post("/", data={**sent, "since": "soon"})
    assert wrong.status_code == 422
    assert 'value="soon"' in wrong.text
    start = client.get("/?rating=closed&organisation=Radio%20Borlyk&until=2031").text
    assert 'name="rating" value="closed" checked' in start
    assert 'value="2031"' in start


def test_programs_choose_too(sample_desk: Desk) -> None:
    client = TestClient(create_app(sample_desk), base_url="http://127.0.0.1")
    asked = {"question": QUESTION, "ratings": ["closed"], "organisations": []}
    hits = client.post("/api/search", json=asked).json()["hits"]
    closed = {i.id for i in sample_desk.archive.interviews if i.rating == "closed"}
    assert hits
    assert {hit["interview"] for hit in hits} <= closed
    assert client.post("/api/search", json={**asked, "since": "soon"}).status_code == 422


def test_the_command_chooses_too(sample_archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = ["search", QUESTION, "--archive", str(sample_archive), "--json"]
    assert main([*told, "--organisation", "Radio Borlyk"]) == 0
    hits = json.loads(capsys.readouterr().out)["hits"]
    assert {hit["speaker"] for hit in hits} == {"Temira Olzhan"}
    assert main([*told, "--since", "soon"]) == 65
