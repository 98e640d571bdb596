"""Questions that set people beside each other are asked of each, without the others' names."""

from __future__ import annotations

from pathlib import Path

import pytest
from specimens import indexed

from index.archive import Archive
from rag.answer import Answer
from rag.desk import Desk
from rag.gathers import gathers
from rag.retrieve import POOL, retrieve
from rag.turns import in_turns
from rag.understand import understand


@pytest.mark.parametrize(
    ("question", "texts"),
    [
        (
            "How do the bans in Valdoria differ from those in West Orlund?",
            [
                "How do the bans in Valdoria differ from those in ?",
                "How do the bans in differ from those in West Orlund?",
            ],
        ),
        (
            "What do Mira Dolen and Tomas Ek say about the radio?",
            [
                "What do Mira Dolen and say about the radio?",
                "What do and Tomas Ek say about the radio?",
            ],
        ),
        # One of them is not set beside the other: it is what the other speaks about.
        ("What does Mira Dolen think of the sea ban that the fishers of West Orlund fear?", []),
        ("Who helps families in Valdoria now?", []),
        # Whoever is named speaks for their country.
        ("Is Mira Dolen alone in Valdoria, or does each family help?", []),
    ],
)
def test_each_side_is_asked_alone(tiny: Archive, question: str, texts: list[str]) -> None:
    assert [side.text for side in understand(question, tiny).sides] == texts


def page(country: str, name: str) -> str:
    """An interview with somebody about a country."""
    return f"Country: {country}\nInterviewee: {name}\n\nQ: Is bread dear?\n\nA: It is dear.\n"


@pytest.mark.parametrize(
    ("question", "texts"),
    [
        (
            "Do Ana Simic and Mira Dolen agree about bread?",
            ["Do Ana Simic and agree about bread?", "Do and Mira Dolen agree about bread?"],
        ),
        (
            "Do Ana Šimić and Mira Dolen agree about bread?",
            ["Do Ana Šimić and agree about bread?", "Do and Mira Dolen agree about bread?"],
        ),
        (
            "What of bread in West-Orlund and in Valdoria now?",
            ["What of bread in and in Valdoria now?", "What of bread in West-Orlund and in now?"],
        ),
        (
            "Is bread as dear in West Valdoria as in Valdoria, or do both differ?",
            [
                "Is bread as dear in as in Valdoria, or do both differ?",
                "Is bread as dear in West Valdoria as in , or do both differ?",
            ],
        ),
    ],
)
def test_a_name_is_taken_out_as_it_is_typed(
    tmp_path: Path, question: str, texts: list[str]
) -> None:
    pages = (
        page("Valdoria", "Mira Dolen"),
        page("West Orlund", "Ana Šimić"),
        page("West Valdoria", "Tomas Ek"),
    )
    asked = understand(question, indexed(tmp_path, *pages))
    assert [side.text for side in asked.sides] == texts


def test_a_follow_up_takes_out_a_name_as_it_was_typed(tmp_path: Path) -> None:
    archive = indexed(tmp_path, page("Valdoria", "Mira Dolen"), page("West Orlund", "Ana Šimić"))
    asked = understand("And Mira Dolen?", archive, ["Is bread dear to Ana Simic’s family?"])
    assert asked.search == "Is bread dear to family? And Mira Dolen?"


def test_each_side_is_asked_of_its_own_passages(tiny: Archive) -> None:
    asked = understand("Do Mira Dolen and Tomas Ek agree about the radio?", tiny)
    found = retrieve(asked, tiny, 8)
    mira, tomas = found.sides
    for hit in found.hits:
        country = tiny.interview(hit.passage.interview).country
        assert mira.asks(hit.passage.number) == (country == "Valdoria")
        assert tomas.asks(hit.passage.number) == (country == "West Orlund")


def test_both_sides_are_quoted(tiny: Archive) -> None:
    reply = Desk(tiny).ask("Do Mira Dolen and Tomas Ek each say who helps or counts families?")
    assert isinstance(reply, Answer)
    assert {quote.citation.country for quote in reply.quotes} == {"Valdoria", "West Orlund"}


@pytest.mark.parametrize(
    ("question", "of_all"),
    [
        ("Which interviewees mention the sea?", True),
        ("Which of the people interviewed were arrested?", True),
        ("In which countries do journalists face prison?", True),
        ("Which other organisations pay for lawyers?", True),
        ("Who says that the radio lies?", True),
        ("What did the sea ban change?", False),
        ("Which law bans boats?", False),
        ("Who helps families?", False),
        ("How many people died?", False),
        ("Which activist was arrested?", False),
        ("What people eat there?", False),
        ("What countries help?", True),
    ],
)
def test_questions_who_of_all_says_something(question: str, of_all: bool) -> None:
    assert gathers(question) == of_all


def test_whoever_is_named_is_asked_and_not_all(tiny: Archive) -> None:
    assert understand("Which interviewees mention the radio?", tiny).gathers
    named = "Which people do Mira Dolen and Tomas Ek mention?"
    assert not understand(named, tiny).gathers


def test_each_interview_finds_its_best_passage_first(tiny: Archive) -> None:
    hits = retrieve(understand("Who says the radio is slow?", tiny), tiny, 8).hits
    assert tuple(in_turns(hits)) == hits
    first, second = (hit.passage.interview for hit in hits[:2])
    assert first != second


def test_of_all_as_many_passages_are_found_as_are_asked_for(tmp_path: Path) -> None:
    said = "\n\n".join(f"Q: Why {n}?\n\nA: The sea took boat number {n}." for n in range(POOL + 20))
    archive = indexed(tmp_path, f"Country: Valdoria\n\n{said}\n")
    asked = understand("Which interviewees mention the sea?", archive)
    assert len(retrieve(asked, archive, POOL + 10).hits) == POOL + 10


def test_a_follow_up_that_compares_is_asked_with_what_it_leans_on(tiny: Archive) -> None:
    before = "What do Mira Dolen and Tomas Ek say about the radio?"
    found = understand("Do they agree?", tiny, [before]).sides
    assert [side.filters.speakers for side in found] == [("Mira Dolen",), ("Tomas Ek",)]
    assert all("about the radio" in side.text for side in found)
