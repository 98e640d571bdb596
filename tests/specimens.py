"""What tests are made of: texts, ways to read, index and import them, an embedder of hashes."""

from __future__ import annotations

import hashlib
import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from fastapi.testclient import TestClient

from index.archive import Archive, open_archive
from index.build import Indexed, index_documents
from index.embedder import Vectors
from index.gather import Skipped
from index.generations import LOCK
from index.hints import Facts, Hints, Person
from index.interview import Document, Interview
from index.lexical import stems
from index.matrix import Matrices
from index.parsed import parsed_json
from index.readers.invisible import Invisible
from index.readers.text import read_text
from index.upload import read_upload
from rag.desk import Desk
from web.app import create_app
from web.imports import Imports, folder_beside
from web.live import Live
from web.right import Right

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
OTHER = TINY.replace("Valdoria", "Norvale").replace("VALDORIA", "NORVALE").replace("Mira", "Lena")

# What whoever may import sends.
PASSWORD = "correct horse battery"

# Neither asks a question, so nobody is surely the interviewer.
TALK = (
    "AR: The lamp went out in March.\n\nMD: It was the wind.\n\nAR: Some say it was the mayor.\n\n"
    "MD: He was ill then.\n\nAR: Not here, no.\n\nMD: Write it down, then.\n"
)
TOLD = (
    'interviewer = "AR"\ncountry = "Tamrin"\ndate = 2031-05-14\nrating = "Closed"\n\n'
    '[[speaker]]\nname = "Mira Dolen"\nrole = "keeper of the lamp"\nlabels = ["MD"]\n'
)
ONE = (
    "Country: Tamrin\nInterviewee: Mira Dolen\nRole: keeper\n\nQ: Who keeps the lamp?\n\n"
    "A: I do.\n\nQ: Alone?\n\nA: Yes.\n"
)

# What somebody says of an interview by hand.
NOW = Facts("Norvale", None, "open", (Person("Mira Dolen", "pilot", "Harbour Archive"),))

SALT = "EGYPT: ‘Salt’\nWe talk to fisherman Bo Ek about salt.\nWhy salt?\nSalt keeps the fish.\n"
SALT_AGAIN = SALT.replace("keeps the fish", "keeps the fish and the dead")
RADIO = (
    "CUBA: ‘Radio’\nWe talk to singer Ana Rill about songs.\nWhat songs?\nOld songs. New songs.\n"
)

# What an id of an interview consists of.
SAFE = re.compile(r"[a-z0-9-]{1,64}")


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


def opened(folder: Path) -> Archive:
    return open_archive(folder / "archive", HashEmbedder())


def add(folder: Path, text: str, name: str = "0.txt", model: HashEmbedder | None = None) -> Indexed:
    (folder / name).write_text(text, encoding="utf-8")
    return index_documents([folder / name], folder / "archive", model or HashEmbedder())


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "archive").iterdir())


def files_of(archive: Path) -> list[Path]:
    return sorted(path for path in archive.rglob("*") if path.is_file() and path.name != LOCK)


class Folder:
    """A folder of documents and an archive of them."""

    def __init__(self, tmp_path: Path) -> None:
        self.path = tmp_path / "documents"
        self.path.mkdir()
        self.archive = tmp_path / "archive"
        self.embedder = HashEmbedder()

    def write(self, name: str, text: str) -> Path:
        path = self.path / name
        path.write_text(text, encoding="utf-8")
        return path

    def index(self, hints: Hints | None = None) -> Indexed:
        return index_documents([self.path], self.archive, self.embedder, hints=hints)


def document(text: str | bytes, name: str = "voices.txt") -> Document:
    found = read_text(text.encode() if isinstance(text, str) else text, name)
    assert_whole(found)
    return found


def assert_whole(found: Document) -> None:
    """Every line that holds words lies in exactly one part; every offset cuts what it says."""
    at = 0
    for line in found.text.split("\n"):
        if words := line.strip():
            start = at + line.index(words)
            around = [p for p in found.parts if p.span.start < start + len(words)]
            over = [p.span for p in around if start < p.span.end]
            assert len(over) == 1, (words, over)
            assert over[0].start <= start
            assert start + len(words) <= over[0].end
        at += len(line) + 1
    ids = [interview.id for interview in found.interviews]
    assert len(set(ids)) == len(ids)
    assert all(SAFE.fullmatch(one) for one in ids)
    for shape in texts_in(parsed_json(found)):
        assert found.text[shape["start"] : shape["end"]] == shape["text"]  # type: ignore[misc]


def texts_in(shape: object) -> list[dict[str, object]]:
    """Every `{"text", "start", "end"}` of a JSON shape."""
    inner = shape.values() if isinstance(shape, dict) else shape if isinstance(shape, list) else ()
    found = [one for each in inner for one in texts_in(each)]
    return [shape, *found] if isinstance(shape, dict) and "text" in shape else found


def only(found: Document) -> Interview:
    assert len(found.interviews) == 1
    return found.interviews[0]


def one(text: str) -> Interview:
    return only(document(text))


def turns(found: Document) -> list[tuple[str | None, str | None, list[str]]]:
    return [
        (
            turn.question.of(found.text) if turn.question else None,
            turn.speaker,
            [span.of(found.text) for span in turn.answer],
        )
        for interview in found.interviews
        for turn in interview.turns
    ]


def roles(found: Document) -> list[str]:
    return [str(part.role) for part in found.parts]


def codes(found: Document) -> list[str]:
    return [remark.code for remark in found.remarks]


class Desks:
    """A server with imports over an archive of its own, asked as a browser with the password."""

    def __init__(self, tmp_path: Path, imports: Imports, clock: Callable[[], float]) -> None:
        self.archive = tmp_path / "archive"
        self.imports = imports
        self.folder = folder_beside(self.archive)
        self.embedder = HashEmbedder()
        self.right = Right(PASSWORD, clock)
        self.desk = Desk(open_archive(self.archive, self.embedder))
        self.live = Live(
            lambda desk: create_app(desk, imports=imports, right=self.right), self.desk
        )
        imports.serve = self.live.serve
        self.anybody = TestClient(self.live, base_url="http://127.0.0.1")
        self.client = TestClient(
            self.live,
            base_url="http://127.0.0.1",
            headers={"Authorization": f"Bearer {PASSWORD}"},
        )

    def send(self, *files: tuple[str, bytes], **fields: str) -> str:
        """The address of what became of some files."""
        answer = self.client.post(
            "/import",
            data=fields,
            files=[("files", file) for file in files],
            follow_redirects=False,
        )
        assert answer.status_code == 303, answer.text
        return str(answer.headers["Location"])

    def settled(self, address: str) -> str:
        """The page of an import that is not at work any more."""
        job = self.imports.job(address.rpartition("/")[2])
        until(lambda: not job.busy)
        return str(self.client.get(address).text)

    def stored(self) -> list[Path]:
        """What lies in the folder of uploads."""
        return [path for path in self.folder.rglob("*") if path.name != "lock"]


def until(holds: Callable[[], bool]) -> None:
    ends = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < ends, "it did not happen"
        time.sleep(0.005)


def tree(folder: Path) -> dict[str, str]:
    """The hash of every file under a folder."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


class Gate:
    """A reader that waits until it is let go on."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.begun: list[str] = []

    def __call__(self, name: str, raw: bytes, invisible: Invisible) -> Iterator[Document | Skipped]:
        self.begun.append(name)
        assert self.go.wait(30)
        yield from read_upload(name, raw, invisible)
