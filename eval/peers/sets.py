"""How every system ranks the documents of a public set; kept, since it says nothing about time.

The peers index the set's documents as texts. onrecord, which indexes interviews and nothing else,
ranks whole documents with the same parts, as `onrecord eval FOLDER` does.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from eval.beir import CORPUS, QUERIES, Beir, read_beir
from eval.bench import bench as ranked_by_parts
from eval.peers.quality import figure, ndcg, ranked, write_set
from eval.peers.rounds import Bench
from eval.peers.systems import OWN, PINS, ROOT, System
from index.digest import file_hash
from index.embedders import embedder_named
from rag.answer import Json
from rag.judges import BUILT_IN, judge_named
from rag.onnx_judge import FOLDER as JUDGE
from rag.onnx_judge import RECORD

# What asks every peer, and what makes a set of its documents.
SHARED = tuple(Path(__file__).parent / name for name in ("lines.py", "quality.py"))
Ranking = Mapping[str, Sequence[str]]


def set_figures(folder: Path, systems: Sequence[System], bench: Bench, keep: Path) -> Json:
    """nDCG@10 of every system on the set in a folder, by their names.

    What was found with the same set, code and versions before is read back from `keep`.
    """
    found = read_beir(folder)
    given = replace(bench, documents=bench.work / "set")
    write_set(found, given.documents)
    keep.mkdir(parents=True, exist_ok=True)
    columns = {
        system.name: ndcg(found, kept(system, found, folder, given, keep)) for system in systems
    }
    return {
        "set": found.name,
        "documents": len(found.papers),
        "queries": len(found.queries),
        "systems": {
            name: figure(column, None if name == OWN else columns.get(OWN))
            for name, column in columns.items()
        },
    }


def kept(system: System, found: Beir, folder: Path, bench: Bench, keep: Path) -> Ranking:
    """A system's rankings, found now or before."""
    file = keep / f"{found.name}-{system.slug}-{digest(system, folder)}.json"
    if not file.exists():
        print(f"{found.name}: {system.name}", file=sys.stderr)
        own = system.part is not None
        told = by_parts(folder)[str(system.part)] if own else ranked(system, bench, found.queries)
        file.write_text(json.dumps(told), encoding="utf-8")
    read: Ranking = json.loads(file.read_text(encoding="utf-8"))
    return read


@cache
def by_parts(folder: Path) -> Mapping[str, Ranking]:
    """The rankings of onrecord's own parts, by their names in `eval.bench`."""
    done = ranked_by_parts(read_beir(folder), embedder_named(None, None), judge_named(BUILT_IN))
    return {one.system: one.rankings for one in done}


def digest(system: System, folder: Path) -> str:
    """What a ranking depends on: the set, the code and all versions."""
    if system.part is None:
        code = [ROOT / f"{system.module.replace('.', '/')}.py", *SHARED, PINS]
    else:
        code = sorted(file for room in ("index", "rag") for file in (ROOT / room).rglob("*.py"))
        # The record tells the hash of the judge's weights.
        code += [ROOT / "eval" / "bench.py", JUDGE / RECORD]
    hashes = (file_hash(file) for file in (folder / CORPUS, folder / QUERIES, *code))
    return hashlib.sha256(" ".join(hashes).encode("ascii")).hexdigest()[:12]
