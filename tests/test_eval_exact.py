from __future__ import annotations

import json
from pathlib import Path

import pytest
from specimens import HashEmbedder
from test_eval_beir import PAPERS, QUERIES

from eval.exact import exact, exact_json, exact_table, read_spanned, shares
from eval.spans import Place
from index.errors import BadInput
from index.interview import Span

TAX = {"start": 0, "end": 15, "text": "Salt was taxed."}


def spanned(folder: Path, *rows: object) -> Path:
    files = {"corpus.jsonl": PAPERS, "queries.jsonl": QUERIES, "spans.jsonl": rows}
    for file, held in files.items():
        (folder / file).write_text("\n".join(map(json.dumps, held)), encoding="utf-8")
    return folder


def test_spans_are_read_with_the_document_of_the_row_or_their_own(tmp_path: Path) -> None:
    found = read_spanned(
        spanned(
            tmp_path,
            {"_id": "1", "corpus_id": "a", "spans": [TAX]},
            {"_id": "2", "spans": [{"corpus_id": "b", "start": 0, "end": 4}]},
        )
    )
    assert found.queries["1"] == ("salt tax", (Place("a", Span(0, 15)),))
    assert found.queries["2"] == ("nets", (Place("b", Span(0, 4)),))


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"_id": "9", "corpus_id": "a", "spans": [TAX]}, "no query '9'"),
        ({"_id": "1", "corpus_id": "z", "spans": [TAX]}, "no place in a document 'z'"),
        ({"_id": "1", "corpus_id": "a", "spans": [{"start": 3, "end": 99}]}, r"\[3, 99\)"),
        ({"_id": "1", "corpus_id": "a", "spans": []}, "nothing to measure"),
        ({"_id": "1", "corpus_id": "a", "spans": ["x"]}, "'x' is no span"),
        ({"_id": "1", "corpus_id": "a", "spans": [{"end": 5}]}, r"\[None, 5\)"),
        ({"_id": "1", "corpus_id": ["a"], "spans": [TAX]}, "no place in a document"),
    ],
)
def test_what_does_not_fit_together_is_refused(tmp_path: Path, row: object, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        read_spanned(spanned(tmp_path, row))


def test_rows_of_one_query_and_spans_that_overlap_are_united(tmp_path: Path) -> None:
    rows = (
        {"_id": "1", "corpus_id": "a", "spans": [TAX, {"start": 2, "end": 9}, TAX]},
        {"_id": "1", "corpus_id": "b", "spans": [{"start": 0, "end": 4}]},
    )
    _, places = read_spanned(spanned(tmp_path, *rows)).queries["1"]
    assert places == (Place("a", Span(0, 15)), Place("b", Span(0, 4)))


def test_shares_are_of_characters() -> None:
    right = [Place("a", Span(0, 10))]
    assert shares([Place("a", Span(5, 25))], right) == (0.5, 0.25, 0.2)
    assert shares([Place("a", Span(5, 25)), Place("b", Span(0, 10))], right)[1] == 5 / 30
    assert shares([], right) == (0.0, 0.0, 0.0)
    assert shares(right, right) == (1.0, 1.0, 1.0)


def test_quotes_and_passages_are_measured(tmp_path: Path) -> None:
    found = read_spanned(spanned(tmp_path, {"_id": "1", "corpus_id": "a", "spans": [TAX]}))
    passages, quotes = exact(found, HashEmbedder(), None)
    # All three documents are found; the first of them is as long as both of its sentences.
    assert passages.values["recall"] == 1
    assert passages.values["precision"] == pytest.approx(15 / (33 + 26 + 38), abs=0.02)
    assert quotes.values["recall"] == 1
    assert quotes.characters < passages.characters
    assert exact_json(found, (passages, quotes))["taken"]["quotes"]["recall"] == 1
    assert "1 queries with spans, 3 documents" in exact_table(found, (passages, quotes))
