"""onnxruntime, kept from sending anything: its packages report on their use unless told not to."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from index.cores import cores
from index.embedder import OFFLINE

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

In = TypeVar("In")
Out = TypeVar("Out")


def session(file: Path) -> InferenceSession:
    """A network ready to run on the CPU, each run on one core: see `beside`."""
    os.environ.update(OFFLINE)
    # Imported here, after it was told: it decides when it is loaded, and never again.
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])


def beside(run: Callable[[In], Out], inputs: Sequence[In]) -> list[Out]:
    """What a network makes of each input, as many at once as there are cores to use.

    Inputs of a network are too small to be shared out among cores one by one.
    """
    if len(inputs) < 2:
        return [run(one) for one in inputs]
    with ThreadPoolExecutor(min(cores(), len(inputs))) as threads:
        return list(threads.map(run, inputs))
