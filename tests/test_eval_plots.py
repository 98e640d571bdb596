from __future__ import annotations

from dataclasses import replace

import pytest
from test_eval_specimens import DESK_REPLIES, TOPICS, FakeDesk

from eval.evaluation import Evaluation, by_interview, evaluate
from eval.page import report_html
from eval.plots import HEIGHT, LEFT, TOP, WIDTH, Chart, Line, charts

EVALUATION = evaluate(FakeDesk(DESK_REPLIES), TOPICS)


def chart(evaluation: Evaluation, title: str) -> Chart:
    return next(each for each in charts(evaluation) if each.title.startswith(title))


def sure(evaluation: Evaluation, probability: float | None) -> Evaluation:
    """The evaluation as if the judge had given every reply to a question that is answered this."""
    scored = []
    for each in evaluation.scored:
        given = probability if each.placed.topic.answerable else 0.1
        reply = replace(each.outcome.reply, answerable=None if probability is None else given)
        scored.append(replace(each, outcome=replace(each.outcome, reply=reply)))
    return replace(evaluation, scored=tuple(scored))


def test_depth_curves_are_the_means_of_the_measures() -> None:
    recall, ndcg = chart(EVALUATION, "Recall and nDCG").lines
    table = {figure.name: figure.value for figure in EVALUATION.overall.figures}
    assert dict(recall.points)[5] == pytest.approx(table["recall@5"])
    assert dict(recall.points)[20] == pytest.approx(table["recall@20"])
    assert dict(ndcg.points)[10] == pytest.approx(table["ndcg@10"])
    values = [value for _, value in recall.points]
    assert values == sorted(values)


def test_every_answer_is_a_dot_with_its_length() -> None:
    points = chart(EVALUATION, "Citation precision").lines[0].points
    precision = EVALUATION.overall.figure("citation_precision")
    assert precision is not None
    assert sum(y for _, y in points) / len(points) == pytest.approx(precision.value)
    assert all(x > 0 for x, _ in points)


def test_silence_has_a_curve_where_a_judge_was_and_a_working_point() -> None:
    curve, point = chart(sure(EVALUATION, 0.9), "Precision and recall of silence").lines
    # Every question without an answer is less likely answered here than any other.
    assert curve.points[0] == (pytest.approx(curve.points[0][0]), 1.0)
    assert (1.0, 1.0) in curve.points
    table = {figure.label: figure.value for figure in EVALUATION.overall.figures}
    assert point.points == ((table["silence.recall"], table["silence.precision"]),)


def test_without_a_judge_the_page_says_why_there_is_no_curve() -> None:
    lines = chart(sure(EVALUATION, None), "Precision and recall of silence").lines
    assert [line.name for line in lines] == ["this run, with its rules"]
    assert "No probability was judged" in report_html(sure(EVALUATION, None), "gold")
    assert "No probability was judged" not in report_html(sure(EVALUATION, 0.9), "gold")


def test_latencies_end_with_all_topics() -> None:
    points = chart(EVALUATION, "Milliseconds").lines[0].points
    assert points[-1] == (pytest.approx(EVALUATION.latency.max), 1.0)


def test_points_lie_in_the_box() -> None:
    made = Chart("t", "x", "y", (Line("l", ((0.0, 0.0), (10.0, 2.0))),), 10.0, 2.0)
    assert made.path(made.lines[0]) == f"{LEFT}.0,{TOP + HEIGHT}.0 {LEFT + WIDTH}.0,{TOP}.0"
    stepped = Chart("t", "x", "y", (), 50.0, 1.0, (1.0, 5.0, 50.0))
    assert stepped.x(5.0) == LEFT + WIDTH / 2
    assert [tick.says for tick in stepped.ticks_across] == ["1", "5", "50"]


def test_the_lowest_of_the_interviews_is_the_worst() -> None:
    figures = by_interview(EVALUATION.scored)
    assert EVALUATION.worst is not None
    assert min(figure.value for figure in figures) == EVALUATION.worst.value
    assert {figure.name for figure in figures} <= {"north", "south"}
