"""What this machine could do at best, beside what each system takes."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

from eval.limits import encoder_work
from eval.peers.lines import weights
from index.archive import ENCODER
from index.compiled import NETWORK
from rag.answer import Json

# Dimension of the vectors, in float32.
VECTOR = 384 * 4
MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Bound:
    """The least that a figure could be here, and why."""

    figure: str
    limit: float
    why: str


def bounds(
    machine: Mapping[str, Any],
    documents: Sequence[str],
    questions: Sequence[str],
    archive: Path,
    passages: int,
) -> list[Json]:
    """The limits, in milliseconds and MiB, of archives of so many passages.

    Work is counted in the weights of the model, in float32, for word pieces without padding.
    """
    tokenizer = Tokenizer.from_file(str(weights() / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    work = encoder_work(archive / "gen-00000001" / ENCODER / NETWORK)
    each = 1000 * work / machine["multiply_adds_per_second"]
    asked = statistics.fmean(len(tokenizer.encode(one).ids) for one in questions)
    written = sum(len(tokenizer.encode(one).ids) for one in documents)
    scan = 1000 * passages * VECTOR / machine["bytes_per_second"]
    start = machine["interpreter_start_ms"]
    model = (weights() / "model.safetensors").stat().st_size / MIB
    found = (
        Bound("cold", start, "the interpreter’s own start"),
        Bound(
            "p50",
            asked * each + scan,
            f"the multiply-adds of {asked:.0f} word pieces, and each of {passages} vectors read",
        ),
        Bound("index", start + written * each, f"the multiply-adds of {written:,} word pieces"),
        Bound("asking_mib", model, "the weights, in 32 bits each"),
    )
    return [asdict(one) for one in found]
