"""Documents to rows of vectors: for each passage, and for each sentence in its context."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from index.embedder import Embedder, Vectors
from index.interview import Document
from index.passages import Cut, Cutting, cut, searchable_text
from index.pending import Pending

BATCH = 256
# So many texts are held in memory and sorted by their lengths before they are embedded.
WINDOW = 16_384

Advance = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Rows:
    """A document with its passages and their vectors, before they are numbered.

    `vectors` has a row a passage, `sentence_vectors` a row a sentence.
    """

    document: Document
    cuts: tuple[Cut, ...]
    vectors: Vectors
    sentence_vectors: Vectors


Entry = Document | Callable[[], Rows]


class Encoding:
    """Turns documents to rows, a window at a time, with one embedder and one way of cutting."""

    def __init__(
        self, embedder: Embedder, cutting: Cutting, kept: Pending, advance: Advance | None
    ) -> None:
        """`advance` is told how many texts are embedded of how many that were read so far."""
        self._embedder, self._cutting, self._kept = embedder, cutting, kept
        self._advance = advance
        self.dimension = embedder.dimension
        self.texts = 0

    def rows(self, entries: Iterable[Entry]) -> Iterator[Rows]:
        """The rows of documents, embedded now, and of what an archive holds, in their order."""
        window: list[tuple[Entry, tuple[Cut, ...]]] = []
        waiting = 0
        for entry in entries:
            cuts = self._cuts(entry) if isinstance(entry, Document) else ()
            window.append((entry, cuts))
            waiting += sum(1 + len(c.sentences) for c in cuts)
            if waiting >= WINDOW:
                yield from self._embedded(window)
                window, waiting = [], 0
        yield from self._embedded(window)

    def _cuts(self, document: Document) -> tuple[Cut, ...]:
        """The passages of a document."""
        fits = self._embedder.fits
        return tuple(c for i in document.interviews for c in cut(document, i, self._cutting, fits))

    def _embedded(self, window: Sequence[tuple[Entry, tuple[Cut, ...]]]) -> Iterator[Rows]:
        """The rows of one window."""
        texts = [
            searchable_text(entry.text, entry.glue, c.interview, c.turn, spans)
            for entry, cuts in window
            if isinstance(entry, Document)
            for c in cuts
            for spans in (c.sentences, *((sentence,) for sentence in c.sentences))
        ]
        vectors = self._encoded(texts)
        at = 0
        for entry, cuts in window:
            if not isinstance(entry, Document):
                yield entry()
                continue
            whole: list[int] = []
            single: list[int] = []
            for c in cuts:
                whole.append(at)
                single.extend(range(at + 1, at + 1 + len(c.sentences)))
                at += 1 + len(c.sentences)
            yield Rows(entry, cuts, vectors[whole], vectors[single])

    def _encoded(self, texts: Sequence[str]) -> Vectors:
        """Vectors of texts, shape (texts, dimension), embedded in batches of like length."""
        vectors = np.zeros((len(texts), self._embedder.dimension), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda n: (len(texts[n]), n))
        for begin in range(0, len(order), BATCH):
            batch = order[begin : begin + BATCH]
            vectors[batch] = self._kept.encoded([texts[n] for n in batch])
            if self._advance is not None:
                self._advance(self.texts + begin + len(batch), self.texts + len(texts))
        self.texts += len(texts)
        return vectors
