"""A trained network to the file that is shipped: ONNX, eight bits a weight."""

from __future__ import annotations

import logging
import tempfile
import warnings
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process

from eval.training.network import JudgeNetwork

OPSET = 17
INPUTS = ("ids", "mask", "kinds")
OUTPUTS = ("pieces", "passages")
# Weights of these are kept in eight bits, with a scale for each column.
QUANTIZED = ["MatMul", "Gather"]


def export(network: JudgeNetwork, file: Path) -> None:
    """Writes the network as quantized ONNX with any number of passages and pieces."""
    network.eval()
    example = tuple(torch.ones(2, 16, dtype=torch.long) for _ in INPUTS)
    axes = {name: {0: "passages", 1: "pieces"} for name in (*INPUTS, "pieces")}
    logging.getLogger("root").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        whole, prepared = Path(folder, "whole.onnx"), Path(folder, "prepared.onnx")
        torch.onnx.export(
            network,
            example,
            str(whole),
            input_names=list(INPUTS),
            output_names=list(OUTPUTS),
            dynamic_axes={**axes, "passages": {0: "passages"}},
            opset_version=OPSET,
            dynamo=False,
        )
        quant_pre_process(str(whole), str(prepared), skip_symbolic_shape=True)
        quantize_dynamic(
            str(prepared),
            str(file),
            op_types_to_quantize=QUANTIZED,
            per_channel=True,
            weight_type=QuantType.QInt8,
        )
