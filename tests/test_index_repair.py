from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from specimens import TINY

from index.interview import Span
from index.repair import glue_points, repaired, source_offset


def searched(text: str) -> str:
    return repaired(text, Span(0, len(text)), glue_points(text))


@pytest.mark.parametrize(
    ("glued", "apart"),
    [
        ("The Project speakswith Mira", "The Project speaks with Mira"),
        ("theCIVICUS Monitor", "the CIVICUS Monitor"),
        ("by theLantern Monitor", "by the Lantern Monitor"),
        ("herwebsite and itswebsite", "her website and its website"),
        ("follow@miradolen on Chirper", "follow @miradolen on Chirper"),
        ("Egypt: EgyptwithMira", "Egypt: Egypt with Mira"),
        ("Itworks", "It works"),
        ("aboutthe rights of those whowere there", "about the rights of those who were there"),
        ("thisis so", "this is so"),
    ],
)
def test_glued_words_are_told_apart(glued: str, apart: str) -> None:
    assert searched(glued) == apart


@pytest.mark.parametrize(
    "words",
    "McDonald MacArthur DeShawn LaToya O’Neil YouTube GitHub JavaScript WhatsApp LinkedIn TikTok "
    "iPhone eBay PhD NGOs LGBTQI Laparra Abasian Theodora Ofelia Theresa Isabella Andrea Asa Inga "
    "Heather Toby Onassis Atherton Mandela Alibek Overby Abbas Asif Inman Isobel Thea Weston "
    "apolitical therein thereof hereby whatsoever notwithstanding theatre asylum anti-government "
    "laparra atieno onyango intisar beirut myanmar toronto".split(),
)
def test_names_and_rare_words_stay_whole(words: str) -> None:
    assert searched(words) == words
    assert searched(f"We met {words} there, and {words} left.") == (
        f"We met {words} there, and {words} left."
    )


def test_ordinary_prose_stays_as_it_is() -> None:
    prose = (
        "They told me to go home and I said that this is my home. Nobody has been there since; "
        "another one, without hesitation, withheld whatever was theirs. Indeed, inasmuch as we "
        "were altogether overwhelmed, the intake office undertook an offhand assessment."
    )
    assert searched(prose) == prose


def test_a_span_is_repaired_with_the_points_in_it_only() -> None:
    text = "she speakswith theLantern"
    points = glue_points(text)
    assert points == (10, 18)
    assert repaired(text, Span(4, 14), points) == "speaks with"
    assert repaired(text, Span(10, 14), points) == "with"
    assert repaired(text, Span(4, 10), points) == "speaks"


@settings(deadline=None)
@given(st.text(max_size=60) | st.sampled_from([TINY, "theaboutTheEgyptwith" * 3]), st.data())
def test_points_are_inside_words_and_in_order(text: str, data: st.DataObject) -> None:
    points = glue_points(text)
    assert list(points) == sorted(set(points))
    assert all(0 < at < len(text) for at in points)
    assert all(not text[at - 1].isspace() and not text[at].isspace() for at in points)


@settings(deadline=None)
@given(st.text(min_size=1, max_size=40), st.data())
def test_every_searched_character_goes_back_to_its_source(text: str, data: st.DataObject) -> None:
    glue = tuple(sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=6))))
    start = data.draw(st.integers(0, len(text) - 1))
    span = Span(start, data.draw(st.integers(start + 1, len(text))))
    words = repaired(text, span, glue)
    inside = [at for at in glue if span.start < at < span.end]
    added = {at - span.start + n for n, at in enumerate(inside)}
    assert len(words) == len(span) + len(inside)
    for offset, character in enumerate(words):
        if offset not in added:
            assert text[source_offset(span, glue, offset)] == character
        else:
            assert character == " "
    assert source_offset(span, glue, len(words)) == span.end
    found = [source_offset(span, glue, offset) for offset in range(len(words) + 1)]
    assert found == sorted(found)
