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


BEATEN = "My sister was beaten by the guards in the port."
FISHERS = "In June the police arrested 50 fishers from our village at the pier."


@pytest.mark.parametrize(
    ("first", "second", "quoted"),
    [
        (BEATEN, "My sister was not beaten by the guards in the port that time.", 2),
        (BEATEN, "My sister was never beaten by the guards in the port that time.", 2),
        (BEATEN, "My sister wasn’t beaten by the guards in the port that time.", 2),
        (BEATEN, "My sister was beaten by the guards in the port that time.", 1),
        (FISHERS, "In May the police arrested 14 fishers from our village at the pier.", 2),
        (FISHERS, "In May the police arrested ten fishers from our village at the pier.", 2),
        (FISHERS, "The police arrested 50 fishers from our village at the pier.", 1),
        (FISHERS, "The police arrested fishers from our village at the pier.", 1),
    ],
)
def test_a_denial_or_another_figure_is_no_repeat(
    tmp_path: Path, first: str, second: str, quoted: int
) -> None:
    archive = indexed(tmp_path, LOST.format(who="Mira Dolen", said=f"{first} It rained. {second}"))
    reply = Desk(archive).ask(
        "Was your sister beaten by guards in the port?"
        if first == BEATEN
        else "In June how many fishers from your village were arrested by police at the pier?"
    )
    assert isinstance(reply, Answer)
    text = " ".join(quote.text for quote in reply.quotes)
    assert [one in text for one in (first, second)].count(True) == quoted


@pytest.mark.parametrize(("other", "quoted"), [("SPEAKER_02", 2), ("SPEAKER_01", 1)])
def test_two_people_without_a_name_are_told_apart_by_their_labels(
    tmp_path: Path, other: str, quoted: int
) -> None:
    said = (f"Q: Who lost boats?\n\n{one}: {BOAT}\n" for one in ("SPEAKER_01", other))
    archive = indexed(tmp_path, "\n".join(("Country: Valdoria\n", *said)))
    reply = Desk(archive).ask("Who lost a boat in the storm?")
    assert isinstance(reply, Answer)
    assert [quote.text for quote in reply.quotes] == [BOAT] * quoted


@pytest.mark.parametrize(
    "label", ["SPEAKER_01 ({time}): ", "[{time}] SPEAKER_01: ", "SPEAKER_01 ({time}.250): "]
)
def test_a_time_beside_a_label_makes_nobody_another(tmp_path: Path, label: str) -> None:
    said = (f"Q: Who lost boats?\n\n{label.format(time=t)}{BOAT}\n" for t in ("00:05", "00:40"))
    archive = indexed(tmp_path, "\n".join(("Country: Valdoria\n", *said)))
    reply = Desk(archive).ask("Who lost a boat in the storm?")
    assert isinstance(reply, Answer)
    assert [quote.text for quote in reply.quotes] == [BOAT]


def test_whoever_speaks_of_something_else_is_not_quoted_beside_others(tmp_path: Path) -> None:
    archive = indexed(
        tmp_path,
        LOST.format(who="Mira Dolen", said="Bread is dear."),
        LOST.format(who="Tomas Ek", said="Soldiers closed the northern radio stations at dawn."),
    )
    asks = "Do Mira Dolen and Tomas Ek agree that {}?"
    far = Desk(archive).ask(asks.format("soldiers closed the northern radio stations at dawn"))
    near = Desk(archive).ask(asks.format("bread is dear and soldiers closed radio stations"))
    for reply, speakers in ((far, {"Tomas Ek"}), (near, {"Mira Dolen", "Tomas Ek"})):
        assert isinstance(reply, Answer)
        assert {quote.citation.speaker for quote in reply.quotes} == speakers
        assert len(reply.coverage.spoke) == len(speakers)
