from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest
from test_eval_specimens import (
    ARCHIVE,
    BRIDGE,
    DESK_REPLIES,
    NORTH,
    RIVER,
    ROADS,
    TOPICS,
    FakeDesk,
    answer,
    quote,
)

from eval.door import run_eval
from eval.evaluation import evaluate
from eval.page import report_html, worst_topics
from eval.trec import read_qrels, read_run
from index.errors import BadInput, CannotCreate

VOID = {"meta", "br"}


class Outline(HTMLParser):
    """The words of a page, its elements, and whether they nest."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []
        self.words: list[str] = []
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def outline(page: str) -> Outline:
    parsed = Outline()
    parsed.feed(page)
    parsed.close()
    assert parsed.open == []
    return parsed


def gold(folder: Path) -> Path:
    rows = [
        {
            "id": "t1",
            "kind": "direct",
            "question": "Did the river rise?",
            "evidence": [
                {
                    "quote": RIVER.of(NORTH),
                    "required": True,
                    "start": RIVER.start,
                    "end": RIVER.end,
                }
            ],
            "nuggets": ["river"],
        },
        {"id": "t3", "kind": "unanswerable", "question": "Who won the cup?", "evidence": []},
    ]
    path = folder / "gold.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_the_files_that_were_asked_for_are_written(tmp_path: Path) -> None:
    report, run, qrels = (tmp_path / name for name in ("r.html", "r.trec", "r.qrels"))
    run.write_text("old")
    done = run_eval(
        FakeDesk(DESK_REPLIES),
        gold(tmp_path),
        report=report,
        run=run,
        qrels=qrels,
        floors=("recall@5=0.9", "hit@1=0.9", "silence.recall=1", "citation_precision=0.9"),
    )
    assert done.failed == ("citation_precision is 0.5000, below its floor of 0.9.",)
    assert done.evaluation.overall.topics == 2
    assert [(row.topic, str(row.docno)) for row in read_run(run)] == [
        ("t1", "north:41-81"),
        ("t1", "north:82-102"),
        ("t1", "south:33-68"),
        ("t3", "north:116-168"),
    ]
    assert [str(row.docno) for row in read_qrels(qrels)] == ["north:41-81"]
    assert "gold.jsonl" in report.read_text(encoding="utf-8")
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "gold.jsonl",
        "r.html",
        "r.qrels",
        "r.trec",
    ]


def test_a_run_is_no_better_than_itself(tmp_path: Path) -> None:
    run, report = tmp_path / "r.trec", tmp_path / "r.html"
    desk = FakeDesk(DESK_REPLIES)
    run_eval(desk, gold(tmp_path), run=run)
    again = run_eval(desk, gold(tmp_path), baseline=run, report=report)
    assert [each.label for each in again.baseline][:2] == ["hit@1", "recall@5"]
    assert all(each.paired.difference == 0 and each.paired.p == 1 for each in again.baseline)
    assert "Against the baseline" in report.read_text(encoding="utf-8")


def test_what_cannot_be_done_is_known_before_anything_is_asked(tmp_path: Path) -> None:
    desk = FakeDesk(DESK_REPLIES)
    with pytest.raises(CannotCreate, match="there is no folder"):
        run_eval(desk, gold(tmp_path), report=tmp_path / "absent" / "r.html")
    with pytest.raises(BadInput, match="there is no figure"):
        run_eval(desk, gold(tmp_path), floors=("recall=1",))
    assert desk.asked == []
    (tmp_path / "folder").mkdir()
    with pytest.raises(CannotCreate, match="cannot write"):
        run_eval(desk, gold(tmp_path), run=tmp_path / "folder")


def test_the_page_stands_alone_and_escapes_everything() -> None:
    hostile = answer(
        quote("north", RIVER, text="<script>x()</script>!!"),
        quote("north", BRIDGE, speaker='"><img src=x>'),
    )
    replies = (DESK_REPLIES[0], ("Who <walked>?", hostile, (1, 3)), *DESK_REPLIES[2:])
    page = report_html(evaluate(FakeDesk(replies), TOPICS), "gold & <more>")
    parsed = outline(page)
    assert parsed.addresses == []
    assert not {"script", "img", "link", "iframe", "walked"} & set(parsed.seen)
    words = "".join(parsed.words)
    assert "gold & <more>" in words
    assert "<script>x()</script>!!" in words
    assert "prefers-color-scheme: dark" in page
    assert 'name="viewport" content="width=device-width' in page


def test_the_page_plots_kinds_and_tells_what_went_wrong() -> None:
    page = report_html(evaluate(FakeDesk(DESK_REPLIES), TOPICS), "gold")
    parsed = outline(page)
    assert parsed.seen.count("svg") == 9
    assert "recall@5 by kind: all: 0.750 (" in page
    words = " ".join("".join(parsed.words).split())
    assert "Who <walked>?" in words
    assert "Was there a bridge?" in words
    assert "Northland" in words
    assert "it was met with silence" in words
    assert "The roads were closed." in words
    # t3 was rightly silent.
    assert "Who won the cup?" not in words


def test_the_worst_topics_come_first_with_what_they_missed() -> None:
    worst = worst_topics(evaluate(FakeDesk(DESK_REPLIES), TOPICS))
    # t4 answers what nothing answers; t2: (0.5 + 0.387 + 0) / 3; t1: (1 + 1 + 1 + 0.5) / 4.
    assert [(bad.scored.placed.topic.id, round(bad.worth, 3)) for bad in worst] == [
        ("t4", 0.0),
        ("t2", 0.296),
        ("t1", 0.875),
    ]
    assert [target.place.span for target in worst[1].missed][1] == ROADS
    assert worst[2].missed == ()
    assert worst[2].quotes[0].citation.document == ARCHIVE.documents[0].name
