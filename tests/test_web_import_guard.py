"""Who may import, what attacks on imports come to, and what is left of them on the disk."""

from __future__ import annotations

import base64
import logging
import os
import shutil
import stat
import time
from collections import namedtuple
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from specimens import OTHER, PASSWORD, TINY, Desks, Gate, indexed, tree, until
from test_web_pages import PAYLOADS, Page

from index.errors import Busy, Misconfigured
from index.gather import Skipped, gathered
from index.interview import Document
from index.readers.invisible import Invisible
from index.settings import settings
from index.upload import plain_name
from rag.desk import Desk
from web import imports as holding
from web.app import create_app
from web.guard import LARGEST_UPLOAD
from web.imports import KEPT_SECONDS, MOST_JOBS, RESERVE, State, folder_beside, importing, wipe
from web.right import MOST_WRONG, WITHIN
from web.serve import serve
from web.uploaded import MOST_FILES

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
