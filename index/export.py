"""A torch network to ONNX, if wished with eight bits a weight."""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from index.embedder import OFFLINE

if TYPE_CHECKING:
    from torch.nn import Module

OPSET = 17
# Weights of these are kept in eight bits, with a scale for each column.
QUANTIZED = ["MatMul", "Gather"]


def export(
    network: Module,
    file: Path,
    inputs: Sequence[str],
    outputs: Mapping[str, Sequence[str]],
    *,
    eight_bits: bool,
) -> None:
    """Writes a network whose `inputs` are word pieces of shape (rows, pieces), of any size.

    `outputs` names what it gives, each with the names of its axes.
    """
    os.environ.update(OFFLINE)
    # Imported here: whoever only asks an archive needs none of these.
    import torch
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.quantization.shape_inference import quant_pre_process

    network.eval()
    example = tuple(torch.ones(2, 16, dtype=torch.long) for _ in inputs)
    axes = {name: dict(enumerate(("rows", "pieces"))) for name in inputs}
    axes |= {name: dict(enumerate(of)) for name, of in outputs.items()}
    # The quantizer logs advice that does not apply.
    logging.getLogger("root").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        whole, prepared = Path(folder, "whole.onnx"), Path(folder, "prepared.onnx")
        torch.onnx.export(
            network,
            example,
            str(whole),
            input_names=list(inputs),
            output_names=list(outputs),
            dynamic_axes=axes,
            opset_version=OPSET,
            dynamo=False,
        )
        if not eight_bits:
            shutil.copyfile(whole, file)
            return
        quant_pre_process(str(whole), str(prepared), skip_symbolic_shape=True)
        quantize_dynamic(
            str(prepared),
            str(file),
            op_types_to_quantize=QUANTIZED,
            per_channel=True,
            weight_type=QuantType.QInt8,
        )
