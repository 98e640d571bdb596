"""The page and the route that check a draft."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from specimens import SCRIPT, TINY, indexed

from index.archive import Archive
from onrecord import main
from rag import verifying
from rag.cite import cut_question
from rag.desk import Desk
from web.app import create_app
from web.guard import LARGEST_DRAFT

DRAFT = (
    "“We lost our boat, our radio and 2.5 tonnes of salt,” said Mira Dolen. “We lost our house, "
    "our radio and 2.5 tonnes of salt,” she said.\n\n“What did the sea ban change for fishers?”"
)
HOSTILE = "“<script>alert(1)</script> and four more words”"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    desk = Desk(indexed(tmp_path_factory.mktemp("verify"), TINY))
    return TestClient(create_app(desk), base_url="http://127.0.0.1")


def test_the_form_works_without_scripts(client: TestClient) -> None:
    page = client.get("/verify")
    assert page.status_code == 200
    assert 'method="post" action="/verify" enctype="multipart/form-data"' in page.text
    assert page.text.count("<script") == page.text.count(SCRIPT) == 1


@pytest.mark.parametrize("how", ["pasted", "urlencoded", "file"])
def test_a_draft_is_checked(client: TestClient, tiny: Archive, how: str) -> None:
    if how == "file":
        page = client.post("/verify", files={"file": ("draft.md", DRAFT.encode())})
    elif how == "pasted":
        page = client.post("/verify", data={"text": DRAFT}, files={"file": ("", b"")})
    else:
        page = client.post("/verify", data={"text": DRAFT.replace("\n", "\r\n")})
    assert page.status_code == 200
    assert "3 quotations: 1 exact, 1 altered, 1 the interviewer&#39;s words." in page.text
    assert '<del><span class="hidden" lang="en">left out: </span>boat</del>' in page.text
    assert '<ins><span class="hidden" lang="en">put in: </span>house</ins>' in page.text
    asks = tiny.interviews[1]
    assert cut_question(tiny, asks.id, asks.questions[0]).citation.permalink in page.text


def test_every_link_of_the_page_leads_somewhere(client: TestClient) -> None:
    page = client.post("/verify", data={"text": DRAFT}).text
    links = {part.split('"')[0] for part in page.split('href="')[1:]}
    for link in links:
        if link.startswith("/"):
            assert client.get(link.replace("&amp;", "&")).status_code == 200, link


def test_hostile_drafts_are_words(client: TestClient) -> None:
    page = client.post("/verify", data={"text": HOSTILE})
    assert page.text.count("<script") == page.text.count(SCRIPT) == 1
    assert "&lt;script&gt;" in page.text


@pytest.mark.parametrize(
    ("name", "raw", "said"),
    [("draft.exe", b"x", "no reader"), ("draft.docx", b"no zip", "draft.docx")],
)
def test_a_file_that_is_not_read_is_said(
    client: TestClient, name: str, raw: bytes, said: str
) -> None:
    page = client.post("/verify", data={"text": "kept"}, files={"file": (name, raw)})
    assert page.status_code == 422
    assert said in page.text
    assert ">kept</textarea>" in page.text


def test_an_empty_draft_is_refused(client: TestClient) -> None:
    assert client.post("/verify", data={"text": " "}).status_code == 422
    assert client.post("/api/verify", json={"text": " "}).status_code == 422
    assert client.post("/api/verify", json={"text": ""}).status_code == 422


def test_what_programs_get(client: TestClient) -> None:
    found = client.post("/api/verify", json={"text": DRAFT}).json()
    assert found["counts"] == {
        "exact": 1,
        "altered": 1,
        "misattributed": 0,
        "interviewer": 1,
        "stitched": 0,
        "not_found": 0,
    }
    exact, altered, asked = found["quotations"]
    assert DRAFT[exact["start"] : exact["end"]] == exact["text"]
    assert exact["diff"] is None
    assert {"op": "dropped", "text": "boat"} in altered["diff"]
    assert (asked["verdict"], asked["matches"][0]["part"]) == ("interviewer", "question")
    assert client.get(exact["matches"][0]["permalink"]).status_code == 200


def test_larger_drafts_are_refused(client: TestClient) -> None:
    words = "a " * (LARGEST_DRAFT // 2)
    assert client.post("/verify", data={"text": words}).status_code == 413
    assert client.post("/", data={"question": "a " * 40_000}).status_code == 413


def test_drafts_are_not_logged(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        client.post("/verify", data={"text": DRAFT})
    assert "2.5 tonnes" not in caplog.text


def test_no_other_site_sends_drafts(client: TestClient) -> None:
    page = client.post("/verify", data={"text": DRAFT}, headers={"Origin": "http://evil.example"})
    assert page.status_code == 403


def test_the_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Verdicts and exit codes, over an archive whose embedder tests can do without."""
    archive = indexed(tmp_path, TINY)
    monkeypatch.setattr(verifying, "open_archive", lambda _: archive)
    (tmp_path / "right.txt").write_text(DRAFT.split(". “We")[0] + ".")
    (tmp_path / "wrong.txt").write_text(DRAFT)
    assert main(["verify-draft", str(tmp_path / "right.txt")]) == 0
    assert "1 quotation: 1 exact." in capsys.readouterr().out
    assert main(["verify-draft", str(tmp_path / "wrong.txt")]) == 1
    out = capsys.readouterr().out
    assert "[-boat-] {+house+}" in out
    assert "2. altered" in out
    assert main(["verify-draft", str(tmp_path / "none.txt")]) == 74
    (tmp_path / "wrong.xyz").write_text(DRAFT)
    assert main(["verify-draft", str(tmp_path / "wrong.xyz")]) == 65
