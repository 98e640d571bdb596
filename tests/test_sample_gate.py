"""What the sample's topics must not fall below: just under what was reached when this was set."""

from __future__ import annotations

from pathlib import Path

from specimens import SAMPLE

from eval.door import run_eval
from index.archive import open_archive
from rag.answerable import calibration
from rag.desk import Desk
from rag.judges import judge_named

FLOORS = (
    "hit@1=0.63",
    "recall@5=0.84",
    "recall@10=0.89",
    "ndcg@10=0.77",
    "nugget_recall=0.66",
    "citation_precision=0.48",
    "citation_recall=0.66",
    "silence.precision=0.8",
    "silence.recall=0.52",
    "verbatim_rate=1",
    "attribution_accuracy=1",
    "mean_chars=500",
)


def test_the_samples_topics_reach_their_floors(sample_archive: Path) -> None:
    desk = Desk(open_archive(sample_archive), judge_named("built-in"), calibration())
    assert run_eval(desk, SAMPLE / "topics.jsonl", floors=FLOORS).failed == ()
