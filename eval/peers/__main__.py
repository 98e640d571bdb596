"""`python -m eval.peers [DOCUMENTS]`: onrecord beside its peers, as JSON and as a page.

`make peers` makes what it needs. Documents are a folder of plain texts, so that every system reads
the same words. All systems use the same weights, run offline, and take turns; times hold for this
machine and for what else it did meanwhile.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from eval.gold import read_topics
from eval.peers.bounds import bounds
from eval.peers.network import place_network
from eval.peers.page import peers_html
from eval.peers.quality import alone, found
from eval.peers.rounds import Bench, First, Round, first, rounds
from eval.peers.sets import set_figures
from eval.peers.systems import ENVIRONMENTS, OWN, SYSTEMS, System, surroundings
from eval.peers.table import text_table, timed_json
from eval.place import place
from eval.scale import machine
from eval.speed import SAMPLE
from index.archive import Archive, open_archive
from index.errors import BadInput, OnRecordError
from rag.answer import Json

TEXT = ".txt"


def main() -> None:
    """Compares, and writes peers.json and peers.html."""
    parser = argparse.ArgumentParser(prog="python -m eval.peers", description=__doc__)
    parser.add_argument("documents", nargs="?", type=Path, default=SAMPLE, help="a folder of texts")
    parser.add_argument("--gold", type=Path, default=SAMPLE.parent / "topics.jsonl")
    parser.add_argument("--set", type=Path, help="a folder in BEIR's layout, ranked once")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", nargs="*", help="words in the names of the peers to take")
    parser.add_argument("--environments", type=Path, default=ENVIRONMENTS)
    parser.add_argument("--out", type=Path, default=Path("bench"), help="a folder for both files")
    asked = parser.parse_args()
    try:
        with tempfile.TemporaryDirectory() as folder:
            told = compared(asked, Path(folder).resolve())
    except OnRecordError as error:
        raise SystemExit(f"peers: {error}") from error
    asked.out.mkdir(parents=True, exist_ok=True)
    (asked.out / "peers.json").write_text(json.dumps(told, indent=1), encoding="utf-8")
    (asked.out / "peers.html").write_text(peers_html(told), encoding="utf-8")
    print(text_table(told))
    print(f"\n{asked.out / 'peers.json'} and {asked.out / 'peers.html'} are written")


def compared(asked: argparse.Namespace, work: Path) -> Json:
    """Everything that is measured, in a folder of its own."""
    systems = chosen(asked.only, asked.environments)
    topics = alone(read_topics(asked.gold))
    home = work / "home"
    home.mkdir()
    if any(one.module.endswith(".chroma") for one in systems):
        place_network(home)
    texts = read_texts(asked.documents)
    bench = Bench(
        copied(texts, work / "documents"),
        tuple(dict.fromkeys(topic.question for topic in topics)),
        work,
        asked.environments,
        surroundings(home),
    )
    firsts = {}
    for system in systems:
        print(f"first run: {system.name}", file=sys.stderr)
        firsts[system.name] = first(system, bench)
    same_weights(firsts)
    store = work / "stores" / systems[0].slug
    archive = open_archive(store)
    same_texts(archive, texts)
    placed = place(topics, archive)
    worth = {name: found(placed, one.rankings, texts) for name, one in firsts.items()}
    here = machine()
    told: Json = {
        "machine": here,
        "documents": len(texts),
        "characters": sum(map(len, texts.values())),
        "questions": len(bench.questions),
        "answerable": sum(bool(one.required) for one in placed),
        "rounds": asked.rounds,
        "weights": firsts[OWN].about["weights"],
        "bounds": bounds(here, list(texts.values()), bench.questions, store, len(archive.passages)),
        "set": set_figures(asked.set, systems, bench, asked.out / "sets") if asked.set else None,
    }
    timed: dict[str, list[Round]] = {}
    for system, one in rounds(systems, bench, asked.rounds):
        timed.setdefault(system.name, []).append(one)
    figures = timed_json(timed)
    told["systems"] = [
        {
            "name": system.name,
            "what": system.what,
            "versions": firsts[system.name].about["versions"],
            "first_index_ms": firsts[system.name].index_ms,
            "quality": worth[system.name].json(None if system.name == OWN else worth[OWN]),
            **figures[system.name],
        }
        for system in systems
    ]
    return told


def chosen(only: Sequence[str] | None, environments: Path) -> tuple[System, ...]:
    """Both of onrecord's, and the peers that are asked for.

    Raises BadInput where the environment of one is missing.
    """
    systems = tuple(
        one
        for one in SYSTEMS
        if one.environment is None
        or only is None
        or any(word.casefold() in one.name.casefold() for word in only)
    )
    for one in systems:
        if not Path(one.command(environments)[0]).exists():
            raise BadInput(
                f"{one.name} has no environment in {environments}; `make peers` makes it"
            )
    return systems


def read_texts(folder: Path) -> dict[str, str]:
    """The plain texts of a folder by their names.

    Raises BadInput where there is none, or one that is not UTF-8.
    """
    try:
        texts = {
            path.name: path.read_bytes().decode("utf-8") for path in sorted(folder.glob(f"*{TEXT}"))
        }
    except UnicodeDecodeError as error:
        raise BadInput(f"a text of {folder} is not UTF-8: {error.reason}") from error
    if not texts:
        raise BadInput(f"{folder} holds no {TEXT} file, and peers are given plain texts only")
    return texts


def copied(texts: Mapping[str, str], folder: Path) -> Path:
    """The texts in a folder that holds nothing else."""
    folder.mkdir(parents=True)
    for name, words in texts.items():
        (folder / name).write_bytes(words.encode("utf-8"))
    return folder


def same_texts(archive: Archive, texts: Mapping[str, str]) -> None:
    """Raises BadInput where onrecord reads other words in a text than stand in it."""
    for document in archive.documents:
        if texts[document.name] != document.text:
            raise BadInput(
                f"onrecord reads {document.name} otherwise than it stands there (a byte order "
                "mark, or line ends of another system); its offsets would not be the peers'"
            )


def same_weights(firsts: Mapping[str, First]) -> None:
    """Raises BadInput where two systems ran different weights."""
    held: dict[str, Any] = {name: one.about["weights"] for name, one in firsts.items()}
    if len(set(held.values())) > 1:
        raise BadInput(f"the systems have different weights: {held}; make their environments anew")


if __name__ == "__main__":
    main()
