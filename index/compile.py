"""A sentence-transformers model to ONNX: exported, made small, and checked against itself."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from index.compiled import (
    FILES,
    NETWORK,
    RECORD,
    TOKENIZER,
    VERSION,
    Compiled,
    CompiledEmbedder,
)
from index.digest import file_hash
from index.embedder import ORIGINAL, Embedder, SentenceTransformerEmbedder, passage_prompt
from index.errors import Misconfigured
from index.export import export, plain_tokenizer
from index.probes import PROBES

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from torch.nn import Module

INT8, FLOAT32 = "int8", "float32"
PRECISIONS = (INT8, FLOAT32, ORIGINAL)
# The least cosine between a probe's vector and the original's. Eight bits turn a vector by some
# degrees, which changes hardly any order; more is a fault of the compilation.
LEAST = {INT8: 0.95, FLOAT32: 0.9999}
HASHES = "HASHES.json"
# Files of a model that change its vectors though its weights are the same.
SETTINGS = frozenset({".json", ".txt", ".model"})
logger = logging.getLogger(__name__)


class Uncompilable(Exception):
    """A model that can only be run as it is."""


def compiled(original: SentenceTransformerEmbedder, precision: str) -> Embedder:
    """The model compiled, from the user's cache or now; itself where it cannot be compiled.

    Raises:
        Misconfigured: compiled, it gives other vectors than the original.
    """
    if precision == ORIGINAL:
        return original
    made_of = f"{original.weights_sha256}-{settings_hash(original.folder)}"
    folder = cache() / f"{made_of}-{precision}-{VERSION}"
    if not whole(folder):
        try:
            build(original, precision, folder)
        except Uncompilable as why:
            logger.warning("%s cannot be compiled (%s), and runs as it is", original.name, why)
            return original
    return CompiledEmbedder(folder, original.name)


def settings_hash(folder: Path) -> str:
    """The SHA-256 of all that a model's folder holds beside weights: its prompts, word pieces."""
    files = sorted(path for path in folder.rglob("*") if path.suffix in SETTINGS)
    told = "".join(f"{path.relative_to(folder)} {file_hash(path)}\n" for path in files)
    return hashlib.sha256(told.encode()).hexdigest()


def cache() -> Path:
    """Where compiled encoders are kept between archives; they hold a model and nobody's words."""
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "onrecord" / "encoders"


def whole(folder: Path) -> bool:
    """Whether a folder of the cache holds an encoder, as it was written."""
    try:
        hashes = json.loads((folder / HASHES).read_text(encoding="utf-8"))
        return all(file_hash(folder / name) == hashes[name] for name in FILES)
    except (OSError, ValueError, KeyError):
        return False


def build(original: SentenceTransformerEmbedder, precision: str, folder: Path) -> None:
    """Compiles a model into a folder of the cache, whole or not at all.

    Raises:
        Uncompilable: the model is not made of what can be exported.
        Misconfigured: compiled, it gives other vectors than the original.
    """
    folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    partial = Path(tempfile.mkdtemp(prefix="partial-", dir=folder.parent))
    try:
        record = described(original, precision)
        network = network_of(original.loaded(attn_implementation="eager"), record.inputs)
        try:
            outputs = {"vectors": ("rows", "dimension")}
            export(network, partial / NETWORK, record.inputs, outputs, eight_bits=precision == INT8)
        # Whatever an exporter stumbles over, the model itself still runs.
        except Exception as error:
            raise Uncompilable(f"its export ends with {type(error).__name__}") from error
        (partial / TOKENIZER).write_text(tokenizer_of(original.model), encoding="utf-8")
        (partial / RECORD).write_bytes(record.encoded())
        check(CompiledEmbedder(partial), original, precision)
        hashes = {name: file_hash(partial / name) for name in FILES}
        (partial / HASHES).write_text(json.dumps(hashes), encoding="utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        partial.rename(folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def described(original: SentenceTransformerEmbedder, precision: str) -> Compiled:
    """What the compiled encoder must know of the model.

    Raises:
        Uncompilable: the model is of another make than a transformer with a fast tokenizer.
    """
    model = original.model
    first = model[0]
    if type(first).__name__ != "Transformer":
        raise Uncompilable(f"its first module is a {type(first).__name__}")
    passage = passage_prompt(model.prompts)
    question = model.prompts.get("query") or ""
    if (passage or question) and not all(getattr(m, "include_prompt", True) for m in model):
        raise Uncompilable("it pools without its prompts")
    inputs = tuple(
        name
        for name in ("input_ids", "attention_mask", "token_type_ids")
        if name in model.tokenizer.model_input_names
    )
    return Compiled(
        version=VERSION,
        name=original.name,
        weights_sha256=original.weights_sha256,
        precision=precision,
        dimension=original.dimension,
        longest=model.max_seq_length,
        lowercase=bool(getattr(first, "do_lower_case", False)),
        question_prompt=question,
        passage_prompt=passage,
        inputs=inputs,
    )


def tokenizer_of(model: SentenceTransformer) -> str:
    """The file of the model's tokenizer: one text for all that cut into the same word pieces."""
    found = getattr(model.tokenizer, "backend_tokenizer", None)
    if found is None:
        raise Uncompilable("its tokenizer is not a fast one")
    return plain_tokenizer(found.to_str())


def network_of(model: SentenceTransformer, inputs: Sequence[str]) -> Module:
    """The model as a network from word pieces to vectors of length 1, its inputs by place."""
    import torch

    class Whole(torch.nn.Module):
        """The model and what its inputs are called."""

        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, *given: torch.Tensor) -> torch.Tensor:
            """Vectors, shape (texts, dimension)."""
            found = self.model(dict(zip(inputs, given, strict=True)))["sentence_embedding"]
            return torch.nn.functional.normalize(found.to(torch.float32), dim=1)

    return Whole()


def check(encoder: Embedder, original: Embedder, precision: str) -> None:
    """Raises Misconfigured unless an encoder gives the original's vectors for the probes."""
    questions = [
        float(encoder.encode_question(text) @ original.encode_question(text)) for text in PROBES
    ]
    passages = (encoder.encode_passages(PROBES) * original.encode_passages(PROBES)).sum(1)
    cosine, least = min(*questions, *passages.tolist()), LEAST[precision]
    if not cosine >= least:
        raise Misconfigured(
            f"{original.name}, compiled to {precision}, gives vectors with a cosine of only "
            f"{cosine:.4f} to its own; {least} is demanded. Nothing was published. Choose more "
            f"exact weights: --encoder {FLOAT32}, or the model as it is: --encoder {ORIGINAL}"
        )
