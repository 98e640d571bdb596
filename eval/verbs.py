"""The verb of this room: eval."""

from __future__ import annotations

import argparse
import sys

from eval.beir import read_beir
from eval.bench import bench, bench_json, bench_table, run_of
from eval.door import check_folder, run_eval, write
from eval.exact import exact, exact_json, exact_table, read_spanned
from eval.report import evaluation_json, report_table
from index.embedder import Embedder
from index.embedders import embedder_named
from index.errors import Usage
from index.settings import Settings
from index.terminal import clean, print_json
from rag.judge import Judge
from rag.judges import judge_named
from rag.opened import open_desk


def measure(arguments: argparse.Namespace, settings: Settings) -> int:
    """Measures the archive's answers on gold topics; 1 when a floor is not reached."""
    if arguments.gold.is_dir():
        return measure_set(arguments, settings)
    if arguments.spans:
        raise Usage(f"--spans needs a folder with spans.jsonl in it; {arguments.gold} is none.")
    done = run_eval(
        open_desk(settings),
        arguments.gold,
        report=arguments.report,
        run=arguments.run,
        qrels=arguments.qrels,
        baseline=arguments.baseline,
        floors=arguments.floor,
    )
    if arguments.json:
        print_json(evaluation_json(done.evaluation, done.baseline))
    else:
        print(report_table(done.evaluation, done.baseline))
    for failed in done.failed:
        print(clean(f"onrecord: {failed}"), file=sys.stderr)
    return 1 if done.failed else 0


def measure_set(arguments: argparse.Namespace, settings: Settings) -> int:
    """Measures how the documents of a public set in BEIR's layout are ranked, or what is quoted.

    Raises:
        Usage: something was asked for that only gold topics over an archive have.
    """
    given = ("report", "qrels", "baseline", "floor", *(["run"] if arguments.spans else []))
    wrong = [f"--{name}" for name in given if getattr(arguments, name)]
    if wrong:
        raise Usage(
            f"{', '.join(wrong)} needs gold topics over an archive (a .jsonl file), and "
            f"{arguments.gold} is a folder. Leave it out: for a folder there are --json, and "
            "--run or --spans."
        )
    check_folder(arguments.run)
    embedder = embedder_named(settings.model, settings.encoder)
    if arguments.spans:
        print_exact(arguments, embedder, judge_named(settings.judge))
        return 0
    found = read_beir(arguments.gold)
    done = bench(found, embedder, judge_named(settings.judge))
    if arguments.run:
        write(arguments.run, run_of(done[-1]))
    if arguments.json:
        print_json(bench_json(found, done))
    else:
        print(bench_table(found, done))
    return 0


def print_exact(arguments: argparse.Namespace, embedder: Embedder, judge: Judge | None) -> None:
    """Measures what is found and quoted against the exact spans of a public set."""
    found = read_spanned(arguments.gold)
    done = exact(found, embedder, judge)
    if arguments.json:
        print_json(exact_json(found, done))
    else:
        print(exact_table(found, done))
