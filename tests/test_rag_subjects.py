"""The words that one interview says more than the others do."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from specimens import indexed

from index.archive import Archive
from rag.subjects import Spoken, Subject, leader, score, subjects

THREE = """COUNTRY: Valdoria
Interviewee: Mira Dolen
Q: What was lost?
A: The salt lake was lost. The salt lake fed Valdorians and Mira. Letters came late.
Q: And now?
A: Nobody writes letters. The salt lake is dust, and dust is our harvest.
***
COUNTRY: West Orlund
Interviewee: Tomas Ek
Q: Who counts the boats?
A: The ministry counts boats. Boats rot in the harbour, and the harvest rots too.
Q: Do you write?
A: Letters to the ministry. Boats do not write letters.
***
COUNTRY: Kestan
Interviewee: Ada Lund
Q: What of the salt?
A: Salt is sold by the ministry. A salt lake is money. Boats carry 1200 tonnes, 1200 each year.
"""


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return indexed(tmp_path_factory.mktemp("three"), THREE.replace("COUNTRY:", "Country:"))


def spoken(archive: Archive) -> tuple[Spoken, tuple[str, ...]]:
    ids = archive.interviews.ids
    return Spoken(archive, ids, ids), ids


def words(found: tuple[Subject, ...]) -> list[str]:
    return [one.words for one in found]


def test_subjects_are_what_one_says_more_than_the_others(three: Archive) -> None:
    counted, ids = spoken(three)
    found = subjects(counted, ids, 10)
    assert {"salt lake", "boats", "letters", "ministry"} & set(words(found)) >= {
        "salt lake",
        "boats",
    }
    led = {one.words: leader(one).interview for one in found}
    assert led["salt lake"] == ids[0]
    assert led["boats"] == ids[1]


def test_a_phrase_stands_for_its_words(three: Archive) -> None:
    counted, ids = spoken(three)
    found = words(subjects(counted, ids, 10))
    assert "salt" not in found
    assert "lake" not in found


def test_names_figures_and_what_only_one_says_are_left_out(three: Archive) -> None:
    counted, ids = spoken(three)
    found = " ".join(words(subjects(counted, ids, 50))).casefold().split()
    # "dust" is said twice, and by nobody else: it compares nothing.
    assert not {"valdorians", "valdoria", "mira", "1200", "dust", "nobody"} & set(found)
    assert ("dust",) in counted.everywhere


def test_scores_are_those_of_the_paper(three: Archive) -> None:
    """Equations 15, 16, 20 and 22 of Monroe et al., written out for one word."""
    counted, ids = spoken(three)
    sizes = [counted.tallies[id].content for id in ids]
    times = [counted.tallies[id].terms[("boat",)] for id in ids]
    assert times == [0, 3, 1]
    strength = sum(sizes) / 3
    prior = strength * sum(times) / sum(sizes)
    here, there = times[1] + prior, times[0] + times[2] + prior
    odds = here / (sizes[1] + strength - here)
    others = there / (sizes[0] + sizes[2] + strength - there)
    expected = (math.log(odds) - math.log(others)) / math.sqrt(1 / here + 1 / there)
    assert score(counted, ids[1], ("boat",)) == pytest.approx(expected)
    assert expected > 0 > (score(counted, ids[0], ("boat",)) or 0)


def test_shares_and_places_are_counted(three: Archive) -> None:
    counted, ids = spoken(three)
    boats = next(one for one in subjects(counted, ids, 10) if one.words == "boats")
    assert [(said.interview, said.times) for said in boats.said] == [(ids[1], 3), (ids[2], 1)]
    for said in boats.said:
        assert said.share == said.times / counted.tallies[said.interview].content
        source = three.source(said.interview)
        assert "oats" in said.first.of(source.text)
    assert boats.said[0].first.of(three.source(ids[1]).text) == "The ministry counts boats."


def test_interviews_take_turns(three: Archive) -> None:
    counted, ids = spoken(three)
    assert words(subjects(counted, ids, 1)) == ["salt lake"]
    assert {leader(one).interview for one in subjects(counted, ids, 2)} == set(ids[:2])
    assert subjects(counted, ids, 0) == ()


def test_comparing_some_counts_the_others_too(three: Archive) -> None:
    whole, ids = spoken(three)
    some = Spoken(three, ids, ids[:1])
    for term in (("salt", "lake"), ("letter",)):
        assert some.everywhere[term] == whole.everywhere[term]
        assert score(some, ids[0], term) == score(whole, ids[0], term)
    assert {said.interview for one in subjects(some, ids[:1], 9) for said in one.said} == {ids[0]}


def test_one_interview_is_compared_with_nothing(tmp_path: Path) -> None:
    archive = indexed(tmp_path, THREE.split("***")[0].replace("COUNTRY:", "Country:"))
    counted, ids = spoken(archive)
    found = subjects(counted, ids, 5)
    assert "salt lake" in words(found)
    assert {said.score for one in found for said in one.said} == {None}


def test_an_archive_of_one_word_is_no_error(tmp_path: Path) -> None:
    text = "Interviewee: Mira Dolen\nQ: Why?\nA: Salt. Salt!\n***\nInterviewee: Tomas Ek\n"
    archive = indexed(tmp_path, text + "Q: Why?\nA: Salt. Salt. Salt.\n")
    counted, ids = spoken(archive)
    assert score(counted, ids[0], ("salt",)) == 0.0
    assert subjects(counted, ids, 5) == ()


def test_an_archive_of_small_words_has_no_subject(tmp_path: Path) -> None:
    counted, ids = spoken(indexed(tmp_path, "Q: Did you?\nA: I did. No, I did not.\n"))
    assert subjects(counted, ids, 5) == ()
