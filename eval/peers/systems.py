"""What is compared, and how each system is started."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from index.embedder import OFFLINE

# Where `make peers` puts the environments.
ENVIRONMENTS = Path("bench", "environments")
ROOT = Path(__file__).parent.parent.parent
PINS = Path(__file__).parent / "pins.txt"
# Nobody is told that we measure, and what would fetch something meets a closed door at once.
QUIET = {
    **OFFLINE,
    "ANONYMIZED_TELEMETRY": "False",
    "HAYSTACK_TELEMETRY_ENABLED": "False",
    "LANGSMITH_TRACING": "false",
    "OTEL_SDK_DISABLED": "true",
    "PYTHONWARNINGS": "ignore",
    **{
        name: "http://127.0.0.1:9"
        for door in ("http", "https", "all")
        for name in (f"{door}_proxy", f"{door}_proxy".upper())
    },
}
KEPT = ("PATH", "LANG", "LC_ALL", "TMPDIR")


@dataclass(frozen=True, slots=True)
class System:
    """One that is compared: its name on the page, its module here with arguments, what it is.

    `environment` names the folder of its interpreter, None for onrecord's own. `part` is what
    `eval.bench` calls its ranking of documents, for onrecord, which also answers in quotes.
    """

    name: str
    module: str
    arguments: tuple[str, ...]
    environment: str | None
    what: str
    part: str | None = None

    @property
    def slug(self) -> str:
        """Its name as a file's."""
        return self.name.replace(",", "").replace(" ", "-").lower()

    def command(self, environments: Path) -> tuple[str, ...]:
        """What starts it."""
        python = sys.executable
        if self.environment is not None:
            python = str((environments / self.environment / "bin" / "python").absolute())
        return (python, "-m", self.module, *self.arguments)


OWN, OFF = "onrecord", "onrecord, judge off"
SYSTEMS = (
    System(
        OWN,
        "eval.peers.own",
        (),
        None,
        "words and vectors of eight bits, and a judge that reads the best passages",
        part="judged",
    ),
    System(
        OFF,
        "eval.peers.own",
        ("off",),
        None,
        "the same without the judge",
        part="fused",
    ),
    System(
        "LlamaIndex",
        "eval.peers.llama_index",
        (),
        "llama_index",
        "VectorStoreIndex, HuggingFaceEmbedding, its passages of 1,024 tokens, of which the "
        "model reads 256",
    ),
    System("txtai", "eval.peers.txtai", (), "txtai", "Embeddings with content, lines"),
    System(
        "txtai, hybrid",
        "eval.peers.txtai",
        ("hybrid",),
        "txtai",
        "the same with words beside vectors",
    ),
    System(
        "Chroma",
        "eval.peers.chroma",
        (),
        "chroma",
        "its default function in ONNX, passages of 800 characters by LangChain",
    ),
    System(
        "Haystack",
        "eval.peers.haystack",
        (),
        "haystack",
        "DocumentSplitter's 200 words, Sentence Transformers, the store in memory",
    ),
    System(
        "FAISS by hand",
        "eval.peers.faiss",
        (),
        "faiss",
        "sentence-transformers and a flat index, passages of 1,000 characters with 200 of overlap",
    ),
)


def surroundings(home: Path) -> Mapping[str, str]:
    """The variables that a system runs with: a home of its own, no network, no telemetry."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    return {
        **kept,
        **QUIET,
        "HOME": str(home),
        "XDG_CACHE_HOME": str(home / ".cache"),
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
