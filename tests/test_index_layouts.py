"""Layouts of plain text in which labels or fields say who speaks, and where and when."""

from __future__ import annotations

import pytest
from specimens import codes, document, one, only, roles, turns

from index.interview import Speaker


def test_turns_with_q_and_a() -> None:
    found = document(
        "VALDORIA: ‘x’\nQ: Why did you leave?\nA: They came.\nMore came.\nQ: Who?\nA: Men.\n"
    )
    assert turns(found) == [
        ("Why did you leave?", None, ["They came.", "More came."]),
        ("Who?", None, ["Men."]),
    ]


def test_turns_with_names_and_two_who_answer() -> None:
    found = document(
        "VALDORIA: ‘x’\n"
        "The Lantern Project speaks with Mira Dolen and Bo Ek about the sea.\n"
        "LANTERN: Why did you leave?\n"
        "DOLEN: They came at night.\n"
        "EK: I was asleep.\n"
        "LANTERN: Who came?\n"
        "EK: The police.\n"
    )
    assert turns(found) == [
        ("Why did you leave?", "Mira Dolen", ["They came at night."]),
        ("Why did you leave?", "Bo Ek", ["I was asleep."]),
        ("Who came?", "Bo Ek", ["The police."]),
    ]
    assert [speaker.name for speaker in only(found).speakers] == ["Mira Dolen", "Bo Ek"]
    assert len(only(found).questions) == 2


def test_names_in_bold_and_with_a_time() -> None:
    found = document(
        "**Ana Rey:** Why did you leave?\n**Mira Dolen (00:12):** They came.\n"
        "**Ana Rey:** Who came?\n**Mira Dolen (00:31):** The police.\n"
    )
    assert turns(found) == [
        ("Why did you leave?", "Mira Dolen", ["They came."]),
        ("Who came?", "Mira Dolen", ["The police."]),
    ]


def test_header_fields() -> None:
    found = document(
        "Letters from the harbour\n"
        "Country: Valdoria\nInterviewee: Mira Dolen\nRole: archivist\n"
        "Organization: Harbour Archive\nDate: 2031-04-17\nCivic space: Closed\n"
        "Why?\nBecause.\n"
    )
    interview = only(found)
    assert interview.country == "Valdoria"
    assert interview.speakers == (Speaker("Mira Dolen", "archivist", "Harbour Archive"),)
    assert (interview.date, interview.rating) == ("2031-04-17", "closed")
    assert roles(found) == ["heading", *["field"] * 6, "question", "answer"]


@pytest.mark.parametrize(
    "value", ["April 2031", "2031", "04/05/2031", "2031-13-01", "31 April 2031", "soon"]
)
def test_a_date_that_would_be_a_guess_is_none(value: str) -> None:
    assert one(f"Country: Valdoria\nDate: {value}\nWhy?\nBecause.\n").date is None


@pytest.mark.parametrize(
    "value",
    [
        *("2031-05-03", "3 May 2031", "May 3, 2031", "3rd of May, 2031", "Saturday, 3 May 2031"),
        *("3 de mayo de 2031", "3 mai 2031", "3. Mai 2031", "3 de maio de 2031", "3 maggio 2031"),
        *("2031 May 3", "MAY 3 2031"),
    ],
)
def test_a_date_whose_month_is_in_words_is_that_day(value: str) -> None:
    assert one(f"Country: Valdoria\nDate: {value}\nWhy?\nBecause.\n").date == "2031-05-03"


# What was once misread.


@pytest.mark.parametrize(
    ("asks", "replies"),
    [
        ("Interviewer", "Guest"),
        ("INTERVIEWER", "NARRATOR"),
        ("Interviewer", "Interviewee"),
        ("Question", "Answer"),
        ("问", "答"),
    ],
)
def test_labels_that_could_be_header_fields(asks: str, replies: str) -> None:
    found = document(f"{asks}: Why?\n{replies}: Salt.\n{asks}: Who?\n{replies}: Us.\n")
    assert [(q, a) for q, _, a in turns(found)] == [("Why?", ["Salt."]), ("Who?", ["Us."])]


@pytest.mark.parametrize("greets", ["Hello", "Hi Ann", "Thank you", "Welcome"])
def test_a_greeting_under_a_label_is_nobodys_name(greets: str) -> None:
    found = document(f"Guest: {greets}\nHost: Why?\nGuest: The war\nHost: Who?\nGuest: Us\n")
    assert turns(found) == [
        (None, None, [greets]),
        ("Why?", None, ["The war"]),
        ("Who?", None, ["Us"]),
    ]
    assert only(found).speakers == ()


def test_a_field_whose_key_is_a_label_too_names_who_answers() -> None:
    found = document("Guest: Mira\nHost: Why?\nGuest: Salt.\nHost: Who?\nGuest: Us.\n")
    assert turns(found) == [("Why?", "Mira", ["Salt."]), ("Who?", "Mira", ["Us."])]


def test_labels_on_lines_of_their_own() -> None:
    found = document("ANA REY:\nWhy?\nMIRA DOLEN:\nSalt.\nANA REY:\nWho?\nMIRA DOLEN:\nUs.\n")
    assert turns(found) == [
        ("Why?", "Mira Dolen", ["Salt."]),
        ("Who?", "Mira Dolen", ["Us."]),
    ]


@pytest.mark.parametrize("said", ["‘Go home,’ they said.", "‘Go home.’", "“Yes.”"])
def test_a_turn_that_begins_with_a_quotation_is_no_heading(said: str) -> None:
    found = document(
        f"ANA REY: Why?\nMIRA DOLEN: Salt.\nANA REY: What did they say?\nMIRA DOLEN: {said}\n"
        "ANA REY: And then?\nMIRA DOLEN: We went.\n"
    )
    assert turns(found)[1] == ("What did they say?", "Mira Dolen", [said])
    assert len(turns(found)) == 3


def test_a_dialogue_that_somebody_recounts_does_not_label_the_turns() -> None:
    found = document(
        "VALDORIA: ‘x’\nMira Dolen is a fisher.\nWhy did you leave?\nHear how it went.\n"
        "Monday: we packed.\nTuesday: we hid.\nMonday: we packed again.\nAnd then?\nA boat.\n"
    )
    assert [(q, who, len(a)) for q, who, a in turns(found)] == [
        ("Why did you leave?", "Mira Dolen", 4),
        ("And then?", "Mira Dolen", 1),
    ]


def test_who_asks_once_does_not_make_the_interviewer_a_speaker() -> None:
    found = document(
        "ANA: Welcome.\nMIRA: Thanks.\nANA: Why?\nMIRA: Salt.\nANA: Who?\nMIRA: Us.\n"
        "TOM: How many?\nMIRA: Two.\n"
    )
    assert [speaker.name for speaker in only(found).speakers] == ["Mira"]
    assert {who for _, who, _ in turns(found)} == {"Mira"}


def test_a_conversation_in_which_nobody_asks_is_remarked() -> None:
    found = document("ANA: It is salt.\nMIRA: Yes.\nANA: It was fish.\nMIRA: No.\n")
    assert "no-interviewer" in codes(found)


def test_questions_in_a_row_with_labels_are_turns_of_their_own() -> None:
    found = document("Q: One?\nQ: Two?\nA: Yes.\nQ: Three?\nA: No.\n")
    assert [question for question, _, _ in turns(found)] == ["One?", "Two?", "Three?"]


@pytest.mark.parametrize("country", ["-", "—", "..."])
def test_a_country_without_letters_is_unknown(country: str) -> None:
    found = document(f"Country: {country}\nInterviewee: Mira Dolen\nWhy?\nSalt.\n")
    assert only(found).country is None
    assert "no-country" in codes(found)
