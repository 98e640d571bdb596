"""A judge of the user's own: any sentence-transformers `CrossEncoder`."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.embedder import OFFLINE
from index.errors import Misconfigured, Unavailable
from rag.judge import Reading, Verdict

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder


class OwnJudge:
    """Reads each sentence, and each passage as a whole, beside the question.

    Its scores are its logits, which other models spread otherwise than the built-in judge.
    """

    def __init__(self, name: str) -> None:
        """Loads a model by its name in the local model cache or by its path.

        Raises:
            Unavailable: the model is not on this machine.
            Misconfigured: it is no cross-encoder with one score.
        """
        self.name = name
        self._model = loaded(name)

    def __call__(self, question: str, readings: Sequence[Reading]) -> tuple[Verdict, ...]:
        """A verdict for each reading, in their order."""
        texts = [text for one in readings for text in (" ".join(one.sentences), *one.sentences)]
        # The sigmoid is its default for one score, and log-odds are what a verdict holds.
        from torch.nn import Identity

        scores = self._model.predict(
            [(question, text) for text in texts],
            activation_fn=Identity(),
            show_progress_bar=False,
        )
        ends = np.cumsum([1 + len(one.sentences) for one in readings])
        runs = [run.tolist() for run in np.split(np.asarray(scores, dtype=np.float64), ends)]
        return tuple(
            Verdict(tuple(sentences), passage) for passage, *sentences in runs[: len(readings)]
        )


def loaded(name: str) -> CrossEncoder:
    """A cross-encoder, on the CPU, without access to a network."""
    os.environ.update(OFFLINE)
    # Imported here: it takes seconds, and only those who brought a judge need it.
    from sentence_transformers import CrossEncoder

    try:
        model: CrossEncoder = CrossEncoder(
            name,
            device="cpu",
            local_files_only=True,
            trust_remote_code=False,
            model_kwargs={"use_safetensors": True},
        )
    except OSError as error:
        raise Unavailable(
            f"the judge {name} is not on this machine, and is never downloaded "
            f"({type(error).__name__}). Give the path of its folder, or use the one that comes "
            "with onrecord: --judge built-in"
        ) from error
    except (ValueError, KeyError, ImportError) as error:
        raise Misconfigured(
            f"{name} is not a cross-encoder that can be loaded without running code of its own "
            f"({type(error).__name__}). Use the one that comes with onrecord: --judge built-in"
        ) from error
    if model.num_labels != 1:
        raise Misconfigured(
            f"{Path(name).name} gives {model.num_labels} scores a pair, and a judge gives one. "
            "Use a cross-encoder that was trained to rank, or: --judge built-in"
        )
    return model
