from __future__ import annotations

from pathlib import Path

import pytest
from test_eval_specimens import ARCHIVE, DESK_REPLIES, TOPICS, FakeDesk

from eval.place import place
from eval.run import ranked_from_run, run_rows, run_topics
from eval.trec import (
    Docno,
    QrelRow,
    RunRow,
    parse_docno,
    qrel_rows,
    qrels_text,
    read_qrels,
    read_run,
    run_text,
)
from index.errors import BadInput, InputOutput
from index.interview import Span


def written(folder: Path, text: str) -> Path:
    path = folder / "a.trec"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_docno_round_trips() -> None:
    assert str(parse_docno("egypt:anti:12-34")) == "egypt:anti:12-34"
    assert parse_docno("egypt:anti:12-34") == Docno("egypt:anti", Span(12, 34))


@pytest.mark.parametrize("text", ["north", "north:1", "north:5-5", "north:-1-5", ":1-2"])
def test_other_docnos_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not <interview>|a span needs"):
        parse_docno(text)


def test_a_run_round_trips_in_its_order(tmp_path: Path) -> None:
    # Equal scores, and a docno that sorts before the one ranked above it.
    rows = (
        RunRow("t2", Docno("south", Span(33, 68)), 0.25),
        RunRow("t2", Docno("north", Span(41, 81)), 0.25),
        RunRow("t1", Docno("north", Span(82, 102)), -1.5),
    )
    text = run_text(rows)
    assert text.splitlines()[0] == "t2 Q0 south:33-68 1 0.25 onrecord"
    assert text.splitlines()[1].startswith("t2 Q0 north:41-81 2 0.2499999")
    assert text.splitlines()[2] == "t1 Q0 north:82-102 1 -1.5 onrecord"
    read = read_run(written(tmp_path, text))
    assert [(row.topic, row.docno) for row in read] == [(row.topic, row.docno) for row in rows]
    assert run_text(read) == text


def test_order_is_by_score_and_then_by_docno_whatever_the_rank_says(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "t1 Q0 b:1-2 1 0.5 x\n\nt1 Q0 a:30-40 2 0.5 x\nt1 Q0 a:4-9 3 0.5 x\nt1 Q0 c:1-2 4 7e1 x\n",
    )
    assert [str(row.docno) for row in read_run(path)] == ["c:1-2", "a:4-9", "a:30-40", "b:1-2"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("t1 Q0 a:1-2 1 0.5", "line 2: 5 fields where `topic Q0 docno rank score tag` is wanted"),
        ("t1 Q0 a 1 0.5 x", "line 2: 'a' is not <interview>:<start>-<end>"),
        ("t1 Q0 a:9-2 1 0.5 x", "line 2: a span needs"),
        ("t1 Q0 a:1-2 1 high x", "line 2: could not convert"),
        ("t1 Q0 a:1-2 1 nan x", "line 2: the score nan orders nothing"),
        ("t1 Q0 b:1-2 2 0.1 x", "line 2: b:1-2 is in line 1 too for topic t1"),
    ],
)
def test_a_line_that_is_no_row_is_named(tmp_path: Path, line: str, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        read_run(written(tmp_path, f"t1 Q0 b:1-2 1 0.5 x\n{line}\n"))


def test_a_run_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputOutput, match="cannot read"):
        read_run(tmp_path / "absent.trec")


def test_qrels_are_the_relevant_passages_and_round_trip(tmp_path: Path) -> None:
    rows = qrel_rows(place(TOPICS, ARCHIVE), ARCHIVE)
    text = qrels_text(rows)
    assert text == (
        "t1 0 north:41-81 1\nt1 0 north:82-102 1\nt2 0 north:116-168 1\nt2 0 south:33-68 1\n"
    )
    assert read_qrels(written(tmp_path, text)) == rows
    assert rows[0] == QrelRow("t1", Docno("north", Span(41, 81)), 1)
    with pytest.raises(BadInput, match="line 2: t1"):
        read_qrels(written(tmp_path, "t1 0 a:1-2 1\nt1 0 a:1-2 0\n".replace("a:1", "t1:1")))


def test_a_run_of_a_desk_is_scored_as_the_desk_is(tmp_path: Path) -> None:
    outcomes = run_topics(FakeDesk(DESK_REPLIES), TOPICS)
    rankings = ranked_from_run(read_run(written(tmp_path, run_text(run_rows(outcomes)))), ARCHIVE)
    assert [(each.topic, each.ranked) for each in rankings] == [
        (outcome.topic, outcome.ranked) for outcome in outcomes
    ]


@pytest.mark.parametrize(
    ("docno", "message"),
    [("west:1-2", "no interview west; index"), ("south:1-9999", "south.txt ends at 84; index")],
)
def test_a_run_over_other_documents_is_refused(docno: str, message: str) -> None:
    rows = (RunRow("t1", parse_docno(docno), 1.0),)
    with pytest.raises(BadInput, match=message):
        ranked_from_run(rows, ARCHIVE)
