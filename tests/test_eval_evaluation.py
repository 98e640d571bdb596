from __future__ import annotations

from dataclasses import replace

import pytest
from test_eval_specimens import (
    ARCHIVE,
    DESK_REPLIES,
    NOBODY,
    RIVER,
    TOPICS,
    FakeDesk,
    answer,
    quote,
    silence,
)

from eval.compare import compare, compare_run
from eval.evaluation import evaluate
from eval.floors import NAMES, figures, floors, parse_floor
from eval.gold import Topic
from eval.intervals import Interval
from eval.report import compare_table, evaluation_json, number, report_table
from eval.run import Ranking, run_topics
from index.errors import BadInput
from rag.answer import Filters

EVALUATION = evaluate(FakeDesk(DESK_REPLIES), TOPICS)
# 1 / log2(3): the gain at rank 2. The best ranking of two relevant passages gains 1 more.
SECOND = 0.6309297536


def figure(name: str, kind: str | None = None) -> float | None:
    table = next(each for each in (EVALUATION.overall, *EVALUATION.kinds) if each.kind == kind)
    found = table.figure(name)
    return None if found is None else found.value


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("hit@1", 0.5),  # t1
        ("recall@5", 0.75),  # all of t1, half of t2; t3 and t4 have nothing to recall
        ("recall@2000c", 0.75),
        ("mrr@10", 0.75),  # ranks 1 and 2
        ("ndcg@10", (1 + SECOND / (1 + SECOND)) / 2),
        ("nugget_recall", 0.5),  # t2 is silent, so 0
        ("citation_precision", 0.5),  # of t1's two sentences one is evidence; t2 has no answer
        ("citation_recall", 0.5),
        ("verbatim_rate", 1.0),
        ("attribution_accuracy", 1.0),
        ("mean_chars", 26.0),  # 40 and 12
        ("precision", 0.5),  # silent: t2 and t3; rightly: t3
        ("recall", 0.5),  # due: t3 and t4
        ("f1", 0.5),
        ("rate", 0.5),
    ],
)
def test_figures_over_all_topics(name: str, expected: float) -> None:
    assert figure(name) == pytest.approx(expected)


def test_figures_by_kind_leave_out_what_no_topic_speaks_to() -> None:
    assert [table.kind for table in EVALUATION.kinds] == ["direct", "multi", "unanswerable"]
    assert figure("recall@5", "multi") == 0.5
    assert figure("recall@5", "unanswerable") is None
    assert figure("citation_precision", "multi") is None
    assert figure("recall", "unanswerable") == 0.5
    assert figure("precision", "unanswerable") == 1.0
    # Where silence is never right, its precision says nothing.
    assert figure("precision", "multi") is None
    assert figure("rate", "multi") == 1.0


def test_the_worst_interview() -> None:
    # north: t1 (1) and t2 (1/2); south: t2 alone.
    assert EVALUATION.worst is not None
    assert EVALUATION.worst.value == 0.5
    assert EVALUATION.worst.interval == Interval(0.5, 1.0)


def test_silence_that_never_comes_is_zero_and_not_absent() -> None:
    desk = FakeDesk(
        tuple((asked, answer(quote("south", NOBODY)), ()) for asked, *_ in DESK_REPLIES)
    )
    never = evaluate(desk, TOPICS).overall
    for name in ("precision", "recall", "f1", "rate"):
        found = never.figure(name)
        assert found is not None
        assert (found.value, found.interval) == (0.0, Interval(0.0, 0.0))
    retrieved = never.figure("recall@5")
    assert retrieved is not None
    assert retrieved.value == 0


def test_a_defect_shows_in_the_rates_over_quotes() -> None:
    wrong = answer(
        quote("north", RIVER),
        quote("north", RIVER, text="We saw the river fall."),
        more=(quote("south", NOBODY, speaker="Ana"), quote("south", NOBODY)),
    )
    desk = FakeDesk((("Did the river rise?", wrong, (0,)),))
    table = evaluate(desk, TOPICS[:1]).overall
    rates = [table.figure(name) for name in ("verbatim_rate", "attribution_accuracy")]
    assert [rate and rate.value for rate in rates] == [0.75, 0.75]


def test_topics_are_asked_with_their_history_and_filter_after_one_warm_up() -> None:
    desk = FakeDesk(DESK_REPLIES)
    outcomes = run_topics(desk, TOPICS, k=2)
    nothing = ((), Filters())
    north = (("Was there a bridge?",), Filters(countries=("Northland",)))
    assert desk.asked[:5] == [
        ("Did the river rise?", *nothing),
        ("Did the river rise?", *nothing),
        ("search Did the river rise?", *nothing),
        ("Who <walked>?", *north),
        ("search Who <walked>?", *north),
    ]
    assert [outcome.topic for outcome in outcomes] == ["t1", "t2", "t3", "t4"]
    assert len(outcomes[0].ranked) == 2
    assert all(outcome.latency_ms >= 0 for outcome in outcomes)


def test_a_topic_that_the_desk_refuses_is_named() -> None:
    lost = replace(TOPICS[1], filters=Filters(countries=("Atlantis",)))
    with pytest.raises(BadInput, match=r"topic t2 cannot be asked: .* Atlantis"):
        evaluate(FakeDesk(DESK_REPLIES), (TOPICS[0], lost))


def test_an_evaluation_is_always_the_same() -> None:
    again = evaluate(FakeDesk(DESK_REPLIES), TOPICS)
    assert (again.overall, again.kinds) == (EVALUATION.overall, EVALUATION.kinds)
    assert again.worst == EVALUATION.worst


def test_the_json_has_the_shape_of_the_contract() -> None:
    shape = evaluation_json(EVALUATION)
    assert set(shape) == {
        "topics",
        "retrieval",
        "answer",
        "silence",
        "worst_interview_recall@5",
        "by_kind",
        "latency_ms",
        "archive",
        "intervals",
        "per_topic",
    }
    assert shape["topics"] == 4
    assert shape["worst_interview_recall@5"] == 0.5
    assert shape["silence"] == {"precision": 0.5, "recall": 0.5, "f1": 0.5, "rate": 0.5}
    assert shape["archive"] == {"generation": 3, "fingerprint": "ab" * 32}
    assert list(shape["retrieval"]) == [  # type: ignore[call-overload]
        "hit@1",
        "recall@5",
        "recall@10",
        "recall@20",
        "recall@2000c",
        "mrr@10",
        "ndcg@10",
    ]
    kinds = shape["by_kind"]
    assert kinds["unanswerable"] == {  # type: ignore[index]
        "topics": 2,
        "retrieval": {},
        "answer": {"verbatim_rate": 1.0, "attribution_accuracy": 1.0, "mean_chars": 12.0},
        "silence": {"precision": 1.0, "recall": 0.5, "f1": pytest.approx(2 / 3), "rate": 0.5},
    }
    first, second, *_ = shape["per_topic"]  # type: ignore[misc]
    assert first["id"] == "t1"
    assert first["outcome"] == "answer"
    assert (second["recall@5"], second["nugget_recall"]) == (0.5, 0.0)
    assert "citation_precision" not in second
    low, high = shape["intervals"]["retrieval"]["recall@5"]  # type: ignore[index]
    assert 0.5 <= low <= 0.75 <= high <= 1


def test_a_figure_that_nothing_speaks_to_is_null_over_all_topics() -> None:
    desk = FakeDesk((("Who won the cup?", silence(), ()),))
    shape = evaluation_json(evaluate(desk, TOPICS[2:3]))
    assert shape["retrieval"]["ndcg@10"] is None  # type: ignore[index]
    assert shape["answer"]["mean_chars"] is None  # type: ignore[index]
    assert shape["worst_interview_recall@5"] is None


def test_the_table_shows_figures_intervals_and_kinds() -> None:
    lines = report_table(EVALUATION).splitlines()
    assert lines[0] == "4 topics, 95 % intervals by topic"
    assert any(line.split()[:2] == ["recall@5", "0.750"] for line in lines)
    assert any(line.split()[:2] == ["silence.f1", "0.500"] for line in lines)
    assert lines[-1].split() == ["unanswerable", "2", "-", "-", "-", "-", "0.500"]


def test_what_is_less_than_one_never_looks_like_one() -> None:
    assert [number(value) for value in (1.0, 0.99999, 0.9994, 0.12345, 912.4)] == [
        "1.000",
        "0.999",
        "0.999",
        "0.123",
        "912",
    ]


def test_two_runs_are_compared_topic_by_topic() -> None:
    better = (DESK_REPLIES[0], ("Who <walked>?", answer(quote("north", RIVER)), (2, 3)))
    other = evaluate(FakeDesk((*better, *DESK_REPLIES[2:])), TOPICS)
    named = {each.label: each for each in compare(other, EVALUATION)}
    recall = named["recall@5"]
    assert (recall.this, recall.other, recall.paired.topics) == (1.0, 0.75, 2)
    assert recall.paired.difference == 0.25
    # Only t1 has an answer in both.
    assert named["citation_precision"].paired.topics == 1
    assert "verbatim_rate" not in named
    line = next(
        each for each in compare_table(other, EVALUATION).splitlines() if "recall@5" in each
    )
    assert line.split()[:4] == ["recall@5", "1.000", "0.750", "+0.250"]
    with pytest.raises(BadInput, match="different topics"):
        compare(other, evaluate(FakeDesk(DESK_REPLIES), TOPICS[:2]))


def test_a_run_that_misses_a_topic_scores_zero_there() -> None:
    first = EVALUATION.scored[0].outcome
    named = {
        each.label: each
        for each in compare_run(EVALUATION, (Ranking("t1", first.ranked),), ARCHIVE)
    }
    assert (named["recall@5"].this, named["recall@5"].other) == (0.75, 0.5)
    assert "nugget_recall" not in named
    with pytest.raises(BadInput, match="ranks none of these topics"):
        compare_run(EVALUATION, (Ranking("x", first.ranked),), ARCHIVE)


def test_floors_that_are_not_reached_are_sentences() -> None:
    assert floors(EVALUATION, ("recall@5=0.75", "silence.f1=0.5", "mean_chars=26")) == ()
    assert floors(EVALUATION, ("recall@5=0.8", "mean_chars=20", "hit@1=0.5")) == (
        "recall@5 is 0.7500, below its floor of 0.8.",
        "mean_chars is 26, above its ceiling of 20.",
    )


def test_every_figure_can_have_a_floor() -> None:
    assert tuple(figures(EVALUATION)) == NAMES


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("recall@5", "is not NAME=NUMBER"),
        ("recall@5=high", "is not NAME=NUMBER"),
        ("recall@5=nan", "is not NAME=NUMBER"),
        ("recal@5=0.8", "no figure 'recal@5' to set a floor for; there are hit@1"),
    ],
)
def test_a_floor_that_is_none_is_refused(text: str, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        parse_floor(text)


def test_a_floor_for_what_no_topic_speaks_to_is_refused() -> None:
    desk = FakeDesk((("Who won the cup?", silence(), ()),))
    with pytest.raises(BadInput, match="no topic speaks to recall@5"):
        floors(evaluate(desk, TOPICS[2:3]), ("recall@5=0.1",))


def test_an_unknown_kind_is_a_kind() -> None:
    topic = Topic("t9", "riddle", "Did the river rise?", TOPICS[0].evidence)
    assert [table.kind for table in evaluate(FakeDesk(DESK_REPLIES), (topic,)).kinds] == ["riddle"]
