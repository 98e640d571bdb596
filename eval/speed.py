"""`python -m eval.speed [PATH...]`: how long the command takes, as people meet it.

Each figure of a process is the middle one of several runs, beside the least; the archive is made
anew in a folder of its own. What lies under it, the interpreter's own start, stands beside it.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from index.archive import open_archive
from rag.desk import Desk
from rag.judges import BUILT_IN, OFF, judge_named

SAMPLE = Path(__file__).parent / "sample" / "interviews"
QUESTIONS = (
    "Why did people leave?",
    "What happened to the families of those who were arrested?",
    "Who pays for lawyers?",
    "How is the radio controlled?",
    "What can other countries do?",
)
# Starts a command from a small process: what starts one lends it its own size until then.
LAUNCH = """
import os, subprocess, sys, time
began = time.perf_counter()
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
_, status, used = os.wait4(process.pid, 0)
print(1000 * (time.perf_counter() - began), used.ru_maxrss / 1024)
sys.exit(os.waitstatus_to_exitcode(status))
"""
RUNS = 7
ROUNDS = 8


@dataclass(frozen=True, slots=True)
class Timed:
    """Something that was timed: the middle and the least of its runs in milliseconds.

    `most` is the most memory that a run held, in MiB; 0 where it was not a process of its own.
    """

    what: str
    middle: float
    least: float
    most: float


def main() -> None:
    """Times the command and prints a table, or JSON."""
    parser = argparse.ArgumentParser(prog="python -m eval.speed", description=__doc__)
    parser.add_argument("paths", nargs="*", type=Path, default=[SAMPLE], help="documents")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = tuple(timed(asked.paths, Path(folder) / "archive"))
    if asked.json:
        print(json.dumps({"cores": os.cpu_count(), "timed": [asdict(one) for one in found]}))
        return
    print(f"{os.cpu_count()} cores, milliseconds, the middle and the least of {RUNS} runs\n")
    print(f"{'':34}{'middle':>10}{'least':>10}{'MiB':>8}")
    for one in found:
        memory = f"{one.most:8.0f}" if one.most else ""
        print(f"{one.what:34}{one.middle:10.1f}{one.least:10.1f}{memory}")


def timed(paths: Sequence[Path], archive: Path) -> list[Timed]:
    """Every figure, in the order of the table."""
    command = (sys.executable, "-m", "onrecord")
    # The first makes what later ones find in the cache; it is not timed.
    run((*command, "index", *map(str, paths), "--archive", f"{archive}-first"))
    found = [
        processes("start of the interpreter", (sys.executable, "-c", "pass")),
        processes("onrecord --help", (*command, "--help")),
        processes(
            "onrecord index, a new archive",
            (*command, "index", *map(str, paths), "--archive", str(archive)),
            fresh=archive,
        ),
    ]
    for judge in (OFF, BUILT_IN):
        ask = (*command, "ask", QUESTIONS[1], "--archive", str(archive), "--judge", judge)
        found.append(processes(f"onrecord ask, judge {judge}", ask))
    opened = open_archive(archive)
    for judge in (OFF, BUILT_IN):
        desk = Desk(opened, judge_named(judge))
        found.append(questions(f"one more question, judge {judge}", desk.ask))
    return found


def processes(what: str, command: Sequence[str], fresh: Path | None = None) -> Timed:
    """Several runs of a command; before each `fresh` is moved out of its way."""
    took, most = [], 0.0
    for number in range(RUNS):
        if fresh is not None and fresh.exists():
            fresh.rename(f"{fresh}-{number}")
        spent, memory = run(command)
        took.append(spent)
        most = max(most, memory)
    return Timed(what, statistics.median(took), min(took), most)


def run(command: Sequence[str]) -> tuple[float, float]:
    """Milliseconds and MiB of one process.

    Raises:
        SystemExit: it failed; its own words are the reason.
    """
    done = subprocess.run(  # noqa: S603  # our own command
        (sys.executable, "-S", "-c", LAUNCH, *command), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    spent, memory = done.stdout.split()
    return float(spent), float(memory)


def questions(what: str, ask: Callable[[str], object]) -> Timed:
    """Questions to a desk that is open, each several times, after one round that is not timed."""
    took = []
    for number in range(ROUNDS + 1):
        for question in QUESTIONS:
            began = time.perf_counter()
            ask(question)
            if number:
                took.append(1000 * (time.perf_counter() - began))
    return Timed(what, statistics.median(took), min(took), 0.0)


if __name__ == "__main__":
    main()
