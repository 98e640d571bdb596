from __future__ import annotations

import pytest

from index.entering import keys_of
from index.interview import Speaker
from index.people import introduced, people_in, personal, same_person, with_role
from index.readers.text import read_text


def who(introduction: str, around: str = "", labels: tuple[str, ...] = ()) -> tuple[Speaker, ...]:
    return introduced(introduction, around, labels)


@pytest.mark.parametrize(
    ("introduction", "name", "role", "organisation"),
    [
        (
            "The Lantern speaks with Mira Dolen, founder of the Harbour Archive, about letters.",
            "Mira Dolen",
            "founder",
            "Harbour Archive",
        ),
        (
            "The Lantern interviews Mira Dolen, director at Docket Room, which defends sailors.",
            "Mira Dolen",
            "director",
            "Docket Room",
        ),
        (
            "We speak with Valdorian activist Mira Dolen about exile.",
            "Mira Dolen",
            "Valdorian activist",
            None,
        ),
        (
            "Mira Dolen is a lawyer and co-founder of Salt Watch. Mira left in 2031.",
            "Mira Dolen",
            "lawyer and co-founder",
            "Salt Watch",
        ),
        (
            "We talked to Dr. Mira Dolen, who left in 2031. She is a member of Salt Watch.",
            "Mira Dolen",
            "member",
            "Salt Watch",
        ),
        (
            "We sat down with Mira Dolen (she/her), editor of the Salt Gazette.",
            "Mira Dolen",
            "editor",
            "Salt Gazette",
        ),
        (
            "The Lantern meets Ana-Maria de la Cruz, spokesperson for the Net Menders’ Union.",
            "Ana-Maria de la Cruz",
            "spokesperson",
            "Net Menders’ Union",
        ),
    ],
)
def test_introductions(
    introduction: str, name: str, role: str | None, organisation: str | None
) -> None:
    (found,) = who(introduction)
    assert found.name == name
    assert found.role == role
    assert found.organisation == organisation


def test_two_who_answer() -> None:
    found = who(
        "The Lantern speaks with Mira Dolen and Bo Ek about the sea. Mira and Bo left in 2031.",
        "Follow Dolen and Ek on Chirper.",
        ("DOLEN", "EK"),
    )
    assert [speaker.name for speaker in found] == ["Mira Dolen", "Bo Ek"]


def test_a_person_who_is_only_mentioned_does_not_speak() -> None:
    (found,) = who(
        "The Lantern speaks with Mira Dolen about letters. They began under Minister Oskar Brandt."
    )
    assert found.name == "Mira Dolen"


@pytest.mark.parametrize(
    "introduction",
    [
        "",
        "The Harbour Archive wrote this in Port Sel.",
        "In March the Supreme Court closed the Lantern Project.",
        "THE LANTERN SPEAKS WITH NOBODY",
        "the sea was closed and nobody spoke.",
        "North Korea closed its border.",
    ],
)
def test_nobody_is_guessed(introduction: str) -> None:
    assert who(introduction) == ()


@pytest.mark.parametrize(
    "name", ["Harbour Archive Foundation", "North Korea", "Hong Kong", "MIRA DOLEN", "Human Rights"]
)
def test_what_is_no_person(name: str) -> None:
    assert not personal(name)


@pytest.mark.parametrize(
    ("name", "other", "same"),
    [
        ("Mira Dolen", "MIRA DOLEN", True),
        ("Mira Dolen", "Dolen", True),
        ("Mira Dolen", "Mira", True),
        ("Ana-Maria de la Cruz", "Cruz", True),
        ("José Ek", "Jose Ek", True),
        ("Mira Dolen", "Mira Ek", False),
        ("Ana-Maria de la Cruz", "la", False),
        ("Mira Dolen", "", False),
        ("", "", False),
    ],
)
def test_two_forms_of_a_name(name: str, other: str, same: bool) -> None:
    assert same_person(name, other) is same
    assert same_person(other, name) is same


@pytest.mark.parametrize(
    ("words", "role", "organisation"),
    [
        ("founder of the Harbour Archive", "founder", "Harbour Archive"),
        ("a lawyer with Salt Watch on how it began", "lawyer", "Salt Watch"),
        ("secretary general of the Union 21", "secretary general", "Union 21"),
        ("a poet", "poet", None),
        ("president of Cuba", "president of Cuba", None),
    ],
)
def test_roles(words: str, role: str, organisation: str | None) -> None:
    assert with_role(Speaker("Mira Dolen"), words) == Speaker("Mira Dolen", role, organisation)


def test_what_is_known_is_not_replaced() -> None:
    known = Speaker("Mira Dolen", "poet", "Salt Watch")
    assert with_role(known, "founder of the Harbour Archive") == known


@pytest.mark.parametrize(
    ("field", "names"),
    [
        ("Mira Dolen (HAR)", ("Mira Dolen",)),
        ("Mira Dolen, archivist", ("Mira Dolen",)),
        ("Mira Dolen and Bo Ek", ("Mira Dolen", "Bo Ek")),
        ("(Anonymous)", ()),
        (", director of the Harbour Archive", ()),
        (" ", ()),
    ],
)
def test_a_field_names_people_or_nobody(field: str, names: tuple[str, ...]) -> None:
    assert people_in(field) == names


@pytest.mark.parametrize(
    "fields", ["Interviewee: (Anonymous)", "Interviewee: , director of the Harbour Archive"]
)
def test_a_field_without_a_name_makes_no_speaker(fields: str) -> None:
    text = f"Country: Valdoria\n{fields}\n\nWhy salt?\n\nSalt keeps the fish.\n"
    (interview,) = read_text(text.encode(), "salt.txt").interviews
    assert interview.speakers == ()
    assert [turn.speaker for turn in interview.turns] == [None]


def test_one_field_without_a_name_leaves_the_other() -> None:
    text = "Interviewee: (Anonymous)\nInterviewee: Mira Dolen\n\nWhy salt?\n\nFor the fish.\n"
    (interview,) = read_text(text.encode(), "salt.txt").interviews
    assert [speaker.name for speaker in interview.speakers] == ["Mira Dolen"]


@pytest.mark.parametrize("name", ["", " "])
def test_a_blank_name_is_asked_for_by_no_word(name: str) -> None:
    assert keys_of(Speaker(name)) == set()
    assert keys_of(Speaker(name, None, "Harbour Archive")) == {"archive"}
