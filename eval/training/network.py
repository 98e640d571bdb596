"""The judge as a network: MiniLM with two scores for every word piece and one for the passage."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import AutoModel


class JudgeNetwork(nn.Module):
    """A cross-encoder over a question and the sentences of a passage.

    A sentence's scores are the means of its pieces' scores: one says whether it answers, the
    other what it is worth beyond what the first search sees. The passage's is read off `[CLS]`.
    """

    def __init__(self, folder: Path, layers: int) -> None:
        """Starts from the weights of a sentence-transformers model, of which `layers` are kept."""
        super().__init__()
        self.encoder = AutoModel.from_pretrained(
            folder,
            add_pooling_layer=False,
            attn_implementation="eager",
            # Drawing what attention forgets takes half of the time on a processor.
            attention_probs_dropout_prob=0.0,
        )
        self.encoder.encoder.layer = self.encoder.encoder.layer[:layers]
        self.encoder.config.num_hidden_layers = layers
        # 30,522 rows that few examples touch: learning them would forget the rest.
        self.encoder.embeddings.requires_grad_(requires_grad=False)
        size = self.encoder.config.hidden_size
        self.piece = nn.Linear(size, 1)
        self.beyond = nn.Linear(size, 1)
        # At first the order is that of the first search.
        nn.init.zeros_(self.beyond.weight)
        nn.init.zeros_(self.beyond.bias)
        self.passage = nn.Linear(size, 1)

    def forward(
        self, ids: Tensor, kinds: Tensor, mask: Tensor | None = None
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Scores of pieces, shape (batch, pieces), of passages, shape (batch,), and what pieces
        are worth beyond the first search, shape (batch, pieces).

        Without a mask all pieces are read, as they are where nothing was filled up.
        """
        hidden = self.encoder(
            input_ids=ids, attention_mask=mask, token_type_ids=kinds
        ).last_hidden_state.to(torch.float32)
        return (
            self.piece(hidden).squeeze(-1),
            self.passage(hidden[:, 0]).squeeze(-1),
            self.beyond(hidden).squeeze(-1),
        )
