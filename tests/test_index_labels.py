"""The styles in which transcripts say who speaks."""

from __future__ import annotations

import pytest
from specimens import turns

from index.asking import asking
from index.interview import Document, Measure
from index.labels import Form, initials, label_of
from index.readers.text import read_text

TALK = (
    ("Ana Rey", "Why did you leave the harbour?"),
    ("Mira Dolen", "They came at night and took the boats, one after the other."),
    ("Ana Rey", "Who came?"),
    ("Mira Dolen", "The harbour guard. I knew two of them from school."),
    ("Ana Rey", "And then?"),
    ("Mira Dolen", "We walked to the lake and waited there until it was light."),
)


def document(text: str) -> Document:
    return read_text(text.encode(), "talk.txt")


EXPECTED = [
    (question, who, [answer])
    for (_, question), (who, answer) in zip(TALK[::2], TALK[1::2], strict=True)
]
STYLES = {
    "name and colon": "{name}: {words}\n",
    "capitals": "{NAME}: {words}\n",
    "time in brackets": "{name} ({time}): {words}\n",
    "time before": "[{time}] {name}: {words}\n",
    "time in square brackets after": "{name}: [{time}] {words}\n",
    "hours": "[00:{time}] {name}: {words}\n",
    "bold": "**{name}:** {words}\n",
    "bold, colon after": "**{name}**: {words}\n",
    "colon, then a line": "{name}:\n{words}\n",
    "colon, then a blank line": "{name}:\n\n{words}\n\n",
    "time on the line of the name": "{name}  {time}\n{words}\n\n",
    "time after a colon": "{name}: 00:{time}\n\n{words}\n\n",
    "time after a dash": "{name} – 00:{time}:\n{words}\n\n",
    "time before the name": "00:{time} {name}\n{words}\n\n",
    "name alone": "{name}\n{words}\n\n",
    "name alone in capitals": "{NAME}\n\n{words}\n\n",
}


@pytest.mark.parametrize("style", STYLES)
def test_a_style_of_labels(style: str) -> None:
    lines = (
        STYLES[style].format(name=who, NAME=who.upper(), words=words, time=f"0{n}:1{n}")
        for n, (who, words) in enumerate(TALK)
    )
    found = document("Letters from the harbour\n\n" + "".join(lines))
    assert turns(found) == EXPECTED
    assert [speaker.name for speaker in found.interviews[0].speakers] == ["Mira Dolen"]
    if "{time}" in STYLES[style]:
        assert [mark.value for mark in found.marks] == [n * 60 + 10 + n for n in range(6)]
        assert {mark.measure for mark in found.marks} == {Measure.SECOND}


@pytest.mark.parametrize(
    ("asks", "replies"),
    [
        ("Q:", "A:"),
        ("Q.", "A."),
        ("Q)", "A)"),
        ("Q -", "A -"),
        ("Q1:", "A1:"),
        ("Q:", "R:"),
        ("P:", "R:"),
        ("F:", "A:"),
        ("INTERVIEWER:", "INTERVIEWEE:"),
        ("Interviewer 1:", "Respondent 1:"),
        ("Pregunta:", "Respuesta:"),
        ("Вопрос:", "Ответ:"),
        ("В:", "О:"),
        ("س:", "ج:"),
        ("سؤال:", "جواب:"),
        ("问：", "答："),
    ],
)
def test_words_for_question_and_answer(asks: str, replies: str) -> None:
    lines = [f"{asks if n % 2 == 0 else replies} {words}" for n, (_, words) in enumerate(TALK)]
    found = document("X\n" + "\n".join(lines) + "\n")
    assert turns(found) == [(question, None, answer) for question, _, answer in EXPECTED]


def test_only_the_questions_are_labelled() -> None:
    lines = [words if n % 2 else f"Q: {words}" for n, (_, words) in enumerate(TALK)]
    found = document("X\nInterviewee: Mira Dolen\n" + "\n".join(lines) + "\n")
    assert turns(found) == EXPECTED


def test_initials_after_a_whole_name() -> None:
    found = document(
        "Ana Rey (AR): Welcome, both of you. Why did you leave?\n"
        "Bo van Ek (BvE): They came at night and took what we had.\n"
        "AR: And you?\nMD: I left before that, with my mother.\nBvE: She did.\n"
        "AR: Who helped?\nMD: Nobody that I would name here.\n"
    )
    assert turns(found) == [
        ("Welcome, both of you. Why did you leave?", "Bo van Ek", [TALK_EK]),
        ("And you?", "MD", ["I left before that, with my mother."]),
        ("And you?", "Bo van Ek", ["She did."]),
        ("Who helped?", "MD", ["Nobody that I would name here."]),
    ]


TALK_EK = "They came at night and took what we had."


def test_initials_of_people_in_the_header() -> None:
    found = document(
        "Interviewer: Ana Rey (AR)\nInterviewee: Mira Dolen (MD)\nDate: 2031-04-17\n\n"
        "MD: I would like to begin. Is that all right?\nAR: Please do.\n"
        "MD: They came at night. What could we do?\nAR: And then?\nMD: We left.\n"
    )
    assert [who for _, who, _ in turns(found)] == ["Mira Dolen"] * 3
    assert [question for question, _, _ in turns(found)] == [None, "Please do.", "And then?"]


def test_who_asks_is_told_by_how_they_speak() -> None:
    said = [
        ("ana", "Welcome. I have known this harbour for years. Tell us how it began?"),
        ("mira", "It began with the salt tax, and with the men who came to collect it. " * 6),
        ("ana", "That is hard to hear. You wrote about it later?"),
        ("mira", "I did, and you know how that was received, do you not? " * 3),
        ("ana", "And the others."),
        ("mira", "The others went to the islands, most of them in one boat. " * 6),
    ]
    assert asking(said, frozenset(), frozenset()) == {"ana"}
    assert asking(said, frozenset(), frozenset({"ana"})) == {"mira"}
    assert asking(said, frozenset({"mira"}), frozenset()) == {"mira"}


def test_two_who_talk_alike_are_not_told_apart() -> None:
    said = [("ana", "It was salt and nothing else. Was it?"), ("bo", "It was fish, I say. Or not?")]
    assert asking(said * 4, frozenset(), frozenset()) == frozenset()


def test_a_murmur_does_not_end_an_answer() -> None:
    found = document(
        "ANA: Why did you leave?\nMIRA: They came at night.\nANA: Mm-hm. Right.\n"
        "MIRA: And took the boats.\nANA: Who came?\nMIRA: The guard.\n"
    )
    assert turns(found)[0] == (
        "Why did you leave?",
        "Mira",
        ["They came at night.", "And took the boats."],
    )


def test_what_tools_call_voices_is_nobodys_name() -> None:
    found = document(
        "SPEAKER_00: Why did you leave?\nSPEAKER_01: They came at night.\n"
        "SPEAKER_00: Who came?\nSPEAKER_02: The guard.\nSPEAKER_01: And the mayor.\n"
    )
    assert [who for _, who, _ in turns(found)] == [None, None, None]
    assert found.interviews[0].speakers == ()
    assert "no-speaker" in [remark.code for remark in found.remarks]


def test_a_voice_without_a_name_beside_the_one_who_answers_is_nobody() -> None:
    found = document(
        "Interviewee: Mira Dolen\n\nAnn Roe  00:15\nWho helped you?\n\nUnknown Speaker  00:18\n"
        "I am from the army.\n\nMira Dolen  00:20\nNobody.\n"
    )
    assert [who for _, who, _ in turns(found)] == [None, "Mira Dolen"]
    assert "no-speaker" in [remark.code for remark in found.remarks]


@pytest.mark.parametrize(
    ("fields", "asks", "replies", "name"),
    [
        ("Interviewee: Jamila Osman", "Jo", "Jamila", "Jamila Osman"),
        ("Interviewee: Jamila Osman", "JO", "JAMILA", "Jamila Osman"),
        ("Interviewer: Jo Berg\nInterviewee: Jamila Osman", "JO", "JAMILA OSMAN", "Jamila Osman"),
        ("Interviewer: Ana Roe\nInterviewee: Amira Nour Abboud", "Ana", "Amira",
         "Amira Nour Abboud"),
        ("Interviewer: Ana Roe\nInterviewee: Bo van Ek", "AR", "BvE", "Bo van Ek"),
    ],
)  # fmt: skip
def test_a_short_name_is_nobodys_first_letters(
    fields: str, asks: str, replies: str, name: str
) -> None:
    found = document(
        f"{fields}\n\n{asks}: When did you leave?\n{replies}: In May.\n"
        f"{asks}: The army did the same to us.\n{replies}: Yes.\n"
    )
    assert turns(found) == [
        ("When did you leave?", name, ["In May."]),
        ("The army did the same to us.", name, ["Yes."]),
    ]


@pytest.mark.parametrize(
    ("fields", "asks", "replies", "name"),
    [
        ("Interviewer: Tom Roe\nInterviewee: Mira Dolen", "Tr", "Md", "Mira Dolen"),
        ("Interviewer: Tom Roe\nInterviewee: Mira Dolen", "TR", "Md", "Mira Dolen"),
        ("Interviewee: Maria de la Cruz", "Int", "Mdlc", "Maria de la Cruz"),
        ("Interviewee: Jamila Osman", "Interviewer", "Jo", "Jamila Osman"),
    ],
)
def test_first_letters_in_small_letters_are_those_of_the_only_one_who_answers(
    fields: str, asks: str, replies: str, name: str
) -> None:
    found = document(
        f"{fields}\n\n{asks}: When did you leave?\n{replies}: In May.\n"
        f"{asks}: Who went with you?\n{replies}: My sister.\n"
    )
    assert [who for _, who, _ in turns(found)] == [name] * 2
    assert [one.name for one in found.interviews[0].speakers] == [name]


def test_a_short_name_that_asks_is_not_who_answers_by_first_letters() -> None:
    found = document(
        "Interviewee: Jamila Osman\n\nJo: When did you leave?\nA: In May.\n"
        "Jo: Who went with you?\nA: My sister.\n"
    )
    assert [asks for asks, _, _ in turns(found)] == ["When did you leave?", "Who went with you?"]


def test_who_has_a_short_name_and_answers_is_not_the_one_with_those_first_letters() -> None:
    found = document(
        "Interviewee: Jamila Osman\nInterviewee: Lena Roe\n\nQ: Who did it?\nJamila: They did.\n"
        "Jo: I did it.\nLena: Yes.\nQ: Who else?\nJamila: Nobody.\nJo: I did.\nLena: No.\n"
    )
    assert [who for _, who, _ in turns(found)] == ["Jamila Osman", "Jo", "Lena Roe"] * 2


INTERPRETED = (
    ("Ann Roe", "Why did you leave?", "¿Por qué se fue?"),
    ("Mira Dolen", "Por la guerra, que llegó en mayo.", "Because of the war, it came in May."),
    ("Ann Roe", "Who helped you?", "¿Quién le ayudó?"),
    ("Mira Dolen", "Mi hermana, en el camino.", "My sister did, on the road to the border."),
    ("Ann Roe", "Where is she now?", "¿Dónde está ahora?"),
    ("Mira Dolen", "En el puerto, con mi madre.", "In the harbour, with my mother."),
)


@pytest.mark.parametrize("word", ["Interpreter", "Interpreter 2", "TRANSLATOR", "Intérprete"])
def test_what_an_interpreter_says_can_be_quoted(word: str) -> None:
    said = [turn for who, words, again in INTERPRETED for turn in ((who, words), (word, again))]
    assert asking(said, frozenset(), frozenset()) == {"Ann Roe"}
    found = document("".join(f"{who}: {words}\n" for who, words in said))
    answers = [words for _, _, spoken in turns(found) for words in spoken]
    assert [again for who, _, again in INTERPRETED if who != "Ann Roe" and again in answers] == [
        "Because of the war, it came in May.",
        "My sister did, on the road to the border.",
        "In the harbour, with my mother.",
    ]


def test_an_interpreter_asks_where_nobody_else_does_or_somebody_says_so() -> None:
    said = [("Interpreter", "Who came?"), ("Mira", "The guard."), ("Lena", "Two of them.")] * 3
    assert asking(said, frozenset(), frozenset()) == {"Interpreter"}
    told = frozenset({"Interpreter"})
    assert asking([*said, ("Ann", "And you?")], told, frozenset()) == told


def test_breaks_and_jingles_are_nobodys_words() -> None:
    found = document(
        "ANA: Why did you leave?\nMIRA: They came at night.\nBreak: [12:30]\n"
        "ANA: Who came?\nMIRA: The guard.\nJingle: la la\nMIRA: And the mayor.\n"
    )
    assert [who for _, who, _ in turns(found)] == ["Mira", "Mira"]
    assert [span.span.of(found.text) for span in found.parts if span.role == "unread"] == [
        "Break: [12:30]",
        "Jingle: la la",
    ]


def test_a_remark_that_nobody_takes_up_is_no_unanswered_question() -> None:
    found = document(
        "Q: Why did you leave?\nA: They came.\nQ: Who came?\nA: The guard.\nQ: Thank you so much.\n"
    )
    assert len(turns(found)) == 2
    assert "unanswered-question" not in [remark.code for remark in found.remarks]


@pytest.mark.parametrize(
    "words",
    [
        "It was said: go home.",
        "we: no",
        "12:30 is when we left, and nobody saw it",
        "The men who came at night and stood there: five of them.",
    ],
)
def test_what_is_no_label(words: str) -> None:
    found = document(f"X\nWhy did you leave?\n{words}\nWho came?\n{words}\n")
    assert [answer for _, _, answer in turns(found)] == [[words], [words]]


def test_headings_that_stand_once_are_no_speakers() -> None:
    found = document(
        "X\nWhy did you leave?\nThey came.\nThe Lake\nWe walked.\nThe Harbour\nWe hid.\n"
    )
    assert len(turns(found)) == 1
    assert found.interviews[0].speakers == ()


@pytest.mark.parametrize(
    ("words", "name", "form", "second"),
    [
        ("Ana Rey: yes", "Ana Rey", Form.COLON, None),
        ("SPEAKER_01: yes", "SPEAKER_01", Form.COLON, None),
        ("Ana van der Rey (01:02:03): yes", "Ana van der Rey", Form.COLON, 3723),
        ("Ana Rey 1:05", "Ana Rey", Form.TIMED, 65),
        ("Mira B. Dolen, Psy.D: yes", "Mira B. Dolen, Psy.D", Form.COLON, None),
    ],
)
def test_labels(words: str, name: str, form: Form, second: int | None) -> None:
    found = label_of(words)
    assert found is not None
    assert (found.name, found.form, found.second) == (name, form, second)


@pytest.mark.parametrize(
    "words", ["", "a" * 5000, "“Go home,” they said.", "A b c d e f g h: i", "(((((" * 100]
)
def test_no_label(words: str) -> None:
    assert label_of(words) is None


def test_initials() -> None:
    assert "bve" in initials("Bo van Ek")
    assert "be" in initials("Bo van Ek")
    assert initials("") == ()


def test_handles_in_small_letters_take_turns_as_the_names_they_are() -> None:
    talk = (
        "Q: Who keeps the lamp?\n\nlantern: I do, since the spring.\n\nQ: And at night?\n\n"
        "lantern: My brother does.\n\nMira Dolen: He sleeps there.\n\n"
        "lantern: He sleeps badly, because of the wind.\n\nLantern: I do not.\n"
    )
    assert [speaker for _, speaker, _ in turns(document(talk))] == [
        "Lantern",
        "Lantern",
        "Mira Dolen",
        "Lantern",
    ]


def test_a_name_in_capitals_is_spelt_as_it_is_elsewhere() -> None:
    talk = (
        "Q: Who keeps the lamp?\n\nMIRA DOLEN: I do.\n\nQ: And at night?\n\n"
        "Mira Dolen: My brother does.\n\nQ: Is he young?\n\nBO EK: He is.\n"
    )
    assert [speaker for _, speaker, _ in turns(document(talk))] == [
        "Mira Dolen",
        "Mira Dolen",
        "Bo Ek",
    ]


def test_notes_in_small_letters_are_nobody() -> None:
    talk = (
        "Q: Who keeps the lamp?\n\nA: I do, since the spring.\n\nIt is hard.\n\n"
        "note: the lamp is old.\n\nQ: And at night?\n\nA: My brother does.\n\nHe is young.\n\n"
        "note: he is fifteen.\n"
    )
    answers = [answer for _, _, answer in turns(document(talk))]
    assert [answer[-1] for answer in answers] == ["note: the lamp is old.", "note: he is fifteen."]


def test_questions_after_a_talk_that_asks_itself_are_told_by_their_labels() -> None:
    talk = (
        "Why does the lamp go out?\n\nBecause of the wind, mostly.\n\nWhat can we do?\n\n"
        "Little.\n\nQ: Is the lamp new?\n\nA: No, it is old.\n\nQ: Who pays for it?\n\n"
        "A: The harbour does.\n"
    )
    assert [(asked, answer) for asked, _, answer in turns(document(talk))] == [
        ("Is the lamp new?", ["No, it is old."]),
        ("Who pays for it?", ["The harbour does."]),
    ]


def test_headings_with_a_colon_before_the_first_label_are_no_speakers() -> None:
    talk = (
        "Packing Boxes: No Nails\n\nWe pack by hand.\n\nBenefits: few\n\nIt is slow.\n\n"
        "One.\n\nTwo.\n\nThree.\n\nBenefits: many\n\nOne.\n\nTwo.\n\nThree.\n\nFour.\n\n"
        "Q: Is the lamp new?\n\nA: No, it is old.\n\nQ: Who pays for it?\n\nA: The harbour does.\n"
    )
    assert [(speaker, answer) for _, speaker, answer in turns(document(talk))] == [
        (None, ["No, it is old."]),
        (None, ["The harbour does."]),
    ]


def test_a_long_answer_without_labels_between_is_all_one_speakers() -> None:
    lines = [f"We walked for {n} days and slept by the lake." for n in range(3000)]
    found = turns(document("Q: Why did you leave?\nA: They came.\n" + "\n".join(lines)))
    assert [(question, len(answer)) for question, _, answer in found] == [
        ("Why did you leave?", 3001)
    ]
    assert found[0][2] == ["They came.", *lines]


def test_a_rhetorical_question_is_an_answer_only_once_somebody_has_asked() -> None:
    lines = [f"We walked for {n} days and slept by the lake." for n in range(3000)]
    asks = ["What was I to do?", "They said so.", "What was I to do?"]
    found = turns(document("\n".join([*lines, *asks])))
    assert found == [("What was I to do?", None, asks[1:])]


def test_who_examines_next_says_nothing_and_is_asked_nothing() -> None:
    found = document(
        "X\nQ. Where were you on May 4?\nA. At home. The guard came.\nBY MR. JONES:\n"
        "Q. You shot your brother, did you not?\nA. No. He was shot by them.\n"
    )
    assert turns(found) == [
        ("Where were you on May 4?", None, ["At home. The guard came."]),
        ("You shot your brother, did you not?", None, ["No. He was shot by them."]),
    ]


@pytest.mark.parametrize("style", ["{} 0:12", "{}:"])
def test_a_credit_between_a_label_and_what_is_said_is_no_error(style: str) -> None:
    rows = [row for who, said in TALK for row in (style.format(who), said)]
    found = document("\n".join(["X", *rows[:3], "Photo: EGYPT: Bo Ek", "Photo:", *rows[3:]]) + "\n")
    assert TALK[1][1] in found.text
    assert turns(found)[1:] == EXPECTED[1:]


ONCE = (
    "Ann: When did you leave?\nMira: In May.\nAnn: Who went with you?\nMira: My sister.\n"
    "{line}\nAnn: Who else?\nMira: Nobody.\n"
)


def test_lines_that_may_have_labels_are_said_in_one_remark() -> None:
    once = ONCE.format(line="Lena: I carried the child.\nSara: I came too.\nFirst: the sea.")
    others = "Ann: Who?\nLena: I.\nAnn: Who else?\nSara: I.\n" * 2
    found = document(f"X\n\n{once}\n* * *\n\n{others}")
    (remark,) = (one for one in found.remarks if one.code == "may-be-a-label")
    assert "Lena:, Sara:" in remark.message
    assert "First" not in remark.message


def test_a_name_that_labels_once_is_said_and_a_field_makes_it_a_speaker() -> None:
    line = "Lena: I carried the child."
    said = ONCE.format(line=line)
    other = said.replace("Mira", "Lena").replace(line, "")
    found = document(f"X\n\n{said}\n* * *\n\n{other}")
    (remark,) = (one for one in found.remarks if one.code == "may-be-a-label")
    assert remark.span.of(found.text) == line
    assert "Interviewee: Lena" in remark.message
    assert "talk.txt.toml" in remark.message
    told = document("Interviewee: Lena\n\n" + said)
    assert ("Who went with you?", "Lena", ["I carried the child."]) in turns(told)
    assert "may-be-a-label" not in [one.code for one in told.remarks]


@pytest.mark.parametrize(
    "line",
    [
        "Mira: Lena: that was her name.",
        "Mira:\nFear: it was everywhere.",
        "LENA: I carried the child.",
        "he said: go home.",
        "First: the sea.\nSecond: the boats.\nRemember: nobody paid us.",
        "Update: it is warm.\nSource: the harbour.",
        "Speaker 3: I carried the child.",
    ],
)
def test_what_is_no_name_or_is_a_label_is_not_said_to_be_one(line: str) -> None:
    found = document(ONCE.format(line=line))
    assert "may-be-a-label" not in [one.code for one in found.remarks]


def test_without_labels_nothing_may_be_one() -> None:
    found = document("X\nWhy did you leave?\nThey came.\nFear: it was everywhere.\n")
    assert "may-be-a-label" not in [one.code for one in found.remarks]
