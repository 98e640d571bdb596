"""What a browser sent, read before it is published: one place, so that one thing reads it all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from index.errors import BadInput
from index.gather import Found, Gathered, Skipped
from index.interview import Document
from index.readers import read_bytes
from index.readers.child import Child
from index.readers.invisible import Invisible
from index.readers.paired import SUFFIXES, paired
from index.readers.zipped import entries, is_zip
from index.terminal import clean

LONGEST_NAME = 120


def read_upload(
    name: str, raw: bytes, invisible: Invisible = Invisible.REFUSE
) -> Iterator[Document | Skipped]:
    """The documents in a file that was sent, one or those of a ZIP file; never an error of its own.

    `name` says what it is called and by its suffix which reader takes it. It is no path.
    `invisible` says what becomes of text that nobody sees on a page. Risky formats are read in a
    child process.
    """
    try:
        with Child(invisible) as child:
            if not is_zip(name):
                yield read_bytes(raw, name, child)
                return
            for entry, hints in paired(entries(raw, name, SUFFIXES)):
                called = plain_name(entry.name, folders=True)
                if entry.raw is None:
                    yield Skipped(called, entry.why)
                    continue
                try:
                    yield read_bytes(entry.raw, called, child, hints)
                except BadInput as error:
                    yield Skipped(called, str(error))
    except BadInput as error:
        yield Skipped(name, str(error))


def plain_name(name: str, *, folders: bool = False) -> str:
    """What a file is called: the name alone, without what steers a terminal or leads elsewhere.

    Its suffix stays when it is cut. Nothing on the disk is ever called so.
    """
    told = clean(name).replace("\\", "/")
    told = told if folders else told.rpartition("/")[2]
    suffix = PurePosixPath(told).suffix[:16]
    return told[: LONGEST_NAME - len(suffix)].removesuffix(suffix).strip() + suffix


def ready(documents: Iterable[Document]) -> Gathered:
    """Documents that were read already, to be indexed as they are."""
    return Gathered(
        tuple(
            Found(Path(one.name), one.name, one.sha256, named=False, document=one, hints=one.hints)
            for one in documents
        ),
        (),
    )
