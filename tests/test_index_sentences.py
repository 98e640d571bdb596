from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from index.interview import Span
from index.sentences import sentences


def cut(text: str) -> list[str]:
    return [span.of(text) for span in sentences(text, Span(0, len(text)))]


@pytest.mark.parametrize(
    "whole",
    [
        "He was held for approx. 14 days.",
        "Dr. J. K. Aster said so.",
        "Prof. Aster met Mr. Ek and Mrs. Rill.",
        "Ms. Rill met Sra. Dolen and Amb. Ek.",
        "She said, “He told me ‘Go.’ I went.”",
        "It cost US$1.5 million and 2.5 tonnes of salt.",
        "It’s slow work… but it holds.",
        "See case no. 14 and art. 3, para. 2 of it.",
        "Read vol. 3, pp. 4–5, e.g. on salt, i.e. on the sea.",
        "We left (they came at night. We hid.) and came back.",
        "The U.S. government spoke at 5 p.m. on the radio.",
        "We met Gen. Orr, Capt. Sel and Lt. Bo at St. Anne.",
        "“Really?” he asked.",
        "ისინი ღამით მოვიდნენ.",
    ],
)
def test_one_sentence(whole: str) -> None:
    assert cut(whole) == [whole]
    assert cut(f"{whole} Then we left.") == [whole, "Then we left."]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Yes", ["Yes"]),
        ("Yes. No.", ["Yes.", "No."]),
        ("He said no. Then he left.", ["He said no.", "Then he left."]),
        ("Wait... what? Yes!", ["Wait... what?", "Yes!"]),
        ("I said “Go.” He went.", ["I said “Go.”", "He went."]),
        ("It began in 1999. It grew.", ["It began in 1999.", "It grew."]),
        ("“Really?” he asked. “Yes.”", ["“Really?” he asked.", "“Yes.”"]),
        ("We hid (in salt). We left.", ["We hid (in salt).", "We left."]),
        ("We wept 😀. We left.", ["We wept 😀.", "We left."]),
        ("Cafe\u0301s closed. We left.", ["Cafe\u0301s closed.", "We left."]),
        ("One.\nTwo.", ["One.", "Two."]),
        ("他们晚上来了。然后我们走了。", ["他们晚上来了。", "然后我们走了。"]),
        ("جاؤوا في الليل. ثم ذهبنا؟ نعم.", ["جاؤوا في الليل.", "ثم ذهبنا؟", "نعم."]),
    ],
)
def test_several_sentences(text: str, found: list[str]) -> None:
    assert cut(text) == found


def test_a_bracket_that_never_closes_holds_nothing_together() -> None:
    assert cut("We hid (in salt. We left. We came.") == ["We hid (in salt.", "We left.", "We came."]


def test_offsets_count_in_the_whole_text() -> None:
    text = "Before 😀. One. Two. After."
    assert sentences(text, Span(10, 19)) == (Span(10, 14), Span(15, 19))


PIECES = st.sampled_from(
    "Yes. No? (a b) ( ) “Go.” ‘x’ … ... e.g. no. 14 Dr. A. 1.5 é 😀 \u2028 \x85 \x1c \u200b \u00a0 "
    "\u3000 。 ؟ \n \t !) .” ?! [1] \ufeff U.N.".split(" ")
)


@settings(deadline=None)
@given(st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=14).map(" ".join)), st.text("a ."))
@example("a\u0085b", "")
@example("A. A. (b. c.) D.", "x ")
def test_no_character_is_lost_doubled_or_moved(text: str, before: str) -> None:
    whole = before + text + before
    if not text:
        return
    within = Span(len(before), len(before) + len(text))
    found = sentences(whole, within)
    assert all(within.holds(span) for span in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    held = [at for span in found for at in range(span.start, span.end)]
    rest = set(range(within.start, within.end)) - set(held)
    assert all(whole[at].isspace() for at in rest)
    assert all(span.of(whole) == span.of(whole).strip() for span in found)
