from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.interview import Span
from index.paragraphs import LONGEST_LABEL, is_separator, lines, paragraphs

WIDE = "The harbour was closed and the boats lay in the salt for"


def cut(text: str) -> list[str]:
    return [span.of(text) for span in paragraphs(text)]


def test_a_line_is_a_paragraph() -> None:
    assert cut("One.\nTwo.\n\n  Three. \t\n \n") == ["One.", "Two.", "Three."]


def test_long_lines_are_paragraphs_also_without_a_full_stop() -> None:
    long = "word " * 60 + "and"
    assert cut(f"{long}\n{long}\n{long}") == [long] * 3


def test_wrapped_lines_are_joined_up_to_a_blank_one() -> None:
    text = f"{WIDE}\n{WIDE}\nwinter.\n\n{WIDE}\n{WIDE}\nsummer.\n"
    assert cut(text) == [f"{WIDE}\n{WIDE}\nwinter.", f"{WIDE}\n{WIDE}\nsummer."]


def test_many_wrapped_lines_are_one_paragraph() -> None:
    text = "\n".join([WIDE] * 3000)
    assert cut(f"{text}\n\n{'-' * 200}\n{WIDE}\n") == [text, "-" * 200, WIDE]


def test_the_longest_name_alone_on_its_line_opens_the_next_one() -> None:
    name = f"**{' '.join(['A' + 'b' * 19] * 4)}**:**"
    assert len(name) == LONGEST_LABEL
    assert cut(f"{name}\nThey came.\n") == [f"{name}\nThey came."]


@pytest.mark.parametrize("between", ["\n", "\n\n"])
@pytest.mark.parametrize(
    ("asks", "replies"), [("Q. ", "A. "), ("Ann Roe: ", "Mira: "), ("Q: ", "A: ")]
)
def test_a_name_alone_is_not_the_label_of_a_line_that_has_its_own(
    asks: str, replies: str, between: str
) -> None:
    rows = [
        f"{asks}Who came?",
        f"{replies}Bo.",
        "BY MR. JONES:",
        f"{asks}When?",
        f"{replies}In May.",
    ]
    assert cut(between.join(rows)) == rows


@pytest.mark.parametrize("words", ["No. He was not.", "Look: it was cold.", "They came."])
def test_a_name_alone_is_the_label_of_what_only_looks_like_one(words: str) -> None:
    rows = ["Ann:", "Who came?", "Mira:", words, "Ann:", "And then?", "Mira:", words]
    joined = [f"{name}\n{said}" for name, said in zip(rows[::2], rows[1::2], strict=True)]
    assert cut("\n".join(rows)) == joined


def test_a_label_or_a_separator_begins_anew_among_wrapped_lines() -> None:
    text = f"Q: {WIDE}\n{WIDE}\nwhom?\nA: {WIDE}\n{WIDE}\nall.\n---\n{WIDE}\n{WIDE}\nus.\n"
    assert [words.split(" ", 1)[0] for words in cut(text)] == ["Q:", "A:", "---\n"[:3], "The"]


def test_short_lines_are_not_wrapped() -> None:
    assert cut("Roses\nViolets\nSalt\nSea") == ["Roses", "Violets", "Salt", "Sea"]


@pytest.mark.parametrize(
    "line", ["-", "--", "—", "–––", "***", "* * *", "- - -", "___", "===", "~~~", "#", "•", "·"]
)
def test_lines_that_only_divide(line: str) -> None:
    assert is_separator(line)


@pytest.mark.parametrize("line", ["- a", "...", ".", "A", "-1", "* note", "¿", "“-”", "+", "?"])
def test_lines_that_say_something(line: str) -> None:
    assert not is_separator(line)


@settings(deadline=None)
@given(st.lists(st.sampled_from([WIDE, "Why?", "-", "", "  ", "Q: a", "\u2003x\u2003", "\x1c"])))
def test_every_line_lies_in_one_paragraph(rows: list[str]) -> None:
    text = "\n".join(rows)
    found = paragraphs(text)
    assert all(a.end < b.start for a, b in pairwise(found))
    for line in lines(text):
        assert sum(span.holds(line) for span in found) == 1
    assert all(span.of(text) == span.of(text).strip() for span in found)


@settings(deadline=None)
@given(st.text(max_size=80))
def test_lines_hold_everything_but_white_space(text: str) -> None:
    held = {at for span in lines(text) for at in range(span.start, span.end)}
    assert all(text[at].isspace() for at in range(len(text)) if at not in held)
    assert all(isinstance(span, Span) and "\n" not in span.of(text) for span in lines(text))
