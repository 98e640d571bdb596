"""The verb of this room: eval."""

from __future__ import annotations

import argparse
import sys

from eval.door import run_eval
from eval.report import evaluation_json, report_table
from index.settings import Settings
from index.terminal import print_json
from rag.opened import open_desk


def measure(arguments: argparse.Namespace, settings: Settings) -> int:
    """Measures the archive's answers on gold topics; 1 when a floor is not reached."""
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
        print(f"onrecord: {failed}", file=sys.stderr)
    return 1 if done.failed else 0
