"""What tests are made of: a small archive's text and an embedder that is the same everywhere."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from index.archive import Archive
from index.build import index_documents
from index.embedder import Vectors
from index.lexical import stems
from index.matrix import Matrices

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "eval" / "sample"
SHARED = ROOT.parent / "shared"

# Calls the command with some arguments; its exit code, output and messages.
Run = Callable[..., tuple[int, str, str]]

# The one script of every page, which works without it.
SCRIPT = '<script type="module" src="/static/onrecord.js"></script>'

TINY = """Voices (invented)
-
VALDORIA: ‘They told me ‘go home’ and I said this is home’
The Lantern Project speakswith Mira Dolen, founder of the Harbour Archive (HAR), about letters.
Mira left Valdoria in 2031. She lives in Port Sel.
Why did you leave Valdoria?
They told me ‘go home’ and I said this is home. My brother was held for approx. 14 days.
We lost our boat, our radio and 2.5 tonnes of salt.
Was your brother released?
Yes.
Who helps families now?
The Harbour Archive pays for lawyers. It’s slow work… but it holds.
Civic space in Valdoria is rated ‘closed’ by theLantern Monitor.
Get in touch with Mira through herwebsite and follow@miradolen on Chirper.
-
WEST ORLUND: ‘Nobody counts the fishers’
The Lantern Project speaks with fisherman Tomas Ek about the sea ban.
Tomas is a fisherman and treasurer of the Net Menders’ Union.
What did the sea ban change for fishers?
The sea ban took our licences. Nobody counts the fishers, so nobody misses us.
Do fishers trust the radio?
No. The radio says what the ministry says.
Photo credit: Ana Rill
"""


class HashEmbedder:
    """Vectors from a text's stems alone, so that tests need no model and rank by shared words."""

    name = "hash"
    weights_sha256 = hashlib.sha256(b"hash").hexdigest()
    precision = "original"
    dimension = 256

    def __init__(self, longest: int = 400) -> None:
        self.longest = longest
        self.encoded: list[str] = []

    def fits(self, text: str) -> bool:
        return len(text.split()) <= self.longest

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        self.encoded.extend(texts)
        return np.stack([self.vector(text) for text in texts])

    def encode_question(self, question: str) -> Vectors:
        return self.vector(question)

    def store(self, folder: Path) -> None:
        pass

    def vector(self, text: str) -> Vectors:
        found = np.full(self.dimension, 1e-3, dtype=np.float32)
        for word in stems(text):
            found[int(hashlib.sha256(word.encode()).hexdigest(), 16) % self.dimension] += 1
        return np.asarray(found / np.linalg.norm(found), dtype=np.float32)


def every(vectors: Matrices) -> Vectors:
    """All vectors of an archive's file in memory."""
    return np.concatenate(list(vectors.stretches()))


def indexed(folder: Path, *texts: str, embedder: HashEmbedder | None = None) -> Archive:
    """An archive of some texts in `folder`, each a document `0.txt`, `1.txt` and so on."""
    documents = folder / "documents"
    documents.mkdir(exist_ok=True)
    for number, text in enumerate(texts):
        (documents / f"{number}.txt").write_text(text, encoding="utf-8")
    made = index_documents([documents], folder / "archive", embedder or HashEmbedder())
    return made.archive
