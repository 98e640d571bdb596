"""The comparison with peers: its driver and its measures, with a peer that is made up.

The adapters of real peers need environments that tests do not make; `make peers` runs them.
"""

from __future__ import annotations

import ast
import json
import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from specimens import ROOT, SAMPLE, TINY

from eval.beir import read_beir
from eval.gold import Evidence, Topic
from eval.peers import sets
from eval.peers.__main__ import chosen, main, read_texts, same_texts, same_weights
from eval.peers.lines import Passage, Text, located, weights
from eval.peers.network import INPUTS, PLACE, place_network
from eval.peers.page import peers_html
from eval.peers.quality import alone, documents, figure, found, ndcg, ranked, write_set
from eval.peers.rounds import Bench, First, Round, first, rounds
from eval.peers.systems import OFF, OWN, PINS, SYSTEMS, System, surroundings
from eval.peers.table import FIGURES, ratio, text_table, timed_json
from eval.peers.talk import Talk
from eval.place import place
from index.archive import Archive
from index.embedder import DEFAULT_MODEL, SentenceTransformerEmbedder
from index.errors import BadInput
from index.interview import Span
from index.runtime import session
from rag.answer import Filters

ADAPTERS = sorted({one.module for one in SYSTEMS if one.environment is not None})
# A peer that ranks lines by the words that they share with a question.
FAKE = """
import json, sys
from eval.peers.lines import Passage, located, serve, texts

class Fake:
    def index(self, documents, store):
        print("a library says something")
        self.kept = [p for t in texts(documents) for p in located(t, t.words.splitlines())]
        rows = [[p.document, p.start, p.end, p.words] for p in self.kept]
        (store / "kept.json").write_text(json.dumps(rows))

    def open(self, store):
        self.kept = [Passage(*row) for row in json.loads((store / "kept.json").read_text())]

    def ask(self, question, k):
        if question == "crash":
            raise RuntimeError("no such luck")
        asked = set(question.lower().strip("?").split())
        shared = lambda p: len(asked & set(p.words.lower().strip(".").split()))
        return sorted(self.kept, key=shared, reverse=True)[:k]

serve(Fake, ())
"""
LINES = ("The lamp oil came by sledge.", "Nobody paid the ferryman.", "Salt was dear.")
FAKE_SYSTEM = System("Fake", "fake_peer", (), None, "shared words")


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """A bench whose systems are the made-up peer."""
    (tmp_path / "fake_peer.py").write_text(FAKE, encoding="utf-8")
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "a.txt").write_text("\n".join(LINES), encoding="utf-8")
    variables = {**surroundings(tmp_path), "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"}
    questions = ("Who paid the ferryman?", "How did lamp oil come?")
    return Bench(tmp_path / "documents", questions, tmp_path, tmp_path, variables)


def test_pieces_are_located_in_their_order_however_their_spaces_changed() -> None:
    text = Text("a.txt", "Yes.  We\nleft. Yes. We stayed.")
    found = list(located(text, ["Yes.", "We left.", "Yes. We stayed."]))
    assert [(one.start, one.end) for one in found] == [(0, 4), (6, 14), (15, 30)]
    overlapping = list(located(text, ["Yes. We left.", "We left. Yes."]))
    assert [(one.start, one.end) for one in overlapping] == [(0, 14), (6, 19)]
    with pytest.raises(ValueError, match="has no 'Never'"):
        list(located(text, ["Never"]))


def test_a_peer_is_asked_line_by_line(bench: Bench) -> None:
    store = bench.store(FAKE_SYSTEM)
    with bench.talk(FAKE_SYSTEM) as talk:
        talk.index(bench.documents, store)
        told = talk.ask("Who paid the ferryman?", 1)
        about = talk.about()
    assert told.passages == (Passage("a.txt", 29, 54, LINES[1]),)
    assert 0 <= told.took_ms < talk.since()
    assert about["most_mib"] > 5
    assert re.fullmatch("[0-9a-f]{64}", about["weights"])
    with bench.talk(FAKE_SYSTEM) as talk:
        talk.open(store)
        assert talk.ask("Who paid the ferryman?", 1).passages == told.passages


def test_a_peer_that_ends_says_why(bench: Bench) -> None:
    with bench.talk(FAKE_SYSTEM) as talk:
        talk.index(bench.documents, bench.store(FAKE_SYSTEM))
        with pytest.raises(SystemExit, match=r"ended at 'ask':(.|\n)*no such luck"):
            talk.ask("crash", 1)


def test_peers_meet_no_network_and_none_of_the_users_variables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOME_TOKEN", "secret")
    told = surroundings(tmp_path)
    assert "SOME_TOKEN" not in told
    assert told["HTTPS_PROXY"] == told["https_proxy"] == "http://127.0.0.1:9"
    assert (told["ANONYMIZED_TELEMETRY"], told["HAYSTACK_TELEMETRY_ENABLED"]) == ("False", "False")
    assert told["HF_HUB_OFFLINE"] == "1"
    assert told["HOME"] == str(tmp_path)


def test_systems_take_turns_there_and_back(
    bench: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    other = System("Other", "fake_peer", (), None, "the same", part="fused")
    told = list(rounds((FAKE_SYSTEM, other), bench, 2))
    assert [system.name for system, _ in told] == ["Fake", "Other", "Other", "Fake"]
    for system, one in told:
        assert 0 < one.index < one.built
        assert 0 < one.p50 <= one.p95 < one.cold
        # Only onrecord's own systems, those with a part, make answers in quotes.
        assert (one.reply_p50 is None) == (system is FAKE_SYSTEM)
    assert "round 2 of 2: Fake" in capsys.readouterr().err


def test_the_first_run_keeps_what_was_found(bench: Bench) -> None:
    told = first(FAKE_SYSTEM, bench)
    assert set(told.rankings) == set(bench.questions)
    assert told.rankings["Who paid the ferryman?"][0].words == LINES[1]
    assert told.index_ms > 0


def topic(id: str, question: str, quote: str | None) -> Topic:
    if quote is None:
        return Topic(id, "unanswerable", question)
    start = TINY.index(quote)
    return Topic(
        id, "direct", question, (Evidence(quote, Span(start, start + len(quote)), required=True),)
    )


def test_what_is_found_counts_as_in_an_evaluation(tiny: Archive) -> None:
    quote, other = "The sea ban took our licences.", "Nobody counts the fishers, so"
    topics = (topic("1", "ban?", quote), topic("2", "who?", other), topic("3", "?", None))
    (name,) = (document.name for document in tiny.documents)
    start = TINY.index(quote)

    def passage(start: int, end: int, words: str | None = None) -> Passage:
        return Passage(name, start, end, TINY[start:end] if words is None else words)

    rankings = {
        "ban?": (passage(0, 20), passage(start - 5, start + 40)),
        "who?": (passage(0, 20), passage(30, 40, "cleaned up")),
        "?": (passage(0, 10),),
    }
    told = found(place(topics, tiny), rankings, {name: TINY})
    assert told.values["hit@1"].tolist() == [0.0, 0.0]
    assert told.values["recall@5"].tolist() == [1.0, 0.0]
    assert told.values["recall@2000c"].tolist() == [1.0, 0.0]
    assert told.characters == pytest.approx((65 + 30 + 10) / 3)
    assert told.cut == pytest.approx(4 / 5)
    shown = told.json(told)
    assert shown["characters"] == told.characters
    assert "difference" not in told.json(None)["recall@5"]  # type: ignore[operator]


def test_topics_that_lean_on_history_or_filters_are_left_out() -> None:
    kept = Topic("1", "direct", "Why?")
    topics = (
        kept,
        Topic("2", "followup", "And then?", history=("Why?",)),
        Topic("3", "filtered", "Who?", filters=Filters(countries=("Valdoria",))),
    )
    assert alone(topics) == (kept,)


def test_a_figure_tells_its_interval_and_its_difference() -> None:
    told = figure(np.array([1.0, 0.0, 1.0, 0.0]), np.array([1.0, 1.0, 1.0, 0.0]))
    assert told["value"] == 0.5
    assert told["difference"]["value"] == -0.25  # type: ignore[index]


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """A set of three documents in BEIR's layout."""
    folder = tmp_path / "papers"
    (folder / "qrels").mkdir(parents=True)
    rows = [{"_id": str(n), "title": f"Title {n}", "text": line} for n, line in enumerate(LINES)]
    (folder / "corpus.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    query = json.dumps({"_id": "q", "text": "who paid the ferryman"})
    (folder / "queries.jsonl").write_text(query, encoding="utf-8")
    qrels = "query-id\tcorpus-id\tscore\nq\t1\t1\n"
    (folder / "qrels" / "test.tsv").write_text(qrels, encoding="utf-8")
    return folder


def test_documents_of_a_set_rank_as_their_best_passage(bench: Bench, papers: Path) -> None:
    assert documents([Passage("b.txt", 0, 1, ""), Passage("a.txt", 0, 1, "")] * 2) == ["b", "a"]
    found = read_beir(papers)
    folder = bench.work / "set"
    write_set(found, folder)
    assert (folder / "1.txt").read_text() == f"Title 1. {LINES[1]}\n"
    given = Bench(folder, (), bench.work, bench.environments, bench.variables)
    told = ranked(FAKE_SYSTEM, given, found.queries)
    assert told["q"][0] == "1"
    assert ndcg(found, told).tolist() == [1.0]


def test_rankings_of_a_set_are_kept_for_the_same_code(
    bench: Bench, papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sets, "ROOT", bench.work)
    asked: list[str] = []

    def counted(system: System, _: Bench, queries: Mapping[str, str]) -> dict[str, list[str]]:
        asked.append(system.name)
        return {id: ["1"] for id in queries}

    monkeypatch.setattr(sets, "ranked", counted)
    keep = bench.work / "keep"
    for _ in range(2):
        told = sets.set_figures(papers, (FAKE_SYSTEM,), bench, keep)
        (bench.work / "set").rename(bench.work / f"set-{len(list(bench.work.iterdir()))}")
    assert asked == ["Fake"]
    assert told["systems"]["Fake"]["value"] == 1.0  # type: ignore[index]
    (bench.work / "fake_peer.py").write_text(f"{FAKE}\n# other code\n", encoding="utf-8")
    sets.set_figures(papers, (FAKE_SYSTEM,), bench, keep)
    assert asked == ["Fake", "Fake"]


def a_round(factor: float, reply: float | None = None) -> Round:
    return Round(
        index=2000 * factor,
        built=2100 * factor,
        cold=500 * factor,
        p50=4 * factor,
        p95=9 * factor,
        indexing_mib=300 * factor,
        asking_mib=150 * factor,
        reply_p50=reply,
    )


def test_ratios_are_of_the_same_round() -> None:
    told = ratio("cold", [a_round(2), a_round(9), a_round(4)], [a_round(1), a_round(3), a_round(1)])
    assert (told.middle, told.least, told.most) == (3.0, 2.0, 4.0)
    with pytest.raises(ValueError, match="zip"):
        ratio("cold", [a_round(1)], [])


def told_of(factor: float) -> dict[str, object]:
    timed = {
        OWN: [a_round(1, 50.0), a_round(2, 70.0)],
        OFF: [a_round(0.5, 6.0)] * 2,
        "Fake": [a_round(factor), a_round(2 * factor)],
    }
    worth = {"value": 0.5, "interval": [0.4, 0.6]}
    quality = dict.fromkeys(("hit@1", "recall@5", "recall@2000c"), worth)
    figures = timed_json(timed)
    return {
        "machine": {"cores": 2, "bytes_per_second": 2e10, "multiply_adds_per_second": 5e10},
        "documents": 1,
        "characters": 1234,
        "questions": 3,
        "answerable": 2,
        "rounds": 2,
        "weights": "5" * 64,
        "bounds": [{"figure": "cold", "limit": 10.0, "why": "<the start>"}],
        "set": {
            "set": "papers",
            "documents": 3,
            "queries": 1,
            "systems": dict.fromkeys(timed, worth),
        },
        "systems": [
            {
                "name": name,
                "what": "made up",
                "versions": {},
                "first_index_ms": 9000.0,
                "quality": {**quality, "characters": 2000.0, "cut": 1.0},
                **figures[name],
            }
            for name in timed
        ],
    }


def test_the_page_says_where_a_peer_takes_less() -> None:
    page = peers_html(told_of(3))
    assert page.count("▾</span>") == 0
    assert page.count("<svg") == 4
    assert "&lt;the start&gt;" in page
    for outside in ("http", "<script", "src="):
        assert outside not in page
    # Of onrecord without its judge it then takes 0.6 and 1.2 times, 0.9 in the middle.
    wins = peers_html(told_of(0.3))
    assert wins.count("▾</span>") == 2 * len(FIGURES)
    assert "<b>0.30</b>" in wins


def test_the_table_for_a_terminal_begins_with_ratios() -> None:
    lines = text_table(told_of(3)).splitlines()
    assert lines[0] == f"How many times what {OWN} takes"
    assert lines[2].split() == ["Fake", *["3.00"] * len(FIGURES)]
    assert "papers ndcg@10" in "\n".join(lines)


def test_adapters_need_nothing_of_onrecord_but_the_lines() -> None:
    for module in ADAPTERS:
        tree = ast.parse((ROOT / f"{module.replace('.', '/')}.py").read_text(encoding="utf-8"))
        own = {
            node.module
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module is not None
            if node.module.split(".")[0] in ("eval", "index", "rag", "web", "onrecord")
        }
        assert own == {"eval.peers.lines"}, module
    lines = ast.parse((ROOT / "eval" / "peers" / "lines.py").read_text(encoding="utf-8"))
    needed = {
        name.split(".")[0]
        for node in ast.walk(lines)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert needed <= sys.stdlib_module_names


def test_every_package_of_an_adapter_is_pinned_and_every_adapter_has_an_environment() -> None:
    pins = dict(line.split("==") for line in PINS.read_text(encoding="utf-8").split())
    for module in ADAPTERS:
        code = (ROOT / f"{module.replace('.', '/')}.py").read_text(encoding="utf-8")
        block = re.search(r"# /// script\n(?P<lines>(?:#.*\n)+?)# ///\n", code)
        assert block is not None, module
        assert set(re.findall(r'"([^"]+)"', block["lines"])) <= set(pins)
    made = re.search(
        r"environments/%/ready,(.*)\)", (ROOT / "Makefile").read_text(encoding="utf-8")
    )
    assert made is not None
    assert set(made[1].split()) == {one.environment for one in SYSTEMS} - {None}
    assert {module.removeprefix("eval.peers.") for module in ADAPTERS} == set(made[1].split())


def test_the_network_is_the_model(tmp_path: Path) -> None:
    place_network(tmp_path)
    embedder = SentenceTransformerEmbedder(DEFAULT_MODEL)
    text = "The lamp oil came by sledge, and nobody paid the ferryman."
    pieces = embedder.model.tokenizer(text, return_tensors="np")
    (vectors,) = session(tmp_path / PLACE / "model.onnx").run(
        None, {name: pieces[name].astype(np.int64) for name in INPUTS}
    )
    mean = vectors[0].mean(axis=0)
    cosine = float(mean @ embedder.encode_passages([text])[0] / np.linalg.norm(mean))
    assert cosine > 0.9999
    assert (tmp_path / PLACE / "tokenizer.json").read_bytes() == (
        weights() / "tokenizer.json"
    ).read_bytes()


def test_what_cannot_be_compared_is_refused(tmp_path: Path, tiny: Archive) -> None:
    with pytest.raises(BadInput, match=r"holds no \.txt file"):
        read_texts(tmp_path)
    (tmp_path / "a.txt").write_bytes(b"\xff\xfe")
    with pytest.raises(BadInput, match="not UTF-8"):
        read_texts(tmp_path)
    with pytest.raises(BadInput, match="Haystack has no environment"):
        chosen(["haystack"], tmp_path)
    assert [one.name for one in chosen([], tmp_path)] == [OWN, OFF]
    (name,) = (document.name for document in tiny.documents)
    same_texts(tiny, {name: TINY})
    with pytest.raises(BadInput, match="otherwise than it stands there"):
        same_texts(tiny, {name: f"\ufeff{TINY}"})
    with pytest.raises(BadInput, match="different weights"):
        same_weights({n: First({}, 0.0, {"weights": n}) for n in ("a", "b")})


def test_onrecord_alone_is_measured_and_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    gold = (SAMPLE / "topics.jsonl").read_text(encoding="utf-8").splitlines()[:3]
    (tmp_path / "gold.jsonl").write_text("\n".join(gold), encoding="utf-8")
    given = ["--gold", str(tmp_path / "gold.jsonl"), "--rounds", "1", "--only"]
    monkeypatch.setattr(
        sys, "argv", ["peers", str(SAMPLE / "interviews"), "--out", str(tmp_path / "out"), *given]
    )
    main()
    told = json.loads((tmp_path / "out" / "peers.json").read_text())
    assert [one["name"] for one in told["systems"]] == [OWN, OFF]
    assert [one["figure"] for one in told["bounds"]] == ["cold", "p50", "index", "asking_mib"]
    for one in told["systems"]:
        assert one["quality"]["cut"] == 1.0
        assert one["quality"]["recall@5"]["value"] > 0.5
        assert one["middle"]["reply_p50"] > 0
    assert "The figures" in capsys.readouterr().out
    assert (tmp_path / "out" / "peers.html").read_text() == peers_html(told)


def test_a_talk_can_be_left_at_once(tmp_path: Path) -> None:
    with Talk((sys.executable, "-c", "input()"), {}, tmp_path) as talk:
        assert talk.since() > 0
