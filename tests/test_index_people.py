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
    "introduction",
    [
        "Mira Dolen talks to Ana Rey about the war.",
        "Mira Dolen sat down with Ana Rey.",
        "Mira Dolen sat down with Ana Rey, a journalist.",
        "Mira Dolen, a poet, sat down with Ana Rey, a writer.",
        "Mira Dolen, founder of the Harbour Archive, speaks with Ana Rey about the war.",
        "In May, Mira Dolen spoke with our reporter Ana Rey about the war.",
        "A witness talks to us about Oskar Brandt, who came in May.",
        "We spoke to the sister of Oskar Brandt, and to his mother.",
    ],
)
def test_a_name_that_may_be_that_of_who_asks_or_is_spoken_of_is_not_guessed(
    introduction: str,
) -> None:
    assert who(introduction) == ()


@pytest.mark.parametrize(
    "introduction",
    [
        "Journalist Ana Rey talks to Mira Dolen, a pilot, about the sea.",
        "Our reporter Ana Rey spoke to Mira Dolen, a pilot",
        "Ana Rey of the Harbour Star spoke with Mira Dolen, founder of the Harbour Archive.",
        "Al Larnas spoke to Mira Dolen, the pilot.",
        "As the Harbour Spring began, Salt Lines talked to Mira Dolen, a lawyer.",
        "On Salt Day, Ana Rey spoke with Mira Dolen, a lawyer.",
    ],
)
def test_what_somebody_is_is_told_of_who_answers(introduction: str) -> None:
    assert [one.name for one in who(introduction)] == ["Mira Dolen"]


@pytest.mark.parametrize(
    "introduction",
    [
        "Mira Dolen, who was shot in May, is a pilot. Dolen survived.",
        "Mira Dolen was shot in the leg in May and survived. Dolen now teaches.",
        "Mira Dolen, the last keeper of the light, died in May. Dolen told us of it in April.",
        "Mira Dolen is dead serious about boats. Dolen builds them.",
        "Mira Dolen, a nurse, is dead set against it. Dolen now teaches.",
    ],
)
def test_who_lived_to_tell_answers(introduction: str) -> None:
    assert [one.name for one in who(introduction)] == ["Mira Dolen"]


@pytest.mark.parametrize(
    "introduction",
    [
        "We spoke with Mira Dolen, a nurse. Some of her patients asked to remain anonymous.",
        "Mira Dolen, a writer, is known here. Two of her friends declined to be named. Dolen told "
        "us why.",
        "We met Mira Dolen, a lawyer who defends women who ask for anonymity.",
        "We spoke with Mira Dolen, a lawyer, about those who speak anonymously.",
        "We spoke with Mira Dolen. Her lawyer’s name is withheld.",
    ],
)
def test_where_somebody_else_has_no_name_who_is_asked_keeps_hers(introduction: str) -> None:
    assert [one.name for one in who(introduction)] == ["Mira Dolen"]


@pytest.mark.parametrize(
    "introduction",
    [
        "Oskar Brandt was shot in May. His sister tells what she saw.",
        "Oskar Brandt, a student, was shot in May. Brandt was 19. His sister tells of him.",
        "Oskar Brandt, who was killed in May, had a sister. Brandt was 19. She tells of him.",
        "Oskar Brandt died in May. Brandt was 19. His sister tells of him.",
    ],
)
def test_who_was_killed_does_not_answer(introduction: str) -> None:
    assert who(introduction, "Write to the friends of Brandt.") == ()


@pytest.mark.parametrize(
    "introduction",
    [
        "We met Oskar Brandt, who was shot in May. His sister spoke to us anonymously.",
        "Oskar Brandt was shot in May. His sister survived. She tells us of Brandt.",
        "Oskar Brandt, a student, was held in May. Brandt survived. His sister spoke anonymously.",
    ],
)
def test_who_is_spoken_of_by_somebody_without_a_name_does_not_answer(introduction: str) -> None:
    assert who(introduction) == ()


def test_who_was_shot_and_is_spoken_with_answers() -> None:
    (found,) = who("The Lantern speaks with Mira Dolen, who was shot in May, about the war.")
    assert found.name == "Mira Dolen"


@pytest.mark.parametrize(
    "said",
    [
        "His sister, who does not want to be named, tells what she saw.",
        "The nurse asked to remain anonymous.",
        "His sister spoke to us anonymously.",
        "She spoke on condition of anonymity.",
        "Her name was withheld.",
        "She cannot be identified.",
        "She didn’t wish to be named.",
    ],
)
def test_where_who_answers_has_no_name_no_other_is_taken(said: str) -> None:
    introduction = f"Oskar Brandt is known to all here. Brandt is a judge. {said}"
    assert who(introduction) == ()
    assert [one.name for one in who(introduction, labels=("BRANDT",))] == ["Oskar Brandt"]


@pytest.mark.parametrize(
    ("introduction", "role"),
    [
        ("We speak with Mira Dolen about a hotline that keeps its callers anonymous.", None),
        ("The Salt Gazette talks to fisher Mira Dolen about exile.", "fisher"),
        ("After Oskar Brandt fell, we spoke with Mira Dolen.", None),
        ("The Lantern, in Port Sel, talks to Mira Dolen.", None),
        ("Ana Rey interviews Mira Dolen.", None),
    ],
)
def test_who_is_asked_is_told_though_there_are_other_names(
    introduction: str, role: str | None
) -> None:
    assert who(introduction) == (Speaker("Mira Dolen", role),)


def test_who_is_known_to_ask_does_not_answer() -> None:
    introduction = "Ana Rey of the Lantern talks to Mira Dolen about the war."
    assert introduced(introduction, "", ()) == ()
    assert introduced(introduction, "", (), ("Ana Rey",)) == (Speaker("Mira Dolen"),)
    assert introduced("Ana Rey is a reporter. Ana came.", "", (), ("Ana Rey",)) == ()


def test_a_field_says_who_asks_so_an_introduction_does_not_say_they_answer() -> None:
    text = "Interviewer: Ana Rey\n\nWe met Ana Rey. Ana Rey is a poet.\n\nWhy salt?\n\nFor fish.\n"
    (interview,) = read_text(text.encode(), "salt.txt").interviews
    assert interview.speakers == ()
    (without,) = read_text(text.partition("\n\n")[2].encode(), "salt.txt").interviews
    assert [speaker.name for speaker in without.speakers] == ["Ana Rey"]


def test_words_that_lead_to_somebody_spoken_of_are_no_role() -> None:
    (found,) = who("A man talks to us about Mira Dolen.", labels=("DOLEN",))
    assert found == Speaker("Mira Dolen")


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
        ("Mira (Miri) Dolen", ("Mira Dolen",)),
        ("Ana Costa e Silva Pinto", ("Ana Costa e Silva Pinto",)),
        ("Ana Rey i Marga Ek Sol", ("Ana Rey i Marga Ek Sol",)),
        ("Mira Dolen / Bo Ek", ("Mira Dolen", "Bo Ek")),
        ("Mira Dolen och Bo Ek, Ana Rey", ("Mira Dolen", "Bo Ek", "Ana Rey")),
        ("Mira Ortega y Rey", ("Mira Ortega y Rey",)),
        ("Dolen, Mira B.", ("Mira B. Dolen",)),
        ("Dolen, Mira, 1931-2019", ("Mira Dolen",)),
        ("Dolen, Mira and Dolen, Lena", ("Mira Dolen", "Lena Dolen")),
        ("Dolen, Mira; Ek, Bo", ("Mira Dolen", "Bo Ek")),
        ("Mira, Nurse", ("Mira",)),
        ("Mira, nurse", ("Mira",)),
        ("Mira, Head Teacher", ("Mira",)),
        ("Mira, Georgia", ("Mira",)),
        ("Mira, Baker", ("Mira",)),
        ("Dolen, PhD", ("Dolen",)),
        ("Mira, Larnas", ("Mira",)),
        ("Anonymous, Larnas", ("Anonymous",)),
        ("Mira, Baker; Bo, Mayor", ("Mira",)),
        ("(Anonymous)", ()),
        (", director of the Harbour Archive", ()),
        (" ", ()),
    ],
)
def test_a_field_names_people_or_nobody(field: str, names: tuple[str, ...]) -> None:
    assert people_in(field) == names


@pytest.mark.parametrize(
    ("field", "speaker"),
    [
        ("Dolen, Mira, 1931-2019", Speaker("Mira Dolen")),
        ("Mira Dolen (HAR), archivist", Speaker("Mira Dolen", "archivist")),
        ("Mira, nurse", Speaker("Mira", "nurse")),
    ],
)
def test_what_stands_beside_a_name_in_a_field_is_a_role(field: str, speaker: Speaker) -> None:
    text = f"Country: Valdoria\nNarrator: {field}\n\nWhy salt?\n\nFor the fish.\n"
    (interview,) = read_text(text.encode(), "salt.txt").interviews
    assert interview.speakers == (speaker,)


@pytest.mark.parametrize(
    ("field", "label", "names"),
    [
        ("Dolen, Mira", "MIRA DOLEN", ("Mira Dolen",)),
        ("Dolen, Mira", "Mira", ("Mira Dolen",)),
        ("Mira, Larnas", "Mira", ("Mira",)),
        ("Ana Costa e Silva Pinto", "Ana", ("Ana Costa e Silva Pinto",)),
    ],
)
def test_a_label_can_tell_how_a_name_in_a_field_is_written(
    field: str, label: str, names: tuple[str, ...]
) -> None:
    text = f"Guest: {field}\n\nQ: Why?\n\n{label}: Salt.\n\nQ: Who?\n\n{label}: Us.\n"
    (interview,) = read_text(text.encode(), "salt.txt").interviews
    assert tuple(speaker.name for speaker in interview.speakers) == names
    assert {turn.speaker for turn in interview.turns} == set(names)


def test_what_stands_below_a_field_can_tell_how_a_name_in_it_is_written() -> None:
    text = "Guest: Dolen, Mira\n\nIn May we met Mira Dolen here.\n\nWhy salt?\n\nFor fish.\n"
    (interview,) = read_text(text.encode(), "salt.txt").interviews
    assert interview.speakers == (Speaker("Mira Dolen"),)


def test_a_word_that_can_be_within_a_name_parts_two_who_have_a_label_each() -> None:
    said = "Q: Why?\n\nMira: Salt.\n\nQ: Who?\n\nBo: Us.\n\n"
    text = f"Guest: Mira Dolen y Bo Ek\n\n{said}{said}"
    (interview,) = read_text(text.encode(), "salt.txt").interviews
    assert [speaker.name for speaker in interview.speakers] == ["Mira Dolen", "Bo Ek"]
    assert [turn.speaker for turn in interview.turns] == ["Mira Dolen", "Bo Ek"] * 2


def test_two_with_a_label_each_are_two_people_in_a_field() -> None:
    text = "Guest: Lena, Mira\n\nQ: Why?\n\nMira: Salt.\n\nQ: Who?\n\nLena: Us.\n"
    (interview,) = read_text(text.encode(), "salt.txt").interviews
    assert [speaker.name for speaker in interview.speakers] == ["Lena", "Mira"]
    assert [turn.speaker for turn in interview.turns] == ["Mira", "Lena"]


@pytest.mark.parametrize("filling", ["(", "[a", " ", ", ", "( ) ", "y ", "Aa, "])
def test_a_very_long_field_names_few(filling: str) -> None:
    assert len(people_in("Mira" + filling * 50_000)) < 3


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
