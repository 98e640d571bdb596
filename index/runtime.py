"""onnxruntime, kept from sending anything: its packages report on their use unless told not to."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from index.embedder import OFFLINE

if TYPE_CHECKING:
    from onnxruntime import InferenceSession


def session(file: Path, threads: int | None = None) -> InferenceSession:
    """A network ready to run on the CPU, on so many cores; on all where none are told."""
    os.environ.update(OFFLINE)
    # Imported here, after it was told: it decides when it is loaded, and never again.
    import onnxruntime

    options = onnxruntime.SessionOptions()
    if threads is not None:
        options.intra_op_num_threads = threads
    return onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
