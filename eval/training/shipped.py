"""The judge that is shipped as a network that goes on learning: its eight bits back to floats."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
import torch
from onnx import numpy_helper

from eval.training.network import JudgeNetwork
from rag.onnx_judge import MODEL

PRODUCT = "MatMulInteger"
# How the exporter calls a product of the layer that stands before it in the name.
PRODUCTS = ("/MatMul_quant", "/Gemm_MatMul_quant")


def take(network: JudgeNetwork, folder: Path) -> None:
    """Gives a network the weights of the judge in a folder; what is frozen is the base's already.

    Raises:
        KeyError: a weight of the network is not in the judge.
    """
    graph = onnx.load(str(folder / MODEL)).graph
    held = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    for node in graph.node:
        if node.op_type == PRODUCT:
            held[weight_of(node.name)] = floats(node.input[1], held).T
    with torch.no_grad():
        for name, weights in network.named_parameters():
            if weights.requires_grad:
                weights.copy_(torch.from_numpy(np.array(held[name], dtype=np.float32)))


def weight_of(product: str) -> str:
    """The weight that a product multiplies by: `/encoder/layer.0/query/MatMul_quant`."""
    for ending in PRODUCTS:
        product = product.removesuffix(ending)
    return f"{product.strip('/').replace('/', '.')}.weight"


def floats(name: str, held: dict[str, npt.NDArray[Any]]) -> npt.NDArray[np.float32]:
    """A weight of eight bits, shape (in, out), with the scale of each of its columns."""
    base = name.removesuffix("_quantized")
    zero = held[f"{base}_zero_point"].astype(np.float32)
    found = (held[name].astype(np.float32) - zero) * held[f"{base}_scale"]
    return np.asarray(found, dtype=np.float32)
