"""Coverage on the sample, labelled by hand from its interviewers' questions."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from index.archive import Archive
from index.lexical import stems
from rag.answer import Filters
from rag.coverage import coverage
from rag.desk import Desk

# A user's question, and the people who were asked it, in these or in other words.
ASKED = [
    ("Have you been threatened?", {"Bisi Okonji", "Rusa Ketteny", "Joren Halk"}),
    ("Has your family paid a price?", {"Nadim Sahrouk"}),
    ("Is exile safe?", {"Temira Olzhan"}),
    ("Where does the court case stand?", {"Rusa Ketteny"}),
    ("Who is being watched?", {"Tomas Ebrel", "Senna Craike"}),
    ("Can the lake be saved?", {"Temira Olzhan"}),
    ("How did the kitchen schools begin?", {"Mira Dastrel"}),
    ("What were people charged with?", {"Nadim Sahrouk"}),
    ("When is the review published?", {"J. K. Aster"}),
    ("Do you believe that you can win?", {"Rusa Ketteny"}),
    ("How did the islands react?", {"Senna Craike"}),
    ("What do people eat in the mountains?", set()),
    ("Which football club do you support?", set()),
]


@pytest.mark.parametrize(("question", "people"), ASKED)
def test_who_was_asked(sample_desk: Desk, question: str, people: set[str]) -> None:
    archive = sample_desk.archive
    found = coverage((), stems(question), Filters(), archive)
    assert found.spoke == ()
    assert first_speakers(archive, found.asked_without_answer) == people


def first_speakers(archive: Archive, interviews: Sequence[str]) -> set[str]:
    """Whom interviews are with; of several people the first."""
    return {archive.interview(id).speakers[0].name for id in interviews}


@pytest.mark.parametrize(("question", "people"), ASKED[:3])
def test_who_speaks_is_not_among_those_who_did_not_answer(
    sample_desk: Desk, question: str, people: set[str]
) -> None:
    archive = sample_desk.archive
    found = sample_desk.ask(question).coverage
    groups = (found.spoke, found.asked_without_answer, found.not_asked)
    every = sorted(interview.id for interview in archive.interviews)
    assert sorted(id for group in groups for id in group) == every
    assert first_speakers(archive, (*found.spoke, *found.asked_without_answer)) >= people
