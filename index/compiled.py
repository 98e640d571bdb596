"""A compiled encoder: a sentence-transformers model as ONNX, run without torch."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.embedder import Vectors
from index.errors import Misconfigured
from index.runtime import beside, session, whole_tokenizer

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Encoding, Tokenizer

NETWORK = "encoder.onnx"
WEIGHTS = "encoder.weights"
TOKENIZER = "tokenizer.json"
RECORD = "ENCODER.json"
FILES = (NETWORK, WEIGHTS, TOKENIZER, RECORD)
VERSION = 1


@dataclass(frozen=True, slots=True)
class Compiled:
    """What is known of a compiled encoder beside its network and its tokenizer.

    `longest` is the most word pieces that the model reads, None for any number; the prompts are
    put before a question and before a passage. `inputs` names the network's inputs in their
    order.
    """

    version: int
    name: str
    weights_sha256: str
    precision: str
    dimension: int
    longest: int | None
    lowercase: bool
    question_prompt: str
    passage_prompt: str
    inputs: tuple[str, ...]

    def encoded(self) -> bytes:
        """The record as it is stored."""
        return json.dumps(asdict(self), indent=1, ensure_ascii=False).encode()


def record_of(folder: Path) -> Compiled:
    """The record of a compiled encoder.

    Raises:
        Misconfigured: it is none, or one that another version wrote.
    """
    try:
        found = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        held = Compiled(**{**found, "inputs": tuple(found["inputs"])})
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Misconfigured(
            f"{folder} holds no compiled encoder that this onrecord reads "
            f"({type(error).__name__}). Index the documents into a new archive: onrecord index "
            "PATH... --archive NEW"
        ) from error
    if held.version != VERSION:
        raise Misconfigured(
            f"the encoder in {folder} has version {held.version}; this onrecord reads version "
            f"{VERSION}. Use the onrecord that built the archive, or index the documents into a "
            "new one: onrecord index PATH... --archive NEW"
        )
    return held


class CompiledEmbedder:
    """An encoder that was compiled; safe to use from several threads.

    Each text is run alone. With weights of eight bits the scale of what flows through the
    network is that of all texts of a run, so together they would change each other's vectors;
    and texts of one length each need no filling up.
    """

    def __init__(self, folder: Path, name: str = "") -> None:
        """Reads the record; network and tokenizer are loaded when they are first needed.

        `name` is what the model was asked for as, where that is not what the record says.
        """
        self.folder = folder
        self._record = record_of(folder)
        self.name = name or self._record.name
        self.weights_sha256 = self._record.weights_sha256
        self.precision = self._record.precision
        self.dimension = self._record.dimension

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        """The tokenizer, which may be another network's too."""
        return whole_tokenizer((self.folder / TOKENIZER).read_text(encoding="utf-8"))

    @cached_property
    def _session(self) -> InferenceSession:
        """The network, which runs each text on one core; several run beside each other."""
        return session(self.folder / NETWORK)

    def fits(self, text: str) -> bool:
        """Whether the model reads all of `text` and not only its beginning."""
        longest = self._record.longest
        # A word piece is a character at least, so most passages need no counting.
        if longest is None or len(self._record.passage_prompt) + len(text) + 2 <= longest:
            return True
        return len(self._uncut(self._record.passage_prompt, text)) <= self._room

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of passages, shape (len(texts), dimension), each of length 1."""
        _ = self._tokenizer, self._session  # loaded once, before threads ask for them
        found = beside(partial(self._vector, self._record.passage_prompt), texts)
        return np.array(found, dtype=np.float32).reshape(len(texts), self.dimension)

    def encode_question(self, question: str) -> Vectors:
        """The vector of a question, shape (dimension,), of length 1."""
        return self._vector(self._record.question_prompt, question)

    def store(self, folder: Path) -> None:
        """Copies the encoder into a folder that does not exist yet."""
        folder.mkdir(mode=0o700)
        for name in FILES:
            # Older ones have their weights in the network's own file.
            if (self.folder / name).exists():
                (folder / name).write_bytes((self.folder / name).read_bytes())

    @cached_property
    def _room(self) -> int:
        """How many word pieces of a text the model reads, beside those that stand around it."""
        around = self._tokenizer.num_special_tokens_to_add(is_pair=False)
        return sys.maxsize if self._record.longest is None else self._record.longest - around

    def _uncut(self, prompt: str, text: str) -> Encoding:
        """A text after its prompt cut into word pieces, as sentence-transformers has it."""
        read = prompt + text.strip()
        read = read.lower() if self._record.lowercase else read
        return self._tokenizer.encode(read, add_special_tokens=False)

    def _vector(self, prompt: str, text: str) -> Vectors:
        """The vector of one text after its prompt, of as much as the model reads."""
        read = self._uncut(prompt, text)
        read.truncate(self._room)
        pieces = self._tokenizer.post_process(read)
        known = {
            "input_ids": pieces.ids,
            "attention_mask": pieces.attention_mask,
            "token_type_ids": pieces.type_ids,
        }
        given = {name: np.array([known[name]], dtype=np.int64) for name in self._record.inputs}
        (found,) = self._session.run(None, given)
        return np.asarray(found[0], dtype=np.float32)
