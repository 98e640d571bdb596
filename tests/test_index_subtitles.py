"""What of a subtitle file is a cue's words, and what is not: marks, numbers, comments, the rest."""

from __future__ import annotations

import pytest

from index.interview import Document
from index.readers import read_bytes
from index.readers.subtitles import read_subtitles
from index.readers.words import Words

TIMES = "00:00:0{}.000 --> 00:00:0{}.500"


def times(second: int) -> str:
    return TIMES.format(second, second)


def read(text: str, name: str = "a.srt") -> Words:
    found = read_subtitles(text.encode(), name)
    assert isinstance(found, Words)
    return found


def left_out(document: Document) -> list[str]:
    return [remark.message for remark in document.remarks if remark.code == "left-out"]


@pytest.mark.parametrize(
    ("line", "plain"),
    [
        ("I saw <REDACTED> shoot <not me> him.", "I saw <REDACTED> shoot <not me> him."),
        ("It was <inaudible> and <I think> cold.", "It was <inaudible> and <I think> cold."),
        ("They came.<br>So did <br/>we.<BR />Yes.", "They came. So did we. Yes."),
        ('<i>They</i> <font color="#ffffff" size = 9>ca<b.loud>me</b></font>.', "They came."),
        ("<c.yellow.bg_blue>They <00:00:01.500>came</c> <lang en>home</lang>.", "They came home."),
        (r"{\an8}They {\i1}came{\i0} {home}.", "They came {home}."),
        ("<ruby>They<rt></rt></ruby> <span style='x'>came</span><u>.</u>", "They came."),
        ("<em>They</em> <strong>came</strong> <a href='x'>ho</a><sub>m</sub>e.", "They came home."),
        ("<p>They came.</p><P class=x>So did we.</P><div>Yes.</div>", "They came. So did we. Yes."),
        ("It was <a man> who <small boat> took.", "It was <a man> who <small boat> took."),
    ],
)
def test_only_the_marks_of_the_formats_are_no_words(line: str, plain: str) -> None:
    assert read(f"{times(1)}\n{line}\n").text == f"{plain}\n"


@pytest.mark.parametrize("mark", [r"{\an8}", "<i>", r"{\an8}<i>", "<strong>", "<p>", "<em><tt>"])
def test_a_mark_hides_neither_a_name_nor_a_dash(mark: str) -> None:
    found = read(
        f"1\n{times(1)}\n{mark}HOST: Who came?\n\n2\n{times(3)}\n{mark}MIRA: They.\n\n"
        f"3\n{times(4)}\n{mark}- Who?<br>- The guard.\n"
    )
    assert found.text.split("\n\n") == [
        "HOST: Who came?",
        "MIRA: They.",
        "Unknown Speaker: Who?",
        "Unknown Speaker: The guard.\n",
    ]


def test_a_cue_goes_on_after_a_blank_line_until_the_next_cue() -> None:
    found = read(
        f"1\n{times(1)}\nBecause of the war.\n\nAnd because\n \nthey came.\n\n"
        f"2\n{times(3)}\n\nSo we walked.\n\nTo the sea.\n3\n{times(4)}\nYes.\n"
    )
    assert found.text == (
        "Because of the war. And because they came. So we walked. To the sea. Yes.\n"
    )
    assert found.remarks == ()


def test_a_number_before_times_is_no_word_without_a_blank_line_either() -> None:
    lines = "Why did you leave?", "Because of the war.", "Who helped?", "Nobody in", "1984", "Yes."
    found = read("".join(f"{n}\n{times(n)}\n{one}\n" for n, one in enumerate(lines, 1)))
    assert found.text.split() == " ".join(lines).split()
    assert found.remarks == ()


@pytest.mark.parametrize("between", ["\n", ""])
def test_a_year_before_times_is_said_where_cues_have_no_numbers(between: str) -> None:
    cues = f"{times(1)}\nWhen?\n{between}{times(2)}\n1984\n{between}{times(3)}\nIn May.\n"
    assert read(cues).text.split() == ["When?", "1984", "In", "May."]


def test_a_file_with_a_blank_line_after_each_is_read() -> None:
    single = f"1\n{times(1)}\nWhy did you leave?\n2\n{times(2)}\nThey came."
    found = read(single.replace("\n", "\n\n"))
    assert found.text == "Why did you leave?\n\nThey came.\n"
    assert found.remarks == ()


def test_the_name_of_a_cue_its_style_and_its_comments_are_no_words_of_the_one_before() -> None:
    found = read(
        f"WEBVTT - a talk\nKind: captions\n\nSTYLE\n::cue {{}}\n\nNOTE by a machine\n\n"
        f"intro-1\n{times(1)}\nThey came.\n\nNOTE that is\nnot sure\n\nREGION\nid:a\n\n"
        f"c0-12/3\n{times(3)}\nNOTE that we walked.\n\nlast one\n{times(4)}\nYes.\n",
        "a.vtt",
    )
    assert found.text == "They came. NOTE that we walked. Yes.\n"
    assert [one.message for one in found.remarks] == ["Left out of the text: 2 comments."]


@pytest.mark.parametrize(
    "head",
    ["3\n00:00:02 -> 00:00:03", "00:00:02 --> 00:00:03", "3\n", "[2.0 --> 3.0]", "0:02 - 0:03"],
)
def test_words_of_a_cue_whose_times_are_damaged_are_counted_and_not_the_last_ones(
    head: str,
) -> None:
    raw = (
        f"1\n{times(0)}\nWhy did you leave?\n\n2\n{times(1)}\nThey came.\n\n"
        f"{head}\nI burned it.\n\nAll of it.\n\n4\n{times(4)}\nSo we walked.\n"
    ).encode()
    document = read_bytes(raw, "a.srt")
    (turn,) = document.interviews[0].turns
    assert [one.of(document.text) for one in turn.answer] == ["They came.", "So we walked."]
    lines = head.strip().count("\n") + 3
    assert left_out(document) == [f"Left out of the text: {lines} untimed lines."]


def test_lines_before_the_first_cue_and_behind_the_last_are_counted() -> None:
    raw = (
        f"A talk\nby Ann Roe\n\n1\n{times(1)}\nANN: Why?\n\n2\n{times(3)}\nMIRA: They came.\n\n"
        f"3\n{times(5)}\nANN: And then?\n\n4\n{times(7)}\nMIRA: I walked.\n\nMade by Lena.\n"
    ).encode()
    document = read_bytes(raw, "a.srt")
    assert [turn.speaker for turn in document.interviews[0].turns] == ["MIRA", "MIRA"]
    assert left_out(document) == ["Left out of the text: 3 untimed lines."]
