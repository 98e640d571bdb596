import json
from pathlib import Path

import numpy as np
import pytest
from specimens import indexed

from eval.training.calibrate import fitted, thresholds
from index.archive import Archive
from index.errors import Misconfigured
from rag.answer import Answer, Silence
from rag.answerable import Calibration, Signs, calibration, is_name
from rag.desk import Desk
from rag.onnx_judge import OnnxJudge
from rag.read import Candidate
from rag.silence import silent
from rag.understand import understand

SURE = Signs(4.0, 2.0, 3.0, 0.8, 1.0, 0.0, 0.0, 1.0, -4.0, 0.0, 3.0)
UNSURE = Signs(-6.0, -7.0, -4.0, 0.5, 0.2, 0.5, -4.0, 0.0, -1.0, 0.0, -2.0)


def sure(sentence: float, words: float) -> Signs:
    return Signs(sentence, 0.0, 0.0, 0.0, words, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0)


def test_the_calibration_that_is_shipped_tells_sure_from_unsure() -> None:
    held = calibration()
    assert held.answerable(SURE) > 0.9
    assert held.answerable(UNSURE) < 0.5


def test_a_stricter_precision_is_silent_less_often() -> None:
    held = calibration()
    limits = [held.silent_below(precision) for precision in (0.5, 0.7, 0.8, 0.9)]
    assert limits == sorted(limits, reverse=True)
    assert limits[0] > limits[-1]


def test_a_precision_that_was_never_reached_makes_no_silence() -> None:
    held = Calibration((1.0,) * 11, 0.0, ((0.5, 0.4), (0.9, 1.0)))
    assert held.silent_below(0.4) == pytest.approx(0.6)
    assert held.silent_below(0.8) == 0.0
    assert held.silent_below(0.99) == 0.0


@pytest.mark.parametrize("words", ["", "[]", '{"weights": [1]}', '{"weights": "x", "bias": 0}'])
def test_a_file_that_is_no_calibration_is_refused(tmp_path: Path, words: str) -> None:
    file = tmp_path / "silence.json"
    file.write_text(words)
    with pytest.raises(Misconfigured, match="--judge off"):
        calibration(file)


def test_a_regression_learns_which_signs_count() -> None:
    rng = np.random.default_rng(7)
    answered = rng.random(200) < 0.5
    seen = [sure(float(3 * yes + rng.normal()), float(rng.normal())) for yes in answered]
    found = json.loads(json.dumps(fitted(seen, answered, np.arange(200) % 4)))
    assert found["weights"][0] > 5 * abs(found["weights"][4])
    assert found["auc_left_out"] > 0.9


def test_a_threshold_is_the_lowest_that_has_the_precision() -> None:
    unanswered = np.array([0.9, 0.8, 0.7, 0.4, 0.1])
    held = dict(thresholds(unanswered, np.ones(5)))
    assert held[0.95] == 1.0
    assert held[0.85] == 0.8
    assert held[0.7] == 0.4
    weighed = dict(thresholds(unanswered, np.array([1.0, 1.0, 1.0, 1.0, 9.0])))
    assert weighed[0.5] == 0.4


def test_a_desk_with_a_judge_says_how_sure_it_is(tiny: Archive) -> None:
    desk = Desk(tiny, OnnxJudge(), calibration())
    reply = desk.ask("What did the sea ban change for fishers?")
    assert isinstance(reply, Answer)
    assert reply.answerable is not None
    assert 0.5 < reply.answerable <= 1.0


def test_a_desk_is_silent_where_the_judge_doubts(tiny: Archive) -> None:
    always = Calibration((0.0,) * 11, -9.0, ((0.9, 0.5),))
    reply = Desk(tiny, OnnxJudge(), always).ask("What did the sea ban change for fishers?")
    assert isinstance(reply, Silence)
    assert reply.reason.startswith("Passages come near")
    assert reply.nearest
    assert isinstance(Desk(tiny, None, always).ask("What did the sea ban change?"), Answer)


@pytest.mark.parametrize(
    ("score", "alone", "judged"), [(0.6, False, False), (0.4, True, False), (0.0, True, True)]
)
def test_where_a_judge_may_doubt_only_what_lies_very_far_is_nothing(
    tiny: Archive, score: float, alone: bool, judged: bool
) -> None:
    best = Candidate(tiny.passages[0], 0, (score,))
    asked = understand("What did the sea ban change for fishers?", tiny)
    for doubtful, silence in ((None, alone), (False, judged)):
        reason = silent(asked, (best,), tiny, doubtful=doubtful)
        assert (reason == "No sentence in this archive comes near to the question.") == silence
        assert silence or reason is None


def test_a_question_about_several_is_never_doubted(tmp_path: Path) -> None:
    always = Calibration((0.0,) * 11, -9.0, ((0.9, 0.5),))
    desk = Desk(indexed(tmp_path, TALK, OTHER), OnnxJudge(), always)
    assert isinstance(desk.ask("What did the harbour lose in Valdoria?"), Silence)
    reply = desk.ask("What did the harbours of Valdoria and Kestan lose?")
    assert isinstance(reply, Answer)
    assert reply.asked.compares
    # Nothing is calibrated on such questions, so nothing is said.
    assert reply.answerable is None


TALK = "Country: Valdoria\n\nQ: What was lost?\n\nA: The harbour lost its crane and its clerk.\n"
OTHER = "Country: Kestan\n\nQ: What was lost?\n\nA: The harbour lost its last two ferries.\n"


@pytest.mark.parametrize(
    ("question", "does"),
    [
        ("Who is Dr. Ana Rill?", True),
        ("What is the Friends of the Flat Boat?", True),
        ("what was the Harbour Ring", True),
        ("What is the 9M movement?", True),
        ("Who is the judge?", False),
        ("Who is Ana Rill afraid of?", False),
        ("Why is Ana Rill here?", False),
    ],
)
def test_some_questions_are_who_a_name_is(question: str, does: bool) -> None:
    assert is_name(question) is does


def test_who_a_held_name_is_was_answered(tiny: Archive) -> None:
    desk = Desk(tiny, OnnxJudge(), calibration())
    for question, defined in (("Who is Mira Dolen?", 1.0), ("Who is Zorvu Plem?", 0.0)):
        assert {one.name: one.value for one in desk.inspect(question).signs}["defined"] == defined
