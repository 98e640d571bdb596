"""What a generation consists of, with the hash of every file."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from index.errors import Misconfigured

FORMAT = 3


@dataclass(frozen=True, slots=True)
class File:
    """A file of a generation, by its path in it, its size in bytes and its SHA-256."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Written:
    """A segment of a generation: documents that were written together, in a folder of that name.

    The counts are of all that was written; `removed` are the numbers of the documents in it that
    count no more, and `fewer` how many interviews, passages and sentences that takes away.
    """

    name: str
    documents: int
    interviews: int
    passages: int
    sentences: int
    removed: tuple[int, ...] = ()
    fewer: tuple[int, int, int] = (0, 0, 0)

    @property
    def present(self) -> int:
        """How many of its passages count."""
        return self.passages - self.fewer[1]


@dataclass(frozen=True, slots=True)
class Baked:
    """What an archive was built with, read back at every opening and never configured again.

    `precision` is how the embedder's weights are kept; archives of before it was told have the
    original's.
    """

    embedder: str
    weights_sha256: str
    dimension: int
    budget: int
    language: str
    precision: str = "original"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation consists of. It holds no time, so equal archives are equal to the byte."""

    format_version: int
    baked: Baked
    interviews: int
    passages: int
    sentences: int
    files: tuple[File, ...]
    segments: tuple[Written, ...]

    def encoded(self) -> bytes:
        """The manifest as it is written: JSON, keys sorted."""
        return json.dumps(asdict(self), indent=1, sort_keys=True, ensure_ascii=False).encode()

    @classmethod
    def decoded(cls, raw: bytes) -> Manifest:
        """The manifest that `encoded` wrote.

        Raises:
            Misconfigured: it was written by a newer version.
        """
        found = json.loads(raw)
        if found["format_version"] != FORMAT:
            raise Misconfigured(
                f"this archive has format {found['format_version']}; this onrecord reads format "
                f"{FORMAT}. Use the version that built it, or index the documents into a new "
                "archive: onrecord index PATH... --archive NEW"
            )
        return cls(
            format_version=found["format_version"],
            baked=Baked(**found["baked"]),
            interviews=found["interviews"],
            passages=found["passages"],
            sentences=found["sentences"],
            files=tuple(File(**one) for one in found["files"]),
            segments=tuple(
                Written(**{**one, "removed": tuple(one["removed"]), "fewer": tuple(one["fewer"])})
                for one in found["segments"]
            ),
        )
