"""Which embedder indexes: the one that an archive has, or for a new one what was asked for."""

from __future__ import annotations

from pathlib import Path

from index.archive import embedder_of
from index.compile import INT8, compiled
from index.embedder import DEFAULT_MODEL, Embedder, SentenceTransformerEmbedder
from index.generations import live, verified


def embedder_named(model: str | None, precision: str | None) -> Embedder:
    """A model by name or path, compiled as was asked for; the default where nothing was.

    Raises:
        Unavailable: the model is not on this machine.
        Misconfigured: it is damaged, or gives other vectors when it is compiled.
    """
    return compiled(SentenceTransformerEmbedder(model or DEFAULT_MODEL), precision or INT8)


def embedder_for(archive: Path, model: str | None, precision: str | None) -> Embedder:
    """The embedder to index with; what was not asked for is as the archive has it.

    Raises:
        Unavailable: the model is not on this machine.
        Misconfigured: it is damaged, or gives other vectors when it is compiled.
        InputOutput: a file of the archive was changed.
    """
    if live(archive) is None:
        return embedder_named(model, precision)
    generation = verified(archive)
    baked = generation.manifest.baked
    if model in (None, baked.embedder) and precision in (None, baked.precision):
        return embedder_of(generation)
    return embedder_named(model or baked.embedder, precision or baked.precision)
