"""An opened archive: one verified generation, with what is needed to search it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from index.catalogue import Catalogue
from index.compiled import CompiledEmbedder
from index.dense import Dense
from index.embedder import ORIGINAL, Embedder, SentenceTransformerEmbedder, Vectors
from index.errors import Misconfigured, NotHeld
from index.generations import Generation, verified
from index.interview import Document, Interview, Mark, Part, Passage, Span
from index.lexical import Lexical
from index.manifest import Baked

CATALOGUE = "interviews.sqlite"
PASSAGE_VECTORS = "vectors.npy"
SENTENCE_VECTORS = "sentence-vectors.npy"
LEXICAL = "lexical"
SOURCES = "sources"
ENCODER = "encoder"


@dataclass(frozen=True, slots=True)
class Source:
    """The document that an interview stands in, without the interviews."""

    name: str
    sha256: str
    format: str
    title: str | None
    text: str
    glue: tuple[int, ...]
    marks: tuple[Mark, ...] = ()


class Archive:
    """One generation, open for reading from any thread; it never changes."""

    def __init__(
        self,
        generation: Generation,
        documents: tuple[Document, ...],
        passages: tuple[Passage, ...],
        vectors: Vectors,
        sentence_vectors: Vectors,
        lexical: Lexical,
        embedder: Embedder,
    ) -> None:
        """Takes vectors of shape (passages, dimension) and (sentences, dimension)."""
        if len(vectors) != len(passages):
            raise ValueError(f"{len(vectors)} vectors for {len(passages)} passages")
        self.generation = generation.number
        self.fingerprint = generation.fingerprint
        self.baked = generation.manifest.baked
        self.read_documents = documents
        self.passages = passages
        self.vectors = vectors
        self.sentence_vectors = sentence_vectors
        self.lexical = lexical
        self.dense = Dense(vectors)
        self.embedder = embedder
        self.documents = tuple(source_of(document) for document in documents)
        self.interviews = tuple(i for document in documents for i in document.interviews)
        self._interviews = {interview.id: interview for interview in self.interviews}
        self._sources = {
            interview.id: (source, document)
            for source, document in zip(self.documents, documents, strict=True)
            for interview in document.interviews
        }

    @cached_property
    def countries(self) -> tuple[str, ...]:
        """The countries that interviews are about, sorted."""
        return tuple(sorted({i.country for i in self.interviews if i.country}))

    @cached_property
    def speakers(self) -> tuple[str, ...]:
        """The names of those who answer, sorted."""
        return tuple(sorted({s.name for i in self.interviews for s in i.speakers}))

    def interview(self, id: str) -> Interview:
        """The interview of that id.

        Raises:
            NotHeld: there is none.
        """
        if id not in self._interviews:
            raise NotHeld(
                f"this archive holds no interview {id[:64]!r}. List those it holds with: "
                "onrecord interviews"
            )
        return self._interviews[id]

    def source(self, interview: str) -> Source:
        """The document that an interview, by its id, stands in."""
        self.interview(interview)
        return self._sources[interview][0]

    def parts(self, interview: str) -> tuple[Part, ...]:
        """Every line of an interview, by its id, with its role, in the order of the source."""
        span = extent(self.interview(interview))
        return tuple(part for part in self._sources[interview][1].parts if span.overlap(part.span))


def extent(interview: Interview) -> Span:
    """From the first character of an interview to its last."""
    spans = [span for turn in interview.turns for span in (turn.question, *turn.answer) if span]
    spans += [*interview.introduction, *(part.span for part in interview.footer)]
    spans += [interview.heading] if interview.heading else []
    return min(spans).to(max(spans))


def source_of(document: Document) -> Source:
    """A document's source."""
    title = document.title.of(document.text) if document.title else None
    return Source(
        document.name,
        document.sha256,
        document.format,
        title,
        document.text,
        document.glue,
        document.marks,
    )


def embedder_of(generation: Generation) -> Embedder:
    """The embedder that a generation carries, or the model that it was built with.

    Raises:
        Unavailable: the model is not on this machine.
    """
    baked = generation.manifest.baked
    if baked.precision == ORIGINAL:
        return SentenceTransformerEmbedder(baked.embedder)
    return CompiledEmbedder(generation.folder / ENCODER)


def fitting(model: Embedder, baked: Baked, folder: Path) -> None:
    """Raises Misconfigured unless a model is the one that built an archive."""
    if (model.weights_sha256, model.precision) == (baked.weights_sha256, baked.precision):
        return
    raise Misconfigured(
        f"{folder} was built with {baked.embedder} (weights {baked.weights_sha256[:12]}, "
        f"{baked.precision}), but the model at hand is {model.name} (weights "
        f"{model.weights_sha256[:12]}, {model.precision}). Vectors of two models cannot be "
        "compared. Take the model that built it, or index the documents into a new archive: "
        f"onrecord index PATH... --archive NEW --model {model.name} --encoder {model.precision}"
    )


def open_archive(folder: Path, embedder: Embedder | None = None) -> Archive:
    """The live generation of an archive, after every byte of it was checked.

    Without an `embedder` the one that the archive carries is loaded, or the model that built it,
    when it is first needed.

    Raises:
        Unavailable: there is no archive, or its model is not on this machine.
        InputOutput: a file of it was changed.
        Misconfigured: the model is not the one that built it.
    """
    generation = verified(folder)
    model = embedder or embedder_of(generation)
    fitting(model, generation.manifest.baked, folder)
    texts = {
        held.sha256: (generation.folder / SOURCES / held.id).read_bytes().decode()
        for held in generation.manifest.sources
    }
    catalogue = Catalogue(generation.folder / CATALOGUE)
    try:
        documents = catalogue.documents(texts)
        passages = tuple(catalogue.passages())
    finally:
        catalogue.close()
    return Archive(
        generation,
        documents,
        passages,
        np.load(generation.folder / PASSAGE_VECTORS, mmap_mode="r", allow_pickle=False),
        np.load(generation.folder / SENTENCE_VECTORS, mmap_mode="r", allow_pickle=False),
        Lexical.load(generation.folder / LEXICAL, len(passages)),
        model,
    )
