from __future__ import annotations

import contextlib
import json
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from specimens import SAFE, TINY, codes, document, one, only, roles, turns

from index.errors import BadInput, InputOutput
from index.interview import Role, Speaker
from index.parsed import parsed_json
from index.readers import read
from index.readers.text import read_text

# The layout that archives of interviews have on the web.


def test_the_layout_of_an_archive() -> None:
    found = document(TINY)
    assert found.title is not None
    assert found.title.of(found.text) == "Voices (invented)"
    first, second = found.interviews
    assert (first.country, second.country) == ("Valdoria", "West Orlund")
    assert first.speakers == (Speaker("Mira Dolen", "founder", "Harbour Archive (HAR)"),)
    assert second.speakers[0].name == "Tomas Ek"
    assert (first.rating, second.rating) == ("closed", None)
    assert [turn[0] for turn in turns(found)] == [
        "Why did you leave Valdoria?",
        "Was your brother released?",
        "Who helps families now?",
        "What did the sea ban change for fishers?",
        "Do fishers trust the radio?",
    ]
    assert turns(found)[1] == ("Was your brother released?", "Mira Dolen", ["Yes."])
    assert len(turns(found)[0][2]) == 2
    assert (
        roles(found)
        == (
            "title separator heading introduction introduction question answer answer"
            " question answer question answer rating contact"
            " separator heading introduction introduction question answer question answer credit"
        ).split()
    )
    assert codes(found) == []


@pytest.mark.parametrize(
    ("heading", "country", "headline"),
    [
        ("VALDORIA: ‘We stay’", "Valdoria", "We stay"),
        ("WEST ORLUND: “We ‘all’ stay”", "West Orlund", "We ‘all’ stay"),
        ("VALDORIA: ‘They said ‘go home’’", "Valdoria", "They said ‘go home’"),
        ("VALDORIA: ‘They said ‘go’ and I said no’", "Valdoria", "They said ‘go’ and I said no"),
        ("EGYPT: 'It’s ours'", "Egypt", "It’s ours"),
        ("EGYPT: «Nous restons»", "Egypt", "Nous restons"),
        ("Egypt: ‘We stay’", "Egypt", "We stay"),
        ("GUINEA-BISSAU:‘We stay’", "Guinea-Bissau", "We stay"),
        ("TRINIDAD AND TOBAGO: ‘We stay’", "Trinidad and Tobago", "We stay"),
        ("EGYPT: ‘’", "Egypt", None),
        ("EGYPT", "Egypt", None),
    ],
)
def test_headings(heading: str, country: str, headline: str | None) -> None:
    found = document(f"{heading}\nMira Dolen is a fisher.\nWhy?\nBecause.\n")
    interview = only(found)
    assert interview.heading is not None
    assert interview.heading.of(found.text) == heading
    assert interview.country == country
    said = interview.headline.of(found.text) if interview.headline else None
    assert said == headline


@pytest.mark.parametrize(
    ("introduction", "speaker"),
    [
        (
            "The Lantern Project speaks with Mira Dolen, founder of the Harbour Archive.",
            Speaker("Mira Dolen", "founder", "Harbour Archive"),
        ),
        (
            "The Lantern Project speakswith Mira Dolen, founder of the Harbour Archive.",
            Speaker("Mira Dolen", "founder", "Harbour Archive"),
        ),
        ("We talk to fisherman Tomas Ek about the sea ban.", Speaker("Tomas Ek", "fisherman")),
        (
            "Mira Dolen is a lawyer at the Docket Room, which defends sailors.",
            Speaker("Mira Dolen", "lawyer", "Docket Room"),
        ),
        (
            "In this conversation we spoke to Dr Ana-Maria de la Cruz.",
            Speaker("Ana-Maria de la Cruz"),
        ),
    ],
)
def test_who_speaks(introduction: str, speaker: Speaker) -> None:
    interview = one(f"VALDORIA: ‘x’\n{introduction}\nWhy did you leave?\nThey came at night.\n")
    assert interview.speakers == (speaker,)
    assert [turn.speaker for turn in interview.turns] == [speaker.name]


def test_nobody_is_guessed() -> None:
    found = document("VALDORIA: ‘x’\nThe Harbour Archive wrote this.\nWhy?\nBecause.\n")
    assert only(found).speakers == ()
    assert turns(found) == [("Why?", None, ["Because."])]
    assert "no-speaker" in codes(found)


@pytest.mark.parametrize(
    "question",
    [
        "What happened then? And who came?",
        "The radio was closed in May. What did you do?",
        "Did they say ‘go home’?",
        "Did they say “who are you?”",
        "What do you think we should do?",
        "Why?",
    ],
)
def test_questions(question: str) -> None:
    found = document(f"VALDORIA: ‘x’\nWho are you?\nA fisher.\n{question}\nWe went home.\n")
    assert turns(found)[1] == (question, None, ["We went home."])


def test_a_rhetorical_question_stays_in_the_answer_and_is_said() -> None:
    rhetorical = "They took the boats. What was I to live from?"
    found = document(f"X\nWhy did you leave?\nThey came.\n{rhetorical}\nThe salt was gone.\n")
    assert turns(found) == [
        ("Why did you leave?", None, ["They came.", rhetorical, "The salt was gone."])
    ]
    assert "doubtful-question" in codes(found)


def test_a_long_paragraph_that_ends_in_a_question_is_an_answer() -> None:
    long = "The nets were cut and the boats were gone. " * 12 + "Who was it?"
    found = document(f"X\nWhy did you leave?\n{long}\nNobody knows.\n")
    assert turns(found) == [("Why did you leave?", None, [long, "Nobody knows."])]


def test_an_unanswered_question_is_kept_and_said() -> None:
    found = document("X\nWhy did you leave?\nThey came.\nWho sent them?\n")
    assert turns(found)[1] == ("Who sent them?", None, [])
    assert [r.span.of(found.text) for r in found.remarks if r.code == "unanswered-question"] == [
        "Who sent them?"
    ]


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("Civic space in Valdoria is rated ‘repressed’ by the Lantern Monitor.", Role.RATING),
        ("Valdoria is rated as open by the Lantern Monitor.", Role.RATING),
        ("Get in touch with the Harbour Archive through its website.", Role.CONTACT),
        ("Contact Mira through herwebsite.", Role.CONTACT),
        ("Follow@miradolen on Chirper.", Role.CONTACT),
        ("Photo credit: Ana Rill", Role.CREDIT),
        ("© Ana Rill", Role.CREDIT),
        ("Disclaimer: the Lantern Project asks and does not judge.", Role.DISCLAIMER),
        ("This interview was edited for length.", Role.DISCLAIMER),
        ("The opinions in this interview are those of the speaker.", Role.DISCLAIMER),
    ],
)
def test_closing_lines(line: str, role: Role) -> None:
    found = document(f"VALDORIA: ‘x’\nWhy?\nThey came at night.\n{line}\n")
    interview = only(found)
    assert [(p.span.of(found.text), p.role) for p in interview.footer] == [(line, role)]
    assert turns(found) == [("Why?", None, ["They came at night."])]


def test_the_rating_is_read_in_lower_case() -> None:
    assert (
        one("X\nWhy?\nSo.\nCivic space here is rated ‘Obstructed’ by us.\n").rating == "obstructed"
    )


# Other layouts.


def test_hard_wrapped_text() -> None:
    found = document(
        "VALDORIA: ‘x’\n\n"
        "The Lantern Project speaks with Mira Dolen, founder of the\n"
        "Harbour Archive, about the letters that never came home and\n"
        "those that did.\n\n"
        "Why did you leave Valdoria, and who was it that told you to\n"
        "go?\n\n"
        "They told me to go home and I said that this is my home, and\n"
        "then my brother was held for a week in the harbour and then\n"
        "in the town.\n\n"
        "We lost our boat.\n"
    )
    ((question, speaker, answer),) = turns(found)
    assert question == "Why did you leave Valdoria, and who was it that told you to\ngo?"
    assert speaker == "Mira Dolen"
    assert len(answer) == 2
    assert answer[0].startswith("They told me")
    assert answer[0].endswith("in the town.")
    assert only(found).speakers == (Speaker("Mira Dolen", "founder", "Harbour Archive"),)


@pytest.mark.parametrize("line", ["-", "---", "***", "* * *", "—", "_____", "=====", "~~~", "•"])
def test_separators(line: str) -> None:
    found = document(
        f"EGYPT: ‘x’\nWhy?\nBecause.\n{line}\nCUBA: ‘y’\nWho?\nMe.\n{line}\nPERU: ‘z’\nOr?\nNo.\n"
    )
    assert [i.country for i in found.interviews] == ["Egypt", "Cuba", "Peru"]
    assert roles(found).count("separator") == 2


def test_interviews_apart_by_their_headings_only() -> None:
    found = document("EGYPT: ‘x’\nWhy?\nBecause.\n\nCUBA: ‘y’\nWho?\nMe.\n")
    assert [i.country for i in found.interviews] == ["Egypt", "Cuba"]
    assert turns(found) == [("Why?", None, ["Because."]), ("Who?", None, ["Me."])]


def test_a_title_before_the_first_heading() -> None:
    found = document("Voices of 2031\nEGYPT: ‘x’\nWhy?\nBecause.\n")
    assert found.title is not None
    assert found.title.of(found.text) == "Voices of 2031"
    assert only(found).country == "Egypt"


def test_what_an_interview_does_not_say_is_remarked() -> None:
    found = document("Why?\nBecause.\n")
    assert codes(found) == ["no-heading", "no-country", "no-speaker"]
    assert only(found).heading is None


def test_a_part_without_turns_is_kept_in_sight() -> None:
    found = document("EGYPT: ‘x’\nWhy?\nBecause.\n-\nThese are only notes.\nAnd more of them.\n")
    assert roles(found) == ["heading", "question", "answer", "separator", "unread", "unread"]
    assert "unread" in codes(found)
    assert len(found.interviews) == 1


# What was once misread.


@pytest.mark.parametrize(
    "answer",
    [
        "Contact with my brother was lost at the border.",
        "The views of the ministry are the only views.",
        "We are rated closed and I know why.",
    ],
)
def test_an_answer_that_resembles_a_closing_line_is_an_answer(answer: str) -> None:
    assert turns(document(f"X\nWhy?\n{answer}\n")) == [("Why?", None, [answer])]


def test_a_photo_credit_in_the_middle_is_nobodys_answer() -> None:
    found = document("X\nWhy?\nSalt.\nPhoto credit: Ana Rill\nWho?\nUs.\n")
    assert turns(found) == [("Why?", None, ["Salt."]), ("Who?", None, ["Us."])]


@pytest.mark.parametrize(
    ("question", "answer"),
    [("لماذا غادرت؟", "جاؤوا في الليل."), ("你为什么离开？", "他们晚上来了。")],
)
def test_question_marks_of_other_scripts(question: str, answer: str) -> None:
    assert turns(document(f"X\n{question}\n{answer}\n")) == [(question, None, [answer])]


@pytest.mark.parametrize(
    "long",
    [
        "A" * 300_000 + " is here.",
        "a" * 300_000,
        "Egypt is " + "Egyptwith" * 3_000,
        " ".join(f"Then Bo Ek{n} came to Port Sel." for n in range(20_000)),
        "‘" * 50_000 + "a" + "’" * 50_000,
        "- " * 100_000 + "x",
        "x" + " " * 500_000 + "y",
    ],
    ids="capitals small glue names quotes dashes spaces".split(),
)
def test_long_lines_are_read_as_well(long: str) -> None:
    """Each of these took minutes, or all of the stack, before it was bounded."""
    assert len(only(document(f"{long}\nWhy?\n{long}\n")).turns) == 1


# Characters.


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"\xef\xbb\xbfWhy?\nBecause.", "Why?\nBecause."),
        (b"Why?\r\nBecause.\r\n", "Why?\nBecause.\n"),
        (b"Why?\rBecause.\r", "Why?\nBecause.\n"),
        ("\ufeffWhy?\nÇa.".encode("utf-16-le"), "Why?\nÇa."),
        ("\ufeffWhy?\nÇa.".encode("utf-16-be"), "Why?\nÇa."),
        ("\ufeffWhy?\n😀.".encode("utf-32-le"), "Why?\n😀."),
    ],
)
def test_decoding(raw: bytes, text: str) -> None:
    assert document(raw).text == text


@pytest.mark.parametrize(
    "answer",
    [
        "Cafe\u0301 y man\u0303ana.",
        "We cried 👩‍👩‍👧‍👦 and 🏳️‍🌈 went home.",
        "جاؤوا في الليل. ثم ذهبنا.",
        "他们晚上来了。然后我们走了。",
        "ისინი ღამით მოვიდნენ. ჩვენ წავედით.",
        "شهدت\u200cها را دیدم.",
        "soft\u00adhyphen and zero\u200bwidth and\u00a0space",
        "tab\there",
    ],
)
def test_text_is_kept_character_for_character(answer: str) -> None:
    found = document(f"X\nWhy 😀?\n{answer}\n")
    assert turns(found) == [("Why 😀?", None, [answer])]


def test_a_georgian_interview() -> None:
    found = document("საქართველო\nრატომ წახვედით?\nისინი ღამით მოვიდნენ.\n")
    assert turns(found) == [("რატომ წახვედით?", None, ["ისინი ღამით მოვიდნენ."])]
    assert SAFE.fullmatch(only(found).id)


WORDS = "Why? Because. EGYPT: ‘x’ - *** Q: A: ANA: BO: Date: 2031 rated ‘closed’ We? Photo: ( é 😀"


@settings(deadline=None)
@given(st.lists(st.lists(st.sampled_from(WORDS.split()), max_size=5).map(" ".join), max_size=15))
@example(["A: Why?", "", "A: Because."])
def test_any_arrangement_is_read_whole_or_refused(lines: list[str]) -> None:
    with contextlib.suppress(BadInput):
        document("\n".join(["X", *lines]))


@settings(deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_read_whole_or_refused(text: str) -> None:
    with contextlib.suppress(BadInput):
        document(f"X\nWhy?\n{text}\n")


# Identities.


def test_an_id_says_where_and_who() -> None:
    assert [i.id.rpartition("-")[0] for i in document(TINY).interviews] == [
        "valdoria-mira-dolen",
        "west-orlund-tomas-ek",
    ]


@pytest.mark.parametrize("where", [0, 1, 2])
def test_another_interview_changes_no_id(where: int) -> None:
    title, first, second = TINY.split("\n-\n")
    before = {i.country: i.id for i in document(TINY).interviews}
    parts = [first, second]
    parts.insert(where, "EGYPT: ‘x’\nWhy?\nBecause.")
    after = {i.country: i.id for i in document("\n-\n".join([title, *parts])).interviews}
    assert {country: after[country] for country in before} == before
    assert len(after) == 3


def test_the_same_heading_twice_has_two_ids() -> None:
    found = document("EGYPT: ‘x’\nWhy?\nBecause.\n-\nEGYPT: ‘x’\nWhy?\nBecause.\n")
    assert len({i.id for i in found.interviews}) == 2


def test_a_document_of_another_name_has_other_ids() -> None:
    assert only(document("Why?\nSo.", "a.txt")).id != only(document("Why?\nSo.", "b.txt")).id


@pytest.mark.parametrize(
    "name", ["Мира Долен", "Mira " * 60, "../../etc/passwd", "<b>Mira</b>", "ÄÖÜ ẞ", "‮evil"]
)
def test_ids_are_safe_whatever_a_name_holds(name: str) -> None:
    assert SAFE.fullmatch(one(f"Country: Ru/../ \nInterviewee: {name}\nWhy?\nBecause.\n").id)


def test_parse_json_is_json() -> None:
    found = document(TINY)
    shape = json.loads(json.dumps(parsed_json(found)))
    assert set(shape) >= {"document", "interviews", "warnings"}
    assert shape["document"]["name"] == "voices.txt"
    first = shape["interviews"][0]
    assert first["turns"][1]["answer"][0]["text"] == "Yes."
    assert first["headline"]["text"] == "They told me ‘go home’ and I said this is home"
    assert [line["part"] for line in first["footer"]] == ["rating", "contact"]


# What is refused, and how.


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "empty"),
        (b" \n\t\r\n ", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"%PDF-1.7\n", "a PDF"),
        (b"PK\x03\x04rest", "ZIP"),
        (b"\x89PNG\r\n", "PNG"),
        (b"{\\rtf1 Why?", "RTF"),
        (b"Why?\nBecause\x00.", "zero bytes"),
        ("Why?\nBecause.".encode("utf-16-le"), "zero bytes"),
        ("Why?\nÇa va.".encode("cp1252"), "byte 5 "),
        ("\ufeffWhy?".encode("utf-16-le") + b"\x00\xd8", "byte 10 "),
        (b"\xef\xbb\xbfWhy?\n\xff", "byte 8 "),
        (b"Only one line of words.", "no question"),
        (b"Why?", "no question"),
        (b"Why?\nWho?\nWhere?\n", "no question"),
    ],
)
def test_refusals_name_the_document_and_why(raw: bytes, said: str) -> None:
    with pytest.raises(BadInput, match=said) as refused:
        read_text(raw, "voices.txt")
    assert "voices.txt" in str(refused.value)
    assert refused.value.exit_code == 65


@pytest.mark.parametrize("name", ["voices.xyz", "voices", "voices.TXT.gz", ".txt"])
def test_an_unknown_suffix_names_the_known_ones(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("Why?\nBecause.\n")
    with pytest.raises(BadInput, match=r"reads \.txt"):
        read(tmp_path / name, name)


def test_a_suffix_in_capitals_is_known(tmp_path: Path) -> None:
    (tmp_path / "V.TXT").write_text("Why?\nBecause.\n")
    assert read(tmp_path / "V.TXT", "V.TXT").name == "V.TXT"


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputOutput, match=r"absent\.txt cannot be read \(No such file") as refused:
        read(tmp_path / "absent.txt", "absent.txt")
    assert refused.value.exit_code == 74
