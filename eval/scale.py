"""`python -m eval.scale [SIZE...]`: what archives of each size cost, as JSON and as a page.

The archives are made up (see `eval.synthetic`). Every step is a process of its own, so that its
memory can be told: the archive is built, the command asks it once, an open desk is asked many
times, what is found is compared with an exact search, a draft is checked, and one document is
added. Times hold for this machine and for what else it did meanwhile; files were in the system's
cache.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from eval.gold import read_topics
from eval.limits import encoder_work, limits
from eval.scale_page import scale_html
from eval.speed import run
from eval.synthetic import SAMPLE, Maker, basis
from index.archive import ENCODER, Archive, open_archive
from index.build import index_documents, write
from index.compiled import NETWORK
from index.dense import Found, best
from index.embedder import Vectors
from index.embedders import embedder_named
from index.holdings import Nearest
from index.matrix import Numbers
from index.passages import Cutting
from rag.answer import Filters, Json
from rag.desk import Desk

SIZES = (1_000, 10_000)
TOPICS = SAMPLE.parent / "topics.jsonl"
ROUNDS = 5
DEPTH = 10
# Of the questions every third is compared: an exact search of a million takes a second.
COMPARED = 3
# Quotations in the draft that is checked.
QUOTATIONS = 20
ADDED = "one-more.txt"
ONE_MORE = """ORLENDA: ‘One more’
We talk to witness Ilse Varn about the archive.
What is measured here?
How long it takes to add one interview to all those that are there already.
"""


def main() -> None:
    """Measures archives of some sizes, or with `step` does one step of it in this process."""
    parser = argparse.ArgumentParser(prog="python -m eval.scale", description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES, help="passages, several")
    parser.add_argument("--out", type=Path, default=Path("bench"), help="a folder for both files")
    parser.add_argument("--work", type=Path, help="where archives are made; a temporary folder")
    parser.add_argument("--step", choices=sorted(STEPS), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.step:
        found = STEPS[asked.step](asked.work, asked.sizes[0])
        asked.out.write_text(json.dumps(found), encoding="utf-8")
        return
    with tempfile.TemporaryDirectory(dir=asked.work) as folder:
        measured = [size_measured(size, Path(folder)) for size in sorted(asked.sizes)]
    told = {"machine": machine(), "sizes": measured}
    asked.out.mkdir(parents=True, exist_ok=True)
    (asked.out / "scale.json").write_text(json.dumps(told, indent=1), encoding="utf-8")
    (asked.out / "scale.html").write_text(scale_html(told), encoding="utf-8")
    print(f"{asked.out / 'scale.json'} and {asked.out / 'scale.html'} are written")


def machine() -> Json:
    """What this machine could do at best."""
    found = limits()
    start, _ = run((sys.executable, "-c", "pass"))
    return {
        "cores": os.cpu_count(),
        "bytes_per_second": found.bandwidth,
        "multiply_adds_per_second": found.multiply_adds,
        "interpreter_start_ms": start,
    }


def size_measured(size: int, folder: Path) -> Json:
    """All figures of one size."""
    archive = folder / str(size)
    told: Json = {"passages": size}
    for step in ("build", "ask", "compare", "draft", "add"):
        print(f"{size:,} passages: {step}", file=sys.stderr)
        told[step] = stepped(step, archive, size)
        if step == "build":
            told["disk_bytes"] = on_disk(archive)
            told["encoder_multiply_adds"] = encoder_work(
                archive / "gen-00000001" / ENCODER / NETWORK
            )
            told["command"] = commanded(archive)
    shutil.rmtree(archive)
    return told


def stepped(step: str, archive: Path, size: int) -> Json:
    """What a step says, with how long its process took and the most memory it held."""
    out = archive.with_name(f"{archive.name}-{step}.json")
    command = (sys.executable, "-m", "eval.scale", str(size), "--step", step)
    spent, memory = run((*command, "--work", str(archive), "--out", str(out)))
    said: Json = json.loads(out.read_text(encoding="utf-8"))
    return {**said, "process_ms": spent, "most_mib": memory}


def commanded(archive: Path) -> Json:
    """The command asked once, without the judge: the second time, when files are in the cache."""
    command = (sys.executable, "-m", "onrecord", "ask", questions()[0], "--judge", "off")
    for _ in range(2):
        spent, memory = run((*command, "--archive", str(archive)))
    return {"process_ms": spent, "most_mib": memory}


def questions() -> list[str]:
    """The questions of the sample's topics."""
    return [topic.question for topic in read_topics(TOPICS)]


def build(archive: Path, size: int) -> Json:
    """Makes an archive up; what is timed is writing it, with what makes it up."""
    embedder = embedder_named(None, None)
    maker = Maker(basis(embedder))
    archive.mkdir(parents=True)
    began = time.perf_counter()
    write(archive, 1, maker.rows(size), embedder, Cutting())
    return {"seconds": time.perf_counter() - began, "dimension": embedder.dimension}


def ask(archive: Path, _: int) -> Json:
    """Asks an open desk, without the judge, after a round that is not timed."""
    began = time.perf_counter()
    desk = Desk(open_archive(archive))
    opened = time.perf_counter()
    desk.ask(questions()[0])
    first = time.perf_counter()
    took: list[float] = []
    steps: dict[str, list[float]] = {}
    for number in range(ROUNDS + 1):
        for question in questions():
            at = time.perf_counter()
            timing = desk.ask(question).timing
            if number:
                took.append(1000 * (time.perf_counter() - at))
                for step in ("understand", "retrieve", "read", "compose"):
                    steps.setdefault(step, []).append(getattr(timing, step))
    vectors = []
    for question in questions():
        at = time.perf_counter()
        desk.archive.embedder.encode_question(question)
        vectors.append(1000 * (time.perf_counter() - at))
    return {
        "encode_ms": float(np.median(vectors)),
        "open_ms": 1000 * (opened - began),
        "first_ms": 1000 * (first - opened),
        "questions": len(took),
        **percentiles(took),
        "steps": {step: percentiles(values) for step, values in steps.items()},
    }


def percentiles(values: Sequence[float]) -> dict[str, float]:
    """The middle, the 95th and the 99th of a hundred."""
    return {f"p{share}_ms": float(np.percentile(values, share)) for share in (50, 95, 99)}


class Everything(Nearest):
    """Search that compares a question with every vector of an archive, as exact as they are."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._known: dict[bytes, Vectors] = {}

    def search(self, questions: Vectors, k: int, among: Numbers | None) -> tuple[Found, ...]:
        """Rows and cosines of the `k` nearest passages of each question, best first."""
        return tuple(self._nearest(question, k, among) for question in questions)

    def _nearest(self, question: Vectors, k: int, among: Numbers | None) -> Found:
        """The nearest of all rows, or of those among some."""
        key = question.tobytes()
        if key not in self._known:
            found = [stretch @ question for stretch in self._archive.vectors.stretches()]
            self._known[key] = np.concatenate(found)
        cosines = self._known[key]
        rows = np.arange(len(cosines)) if among is None else among
        return best(rows, cosines[rows], k)


def compare(archive: Path, _: int) -> Json:
    """The share of the ten best of an exact search that a search finds, with and without filter."""
    opened = open_archive(archive)
    near, exact = opened.dense, Everything(opened)
    desk = Desk(opened)
    filters = {
        "all": Filters(),
        "one country": Filters(countries=opened.countries[:1]),
        "a third of the countries": Filters(countries=opened.countries[::3]),
    }
    told: Json = {}
    asked = questions()[::COMPARED]
    for name, chosen in filters.items():
        shares = []
        for question in asked:
            sides = []
            for dense in (exact, near):
                opened.dense = dense
                hits = desk.search(question, k=DEPTH, filters=chosen).hits
                sides.append({hit.passage.number for hit in hits})
            shares.append(len(sides[0] & sides[1]) / len(sides[0]))
        told[name] = float(np.mean(shares))
    vectors = [opened.embedder.encode_question(question) for question in asked]
    pairs = [
        [set(dense.search(vector[None], DEPTH, None)[0][0].tolist()) for dense in (exact, near)]
        for vector in vectors
    ]
    told["by meaning alone"] = float(np.mean([len(a & b) / len(a) for a, b in pairs]))
    return {"recall@10": told}


def draft(archive: Path, _: int) -> Json:
    """Checks a draft of sentences from all over an archive, of every second one a word changed."""
    desk = Desk(open_archive(archive))
    passages = desk.archive.passages
    quoted = []
    for number, row in enumerate(np.linspace(0, passages.rows - 1, QUOTATIONS).astype(int)):
        passage = passages[int(row)]
        text = desk.archive.source(passage.interview).text
        words = max((span.of(text) for span in passage.sentences), key=len).split()
        if number % 2:
            words[len(words) // 2] = "otherwise"
        quoted.append(f"“{' '.join(words)}”")
    began = time.perf_counter()
    found = desk.verify("\n\n".join(quoted))
    return {
        "quotations": len(quoted),
        "seconds": time.perf_counter() - began,
        **{str(verdict): count for verdict, count in found.counts.items() if count},
    }


def add(archive: Path, _: int) -> Json:
    """Adds one document, refreshes it, and tells the seconds of each and the bytes written."""
    document = archive.parent / ADDED
    told: Json = {}
    embedder = embedder_named(None, None)
    for name, text in (("add", ONE_MORE), ("refresh", f"{ONE_MORE}And to refresh it.\n")):
        document.write_text(text, encoding="utf-8")
        before = inodes(archive)
        began = time.perf_counter()
        index_documents([document], archive, embedder)
        told[f"{name}_seconds"] = time.perf_counter() - began
        new = {node: size for node, size in inodes(archive).items() if node not in before}
        told[f"{name}_bytes"] = sum(new.values())
    return told


def inodes(archive: Path) -> dict[int, int]:
    """The files of an archive and their sizes, a file of two names once."""
    found = (path.stat() for path in archive.rglob("*") if path.is_file())
    return {one.st_ino: one.st_size for one in found}


def on_disk(archive: Path) -> int:
    """How many bytes the files of an archive have."""
    return sum(inodes(archive).values())


STEPS: dict[str, Callable[[Path, int], Json]] = {
    "build": build,
    "ask": ask,
    "compare": compare,
    "draft": draft,
    "add": add,
}

if __name__ == "__main__":
    main()
