"""The network that Chroma downloads at first use, made here of the weights that all systems use.

Chroma's own file is an export of the same model with all its bits, which takes word pieces and
gives a vector for each; what it does before and after is Chroma's.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from eval.peers.lines import weights
from index.embedder import DEFAULT_MODEL, SentenceTransformerEmbedder
from index.export import export

# Where Chroma looks, from the home folder.
PLACE = Path(".cache", "chroma", "onnx_models", "all-MiniLM-L6-v2", "onnx")
INPUTS = ("input_ids", "attention_mask", "token_type_ids")
BESIDE = (
    *("config.json", "tokenizer.json", "tokenizer_config.json"),
    *("special_tokens_map.json", "vocab.txt"),
)


def place_network(home: Path) -> None:
    """Puts network and tokenizer where Chroma looks for them."""
    import torch

    model = SentenceTransformerEmbedder(DEFAULT_MODEL).loaded(attn_implementation="eager")

    class Pieces(torch.nn.Module):
        """The transformer alone, its inputs by place."""

        def __init__(self) -> None:
            super().__init__()
            self.first = model[0]

        def forward(self, *given: torch.Tensor) -> torch.Tensor:
            """Vectors of word pieces, shape (texts, pieces, dimension)."""
            told: torch.Tensor = self.first(dict(zip(INPUTS, given, strict=True)))[
                "token_embeddings"
            ]
            return told

    folder = home / PLACE
    folder.mkdir(parents=True, exist_ok=True)
    outputs = {"last_hidden_state": ("rows", "pieces", "dimension")}
    export(Pieces(), folder / "model.onnx", INPUTS, outputs, eight_bits=False)
    for name in BESIDE:
        shutil.copyfile(weights() / name, folder / name)
