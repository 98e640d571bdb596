"""Words spelt nearly alike, against the library that compares two at a time."""

from __future__ import annotations

import difflib

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.alike import DISTANCE, few_slips, same_letters
from index.words import Words

WORD = st.text(alphabet="abcdeé", min_size=1, max_size=9)


@given(st.sets(WORD, min_size=1), WORD, st.integers(1, 2))
def test_slips_are_counted_as_the_library_counts_them(
    held: set[str], word: str, slips: int
) -> None:
    words = Words.of(sorted(held))
    found = {words.said(n) for n in few_slips(words, np.arange(len(words)), word, slips)}
    assert found == {one for one in held if DISTANCE.compare(word, one, slips) >= 0}


@pytest.mark.parametrize("size", [9, 252, 253, 254, 255, 256, 400])
def test_slips_are_counted_in_words_of_any_length(size: int) -> None:
    word = "a" * size
    near = {"a" * (size - 1), f"{word}b", f"{word}aa", f"b{word[1:]}", f"é{word[1:]}"}
    far = {"b" * size, f"a{'é' * (size - 1)}", "a" * (size + 300), "a"}
    words = Words.of(sorted(near | far))
    found = {words.said(n) for n in few_slips(words, np.arange(len(words)), word, 2)}
    assert found == near


@given(st.sets(WORD, min_size=1), WORD)
@example({"aa"}, "aaé")
def test_nothing_that_is_close_is_passed_over(held: set[str], word: str) -> None:
    words = Words.of(sorted(held))
    found = list(same_letters(words, np.arange(len(words)), word, 0.8))
    close = difflib.get_close_matches(word, sorted(held), len(held), 0.8)
    assert set(close) <= set(found)
    assert sorted(close) == sorted(difflib.get_close_matches(word, found, len(held), 0.8))


@given(st.sets(WORD, min_size=1), WORD)
def test_words_are_held_in_order(held: set[str], word: str) -> None:
    words = Words.of(sorted(held))
    assert [words.said(n) for n in range(len(words))] == sorted(held)
    assert (words.number(word) is not None) == (word in held)
    opening = [words.said(n) for n in words.opening(word[0])]
    assert opening == [one for one in sorted(held) if one[0] == word[0]]


@pytest.mark.parametrize("letter", ["a", "é", "ш"])
def test_what_is_far_longer_is_not_compared(letter: str) -> None:
    """In a table each word takes as much room as the longest."""
    words = Words.of([letter * 5, letter * 1000])
    assert list(same_letters(words, np.arange(2), letter * 4, 0.8)) == [letter * 5]
