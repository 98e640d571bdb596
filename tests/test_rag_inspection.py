"""An inspection tells what the reply is made of, and nothing else."""

from __future__ import annotations

import math

import pytest
from specimens import TINY

from index.archive import Archive
from index.interview import Span
from rag.answer import Answer, Silence
from rag.answerable import calibration
from rag.compose import Fate
from rag.desk import Desk
from rag.inspecting import inspection_json, print_inspection, told
from rag.inspection import Inspected, Inspection, Outside
from rag.onnx_judge import OnnxJudge

QUESTIONS = (
    "What did the sea ban change for fishers?",
    "Who helps families now?",
    "Was your brother released?",
    "Why did you leave Valdoria, and do fishers trust the radio?",
    "What do people in Iceland say?",
    "zebra",
)


def quoted(found: Inspection) -> set[tuple[str, Span]]:
    return {
        (one.passage.interview, sentence.span)
        for one in found.considered
        for sentence in one.sentences
        if sentence.fate in (Fate.QUOTED, Fate.BROUGHT)
    }


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_it_calls_quoted_is_what_the_reply_quotes(desk: Desk, question: str) -> None:
    found = desk.inspect(question)
    reply = desk.ask(question)
    assert type(found.reply) is type(reply)
    if not isinstance(found.reply, Answer) or not isinstance(reply, Answer):
        assert quoted(found) == set()
        return
    assert found.reply.quotes == reply.quotes
    for interview, span in quoted(found):
        assert any(
            quote.citation.interview == interview and quote.citation.span.holds(span)
            for quote in reply.quotes
        )
    for quote in reply.quotes:
        inside = [span for _, span in quoted(found) if quote.citation.span.holds(span)]
        assert sum(map(len, inside)) > 0


@pytest.mark.parametrize("question", QUESTIONS)
def test_ranks_and_scores_agree(sample_desk: Desk, question: str) -> None:
    found = sample_desk.inspect(question)
    read = [one for one in found.considered if one.read is not None]
    assert [one.read for one in read] == list(range(1, len(read) + 1))
    assert sorted(one.found or 0 for one in read) == list(range(1, len(read) + 1))
    scores = [one.score or 0.0 for one in read]
    assert scores == sorted(scores, reverse=True)
    every = [s.score for one in read for s in one.sentences if s.score is not None]
    assert found.best == max(every, default=None)
    assert all(len(one.looks) == len(found.parts) for one in found.considered)
    for part in range(len(found.parts)):
        looks = [one.looks[part] for one in found.considered]
        fused = {look.fused: look.score for look in looks if look}
        held = [fused[rank] for rank in sorted(fused)]
        assert held == sorted(held, reverse=True)


def test_the_signs_add_up_to_the_probability(tiny: Archive) -> None:
    found = Desk(tiny, OnnxJudge(), calibration()).inspect(QUESTIONS[0])
    odds = (found.bias or 0.0) + sum(sign.pull for sign in found.signs)
    assert found.reply.answerable is not None
    assert abs(found.reply.answerable - 1 / (1 + math.exp(-odds))) < 1e-9
    assert found.doubt is not None
    assert isinstance(found.reply, Silence) or found.reply.answerable >= found.doubt
    assert all(one.judged is not None for one in found.considered)


def test_silence_weighs_nothing(desk: Desk) -> None:
    found = desk.inspect("What do people in Iceland say?")
    assert isinstance(found.reply, Silence)
    assert {s.fate for one in found.considered for s in one.sentences} == {Outside.SILENT}


def test_asking_makes_no_inspection(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise AssertionError("nobody asked for it")

    monkeypatch.setattr("rag.desk.inspection", refused)
    assert isinstance(desk.ask(QUESTIONS[0]), Answer)
    with pytest.raises(AssertionError):
        desk.inspect(QUESTIONS[0])


def test_every_figure_leaves_as_json(desk: Desk, tiny: Archive) -> None:
    shape = inspection_json(desk.inspect(QUESTIONS[0]), tiny)
    considered = shape["considered"]
    assert isinstance(considered, list)
    for one in considered:
        for sentence in one["sentences"]:
            assert sentence["text"] == TINY[sentence["start"] : sentence["end"]]


def test_a_sentence_below_the_line_says_why_it_is_quoted() -> None:
    assert told(Inspected(Span(0, 1), None, 1.0, Fate.QUOTED), 0.5) == "quoted"
    assert "for one whom it asks of" in told(Inspected(Span(0, 1), None, 0.4, Fate.QUOTED), 0.5)


def test_it_is_printed(desk: Desk, tiny: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    print_inspection(desk.inspect(QUESTIONS[3]), tiny)
    said = capsys.readouterr().out
    assert "1.1" in said
    assert "Line for quoting" in said
