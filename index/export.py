"""A torch network to ONNX, if wished with eight bits a weight, its weights in a file beside it.

Whoever runs it maps that file into memory: of the rows of a vocabulary only those are read that a
question has, and nothing is held twice.
"""

from __future__ import annotations

import logging
import os
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
# Smaller ones stay in the network's own file, in bytes.
BESIDE = 4096


def export(
    network: Module,
    file: Path,
    inputs: Sequence[str],
    outputs: Mapping[str, Sequence[str]],
    *,
    eight_bits: bool,
) -> None:
    """Writes a network whose `inputs` are word pieces of shape (rows, pieces), of any size.

    `outputs` names what it gives, each with the names of its axes. Its weights are written into
    `weights_beside(file)`, which must lie in the same folder wherever it is run.
    """
    os.environ.update(OFFLINE)
    # Imported here: whoever only asks an archive needs none of these.
    import onnx
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
        if eight_bits:
            quant_pre_process(str(whole), str(prepared), skip_symbolic_shape=True)
            quantize_dynamic(
                str(prepared),
                str(whole),
                op_types_to_quantize=QUANTIZED,
                per_channel=True,
                weight_type=QuantType.QInt8,
            )
        weights = weights_beside(file)
        # Writing adds to a file that is there.
        weights.unlink(missing_ok=True)
        onnx.save(
            onnx.load(str(whole)),
            str(file),
            save_as_external_data=True,
            location=weights.name,
            size_threshold=BESIDE,
        )


def weights_beside(file: Path) -> Path:
    """Where the weights of a network lie."""
    return file.with_suffix(".weights")


def plain_tokenizer(described: str) -> str:
    """The text of a tokenizer's file without where it cuts and how it fills up.

    Whoever runs it does both; so networks of one family have the same file, and share it.
    """
    from tokenizers import Tokenizer

    found = Tokenizer.from_str(described)
    found.no_truncation()
    found.no_padding()
    return found.to_str()
