"""onrecord as a peer, with its judge or with `off` without; what is asked for is a search.

A search is what the peers do. An answer in quotes, which they have none of, is timed beside it: the
driver asks for it with k = 0.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from eval.peers.lines import Passage, serve
from index.archive import open_archive
from index.build import index_documents
from index.embedders import embedder_named
from rag.desk import Desk
from rag.judges import BUILT_IN, judge_named


class Own:
    """An archive, and a desk over it."""

    def __init__(self, judge: str) -> None:
        self._judge = judge
        self._desk: Desk | None = None

    def index(self, documents: Path, store: Path) -> None:
        """Makes an archive of a folder, as `onrecord index` does."""
        index_documents([documents], store, embedder_named(None, None))
        self.open(store)

    def open(self, store: Path) -> None:
        """Opens an archive, as `onrecord search` does."""
        self._desk = Desk(open_archive(store), judge_named(self._judge))

    def ask(self, question: str, k: int) -> Sequence[Passage]:
        """The best passages; with k = 0 an answer is made, and none is listed."""
        if self._desk is None:
            raise ValueError("nothing is open")
        if k == 0:
            self._desk.ask(question)
            return ()
        archive = self._desk.archive
        found = []
        for hit in self._desk.search(question, k=k).hits:
            source, span = archive.source(hit.passage.interview), hit.passage.span
            found.append(Passage(source.name, span.start, span.end, span.of(source.text)))
        return found


if __name__ == "__main__":
    serve(lambda: Own(sys.argv[1] if len(sys.argv) > 1 else BUILT_IN), ())
