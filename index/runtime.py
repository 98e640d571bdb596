"""onnxruntime, kept from sending anything: its packages report on their use unless told not to."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

from index.cores import cores
from index.embedder import OFFLINE

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

In = TypeVar("In")
Out = TypeVar("Out")
LOCK = Lock()
# Joined to one step, a sum and what makes its rows alike run number by number; as two steps they
# take a fifth of the time, which makes a network of six layers faster by a sixth.
SLOWER = ("SkipLayerNormFusion",)


def session(file: Path) -> InferenceSession:
    """A network ready to run on the CPU, each run on one core: see `beside`."""
    os.environ.update(OFFLINE)
    # Imported here, after it was told: it decides when it is loaded, and never again.
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(
        str(file), options, providers=["CPUExecutionProvider"], disabled_optimizers=list(SLOWER)
    )


def whole_tokenizer(described: str) -> Tokenizer:
    """A tokenizer from the text of its file that neither cuts nor fills up what it is given.

    Networks of one family share it where their files say the same, so nobody may change it.
    """
    # Networks are loaded beside each other, and must not both read the same.
    with LOCK:
        return read_tokenizer(described)


@lru_cache(maxsize=2)
def read_tokenizer(described: str) -> Tokenizer:
    """A tokenizer, read anew unless it is one of the last two."""
    # Imported here, as the runtime is: opening an archive needs neither.
    from tokenizers import Tokenizer

    found = Tokenizer.from_str(described)
    found.no_truncation()
    found.no_padding()
    return found


def beside(run: Callable[[In], Out], inputs: Sequence[In]) -> list[Out]:
    """What a network makes of each input, as many at once as there are cores to use.

    Inputs of a network are too small to be shared out among cores one by one. They are begun in
    their order, so where the longest come first no core waits long for the others at the end.
    """
    if len(inputs) < 2:
        return [run(one) for one in inputs]
    with ThreadPoolExecutor(min(cores(), len(inputs))) as threads:
        return list(threads.map(run, inputs))
