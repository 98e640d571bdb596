"""Imports: sent by whoever may, read, looked at, then published or wiped; attacks among them."""

from __future__ import annotations

import base64
import hashlib
import html
import io
import logging
import os
import re
import shutil
import socket
import stat
import subprocess
import sys
import threading
import time
import urllib.request
import weakref
import zipfile
from collections import namedtuple
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import HTTPError

import pytest
from browser import CHROMIUM, MISSING, browsing
from fastapi.testclient import TestClient
from pdfs import pdf, text
from specimens import ROOT, TINY, HashEmbedder, indexed
from test_web_pages import PAYLOADS, Page

from index.archive import open_archive
from index.build import index_documents
from index.errors import Busy, Misconfigured
from index.gather import Skipped, gathered
from index.generations import live, writer
from index.interview import Document
from index.readers.invisible import Invisible
from index.settings import settings
from index.taken import taken
from index.upload import plain_name, read_upload
from rag.desk import Desk
from web import imports as holding
from web.app import create_app
from web.guard import LARGEST_UPLOAD
from web.imports import (
    KEPT_SECONDS,
    MOST_JOBS,
    RESERVE,
    Imports,
    State,
    folder_beside,
    importing,
    wipe,
)
from web.live import Live
from web.preview import ROWS, rows
from web.right import MOST_WRONG, WITHIN, Right
from web.screenshots import DIRECT
from web.serve import prepared, serve
from web.states import import_states, imported
from web.uploaded import MOST_FILES

PASSWORD = "correct horse battery"
OTHER = TINY.replace("Valdoria", "Norvale").replace("VALDORIA", "NORVALE").replace("Mira", "Lena")
HOSTILE_NAMES = (
    "../../x.txt",
    "..\\..\\x.txt",
    "/etc/passwd",
    "%2e%2e%2fx.txt",
    "a\x00b.txt",
    "CON",
    "x" * 4096 + ".txt",
    "evil\u202etxt.exe",
    "-rf.txt",
    "two\nlines.txt",
    "<script>alert(1)</script>.txt",
    "",
    ".",
    "..",
)


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


@pytest.fixture
def now() -> list[float]:
    return [0.0]


@pytest.fixture
def desks(tmp_path: Path, now: list[float]) -> Iterator[Desks]:
    indexed(tmp_path, TINY)
    with importing(tmp_path / "archive") as imports:
        yield Desks(tmp_path, imports, lambda: now[0])


def tree(folder: Path) -> dict[str, str]:
    """The hash of every file under a folder."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


# The way that an import goes.


def test_documents_are_read_looked_at_and_published(desks: Desks) -> None:
    before = live(desks.archive)
    address = desks.send(("north.txt", OTHER.encode()), ("bad.docx", b"no office file"))
    page = desks.settled(address)
    assert "Nothing is in the archive yet" in page
    assert "north.txt" in page
    assert "bad.docx is no Word document" in page
    assert live(desks.archive) == before
    assert "Norvale" not in desks.client.get("/interviews").text
    number = next(link for link in Page(page).links() if "/documents/" in link)
    assert "Lena Dolen" in desks.client.get(number).text
    answer = desks.client.post(f"{address}/publish", follow_redirects=False)
    assert answer.status_code == 303
    assert "generation 2" in desks.settled(address)
    # The server answers from the new generation, and so do all its pages.
    for path in ("/", "/interviews", "/about"):
        assert "generation 2" in desks.client.get(path).text
    assert "Norvale" in desks.client.get("/interviews").text
    found = desks.client.post("/api/ask", json={"question": "Who helps families in Norvale?"})
    assert found.json()["archive"]["generation"] == 2
    assert open_archive(desks.archive, desks.embedder).documents.names == ("0.txt", "north.txt")
    assert desks.stored() == []


def test_what_is_published_is_served_though_its_files_cannot_be_wiped(
    desks: Desks, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = desks.send(("north.txt", OTHER.encode()))
    desks.settled(address)

    def full(folder: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(holding, "wipe", full)
    desks.client.post(f"{address}/publish")
    assert "generation 2" in desks.settled(address)
    assert "Norvale" in desks.client.get("/interviews").text
    assert "Not finished" not in desks.client.get("/import").text


def test_discarding_wipes_and_publishes_nothing(desks: Desks) -> None:
    before = tree(desks.archive)
    address = desks.send(("north.txt", OTHER.encode()))
    desks.settled(address)
    assert len(desks.stored()) == 2
    assert desks.client.post(f"{address}/discard").status_code == 200
    until(lambda: desks.stored() == [])
    assert desks.client.get(address).status_code == 404
    assert tree(desks.archive) == before


def test_what_is_replaced_is_said_before(desks: Desks) -> None:
    page = desks.settled(desks.send(("0.txt", OTHER.encode())))
    assert "takes the place of the document of this name" in page
    page = desks.settled(desks.send(("0.txt", TINY.encode())))
    assert "holds the same document" in page


def test_what_is_shown_is_what_is_published(desks: Desks) -> None:
    """Not the file again: its bytes on the disk could be others by then."""
    address = desks.send(("north.txt", OTHER.encode()))
    desks.settled(address)
    (stored,) = [path for path in desks.stored() if path.is_file()]
    stored.write_bytes(OTHER.replace("lawyers", "nobody at all").encode())
    desks.client.post(f"{address}/publish")
    desks.settled(address)
    assert "lawyers" in open_archive(desks.archive, desks.embedder).documents[1].text


def test_programs_follow_an_import(desks: Desks) -> None:
    address = desks.send(("north.txt", OTHER.encode()), ("bad.docx", b"x"))
    desks.settled(address)
    shape = desks.client.get(f"/api{address}").json()
    assert (shape["state"], shape["done"], shape["total"]) == ("read", 2, 2)
    assert [one["name"] for one in shape["documents"]] == ["north.txt"]
    assert shape["documents"][0]["turns"] == 5
    assert [one["name"] for one in shape["refused"]] == ["bad.docx"]
    assert desks.anybody.get(f"/api{address}").status_code == 401


def test_a_zip_file_is_read_in_memory(desks: Desks) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("inner/north.txt", OTHER)
        file.writestr("../../../escape.txt", OTHER)
    outside = tree(desks.folder.parent)
    page = desks.settled(desks.send(("all.zip", packed.getvalue())))
    assert "all.zip/inner/north.txt" in page
    assert "leads out of the ZIP file" in page
    assert {n for n in tree(desks.folder.parent) if n not in outside} == {
        str(path.relative_to(desks.folder.parent)) for path in desks.stored() if path.is_file()
    }


def test_two_documents_of_one_name_are_told(desks: Desks) -> None:
    page = desks.settled(
        desks.send(("a.txt", OTHER.encode()), ("a.txt", TINY.encode()), ("b.txt", OTHER.encode()))
    )
    assert "another document of this import has its name" in page
    assert "its bytes are those of a.txt" in page


def test_a_writer_that_is_at_work_is_waited_for(desks: Desks) -> None:
    address = desks.send(("north.txt", OTHER.encode()))
    desks.settled(address)
    with writer(desks.archive):
        desks.client.post(f"{address}/publish")
        page = desks.settled(address)
    assert "another onrecord is writing" in page
    desks.client.post(f"{address}/publish")
    assert "generation 2" in desks.settled(address)


def test_nothing_is_published_that_was_not_read(desks: Desks) -> None:
    address = desks.send(("bad.docx", b"x"))
    page = desks.settled(address)
    assert "/publish" not in page
    assert desks.client.post(f"{address}/publish").status_code == 503
    assert live(desks.archive) == (1, open_archive(desks.archive, desks.embedder).fingerprint)


# Progress and cancel.


class Gate:
    """A reader that waits until it is let go on."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.begun: list[str] = []

    def __call__(self, name: str, raw: bytes, invisible: Invisible) -> Iterator[Document | Skipped]:
        self.begun.append(name)
        assert self.go.wait(30)
        yield from read_upload(name, raw, invisible)


def test_text_that_nobody_sees_is_refused_until_somebody_chooses(desks: Desks) -> None:
    seen = "".join(
        text(72, 700 - 20 * at, line)
        for at, line in enumerate(("Q: What did you see?", "A: I saw the harbour that night."))
    )
    hidden = text(72, 640, "Their name was Mira Dolen.", how="1 1 1 rg")
    file = ("hidden.pdf", pdf(seen + hidden))
    refused = desks.settled(desks.send(file))
    assert "that is not visible" in refused or "nobody sees" in refused
    left_out = desks.send(file, invisible="drop")
    assert "Publish" in desks.settled(left_out)
    assert "Mira Dolen" not in desks.client.get(f"{left_out}/documents/1").text
    kept = desks.send(file, invisible="keep")
    assert "Publish" in desks.settled(kept)
    assert "Mira Dolen" in desks.client.get(f"{kept}/documents/1").text
    wrong = desks.client.post("/import", data={"invisible": "x"}, files=[("files", file)])
    assert wrong.status_code == 400


def test_progress_is_real_and_cancelling_stops(tmp_path: Path) -> None:
    indexed(tmp_path, TINY)
    gate = Gate()
    with importing(tmp_path / "archive", gate) as imports:
        desks = Desks(tmp_path, imports, time.monotonic)
        address = desks.send(("a.txt", OTHER.encode()), ("b.txt", TINY.encode()))
        until(lambda: gate.begun == ["a.txt"])
        page = desks.client.get(address).text
        assert "0 of 2 files read" in page
        assert '<progress id="progress" max="2" value="0">' in page
        assert "Cancel and discard" in page
        desks.client.post(f"{address}/discard")
        gate.go.set()
        until(lambda: desks.stored() == [])
        assert gate.begun == ["a.txt"]


class SlowEmbedder(HashEmbedder):
    """An embedder that waits until it is let go on."""

    def __init__(self) -> None:
        super().__init__()
        self.begun, self.go = threading.Event(), threading.Event()

    def encode_passages(self, texts: list[str]) -> object:  # type: ignore[override]
        self.begun.set()
        assert self.go.wait(30)
        return super().encode_passages(texts)


def test_publishing_can_be_cancelled_and_leaves_nothing_half_done(desks: Desks) -> None:
    address = desks.send(("north.txt", OTHER.encode()))
    desks.settled(address)
    before = tree(desks.archive)
    slow = SlowEmbedder()
    desks.imports.publish(address.rpartition("/")[2], slow)
    assert slow.begun.wait(30)
    assert "stays as it is until all of it is done" in desks.client.get(address).text
    desks.client.post(f"{address}/discard")
    slow.go.set()
    until(lambda: desks.stored() == [])
    left = {n: h for n, h in tree(desks.archive).items() if not n.startswith("pending")}
    assert left == {n: h for n, h in before.items() if not n.startswith("pending")}
    assert desks.client.get("/about").status_code == 200


def test_a_request_under_way_keeps_its_generation(desks: Desks) -> None:
    """The app that took a request answers it, from the files that it opened."""
    old = desks.live.archive
    address = desks.send(("north.txt", OTHER.encode()))
    desks.settled(address)
    desks.client.post(f"{address}/publish")
    desks.settled(address)
    assert (old.generation, desks.live.archive.generation) == (1, 2)
    assert old.documents[0].text == TINY
    assert not [i for i in old.interviews if i.country == "Norvale"]


def test_old_generations_are_let_go(desks: Desks) -> None:
    """Else each import would hold the files of one more open."""
    held = []
    for n in range(4):
        address = desks.send(("north.txt", OTHER.replace("lawyers", f"{n} nurses").encode()))
        desks.settled(address)
        desks.client.post(f"{address}/publish")
        assert f"generation {n + 2}" in desks.settled(address)
        held.append(weakref.ref(desks.live.archive))
    assert [one() is not None for one in held] == [False, False, False, True]


# Who may (A1, A2, A3).


def test_importing_is_off_unless_it_was_asked_for(desk: Desk) -> None:
    client = TestClient(create_app(desk), base_url="http://127.0.0.1")
    for headers in ({}, {"Authorization": f"Bearer {PASSWORD}"}, {"Authorization": "Bearer "}):
        for method, path in WAYS:
            answer = client.request(method, path, headers=headers)
            assert answer.status_code == 403, path
            assert "onrecord serve --import" in answer.text
    # Then nobody may send more than elsewhere either.
    assert client.post("/import", content=b"x" * 70_000).status_code == 413


WAYS = (
    ("GET", "/import"),
    ("POST", "/import"),
    ("GET", "/import/abc"),
    ("GET", "/import/abc/documents/1"),
    ("POST", "/import/abc/publish"),
    ("POST", "/import/abc/discard"),
    ("GET", "/api/import/abc"),
)


def test_these_are_all_routes_of_imports(desks: Desks) -> None:
    found = {
        (method, route.path)
        for route in create_app(desks.desk).routes
        for method in getattr(route, "methods", set()) - {"HEAD"}
        if "/import" in route.path
    }
    assert found == {(m, p.replace("abc", "{id}").replace("/1", "/{number}")) for m, p in WAYS}


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer wrong"},
        {"Authorization": "Bearer"},
        {"Authorization": f"Digest {PASSWORD}"},
        {"Authorization": "Basic ???"},
        {"Authorization": "Basic " + base64.b64encode(b"a:wrong").decode()},
        {"Authorization": "Basic " + base64.b64encode(PASSWORD.encode()).decode()},
        {"Authorization": "Basic " + base64.b64encode(b"\xff:\xff").decode()},
    ],
)
def test_nobody_comes_in_without_the_password(desks: Desks, headers: dict[str, str]) -> None:
    for method, path in WAYS:
        answer = desks.anybody.request(method, path, headers=headers)
        assert answer.status_code == 401, path
        assert answer.headers["WWW-Authenticate"].startswith("Basic ")
        assert "set-cookie" not in answer.headers
    assert desks.stored() == []


def test_browsers_send_the_password_with_any_name(desks: Desks) -> None:
    given = base64.b64encode(f"anna:{PASSWORD}".encode()).decode()
    answer = desks.anybody.get("/import", headers={"Authorization": f"Basic {given}"})
    assert answer.status_code == 200


def test_importing_opens_no_door_to_other_machines(desks: Desks) -> None:
    for host in ("0.0.0.0", "::", "192.168.1.4"):
        with pytest.raises(Misconfigured, match="SSH tunnel"):
            serve(desks.desk, host, 0, desks.imports, desks.right)


def test_indexing_the_folder_around_passes_uploads_by(desks: Desks, tmp_path: Path) -> None:
    desks.settled(desks.send(("north.txt", OTHER.encode())))
    found = gathered([tmp_path], desks.archive)
    assert [file.name for file in found.files] == ["documents/0.txt"]
    assert found.skipped == ()


def test_nothing_else_needs_the_password(desks: Desks) -> None:
    for path in ("/", "/interviews", "/about", "/healthz"):
        assert desks.anybody.get(path).status_code == 200


def test_guessing_is_stopped_and_logged(
    desks: Desks, now: list[float], caplog: pytest.LogCaptureFixture
) -> None:
    def tried(password: str) -> int:
        headers = {"Authorization": f"Bearer {password}"}
        return int(desks.anybody.get("/import", headers=headers).status_code)

    with caplog.at_level(logging.WARNING):
        assert {tried(f"guess {n}") for n in range(MOST_WRONG)} == {401}
    assert caplog.text.count("a wrong password") == MOST_WRONG
    assert "guess" not in caplog.text
    assert tried("one more") == 429
    # Else the eleventh guess would tell by its status that it is right.
    assert tried(PASSWORD) == 429
    now[0] += WITHIN
    assert tried(PASSWORD) == 200


def test_the_password_must_be_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_IMPORT_PASSWORD", "short")
    with pytest.raises(Misconfigured, match="IMPORT_PASSWORD") as raised:
        settings()
    assert "short" not in str(raised.value).replace("shorter", "")


# Other sites (X8), names (U1, U2, X1), sizes and parts (U12), the disk (U13).


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "http://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}],
)
def test_other_sites_send_nothing(desks: Desks, headers: dict[str, str]) -> None:
    """Also where the browser knows the password, and would send it along."""
    files = [("files", ("a.txt", OTHER.encode()))]
    assert desks.client.post("/import", files=files, headers=headers).status_code == 403
    address = desks.send(("north.txt", OTHER.encode()))
    desks.settled(address)
    for what in ("publish", "discard"):
        refused = desks.client.post(f"{address}/{what}", headers=headers)
        assert refused.status_code == 403
        assert desks.client.get(f"{address}/{what}").status_code == 405
    assert desks.imports.job(address.rpartition("/")[2]).state is State.READ


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_names_are_words_and_no_paths(desks: Desks, tmp_path: Path, name: str) -> None:
    before = tree(tmp_path)
    job = desks.imports.accept([(name, OTHER.encode())])
    until(lambda: not job.busy)
    new = {path for path in tree(tmp_path) if path not in before}
    assert new == {f".archive.import/{job.id}/0001"}
    page = desks.client.get(f"/import/{job.id}")
    assert page.status_code == 200
    assert not {"script", "img"} & {tag for tag, _ in Page(page.text).tags}
    shown = job.files[0][0]
    assert len(shown) <= 120
    assert not set(shown) & set("/\\\x00\n\u202e")


def test_a_name_that_is_cut_keeps_its_suffix() -> None:
    assert plain_name("x" * 500 + ".docx") == "x" * 115 + ".docx"
    assert plain_name("..\\..\\dir/a b.txt") == "a b.txt"
    assert plain_name("...") in ("...", "..")


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_documents_hold_is_never_markup(desks: Desks, payload: str) -> None:
    text = TINY.replace("Mira Dolen", payload).replace("lawyers", payload)
    address = desks.send((f"{payload}.txt", text.encode()))
    pages = [desks.settled(address)]
    pages += [desks.client.get(link).text for link in Page(pages[0]).links() if "/doc" in link]
    assert len(pages) == 2
    for text in pages:
        page = Page(text)
        assert not {tag for tag, _ in page.tags} & {"script", "img", "svg", "iframe"}
        assert "49{% raw" not in text


@pytest.mark.parametrize("id", ["..", "%2e%2e", "A", "a" * 65, "a.b", "lock", "%00"])
def test_ids_are_the_servers(desks: Desks, id: str) -> None:
    for path in (f"/import/{id}", f"/api/import/{id}", f"/import/{id}/documents/1"):
        assert desks.client.get(path).status_code in (404, 200 if id == ".." else 404)
    assert desks.client.post(f"/import/{id}/discard").status_code in (404, 405)


def test_too_much_is_refused_before_it_is_parsed(desks: Desks) -> None:
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        yield b'--b\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n'
        while sent < 3 * LARGEST_UPLOAD:
            sent += 1 << 20
            yield b"a" * (1 << 20)

    media = {"Content-Type": "multipart/form-data; boundary=b"}
    answer = desks.client.post("/import", content=endless(), headers=media)
    assert answer.status_code == 413
    declared = {**media, "Content-Length": str(LARGEST_UPLOAD + 1)}
    assert desks.client.post("/import", headers=declared).status_code == 413
    assert (
        desks.client.post("/import", headers={**media, "Content-Length": "-1"}).status_code == 400
    )
    assert desks.stored() == []


def test_nothing_is_read_of_what_comes_without_the_password(desks: Desks) -> None:
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        while sent < 100:
            sent += 1
            yield b"a" * (1 << 16)

    media = {"Content-Type": "multipart/form-data; boundary=b"}
    assert desks.anybody.post("/import", content=endless(), headers=media).status_code == 401
    assert sent <= 1


def test_an_import_at_work_is_not_cut_off_by_the_hour(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(holding, "KEPT_SECONDS", 0.05)
    indexed(tmp_path, TINY)
    gate = Gate()
    with importing(tmp_path / "archive", gate) as imports:
        job = imports.accept([("a.txt", OTHER.encode())])
        first = imports._timers[job.id]
        until(lambda: imports._timers[job.id] is not first)
        assert job in imports.jobs
        gate.go.set()
        until(lambda: imports.jobs == ())


def parts(number: int, headers: int = 0) -> bytes:
    more = "".join(f"X-{n}: y\r\n" for n in range(headers))
    one = f'--b\r\nContent-Disposition: form-data; name="x"\r\n{more}\r\ny\r\n'
    return (one * number + "--b--\r\n").encode()


@pytest.mark.parametrize(
    "body",
    [
        parts(10_000),
        parts(1, headers=100_000),
        b'--b\r\nContent-Disposition: form-data; name="x"\r\n\r\n'
        + b"y" * 2_000_000
        + b"\r\n--b--",
        b"--b\r\nnonsense",
        b"--b\r\nContent-Type: text/plain\r\n\r\nno name\r\n--b--\r\n",
    ],
)
def test_forms_made_to_harm_are_refused(desks: Desks, body: bytes) -> None:
    media = {"Content-Type": "multipart/form-data; boundary=b"}
    begun = time.monotonic()
    answer = desks.client.post("/import", content=body, headers=media)
    assert answer.status_code in (400, 422)
    assert time.monotonic() - begun < 30
    assert desks.stored() == []


def test_other_bodies_are_refused(desks: Desks) -> None:
    for media in ("application/json", "text/plain", "application/x-www-form-urlencoded"):
        answer = desks.client.post("/import", content=b"{}", headers={"Content-Type": media})
        assert answer.status_code == 415


def test_many_files_are_refused_and_an_empty_form_comes_back(desks: Desks) -> None:
    files = [("files", (f"{n}.txt", b"x")) for n in range(MOST_FILES + 1)]
    assert desks.client.post("/import", files=files).status_code == 400
    assert desks.client.post("/import", files=[("files", ("", b""))]).status_code in (400, 422)


def test_nothing_is_written_where_the_system_keeps_temporary_files(
    desks: Desks, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Starlette's own parser writes what is larger than 1 MiB there."""

    def opened(*_: object, **__: object) -> None:
        raise AssertionError("a temporary file was made")

    monkeypatch.setattr("tempfile.TemporaryFile", opened)
    monkeypatch.setattr("tempfile._TemporaryFileWrapper", opened, raising=False)
    address = desks.send(("long.txt", (OTHER + "\nSo it went on and on.\n" * 100_000).encode()))
    assert len(desks.imports.job(address.rpartition("/")[2]).files) == 1


def test_the_reserve_of_the_disk_is_kept(desks: Desks, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(1, 1, RESERVE + 100))
    answer = desks.client.post("/import", files=[("files", ("a.txt", b"x" * 51))])
    assert answer.status_code == 507
    assert "MiB left" in answer.text
    assert desks.stored() == []
    desks.send(("a.txt", b"x" * 50))


def test_imports_that_wait_are_few(desks: Desks) -> None:
    addresses = [desks.send(("a.txt", OTHER.encode())) for _ in range(MOST_JOBS)]
    answer = desks.client.post("/import", files=[("files", ("a.txt", b"x"))])
    assert answer.status_code == 503
    assert "wait to be published or discarded" in answer.text
    listed = Page(desks.client.get("/import").text).links()
    assert [link for link in listed if link in addresses] == addresses
    desks.client.post(f"{addresses[0]}/discard")
    desks.send(("a.txt", OTHER.encode()))


@pytest.mark.parametrize(("limit", "value"), [("MOST_TEXT", 10), ("MOST_SECONDS", -1.0)])
def test_what_an_import_may_take_is_bounded(
    desks: Desks, monkeypatch: pytest.MonkeyPatch, limit: str, value: float
) -> None:
    monkeypatch.setattr(holding, limit, value)
    page = desks.settled(desks.send(("north.txt", OTHER.encode())))
    assert "import it alone" in page
    assert "/publish" not in page


# What lies on the disk.


def test_files_are_their_owners_alone(desks: Desks) -> None:
    desks.settled(desks.send(("north.txt", OTHER.encode())))
    assert stat.S_IMODE(desks.folder.stat().st_mode) == 0o700
    for path in desks.stored():
        mode = 0o700 if path.is_dir() else 0o600
        assert stat.S_IMODE(path.stat().st_mode) == mode


def test_wiping_writes_over_what_was_there(tmp_path: Path) -> None:
    folder = tmp_path / "job"
    folder.mkdir()
    (folder / "0001").write_bytes(b"a secret")
    os.link(folder / "0001", tmp_path / "seen")
    wipe(folder)
    assert (tmp_path / "seen").read_bytes() == bytes(8)
    assert not folder.exists()
    wipe(folder)


def test_what_a_server_that_died_left_is_wiped(tmp_path: Path) -> None:
    folder = folder_beside(tmp_path / "archive")
    (folder / "left").mkdir(parents=True)
    (folder / "left" / "0001").write_bytes(b"a secret")
    with importing(tmp_path / "archive"):
        assert [path.name for path in folder.iterdir()] == ["lock"]
        with (
            pytest.raises(Busy, match="takes imports"),
            importing(tmp_path / "archive"),
        ):
            pass
    assert not folder.exists()


def test_an_import_that_nobody_ends_is_wiped(desks: Desks, monkeypatch: pytest.MonkeyPatch) -> None:
    assert KEPT_SECONDS == 3600
    monkeypatch.setattr(holding, "KEPT_SECONDS", 0.2)
    address = desks.send(("north.txt", OTHER.encode()))
    until(lambda: desks.stored() == [])
    assert desks.client.get(address).status_code == 404


def test_a_failure_says_nothing_of_the_document(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    indexed(tmp_path, TINY)
    canary = " ".join(["the", "canary", "sings"])

    def fails(name: str, raw: bytes, invisible: Invisible) -> Iterator[Document | Skipped]:
        raise RuntimeError(canary)
        yield

    with importing(tmp_path / "archive", fails) as imports, caplog.at_level(logging.DEBUG):
        desks = Desks(tmp_path, imports, time.monotonic)
        page = desks.settled(desks.send(("canary.txt", OTHER.encode())))
        assert "Something failed on this side" in page
        assert canary not in page + caplog.text
        assert "canary.txt" not in caplog.text
        assert "RuntimeError" in caplog.text
        assert desks.stored() == []


# The reading beside its source.


def test_every_line_stands_beside_its_own_words() -> None:
    (document,) = read_upload("tiny.txt", TINY.encode())
    assert isinstance(document, Document)
    found = tuple(rows(document, 0))
    assert len(found) == len(document.parts)
    for row, part in zip(found, document.parts, strict=True):
        assert row.label + row.words == part.span.of(TINY)
    said = {row.words: (row.said, row.whose) for row in found}
    assert said["Was your brother released?"] == ("Question 2", None)
    assert said["Yes."] == ("Answer", "Mira Dolen")
    assert said["Photo credit: Ana Rill"] == ("Credit, not searched", None)
    assert [row.begins.split(" · ")[0] for row in found if row.begins] == [
        "Valdoria",
        "West Orlund",
    ]


def test_labels_stand_apart_from_the_words() -> None:
    (document,) = read_upload("a.txt", b"Q: What did you see?\n\nA: I saw the sea.\n")
    assert isinstance(document, Document)
    assert [(row.label, row.words) for row in rows(document, 0)] == [
        ("Q: ", "What did you see?"),
        ("A: ", "I saw the sea."),
    ]


def test_long_documents_are_shown_in_pages_and_warnings_lead_to_theirs(desks: Desks) -> None:
    text = "Interviewee: Ada Quill\n\n" + "".join(
        f"What did you see on day {n}?\nI saw {n} boats.\n\n" for n in range(ROWS)
    )
    address = desks.send(("long.txt", f"{text}And who else came?\n".encode()))
    desks.settled(address)
    page = desks.client.get(f"{address}/documents/1").text
    assert "page 1 of 3" in page
    link = next(one for one in Page(page).links() if "?page=3#line-" in one)
    there = desks.client.get(link).text
    assert f'id="{link.partition("#")[2]}"' in there
    assert "No answer follows this question." in there
    assert "And who else came?" in there
    assert desks.client.get(f"{address}/documents/2").status_code == 404
    assert desks.client.get(f"{address}/documents/0").status_code == 404


def test_every_link_and_form_of_the_pages_leads_somewhere(desks: Desks) -> None:
    address = desks.send(("north.txt", OTHER.encode()))
    desks.settled(address)
    for path in ("/import", address, f"{address}/documents/1"):
        page = Page(desks.client.get(path).text)
        ids = [given["id"] for _, given in page.tags if "id" in given]
        assert len(ids) == len(set(ids))
        assert "script" not in {tag for tag, _ in page.tags}
        for link in page.links():
            answer = desks.client.get(link)
            assert answer.status_code == 200, link
            if "#" in link:
                assert f'id="{link.partition("#")[2]}"' in (
                    answer.text if link[0] == "/" else desks.client.get(path).text
                )


def test_pictures_are_taken_of_every_page(desks: Desks) -> None:
    job = imported(desks.imports)
    assert {one.name for one in job.refused} == {"minutes.docx"}
    for state in import_states(job):
        assert desks.client.get(state.path).status_code == 200, state.name


def test_the_report_of_the_page_is_that_of_the_command(desks: Desks) -> None:
    address = desks.send(("north.txt", OTHER.encode()))
    desks.settled(address)
    (document,) = read_upload("north.txt", OTHER.encode())
    assert isinstance(document, Document)
    assert desks.imports.job(address.rpartition("/")[2]).reports == (taken(document),)


# The whole of it, as it is run.


def test_the_command_takes_imports_and_wipes_when_it_ends(
    sample_archive: Path, tmp_path: Path
) -> None:
    archive = tmp_path / "archive"
    shutil.copytree(sample_archive, archive)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "onrecord.py"), "serve", "--import", "--port", str(port)],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "ONRECORD_ARCHIVE": str(archive)},
    )
    try:
        assert process.stderr is not None
        first = process.stderr.readline()
        password = first.rpartition(" ")[2].strip()
        assert first.startswith("The password for importing")
        assert "onrecord serves" in process.stderr.readline()
        base = f"http://127.0.0.1:{port}"
        with pytest.raises(HTTPError) as refused:
            DIRECT.open(f"{base}/import")
        assert refused.value.code == 401
        refused.value.close()
        body = (
            b'--b\r\nContent-Disposition: form-data; name="files"; filename="tiny.txt"\r\n\r\n'
            + TINY.encode()
            + b"\r\n--b--\r\n"
        )
        headers = {
            "Authorization": f"Bearer {password}",
            "Content-Type": "multipart/form-data; boundary=b",
        }
        sent = urllib.request.Request(f"{base}/import", body, headers)
        with DIRECT.open(sent) as page:
            assert "tiny.txt" in page.read().decode()
            assert page.url.startswith(f"{base}/import/")
        assert [p for p in folder_beside(archive).rglob("*") if p.is_file() and p.name == "0001"]
        process.terminate()
        process.communicate(timeout=60)
    finally:
        process.kill()
        process.communicate()
    assert not folder_beside(archive).exists()
    assert live(archive) == live(sample_archive)


@pytest.mark.skipif(CHROMIUM is None, reason=MISSING)
def test_in_a_browser_files_are_chosen_followed_and_published(tmp_path: Path) -> None:
    """As people do it; the policy of the pages is not touched, and nothing elsewhere is asked."""
    archive = indexed(tmp_path, TINY)
    (tmp_path / "north.txt").write_text(OTHER, encoding="utf-8")
    gate = Gate()
    with importing(tmp_path / "archive", gate) as imports, browsing(tmp_path / "profile") as tab:
        right = Right(PASSWORD)
        server, listener = prepared(Desk(archive), "127.0.0.1", 0, imports, right)
        base = f"http://127.0.0.1:{listener.getsockname()[1]}"
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            given = base64.b64encode(f"anna:{PASSWORD}".encode()).decode()
            tab.send("Network.setExtraHTTPHeaders", headers={"Authorization": f"Basic {given}"})
            tab.visit(f"{base}/import")
            root = tab.send("DOM.getDocument")["root"]["nodeId"]
            field = tab.send("DOM.querySelector", nodeId=root, selector="#files")["nodeId"]
            tab.send("DOM.setFileInputFiles", files=[str(tmp_path / "north.txt")], nodeId=field)
            tab.navigated(lambda: tab.click("form.ask button"))
            assert tab.run("document.querySelector('h1').textContent") == "Reading"
            tab.wait("performance.getEntriesByType('resource').some(e => e.name === location.href)")
            assert tab.run("document.getElementById('progress').value") == 0
            gate.go.set()
            tab.wait(
                "document.querySelector('h1')?.textContent === 'Read, not published yet'"
                " && document.readyState === 'complete'"
            )
            tab.navigated(lambda: tab.click("form[action$='/publish'] button"))
            tab.wait("document.querySelector('h1')?.textContent === 'Published'")
            assert "generation 2" in tab.run("document.querySelector('footer').textContent")
            assert tab.complaints == []
            assert all(asked.startswith(f"{base}/") for asked in tab.asked)
        finally:
            gate.go.set()
            server.should_exit = True
            thread.join()
            listener.close()


def known(client: TestClient) -> str:
    """Where the facts of the first interview are corrected."""
    return f"/interviews/{client.get('/api/interviews').json()['interviews'][0]['id']}/known"


def fields(client: TestClient, place: str) -> dict[str, str]:
    """The form at a place, as a browser sends it."""
    text = client.get(place).text
    chosen = re.search(r"<option selected>(.*?)</option>", text)
    inputs = re.findall(r'<input [^>]*?name="([^"]*)"[^>]*?value="([^"]*)"', text)
    held = {name: html.unescape(value) for name, value in inputs}
    return {**held, "rating": html.unescape(chosen[1]) if chosen else ""}


def seen(client: TestClient, place: str) -> str:
    """What tells the form at a place from one of what is known later."""
    return fields(client, place)["seen"]


def test_what_is_known_is_corrected_by_whoever_may_and_taken_back(desks: Desks) -> None:
    client, anybody = desks.client, desks.anybody
    place = known(client)
    whole = place.removesuffix("/known")
    before = client.get(f"/api{whole}").json()
    form = {"country": "Norvale", "date": "14 May 2031", "rating": "open", "role-1": "pilot"}
    assert anybody.post(place, data=form).status_code == 401
    assert anybody.get(place).status_code == 401
    form |= {"seen": seen(client, place)}
    sent = client.post(place, data=form, follow_redirects=False)
    assert (sent.status_code, sent.headers["location"]) == (303, whole)
    after = client.get(f"/api{whole}").json()
    assert (after["country"], after["date"], after["rating"]) == ("Norvale", "2031-05-14", "open")
    assert after["speakers"][0]["role"] == "pilot"
    assert [turn["answer"] for turn in after["turns"]] == [t["answer"] for t in before["turns"]]
    page = client.get(whole).text
    assert "Corrected by hand" in page
    assert f"the document says <bdi>{before['country']}</bdi>" in page
    assert f'value="{after["country"]}"' in client.get(place).text
    client.post(place, data={"undo": "1", "seen": seen(client, place)})
    assert client.get(f"/api{whole}").json()["speakers"] == before["speakers"]
    assert "Corrected by hand" not in client.get(whole).text


def test_what_cannot_be_known_comes_back_with_what_to_mend(desks: Desks) -> None:
    place = known(desks.client)
    form = {"country": "x" * 301, "date": "soon", "rating": "awful"}
    reply = desks.client.post(place, data=form)
    assert reply.status_code == 422
    assert reply.text.count("At most 300 characters are taken.") == 2
    assert 'value="soon"' in reply.text
    assert "Choose one of the ratings." in reply.text
    assert desks.client.post(place, json=form).status_code == 415


def test_a_busy_archive_says_so_and_keeps_the_form(desks: Desks) -> None:
    place = known(desks.client)
    form = {"country": "Norvale", "seen": seen(desks.client, place)}
    with writer(desks.archive):
        reply = desks.client.post(place, data=form)
    assert reply.status_code == 503
    assert "could not be published now" in reply.text
    assert 'value="Norvale"' in reply.text


def test_of_two_who_correct_at_once_the_later_is_asked_to_look_again(desks: Desks) -> None:
    client, place = desks.client, known(desks.client)
    mine, theirs = fields(client, place), fields(client, place)
    client.post(place, data={**theirs, "date": "2031-05-14", "role-1": "director"})
    for late in ({**mine, "organisation-1": "Net Menders"}, {**mine, "undo": "1"}):
        reply = client.post(place, data=late, follow_redirects=False)
        assert reply.status_code == 409
        assert "has changed since you opened the form" in reply.text
        assert 'value="director"' in reply.text
        assert ("Organisation: <bdi>Net Menders</bdi>" in reply.text) == ("undo" not in late)
    after = client.get(f"/api{place.removesuffix('/known')}").json()
    assert (after["date"], after["speakers"][0]["role"]) == ("2031-05-14", "director")
    assert after["speakers"][0]["organisation"] != "Net Menders"
    client.post(place, data={**fields(client, place), "organisation-1": "Net Menders"})
    after = client.get(f"/api{place.removesuffix('/known')}").json()
    assert (after["date"], after["speakers"][0]["organisation"]) == ("2031-05-14", "Net Menders")


VOICES = """VALDORIA: ‘Several voices’
The Lantern Project speaks with Mira Dolen, founder of the Archive, {}and Tomas Ek, fisherman.
Q: What happened to the boats?
Mira Dolen: The police burned the harbour boats that winter in front of us.
{}Tomas Ek: I saw it from the hill.
"""


def test_a_form_does_not_give_what_is_of_one_person_to_another(
    desks: Desks, tmp_path: Path
) -> None:
    address = desks.send(("voices.txt", VOICES.format("", "").encode()))
    desks.settled(address)
    desks.client.post(f"{address}/publish")
    desks.settled(address)
    held = desks.client.get("/api/interviews").json()["interviews"]
    (id,) = (one["id"] for one in held if len(one["speakers"]) == 2)
    place = f"/interviews/{id}/known"
    form = {**fields(desks.client, place), "role-2": "mender"}
    # Another process publishes, and this server does not know of it.
    path = tmp_path / "voices.txt"
    path.write_text(VOICES.format("Lena Brod, judge, ", "Lena Brod: I only watched that winter.\n"))
    index_documents([path], desks.archive, desks.embedder)
    reply = desks.client.post(place, data=form)
    assert "has changed since you opened the form" in reply.text
    assert "Lena Brod" in reply.text
    people = desks.client.get(f"/api/interviews/{id}").json()["speakers"]
    roles = {one["name"]: one["role"] for one in people}
    assert roles["Lena Brod"] != "mender"


def test_what_nobody_touches_stays_though_a_form_would_not_take_it(desks: Desks) -> None:
    role = "keeper of " + 100 * "lamps "
    opening = f"Interviewee: Mira Dolen\nRole: {role}\nRating: Partly free\n"
    address = desks.send(("partly.txt", f"{opening}\nQ: Who?\n\nA: I do.\n".encode()))
    desks.settled(address)
    desks.client.post(f"{address}/publish")
    desks.settled(address)
    held = desks.client.get("/api/interviews").json()["interviews"]
    (id,) = (one["id"] for one in held if one["rating"] == "partly free")
    place = f"/interviews/{id}/known"
    before = fields(desks.client, place)
    assert before["rating"] == "partly free"
    sent = desks.client.post(place, data={**before, "country": "Tamrin"}, follow_redirects=False)
    assert sent.status_code == 303
    after = desks.client.get(f"/api/interviews/{id}").json()
    assert (after["country"], after["rating"]) == ("Tamrin", "partly free")
    assert after["speakers"][0]["role"] == role.strip()
    desks.client.post(place, data={**fields(desks.client, place), "rating": "open"})
    again = fields(desks.client, place)
    assert again["rating"] == "open"
    # What the document says can be chosen again.
    desks.client.post(place, data={**again, "rating": "partly free"})
    assert fields(desks.client, place)["rating"] == "partly free"


def test_without_the_right_nothing_leads_to_corrections(desk: Desk) -> None:
    client = TestClient(create_app(desk), base_url="http://127.0.0.1")
    place = known(client)
    assert place not in client.get(place.removesuffix("/known")).text
    assert client.get(place).status_code == 403
