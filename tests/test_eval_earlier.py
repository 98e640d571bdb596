from __future__ import annotations

import json
from pathlib import Path

import pytest
from test_eval_door import gold
from test_eval_specimens import DESK_REPLIES, FakeDesk

from eval.door import run_eval
from eval.earlier import is_evaluation, read_evaluation
from eval.report import evaluation_json
from index.errors import BadInput, InputOutput


def earlier(folder: Path, **changed: object) -> Path:
    """What `onrecord eval --json` would have printed, the first topic changed."""
    shape = evaluation_json(run_eval(FakeDesk(DESK_REPLIES), gold(folder)).evaluation)
    shape["per_topic"][0].update(changed)
    path = folder / "earlier.json"
    path.write_text(json.dumps(shape), encoding="utf-8")
    return path


def test_an_evaluation_differs_in_nothing_from_itself(tmp_path: Path) -> None:
    path = earlier(tmp_path)
    assert is_evaluation(path)
    assert [one.silent for one in read_evaluation(path)] == [False, True]
    done = run_eval(FakeDesk(DESK_REPLIES), gold(tmp_path), baseline=path)
    compared = {each.label: each.paired for each in done.baseline}
    assert {"hit@1", "nugget_recall", "citation_precision", "silence.recall"} <= set(compared)
    assert all(one.difference == 0 and one.p == 1 for one in compared.values())


def test_what_an_earlier_run_said_is_compared_topic_by_topic(tmp_path: Path) -> None:
    path = earlier(tmp_path, citation_precision=0.25, outcome="silence")
    report = tmp_path / "report.html"
    desk = FakeDesk(DESK_REPLIES)
    done = run_eval(desk, gold(tmp_path), baseline=path, report=report)
    compared = {each.label: each for each in done.baseline}
    assert compared["citation_precision"].other == 0.25
    assert compared["citation_precision"].paired.difference == pytest.approx(0.25)
    assert compared["silence.rate"].other == 1
    assert compared["silence.rate"].this == 0.5
    assert "citation_precision" in report.read_text(encoding="utf-8").split("Against the base")[1]


def test_a_run_over_other_topics_is_refused(tmp_path: Path) -> None:
    path = earlier(tmp_path, id="t9")
    with pytest.raises(BadInput, match=r"different topics \(t1, t9\)"):
        run_eval(FakeDesk(DESK_REPLIES), gold(tmp_path), baseline=path)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("{", "line 1: not JSON"),
        ("{}", "holds no topics"),
        ('{"per_topic": [7]}', "topic 1: it is no object"),
        ('{"per_topic": [{"id": "a", "outcome": "shrug"}]}', "not 'shrug'"),
        ('{"per_topic": [{"id": "a", "outcome": "answer", "x": NaN}]}', "`x` is no finite"),
    ],
)
def test_what_is_no_evaluation_is_refused(tmp_path: Path, words: str, said: str) -> None:
    path = tmp_path / "earlier.json"
    path.write_text(words, encoding="utf-8")
    with pytest.raises(BadInput, match=said):
        read_evaluation(path)


def test_a_file_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputOutput, match=r"absent\.json"):
        is_evaluation(tmp_path / "absent.json")
    (tmp_path / "latin.json").write_bytes(b"{\xe9}")
    with pytest.raises(BadInput, match="not UTF-8"):
        read_evaluation(tmp_path / "latin.json")
