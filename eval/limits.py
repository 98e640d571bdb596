"""What this machine could do at best: the bounds beside which measured times stand."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

# Larger than any cache, so that it is memory that is read.
READ = 256 * 1024 * 1024
SIDE = 1024
ROUNDS = 5
PRODUCTS = frozenset({"MatMul", "Gemm", "MatMulInteger", "DynamicQuantizeMatMul"})


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes a second that memory gives, and multiply-adds a second that the cores reach.

    Both are the best of several rounds with numpy's own library; multiply-adds are of float32.
    """

    bandwidth: float
    multiply_adds: float


def limits() -> Limits:
    """The limits of this machine, measured now."""
    numbers = np.ones(READ // 4, dtype=np.float32)
    square = np.ones((SIDE, SIDE), dtype=np.float32)
    return Limits(
        READ / fastest(lambda: numbers @ numbers),
        SIDE**3 / fastest(lambda: square @ square),
    )


def fastest(act: Callable[[], object]) -> float:
    """The seconds of the fastest of several rounds."""
    took = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        act()
        took.append(time.perf_counter() - began)
    return min(took)


def encoder_work(network: Path) -> int:
    """Multiply-adds that a compiled encoder does for each word piece, counted in its weights.

    What it does between word pieces (attention) is left out; for a question it is little.
    """
    import onnx

    graph = onnx.load(str(network)).graph
    weights = {held.name: int(np.prod(held.dims)) for held in graph.initializer}
    return sum(
        weights[name]
        for node in graph.node
        if node.op_type in PRODUCTS
        for name in node.input[1:2]
        if name in weights
    )
