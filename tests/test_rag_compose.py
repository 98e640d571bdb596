from __future__ import annotations

from pathlib import Path

import pytest
from specimens import indexed

from index.archive import Archive
from rag.answer import Answer
from rag.desk import Desk
from rag.read import Candidate
from rag.turns import in_turns


def test_the_best_of_each_interview_comes_first(tiny: Archive) -> None:
    by = {interview.country: interview.id for interview in tiny.interviews}
    passages = {
        name: next(p for p in tiny.passages if p.interview == id) for name, id in by.items()
    }
    spoken = ["Valdoria", "Valdoria", "West Orlund", "Valdoria", "West Orlund"]
    near = [Candidate(passages[name], 0, (1 - at / 10,)) for at, name in enumerate(spoken)]
    assert [near.index(one) for one in in_turns(near)] == [0, 2, 1, 4, 3]
    assert in_turns(near[:2]) == near[:2]
    assert in_turns([]) == []


LOST = "Country: Valdoria\nInterviewee: {who}\n\nQ: What was lost?\n\nA: {said}\n"
BOAT = "We lost our boat in the storm."


@pytest.mark.parametrize(
    ("interviews", "quoted"),
    [
        ((("Mira Dolen", BOAT), ("Tomas Ek", BOAT)), 2),
        ((("Mira Dolen", f"{BOAT} It rained all day. {BOAT}"),), 1),
    ],
)
def test_two_people_who_say_the_same_are_both_quoted_and_one_is_once(
    tmp_path: Path, interviews: tuple[tuple[str, str], ...], quoted: int
) -> None:
    texts = [LOST.format(who=who, said=said) for who, said in interviews]
    reply = Desk(indexed(tmp_path, *texts)).ask("Which interviewees lost their boat in a storm?")
    assert isinstance(reply, Answer)
    assert [quote.text for quote in reply.quotes].count(BOAT) == quoted
