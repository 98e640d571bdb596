"""The country of an interview that says none in so many words: exactly one, or none."""

from __future__ import annotations

import pytest

from index.country import named_by_file, named_in
from index.hints import hints_beside
from index.interview import Document
from index.readers import read_bytes

TALK = "Q: Who keeps the lamp?\n\nMira Dolen: I do.\n\nQ: Alone?\n\nMira Dolen: Yes.\n"


def read(text: str, name: str = "talk.txt") -> Document:
    return read_bytes(text.encode(), name)


def remark(document: Document) -> str:
    return next((r.message for r in document.remarks if r.code == "country-taken"), "")


@pytest.mark.parametrize(
    ("words", "country"),
    [
        ("Kenya’s rivers", "Kenya"),
        ("talks with a Cuban activist", "Cuba"),
        ("why Hong Kong matters", "Hong Kong"),
        ("a North Korean escapee", "North Korea"),
        ("on the Democratic Republic of the Congo", "Democratic Republic of the Congo"),
        ("Guinea-Bissau votes", "Guinea-Bissau"),
    ],
)
def test_words_that_tell_a_country(words: str, country: str) -> None:
    assert named_in(words).surely == {country}


@pytest.mark.parametrize(
    "words",
    [
        "",
        "a talk with Mark Cuban",
        "Kenya Barris laughs",
        "Latin American feminists",
        "Jordan and Georgia, two sisters",
        "what became of us",
        "she spoke french to the turkey",
    ],
)
def test_words_that_may_tell_something_else(words: str) -> None:
    assert named_in(words).surely == frozenset()


@pytest.mark.parametrize(
    ("name", "countries"),
    [
        ("2031-kenya_rivers.txt", {"Kenya"}),
        ("archive/el-salvador 2.md", {"El Salvador"}),
        ("kenya/talk.txt", set()),
        ("cuban.txt", set()),
        ("from_cuba_to_spain.docx", {"Cuba", "Spain"}),
    ],
)
def test_names_of_files_that_tell_a_country(name: str, countries: set[str]) -> None:
    assert named_by_file(name).surely == countries


def test_a_country_is_taken_with_a_word_on_where_from() -> None:
    found = read(f"The rivers of Kenya\n\n{TALK}", "kenya.txt")
    assert [one.country for one in found.interviews] == ["Kenya"]
    assert "its heading and the name of its file" in remark(found)
    assert "no-country" not in {r.code for r in found.remarks}


def test_who_answers_tells_the_country() -> None:
    found = read(f"Interviewee: Mira Dolen\nRole: Cuban keeper of the lamp\n\n{TALK}")
    assert [one.country for one in found.interviews] == ["Cuba"]
    assert "what is said of who answers" in remark(found)


@pytest.mark.parametrize(
    "heading",
    ["From Cuba to Kenya", "Kenya and India", "An Indian in Kenya", "Mark Cuban on Kenya"],
)
def test_what_may_be_another_country_leaves_it_unknown(heading: str) -> None:
    found = read(f"{heading}\n\n{TALK}")
    assert [one.country for one in found.interviews] == [None]
    assert "no-country" in {r.code for r in found.remarks}


def test_what_a_document_says_is_not_overruled() -> None:
    found = read(f"The rivers of Kenya\nCountry: Tamrin\n\n{TALK}", "cuba.txt")
    assert [one.country for one in found.interviews] == ["Tamrin"]
    hints = hints_beside(b'country = "Norvale"', "talk.txt.toml")
    told = read_bytes(f"The rivers of Kenya\n\n{TALK}".encode(), "talk.txt", hints=hints)
    assert [(one.country, remark(told)) for one in told.interviews] == [("Norvale", "")]


@pytest.mark.parametrize(
    ("place", "country"),
    [("Kenya", "Kenya"), ("Nairobi, Kenya", "Kenya"), ("The Lantern Hall", None)],
)
def test_a_place_is_a_country_only_where_it_says_one(place: str, country: str | None) -> None:
    found = read(f"Location: {place}\nInterviewee: Mira Dolen\n\n{TALK}")
    assert [one.country for one in found.interviews] == [country]
