"""Comparisons: who is put side by side, when a cell holds a quote, and when it holds none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from specimens import TINY, HashEmbedder, indexed

from index.archive import Archive, open_archive
from index.errors import BadInput, InputOutput
from index.interview import Role
from rag.answer import Filters
from rag.answerable import Calibration, calibration
from rag.check import check_quotes
from rag.compare import (
    MOST_QUESTIONS,
    RULE_JUDGED,
    RULE_UNCALIBRATED,
    RULE_UNJUDGED,
    Cell,
    Comparison,
    State,
    questions_in,
)
from rag.desk import Desk
from rag.groups import By, groups_of
from rag.judge import Reading, Verdict
from rag.judges import judge_named

HELPS = "Who helps families now?"
PAYS = "Does the Harbour Archive pay for lawyers who help families now?"
RADIO = "Do fishers trust the radio?"

TOGETHER = """The dam (invented)
Country: Ilmara
Interviewee: Rusa Kett
Interviewee: Pell Andra

THE LANTERN: Who pays for the court case?
RUSA KETT: I sold the honey and paid the clerk for the court case.
THE LANTERN: Will the dam be built?
PELL ANDRA: On the law, no. The dam has no permit.
"""


class OneMinded:
    """A judge that gives every sentence and passage the same log-odds, and counts what it reads."""

    def __init__(self, odds: float) -> None:
        self.odds = odds
        self.read = 0

    def __call__(self, question: str, readings: Sequence[Reading]) -> tuple[Verdict, ...]:
        self.read += len(readings)
        return tuple(Verdict((self.odds,) * len(r.sentences), self.odds) for r in readings)


def named(found: Comparison, number: int = 0) -> dict[str | None, Cell]:
    """The cells of a question by the names of their groups."""
    cells = found.questions[number].cells
    return {group.name: cell for group, cell in zip(found.groups, cells, strict=True)}


def test_a_cell_holds_the_words_of_its_own_group(desk: Desk) -> None:
    found = desk.compare([PAYS, RADIO])
    mira, tomas = (named(found)[name] for name in ("Mira Dolen", "Tomas Ek"))
    assert mira.quotes[0].text.startswith("The Harbour Archive pays for lawyers.")
    assert (tomas.state, tomas.quotes, tomas.posed) == (State.NOT_ASKED, (), None)
    other = named(found, 1)
    assert other["Tomas Ek"].state is State.QUOTED
    assert other["Mira Dolen"].state is State.NOT_ASKED
    assert found.rule == RULE_UNJUDGED


@pytest.mark.parametrize("by", list(By))
def test_every_quote_is_its_groups_and_the_sources_words(desk: Desk, by: By) -> None:
    found = desk.compare([PAYS, RADIO, "What did the sea ban change?"], by=by)
    assert found.quotes
    for one in found.questions:
        for group, cell in zip(found.groups, one.cells, strict=True):
            for quote in cell.quotes:
                cited = quote.citation
                assert cited.interview in group.interviews
                assert cited.role is Role.ANSWER
                source = desk.archive.source(cited.interview)
                assert quote.text == cited.span.of(source.text)
                if by is By.SPEAKER:
                    assert cited.speaker == group.name
                if by is By.COUNTRY:
                    assert cited.country == group.name


def test_publishers_words_fill_no_cell(desk: Desk) -> None:
    found = desk.compare(["Is civic space in Valdoria rated closed?"], by=By.COUNTRY)
    assert found.quotes == ()


def test_nobody_fills_the_table(tmp_path: Path) -> None:
    much = "The ban took our boats, and the ban took our nets too.\n" * 8
    lines = "".join(f"What did ban number {n} change?\n{much}" for n in range(12))
    archive = indexed(tmp_path, TINY.replace("Why did you leave Valdoria?\n", lines))
    found = named(Desk(archive).compare(["What did the sea ban change for fishers?"]))
    assert found["Tomas Ek"].state is State.QUOTED


def test_who_was_asked_without_an_answer_is_told_with_the_question(tiny: Archive) -> None:
    unsure = Desk(tiny, OneMinded(-5.0))
    found = unsure.compare([HELPS])
    mira, tomas = (named(found)[name] for name in ("Mira Dolen", "Tomas Ek"))
    assert (mira.state, tomas.state) == (State.ASKED, State.NOT_ASKED)
    assert mira.posed is not None
    source = tiny.source(mira.posed.interview)
    assert mira.posed.text == mira.posed.span.of(source.text) == HELPS
    one = found.questions[0]
    assert one.coverage.asked_without_answer == (mira.posed.interview,)
    assert (one.count(State.QUOTED), one.count(State.ASKED), one.count(State.NOT_ASKED)) == (
        0,
        1,
        1,
    )


def test_of_two_who_speak_together_each_is_asked_what_was_put_to_them(tmp_path: Path) -> None:
    archive = indexed(tmp_path, TOGETHER)
    found = named(Desk(archive, OneMinded(-5.0)).compare(["Will the dam be built?"]))
    states = {name: cell.state for name, cell in found.items()}
    assert states == {"Rusa Kett": State.NOT_ASKED, "Pell Andra": State.ASKED}


@pytest.mark.parametrize(("odds", "filled"), [(4.0, True), (0.0, True), (-2.5, False)])
def test_a_judge_that_holds_nothing_for_an_answer_empties_the_table(
    tiny: Archive, odds: float, filled: bool
) -> None:
    found = Desk(tiny, OneMinded(odds)).compare([HELPS])
    assert (named(found)["Mira Dolen"].state is State.QUOTED) is filled
    assert found.rule == RULE_UNCALIBRATED


def test_a_judge_reads_only_what_can_still_be_good_enough(tiny: Archive) -> None:
    judge = OneMinded(4.0)
    Desk(tiny, judge).compare(["What is the best pancake recipe?"])
    assert judge.read == 0


def test_silence_that_is_calibrated_empties_cells(tiny: Archive) -> None:
    never = Calibration((0.0,) * 11, -9.0, ((0.9, 0.5),))
    always = replace(never, bias=9.0)
    for calibrated, state in ((never, State.ASKED), (always, State.QUOTED)):
        found = Desk(tiny, OneMinded(4.0), calibrated).compare([HELPS])
        assert named(found)["Mira Dolen"].state is state
        assert found.rule == RULE_JUDGED


def test_a_rule_that_silences_the_desk_empties_the_row_and_says_why(desk: Desk) -> None:
    one = desk.compare(["What do people say about Belarus?"]).questions[0]
    assert one.reason is not None
    assert "Belarus" in one.reason
    assert all(not cell.quotes for cell in one.cells)


def test_groups_follow_the_filters(desk: Desk, tiny: Archive) -> None:
    assert [g.name for g in desk.compare([HELPS]).groups] == ["Mira Dolen", "Tomas Ek"]
    assert [g.name for g in desk.compare([HELPS], by=By.COUNTRY).groups] == [
        "Valdoria",
        "West Orlund",
    ]
    only = Filters(countries=("Valdoria",))
    assert [g.name for g in desk.compare([RADIO], filters=only).groups] == ["Mira Dolen"]
    first = Filters(interviews=(tiny.interviews[1].id,))
    (group,) = desk.compare([RADIO], by=By.INTERVIEW, filters=first).groups
    assert group.interviews == (tiny.interviews[1].id,)
    (group,) = desk.compare([RADIO], by=By.COUNTRY, filters=Filters(speakers=("Ek",))).groups
    assert group.name == "West Orlund"


def test_people_without_a_name_are_not_taken_for_one(tmp_path: Path) -> None:
    bare = "Q: What did you see there?\nA: I saw the sea.\n"
    archive = indexed(tmp_path, bare, bare.replace("sea", "harbour"))
    groups = groups_of(By.SPEAKER, Filters(), archive)
    assert [(g.name, len(g.interviews)) for g in groups] == [(None, 1), (None, 1)]
    assert len(groups_of(By.COUNTRY, Filters(), archive)) == 2


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        (Filters(countries=("Atlantis",)), "no country 'Atlantis'. It holds: Valdoria, West Orl"),
        (Filters(speakers=("Nobody Known",)), "no speaker .* It holds: Mira Dolen, Tomas Ek"),
        (Filters(interviews=("none",)), "no interview 'none'. It holds: "),
    ],
)
def test_what_is_not_held_is_named_with_what_is(desk: Desk, filters: Filters, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        desk.compare([HELPS], filters=filters)


def test_questions_are_counted(desk: Desk) -> None:
    with pytest.raises(BadInput, match=r"none came\. Write one"):
        desk.compare([])
    with pytest.raises(BadInput, match=r"7 came\. Compare them in several goes"):
        desk.compare([f"Who helps {n}?" for n in range(MOST_QUESTIONS + 1)])
    with pytest.raises(BadInput, match="is empty"):
        desk.compare(["?!"])
    assert questions_in(" Who? \r\n\n Why?\nWho?\n") == ("Who?", "Why?")


def test_an_archive_without_interviews_has_nothing_to_compare() -> None:
    baked = SimpleNamespace(dimension=HashEmbedder.dimension)
    made = SimpleNamespace(number=1, fingerprint="0" * 64, manifest=SimpleNamespace(baked=baked))
    empty = Archive(made, (), HashEmbedder())  # type: ignore[arg-type]
    found = Desk(empty).compare([HELPS])
    assert (found.groups, found.quotes, found.questions[0].cells) == ((), (), ())


def test_a_changed_quote_is_withheld(desk: Desk) -> None:
    (quote,) = desk.compare([PAYS]).quotes
    other = replace(quote, citation=replace(quote.citation, speaker="Somebody Else"))
    check_quotes([quote], desk.archive)
    with pytest.raises(InputOutput, match="withheld"):
        check_quotes([quote, other], desk.archive)


def test_a_cell_is_what_its_state_says(desk: Desk) -> None:
    for wrong in ((State.QUOTED,), (State.ASKED,)):
        with pytest.raises(ValueError, match="cell"):
            Cell(*wrong)


def test_the_sample_with_the_judge(sample_archive: Path) -> None:
    desk = Desk(open_archive(sample_archive), judge_named("built-in"), calibration())
    found = desk.compare(["Do Mira Dastrel and Joren Halk agree that kitchen schools register?"])
    filled = {name for name, cell in named(found).items() if cell.quotes}
    # The judge may doubt one of them, and finds nobody else.
    assert filled
    assert filled <= {"Mira Dastrel", "Joren Halk"}
    assert desk.compare(["What does the price of salt in Peru do to dancers?"]).quotes == ()
