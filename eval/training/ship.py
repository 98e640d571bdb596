"""A trained network to the folder that is shipped, with its record and its calibration."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from eval.training.calibrate import calibrate
from eval.training.network import JudgeNetwork
from index.digest import file_hash
from index.embedder import weights_hash
from index.export import export, plain_tokenizer
from rag.onnx_judge import MODEL, RECORD, TOKENIZER, WEIGHTS, OnnxJudge

SILENCE = "silence.json"
# It reads one window at a time, of which nothing is filled up: so nothing is masked.
INPUTS = ("ids", "kinds")
OUTPUTS = {
    "pieces": ("rows", "pieces"),
    "passages": ("rows",),
    "beyond": ("rows", "pieces"),
}


def ship(
    network: JudgeNetwork,
    base: Path,
    folder: Path,
    bench: Path,
    passes: Sequence[dict[str, object]],
    seed: int,
) -> None:
    """Writes the judge, the tokenizer of its `base`, its record, and the calibration of silence."""
    folder.mkdir(parents=True, exist_ok=True)
    export(network, folder / MODEL, INPUTS, OUTPUTS, eight_bits=True)
    described = (base / TOKENIZER).read_text(encoding="utf-8")
    (folder / TOKENIZER).write_text(plain_tokenizer(described), encoding="utf-8")
    record = {
        "sha256": {name: file_hash(folder / name) for name in (MODEL, WEIGHTS, TOKENIZER)},
        "base_sha256": weights_hash(base),
        "seed": seed,
        "passes": list(passes),
    }
    write(folder / RECORD, record)
    write(folder / SILENCE, calibrate(OnnxJudge(folder), bench, seed))


def write(file: Path, found: object) -> None:
    """Stores something as JSON."""
    file.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
