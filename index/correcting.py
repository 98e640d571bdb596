"""What is known of an interview corrected in an archive, which publishes it."""

from __future__ import annotations

from pathlib import Path

from index.archive import Archive, open_archive
from index.build import Indexed, index_found
from index.corrections import Wish
from index.embedder import Embedder
from index.gather import Found, Gathered


def correct(archive: Path, embedder: Embedder, wish: Wish) -> Indexed:
    """Publishes a generation in which an interview is known as is wished.

    Only what its document is embedded with changes; its words, their places and its id stay.

    Raises:
        NotHeld: the archive holds no such interview.
        Changed: something else is known of it than what was seen.
        Busy, InputOutput: the archive cannot be written now.
    """
    held: Archive = open_archive(archive, embedder)
    source = held.source(wish.interview)
    # As itself, so that what stands in the way is an error and nothing that is passed over.
    file = Found(Path(source.name), source.name, source.sha256, named=True, wish=wish)
    return index_found(Gathered((file,), ()), archive, embedder)
