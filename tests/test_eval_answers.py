from __future__ import annotations

from dataclasses import replace

import pytest
from test_eval_specimens import (
    ARCHIVE,
    BRIDGE,
    NOBODY,
    RATING,
    RIVER,
    ROADS,
    SISTER,
    TOPICS,
    WALKED,
    WARNED,
    answer,
    placed,
    quote,
    silence,
)

from eval.answers import (
    citation_precision,
    citation_recall,
    is_attributed,
    is_verbatim,
    joined,
    nugget_recall,
    quoted,
    sentences_of,
    shown,
)
from eval.gold import Topic
from index.interview import Part, Role, Span

SENTENCES = sentences_of(ARCHIVE)
TOPIC = Topic("t", "direct", "?", nuggets=("river", "was GONE", "radio"))
GOLD = placed(TOPIC, ("north", RIVER, True), ("north", BRIDGE, True), ("north", WARNED, False))


def test_nuggets_are_looked_for_in_the_joined_quotes_case_folded() -> None:
    quotes = (quote("north", RIVER), quote("north", BRIDGE))
    assert joined(quotes) == "We saw the river rise. The bridge was gone."
    assert nugget_recall(GOLD, quotes) == pytest.approx(2 / 3)
    assert nugget_recall(GOLD, ()) == 0
    assert nugget_recall(placed(TOPICS[2]), quotes) is None


def test_precision_counts_sentences_and_not_quotes() -> None:
    # One quote of three sentences, all evidence, and one of two that is none.
    quotes = (quote("north", RIVER.to(BRIDGE)), quote("north", WALKED.to(SISTER)))
    assert citation_precision(GOLD, quotes, SENTENCES) == pytest.approx(3 / 5)


def test_a_sentence_that_is_quoted_twice_counts_once() -> None:
    quotes = (quote("north", RIVER), quote("north", RIVER.to(WARNED)), quote("north", SISTER))
    assert citation_precision(GOLD, quotes, SENTENCES) == pytest.approx(2 / 3)


def test_a_sentence_needs_half_of_its_characters_in_one_evidence() -> None:
    # RIVER is 22 characters long.
    def precision(*spans: Span) -> float | None:
        gold = placed(TOPIC, *(("north", span, True) for span in spans))
        return citation_precision(gold, (quote("north", RIVER),), SENTENCES)

    assert precision(Span(52, 63)) == 1  # 11 of 22
    assert precision(Span(53, 63)) == 0  # 10 of 22
    assert precision(Span(41, 51), Span(53, 63)) == 0  # 10 and 10, in neither half


def test_words_at_the_same_offsets_of_another_document_are_no_evidence() -> None:
    gold = placed(TOPIC, ("south", NOBODY.to(ROADS), True))
    quotes = (quote("north", Span(41, 63)),)
    assert citation_precision(gold, quotes, SENTENCES) == 0
    assert citation_recall(gold, quotes) == 0


def test_words_without_known_sentences_count_as_one() -> None:
    gold = placed(TOPIC, ("south", RATING, True))
    assert citation_precision(gold, (quote("south", RATING),), SENTENCES) == 1


def test_precision_says_nothing_about_silence_or_without_evidence() -> None:
    assert citation_precision(GOLD, (), SENTENCES) is None
    assert citation_precision(placed(TOPICS[2]), (quote("north", RIVER),), SENTENCES) is None


def test_recall_needs_half_of_the_characters_quoted() -> None:
    assert citation_recall(GOLD, (quote("north", RIVER),)) == pytest.approx(1 / 2)
    assert citation_recall(GOLD, ()) == 0
    assert citation_recall(placed(TOPICS[2]), ()) is None
    # Two quotes cover 22 of the 40 characters of a longer one, neither of them alone half.
    gold = placed(TOPIC, ("north", RIVER.to(WARNED), True))
    halves = (quote("north", Span(41, 52)), quote("north", Span(52, 63)))
    assert citation_recall(gold, halves[:1]) == 0
    assert citation_recall(gold, halves) == 1


def test_what_is_evidence_and_what_is_only_shown() -> None:
    first, second = quote("north", RIVER), quote("north", BRIDGE)
    assert quoted(answer(first, more=(second,))) == (first,)
    assert shown(answer(first, more=(second,))) == (first, second)
    assert quoted(silence(second)) == ()
    assert shown(silence(second)) == (second,)


def test_verbatim_is_the_cut_of_the_cited_document() -> None:
    true = quote("north", RIVER)
    assert is_verbatim(true, ARCHIVE)
    altered = quote("north", RIVER, text="We saw the river fall.")
    assert not is_verbatim(altered, ARCHIVE)
    for wrong in ({"interview": "west"}, {"interview": "south"}, {"document": "south.txt"}):
        assert not is_verbatim(replace(true, citation=replace(true.citation, **wrong)), ARCHIVE)


def test_attribution_is_that_of_the_interview_the_span_lies_in() -> None:
    assert is_attributed(quote("north", RIVER.to(BRIDGE)).citation, ARCHIVE)
    assert not is_attributed(quote("north", RIVER, speaker="Bo").citation, ARCHIVE)
    assert not is_attributed(quote("north", RIVER, speaker=None).citation, ARCHIVE)
    assert not is_attributed(quote("north", RIVER, country="Southland").citation, ARCHIVE)
    # The interviewer's words are nobody's answer, and two turns are no one's.
    assert not is_attributed(quote("north", Span(20, 40)).citation, ARCHIVE)
    assert not is_attributed(quote("north", BRIDGE.to(WALKED)).citation, ARCHIVE)
    west = replace(quote("north", RIVER).citation, interview="west")
    assert not is_attributed(west, ARCHIVE)


def test_a_rating_line_is_about_the_country_and_said_by_the_publisher() -> None:
    north, south = ARCHIVE.interviews
    rated = replace(
        ARCHIVE, interviews=(north, replace(south, footer=(Part(RATING, Role.RATING),)))
    )
    assert is_attributed(quote("south", RATING, speaker=None).citation, rated)
    assert is_attributed(quote("south", RATING, speaker="Bo").citation, rated)
    assert not is_attributed(quote("south", RATING, speaker="Ana").citation, rated)
