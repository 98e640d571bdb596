from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from specimens import TINY

from index.interview import Document, Passage, Role, Span
from index.passages import Cut, Cutting, context, cut, searchable_text, tokens
from index.readers.text import read_text


def document(text: str) -> Document:
    return read_text(text.encode(), "voices.txt")


def cuts(found: Document, budget: int = 200, longest: int = 10_000) -> list[Cut]:
    return [
        one
        for interview in found.interviews
        for one in cut(found, interview, Cutting(budget), lambda text: len(text) <= longest)
    ]


def words(found: Document, one: Cut) -> str:
    return one.sentences[0].to(one.sentences[-1]).of(found.text)


def test_an_answer_is_a_passage() -> None:
    found = document(TINY)
    made = cuts(found)
    assert [str(one.role) for one in made] == (
        "introduction answer answer answer rating introduction answer answer".split()
    )
    assert [one.turn for one in made] == [None, 0, 1, 2, None, None, 0, 1]
    assert words(found, made[2]) == "Yes."
    assert len(made[1].sentences) == 3
    assert words(found, made[4]).startswith("Civic space")


def test_questions_headings_and_contacts_are_in_no_passage() -> None:
    found = document(TINY)
    for one in cuts(found, budget=1):
        for part in found.parts:
            if part.role not in (Role.ANSWER, Role.INTRODUCTION, Role.RATING):
                assert not any(sentence.overlap(part.span) for sentence in one.sentences)


def test_two_who_answer_are_two_passages() -> None:
    found = document("ANA: Why?\nBO: Salt.\nEK: Fish.\nANA: Who?\nBO: Us.\nEK: Yes.\n")
    assert [words(found, one) for one in cuts(found)] == ["Salt.", "Fish.", "Us.", "Yes."]


def test_a_long_answer_is_cut_at_sentence_ends_into_equal_pieces() -> None:
    sentence = "Salt keeps the fish for a winter and a spring."
    found = document(f"X\nWhy?\n{' '.join([sentence] * 12)}\n")
    each = tokens(sentence)
    made = cuts(found, budget=5 * each)
    assert [len(one.sentences) for one in made] == [4, 4, 4]
    assert words(found, made[0]) == " ".join([sentence] * 4)


def test_a_sentence_over_the_budget_stays_whole() -> None:
    long = "salt " * 60 + "and fish."
    found = document(f"X\nWhy?\nYes. {long} No.\n")
    assert [words(found, one) for one in cuts(found, budget=10)] == ["Yes.", long, "No."]


def test_a_passage_ends_before_the_model_would_stop_reading() -> None:
    found = document("X\nWhy?\nSalt keeps. Fish keep. Nets keep.\n")
    longest = len("Why?\nSalt keeps. Fish keep.")
    assert [words(found, one) for one in cuts(found, longest=longest)] == [
        "Salt keeps. Fish keep.",
        "Nets keep.",
    ]
    assert len(cuts(found, longest=1)) == 3


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(["Yes.", "Salt keeps fish.", "No! It 😀 was.", "long " * 30]), min_size=1
    ),
    st.integers(1, 60),
    st.integers(1, 300),
)
def test_every_sentence_is_in_one_passage(said: list[str], budget: int, longest: int) -> None:
    found = document("X\nWhy?\n" + " ".join(said))
    made = cuts(found, budget, longest)
    (turn,) = found.interviews[0].turns
    held = [sentence for one in made for sentence in one.sentences]
    assert all(a.end <= b.start for a, b in pairwise(held))
    assert sum(len("".join(s.of(found.text).split())) for s in held) == sum(
        len("".join(paragraph.of(found.text).split())) for paragraph in turn.answer
    )
    for one in made:
        cost = sum(tokens(sentence.of(found.text)) for sentence in one.sentences)
        assert cost <= budget or len(one.sentences) == 1


def test_what_is_searched_has_its_context_and_is_repaired() -> None:
    found = document(TINY)
    first = found.interviews[0]
    made = cuts(found)
    said = searchable_text(found.text, found.glue, first, 1, made[2].sentences)
    assert said == "Valdoria. Mira Dolen. Was your brother released?\nYes."
    introduction = searchable_text(found.text, found.glue, first, None, made[0].sentences)
    assert introduction.startswith("Valdoria. Mira Dolen.\nThe Lantern Project speaks with Mira")
    assert "speakswith" in words(found, made[0])


def test_a_context_without_anything_known() -> None:
    found = document("Why?\nBecause.\n")
    assert context(found.text, found.glue, found.interviews[0], 0) == "Why?"
    assert context(found.text, found.glue, found.interviews[0], None) == ""


def test_a_passage_needs_sentences_and_a_role_that_is_quoted() -> None:
    with pytest.raises(ValueError, match="needs a sentence"):
        Passage(0, "x", Role.ANSWER, 0, (), 0)
    for role in set(Role) - {Role.ANSWER, Role.INTRODUCTION, Role.RATING}:
        with pytest.raises(ValueError, match="never retrieved"):
            Passage(0, "x", role, None, (Span(0, 1),), 0)
    assert Passage(0, "x", Role.ANSWER, 0, (Span(0, 2), Span(3, 9)), 0).span == Span(0, 9)


@pytest.mark.parametrize(("start", "end"), [(1, 1), (2, 1), (-1, 1), (0, 0)])
def test_a_span_holds_something(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="0 <= start < end"):
        Span(start, end)


def test_a_span_cuts_or_refuses() -> None:
    assert Span(1, 3).of("a😀bc") == "😀b"
    with pytest.raises(ValueError, match="past the text"):
        Span(1, 9).of("abc")
    assert Span(0, 4).overlap(Span(2, 9)) == 2
    assert Span(0, 2).overlap(Span(2, 4)) == 0
    assert Span(0, 4).holds(Span(1, 4))
    assert not Span(1, 4).holds(Span(0, 4))
