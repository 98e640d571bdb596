"""Who says the words of a cue: a name before a colon, a voice, or nobody that is told."""

from __future__ import annotations

import json

import pytest

from index.interview import Document
from index.locators import locator
from index.readers import read_bytes
from index.readers.subtitles import read_subtitles
from index.readers.words import Words


def made(*cues: tuple[int, int, str]) -> bytes:
    """A file of cues, each from one second to another."""
    held = [
        f"00:{start // 60:02}:{start % 60:02}.000 --> 00:{end // 60:02}:{end % 60:02}.000\n{said}\n"
        for start, end, said in cues
    ]
    return "\n".join(("WEBVTT\n", *held)).encode()


def paragraphs(*cues: tuple[int, int, str]) -> list[str]:
    found = read_subtitles(made(*cues), "a.vtt")
    assert isinstance(found, Words)
    return found.text.strip().split("\n\n")


def said(document: Document) -> list[tuple[str | None, str | None, list[str]]]:
    text = document.text
    return [
        (
            turn.speaker,
            turn.question.of(text) if turn.question else None,
            [span.of(text) for span in turn.answer],
        )
        for interview in document.interviews
        for turn in interview.turns
    ]


@pytest.mark.parametrize(
    "words", ["He told us: go home.", "Look: they burned it.", "MIRA DOLEN: They came."]
)
def test_words_before_a_colon_are_set_before_no_others(words: str) -> None:
    cues = (1, 2, "Why did you leave?"), (3, 5, words), (9, 11, "So we walked.")
    assert paragraphs(*cues) == ["Why did you leave?", words, "So we walked."]
    document = read_bytes(made(*cues), "a.vtt")
    assert said(document) == [(None, "Why did you leave?", [words, "So we walked."])]


def test_words_before_a_colon_are_said_in_a_tools_json_too() -> None:
    found = [(1, 2, "Why did you leave?"), (3, 5, "He told us: go home."), (9, 11, "So we walked.")]
    shape = {"segments": [{"start": s, "end": e, "text": words} for s, e, words in found]}
    document = read_bytes(json.dumps(shape).encode(), "a.json")
    assert said(document) == [
        (None, "Why did you leave?", ["He told us: go home.", "So we walked."])
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [("Host", "Mira Dolen"), ("HOST", "MIRA"), ("Ana Rill", "Mira Dolen"), ("Q", "A")],
)
def test_a_sure_name_is_a_label_and_other_words_before_a_colon_are_not(
    one: str, other: str
) -> None:
    found = paragraphs(
        (1, 2, f"{one}: Why did you leave?"),
        (3, 5, f"{other}: They came."),
        (5, 6, "He told us: go home."),
        (9, 11, "Look: it burned."),
    )
    assert found == [
        f"{one}: Why did you leave?",
        f"{other}: They came. He told us: go home.",
        f"{other}: Look: it burned.",
    ]


def test_a_name_that_comes_in_several_cues_is_a_label() -> None:
    found = paragraphs(
        (1, 2, "Ana: Why did you leave?"),
        (3, 5, "Mira: They came."),
        (5, 6, "And they sang."),
        (6, 7, "Ana: And then?"),
        (9, 11, "Mira: We walked."),
    )
    assert found == [
        "Ana: Why did you leave?",
        "Mira: They came. And they sang.",
        "Ana: And then?",
        "Mira: We walked.",
    ]


def test_a_line_that_rolls_comes_in_one_cue() -> None:
    found = paragraphs(
        (1, 2, "Ana Rill: Why did you leave?"),
        (3, 5, "Mira Dolen: They came.\nLook: it burned."),
        (5, 6, "Look: it burned.\nSo we walked."),
    )
    assert found[1:] == ["Mira Dolen: They came. Look: it burned. So we walked."]


def test_the_only_name_opens_a_paragraph_and_questions_stand_apart_from_it() -> None:
    found = paragraphs(
        (1, 2, "Mira: They came."),
        (2, 3, "And then?"),
        (3, 4, "Mira: We walked."),
        (4, 5, "To the sea."),
        (5, 6, "Mira: It was cold."),
    )
    assert found == [
        "Mira: They came.",
        "And then?",
        "Mira: We walked. To the sea.",
        "Mira: It was cold.",
    ]


def test_the_only_voice_is_not_taken_for_words() -> None:
    cues = (1, 2, "Who came?"), (3, 4, "<v Mira>The guard."), (9, 10, "We walked.")
    assert paragraphs(*cues) == ["Who came?", "The guard.", "We walked."]


def test_what_is_said_twice_is_kept_twice() -> None:
    found = paragraphs((1, 2, "Did they ask you?"), (3, 4, "No."), (5, 6, "No."), (6, 7, "Never."))
    assert found == ["Did they ask you?", "No. No. Never."]


TALK = [
    ("Ben Tarn", "Why did you leave?", ["Because of the war."]),
    ("Ben Tarn", "Who helped you?", ["Nobody helped."]),
]


@pytest.mark.parametrize(
    "words",
    [
        (
            "<v Ana Rill>Why did you leave?",
            "<v Ben Tarn>Because of the war.</v>\n<v.loud Ana Rill>Who helped\nyou?",
            "<v Ben Tarn>Nobody helped.",
        ),
        (
            "<v Ana Rill>Why did you leave?",
            "- <v Ben Tarn>Because of the war.</v> <v Ana Rill>Who helped you?</v>",
            "- <v Ben Tarn>Nobody helped.",
        ),
        (
            "ANA RILL: Why did you leave?",
            "BEN TARN: Because of the war.\nANA RILL: Who helped\nyou?",
            "BEN TARN: Nobody helped.",
        ),
        (
            "Ana Rill: Why did you leave?\nBen Tarn: Because of the war.",
            "Ana Rill: Who helped you?",
            "Ben Tarn: Nobody helped.",
        ),
    ],
)
def test_each_voice_of_a_cue_says_its_own_words_at_the_time_of_the_cue(
    words: tuple[str, str, str],
) -> None:
    cues = ((start, start + 2, one) for start, one in zip((1, 4, 7), words, strict=True))
    document = read_bytes(made(*cues), "a.vtt")
    found = [(who and who.title(), question, answer) for who, question, answer in said(document)]
    assert found == TALK
    one, two = document.interviews[0].turns
    place = 1 if "\nBen" in words[0] else 4
    assert locator(document.marks, one.answer[0]) == f"00:00:0{place}"
    assert locator(document.marks, two.answer[0]) == "00:00:07"


def test_what_stands_before_the_voice_of_a_cue_is_not_said_by_it() -> None:
    document = read_bytes(
        made(
            (1, 2, "<v Ana Rill>Why did you leave?"),
            (3, 4, "They came.\n<v Ana Rill>Who came?"),
            (5, 6, "<v Ben Tarn>The guard."),
        ),
        "a.vtt",
    )
    assert said(document) == [
        (None, "Why did you leave?", ["They came."]),
        ("Ben Tarn", "Who came?", ["The guard."]),
    ]


def test_a_name_that_a_cue_goes_on_with_is_one_only_where_that_is_sure() -> None:
    document = read_bytes(
        made(
            (1, 2, "Ana Rill: Why did you leave?"),
            (3, 4, "Ben Tarn: He told\nus: go. And he said\nHe told us: go home."),
            (5, 6, "Ana Rill: And then?"),
            (7, 8, "Ben Tarn: We walked."),
        ),
        "a.vtt",
    )
    assert said(document)[0] == (
        "Ben Tarn",
        "Why did you leave?",
        ["He told us: go. And he said He told us: go home."],
    )


def test_a_file_of_many_cues_is_read_whole() -> None:
    many = [(n % 3600, n % 3600 + 1, f"Word {n}.") for n in range(4000)]
    found = read_subtitles(made(*many), "a.vtt")
    assert isinstance(found, Words)
    assert len(found.marks) == 4000
    assert found.text.split() == [part for _, _, words in many for part in words.split()]


RIGHT_TO_LEFT = "\u202b"


@pytest.mark.parametrize(
    ("host", "one", "other", "colon", "around"),
    [
        ("记者", "米拉", "丽娜", "：", ("", "")),
        ("记者", "米拉", "丽娜", ":", ("", "")),
        ("प्रश्न", "मीरा", "लीना", ": ", ("", "")),
        ("صحفي", "ميرا", "لينا", ": ", (RIGHT_TO_LEFT, "")),
        ("صحفي", "ميرا", "لينا", ": ", (f"{RIGHT_TO_LEFT}- ", "\u202c")),
        ("Host", "Zoé", "Léa", " : ", ("", "")),
    ],
)
def test_labels_are_seen_in_every_script(
    host: str, one: str, other: str, colon: str, around: tuple[str, str]
) -> None:
    before, after = around
    words = [(host, "W?"), (one, "X."), (other, "Y."), (one, "Z."), (host, "V?"), (one, "U.")]
    cues = [
        (3 * n, 3 * n + 2, f"{before}{who}{colon}{what}{after}")
        for n, (who, what) in enumerate(words, 1)
    ]
    answers = [(one, "W?", ["X."]), (other, "W?", ["Y."]), (one, "W?", ["Z."])]
    assert said(read_bytes(made(*cues), "a.vtt")) == [*answers, (one, "V?", ["U."])]


def test_marks_of_direction_hide_no_dash_and_are_no_words() -> None:
    found = paragraphs(
        (1, 2, "Why did you leave?"),
        (3, 4, f"{RIGHT_TO_LEFT}- They came.\u202c\n{RIGHT_TO_LEFT}- And then?\u202c"),
    )
    assert found == ["Why did you leave?", "They came.", "And then?"]


@pytest.mark.parametrize("sign", ["- ", "–", ">> ", f"{RIGHT_TO_LEFT}- "])
def test_who_speaks_after_a_dash_is_not_who_spoke_before(sign: str) -> None:
    found = paragraphs(
        (1, 2, "ANN ROE: Why did you leave?"),
        (3, 4, "MIRA DOLEN: They came."),
        (5, 6, f"{sign}We burned it."),
        (6, 7, "All of it."),
        (8, 9, f"{sign}MIRA DOLEN: So we walked."),
    )
    assert found == [
        "ANN ROE: Why did you leave?",
        "MIRA DOLEN: They came.",
        "Unknown Speaker: We burned it. All of it.",
        "MIRA DOLEN: So we walked.",
    ]


def test_words_after_a_dash_are_the_answer_of_nobody_who_is_named() -> None:
    document = read_bytes(
        made(
            (1, 2, "ANN ROE: Why did you leave?"),
            (3, 4, "MIRA DOLEN: They came."),
            (5, 6, "ANN ROE: Who?"),
            (7, 8, "- We did."),
            (9, 10, "- And we burned it."),
            (11, 12, "MIRA DOLEN: I saw them."),
        ),
        "a.vtt",
    )
    assert said(document) == [
        ("Mira Dolen", "Why did you leave?", ["They came."]),
        (None, "Who?", ["We did.", "And we burned it."]),
        ("Mira Dolen", "Who?", ["I saw them."]),
    ]


def test_a_dash_where_nobody_is_named_names_nobody() -> None:
    found = paragraphs((1, 2, "Why did you leave?"), (3, 4, "- They came."), (5, 6, "- Who?"))
    assert found == ["Why did you leave?", "They came.", "Who?"]


def test_another_begins_to_speak_within_a_line() -> None:
    found = paragraphs(
        (1, 2, "Why did you leave?"),
        (3, 4, "&gt;&gt; They came. &gt;&gt; Who came?"),
        (5, 6, "He << the guard >> came."),
    )
    assert found == ["Why did you leave?", "They came.", "Who came?", "He << the guard >> came."]


def test_a_dash_in_a_cue_with_a_name_is_not_said_by_that_name() -> None:
    document = read_bytes(
        made(
            (1, 2, "ANN ROE: Why did you leave?"),
            (3, 4, "MIRA DOLEN: They came.\n- We burned it."),
            (5, 6, "ANN ROE: And then?"),
            (7, 8, "MIRA DOLEN: I walked. >> ANN ROE: Where?"),
            (9, 10, "MIRA DOLEN: To the sea."),
        ),
        "a.vtt",
    )
    assert [(who, answer) for who, _, answer in said(document)] == [
        ("MIRA DOLEN", ["They came."]),
        (None, ["We burned it."]),
        ("MIRA DOLEN", ["I walked."]),
        ("MIRA DOLEN", ["To the sea."]),
    ]


def test_a_cue_without_a_voice_among_others_with_one_is_nobodys_unless_a_name_opens_it() -> None:
    document = read_bytes(
        made(
            (1, 2, "<v Ann Roe>Why did you leave?"),
            (3, 4, "<v Mira Dolen>They came."),
            (4, 5, "I am of the guard. We burned it."),
            (6, 7, "<v Ann Roe>And then?"),
            (8, 9, "<v Mira Dolen>I walked."),
            (9, 10, "LENA ROE: So did I."),
        ),
        "a.vtt",
    )
    assert said(document) == [
        ("Mira Dolen", "Why did you leave?", ["They came."]),
        (None, "Why did you leave?", ["I am of the guard. We burned it."]),
        ("Mira Dolen", "And then?", ["I walked."]),
        ("LENA ROE", "And then?", ["So did I."]),
    ]


@pytest.mark.parametrize(
    ("asks", "answers", "also"),
    [
        ("नाव कहाँ गई?", "नाव नदी में डूब गई।", "फिर क्या हुआ?"),
        ("नाव कहाँ गई?", "नाव नदी में डूब गई॥", "फिर क्या हुआ?"),
        ("کشتی کہاں گئی؟", "کشتی ڈوب گئی۔", "پھر کیا ہوا؟"),
    ],
)
def test_a_question_after_a_whole_sentence_stands_apart_in_every_script(
    asks: str, answers: str, also: str
) -> None:
    cues = ((1, 2, asks), (3, 4, answers), (5, 6, also), (7, 8, answers))
    assert paragraphs(*cues) == [asks, answers, also, answers]


def test_a_pause_after_a_whole_arabic_question_in_quotes_ends_a_paragraph() -> None:
    said = 'قالت "أين القارب؟"', "ثم مشينا."
    assert paragraphs((1, 2, said[0]), (8, 9, said[1])) == [*said]


NAMED_ONCE = (
    "{}TOM: When did you begin?",
    "{}MIRA: In 1990.",
    "{}Why?",
    "{}The sea was calling me, and I went out.",
    "{}And then?",
    "{}Then we came home.",
    "{}TOM: And now?",
    "{}MIRA: It is warm.",
)


@pytest.mark.parametrize("sign", [">> ", "- "])
def test_words_of_a_voice_that_is_not_told_are_no_questions_of_an_interviewer(sign: str) -> None:
    cues = ((2 * n, 2 * n + 1, one.format(sign)) for n, one in enumerate(NAMED_ONCE))
    document = read_bytes(made(*cues), "a.vtt")
    untold = ["Why?", "The sea was calling me, and I went out.", "And then?", "Then we came home."]
    assert [(question, " ".join(answer)) for _, question, answer in said(document)] == [
        ("When did you begin?", "In 1990."),
        ("When did you begin?", " ".join(untold)),
        ("And now?", "It is warm."),
    ]
    assert [who for who, _, _ in said(document)] == ["Mira", None, "Mira"]


def test_a_cue_of_no_voice_that_answers_is_no_question_of_an_interviewer() -> None:
    document = read_bytes(
        made(
            (1, 2, "<v Tom Roe>When did you begin?"),
            (3, 4, "<v Mira Dolen>In 1990."),
            (5, 6, "Why did you? I had to. Would you not?"),
            (7, 8, "<v Tom Roe>And now?"),
            (9, 10, "<v Mira Dolen>It is warm."),
        ),
        "a.vtt",
    )
    assert said(document) == [
        ("Mira Dolen", "When did you begin?", ["In 1990."]),
        (None, "When did you begin?", ["Why did you? I had to. Would you not?"]),
        ("Mira Dolen", "And now?", ["It is warm."]),
    ]


def test_beside_one_voice_that_is_told_one_that_is_not_can_ask() -> None:
    document = read_bytes(
        b"Unknown Speaker: When did you begin?\n\nMira Dolen: In 1990.\n\n"
        b"Unknown Speaker: And now?\n\nMira Dolen: It is warm.\n",
        "a.txt",
    )
    assert said(document) == [
        ("Mira Dolen", "When did you begin?", ["In 1990."]),
        ("Mira Dolen", "And now?", ["It is warm."]),
    ]


@pytest.mark.parametrize(
    ("words", "whole"),
    [
        (
            ("I brought three things:", "- a boat", "- a net"),
            "I brought three things: a boat a net",
        ),
        (("I began in 1990 --", "- well, maybe 1991."), "I began in 1990 -- well, maybe 1991."),
        (("The sea was", "- and is -", "my home."), "The sea was and is - my home."),
    ],
)
@pytest.mark.parametrize("together", [False, True])
def test_a_dash_within_a_sentence_takes_no_words_from_who_says_them(
    words: tuple[str, ...], whole: str, *, together: bool
) -> None:
    lines = "TOM: When?", f"MIRA: {words[0]}", *words[1:], "TOM: And now?", "MIRA: It is warm."
    cues = lines[0], "\n".join(lines[1:-2]), *lines[-2:]
    held = cues if together else lines
    document = read_bytes(made(*((2 * n, 2 * n + 1, one) for n, one in enumerate(held))), "a.vtt")
    answers = [(who and who.title(), answer) for who, _, answer in said(document)]
    assert answers == [("Mira", [whole]), ("Mira", ["It is warm."])]


@pytest.mark.parametrize(
    ("before", "after"),
    [("They came.", "- we burned it."), ("They came", "- We burned it."), ("They", ">> we did")],
)
def test_a_dash_or_arrows_that_can_be_anothers_are_not_given_to_who_spoke(
    before: str, after: str
) -> None:
    found = paragraphs((1, 2, "TOM ROE: Why?"), (3, 4, f"MIRA DOLEN: {before}"), (5, 6, after))
    assert found[2] == f"Unknown Speaker: {after.lstrip('->').strip()}"


@pytest.mark.parametrize("sound", ["[applause]", "(laughter)", "♪", "♪ a song ♪", "[a] (b)"])
def test_a_sound_between_voices_is_no_turn_of_somebody_else(sound: str) -> None:
    document = read_bytes(
        made(
            (1, 2, sound),
            (3, 4, "<v Tom Roe>When did you begin?"),
            (5, 6, "<v Mira Dolen>In 1990."),
            (7, 8, sound),
            (9, 10, "<v Tom Roe>And now?"),
            (11, 12, "<v Mira Dolen>It is warm."),
        ),
        "a.vtt",
    )
    assert said(document) == [
        ("Mira Dolen", f"{sound} When did you begin?", [f"In 1990. {sound}"]),
        ("Mira Dolen", "And now?", ["It is warm."]),
    ]
    assert "no-speaker" not in {remark.code for remark in document.remarks}


def test_words_beside_a_sound_that_no_voice_says_stay_nobodys() -> None:
    document = read_bytes(
        made(
            (1, 2, "<v Tom Roe>When did you begin?"),
            (3, 4, "<v Mira Dolen>In 1990."),
            (4, 5, "[applause] We burned it."),
        ),
        "a.vtt",
    )
    assert [who for who, _, _ in said(document)] == ["Mira Dolen", None]
