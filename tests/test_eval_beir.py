from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path

import pytest
from specimens import HashEmbedder

from eval.beir import read_beir
from eval.bench import bench, bench_json, bench_table, run_of, values
from index.errors import BadInput, InputOutput
from rag.judge import Reading, Verdict

PAPERS = [
    {"_id": "a", "title": "Salt", "text": "Salt was taxed. The tax was high."},
    {"_id": "b", "title": "Nets", "text": "Nets are mended in winter."},
    {"_id": "c", "title": "", "text": "A boat needs salt and nets and luck."},
]
QUERIES = [{"_id": "1", "text": "salt tax"}, {"_id": "2", "text": "nets"}]
QRELS = "query-id\tcorpus-id\tscore\n1\ta\t2\n1\tc\t1\n2\tb\t1\n2\ta\t0\n"


def beir(folder: Path, qrels: str = QRELS, name: str = "test.tsv") -> Path:
    (folder / "qrels").mkdir(exist_ok=True)
    for file, rows in (("corpus.jsonl", PAPERS), ("queries.jsonl", QUERIES)):
        (folder / file).write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    (folder / "qrels" / name).write_text(qrels, encoding="utf-8")
    return folder


class LikesBoats:
    """A judge that finds every passage unlikely but those with a boat."""

    def __call__(self, question: str, readings: Sequence[Reading]) -> tuple[Verdict, ...]:
        return tuple(
            Verdict((0.0,) * len(one.sentences), 6.0 if "boat" in " ".join(one.sentences) else -6.0)
            for one in readings
        )


def test_a_set_is_read_as_it_is(tmp_path: Path) -> None:
    found = read_beir(beir(tmp_path))
    assert [paper.id for paper in found.papers] == ["a", "b", "c"]
    assert found.queries == {"1": "salt tax", "2": "nets"}
    assert found.gains == {"1": {"a": 2, "c": 1}, "2": {"b": 1}}


def test_the_test_split_is_taken_where_there_are_several(tmp_path: Path) -> None:
    beir(tmp_path, "query-id\tcorpus-id\tscore\n1\tb\t1\n", "train.tsv")
    assert read_beir(beir(tmp_path)).gains["1"] == {"a": 2, "c": 1}
    (tmp_path / "qrels" / "test.tsv").rename(tmp_path / "qrels" / "dev.tsv")
    with pytest.raises(BadInput, match=r"dev\.tsv, train\.tsv; there must be test\.tsv"):
        read_beir(tmp_path)


@pytest.mark.parametrize(
    ("qrels", "said"),
    [
        ("h\n9\ta\t1\n", r"test\.tsv, line 2: queries\.jsonl has no query '9'"),
        ("h\n1\tz\t1\n", r"test\.tsv, line 2: corpus\.jsonl has no document 'z'"),
        ("h\n1 a 1\n", r"test\.tsv, line 2 is not query-id"),
        ("h\n1\ta\thigh\n", r"test\.tsv, line 2 is not query-id"),
        ("h\n1\ta\t0\n", "judges no document relevant"),
    ],
)
def test_what_does_not_fit_together_is_named(tmp_path: Path, qrels: str, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        read_beir(beir(tmp_path, qrels))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", r"corpus\.jsonl, line 1 is no JSON"),
        ("[]", "line 1 is no JSON object"),
        ('{"_id": 3, "text": "x"}', "line 1 has no text '_id'"),
    ],
)
def test_a_broken_line_is_named(tmp_path: Path, line: str, said: str) -> None:
    beir(tmp_path)
    (tmp_path / "corpus.jsonl").write_text(line, encoding="utf-8")
    with pytest.raises(BadInput, match=said):
        read_beir(tmp_path)


def test_a_folder_that_is_no_set_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputOutput, match=r"cannot read .*corpus\.jsonl.*BEIR"):
        read_beir(tmp_path)


def test_values_count_gains_as_trec_eval_does() -> None:
    ndcg, mrr, at_ten, at_hundred = values(["b", "a", "c"], {"a": 2, "c": 1, "z": 1})
    best = 2 + 1 / math.log2(3) + 1 / 2
    assert ndcg == pytest.approx((2 / math.log2(3) + 1 / 2) / best)
    assert (mrr, at_ten, at_hundred) == (0.5, pytest.approx(2 / 3), pytest.approx(2 / 3))


def test_systems_stand_beside_each_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Enough for a boat to overtake here; what it weighs in earnest is tuned elsewhere.
    monkeypatch.setattr("rag.opinions.PASSAGE_JUDGED", 0.5)
    found = read_beir(beir(tmp_path))
    done = bench(found, HashEmbedder(), LikesBoats())
    assert [one.system for one in done] == ["bm25", "encoder", "fused", "judged"]
    fused, judged = done[2], done[3]
    assert fused.rankings["2"][0] == "b"
    assert judged.rankings["2"][0] == "c"
    assert judged.values["ndcg@10"] < fused.values["ndcg@10"]
    assert "judged" in bench_table(found, done)
    assert json.loads(json.dumps(bench_json(found, done)))["systems"]["bm25"]["recall@10"] == 1.0
    assert run_of(fused).splitlines()[0] == "1 Q0 a 1 99 onrecord"


def test_without_a_judge_nothing_is_judged(tmp_path: Path) -> None:
    done = bench(read_beir(beir(tmp_path)), HashEmbedder(), None)
    assert [one.system for one in done] == ["bm25", "encoder", "fused"]
