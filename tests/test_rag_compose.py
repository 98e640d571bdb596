from __future__ import annotations

from index.archive import Archive
from rag.compose import in_turns
from rag.read import Candidate


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
