"""Imports: sent, read, looked at, then published or wiped."""

from __future__ import annotations

import base64
import io
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.request
import weakref
import zipfile
from pathlib import Path
from urllib.error import HTTPError

import pytest
from browser import CHROMIUM, MISSING, browsing
from pdfs import pdf, text
from specimens import OTHER, PASSWORD, ROOT, TINY, Desks, Gate, HashEmbedder, indexed, tree, until
from test_web_pages import Page

from index.archive import open_archive
from index.generations import live, writer
from index.interview import Document
from index.taken import taken
from index.upload import read_upload
from rag.desk import Desk
from web import imports as holding
from web.imports import folder_beside, importing
from web.preview import ROWS, rows
from web.right import Right
from web.screenshots import DIRECT
from web.serve import prepared
from web.states import import_states, imported

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
