"""Comparisons and references as pages, files and JSON."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from specimens import indexed

from rag.answer import Answer
from rag.desk import Desk
from rag.groups import By
from rag.tables import comparison_json
from web import shapes
from web.app import create_app

PAYS = "Does the Harbour Archive pay for lawyers who help families now?"
RADIO = "Do fishers trust the radio?"
BOTH = f"{PAYS}\n{RADIO}"
UNNAMED = """VALDORIA: ‘One voice’
The Lantern Project listened.
What happened to the harbour boats?
The police burned the boats.
Civic space in Valdoria is rated ‘closed’ by the Lantern Monitor.
"""


@pytest.fixture(scope="module")
def client(desk: Desk) -> TestClient:
    return TestClient(create_app(desk), base_url="http://127.0.0.1")


@pytest.mark.parametrize("by", list(By))
def test_the_table_has_a_header_for_each_row_and_question(
    client: TestClient, desk: Desk, by: By
) -> None:
    text = client.post("/compare", data={"question": BOTH, "by": str(by)}).text
    found = desk.compare(BOTH.splitlines(), by=by)
    assert text.count('scope="row"') == len(found.groups)
    assert text.count('scope="col"') == 3
    quoted = [html.unescape(q) for q in re.findall(r"<blockquote[^>]*>(.*?)</blockquote>", text)]
    assert sorted(quoted) == sorted(quote.text for quote in found.quotes)
    for quote in found.quotes:
        assert f'href="{quote.citation.permalink}"' in text
    assert text.count("nothing found that answers.</p>") == 2
    assert found.rule in html.unescape(text)


def test_every_limit_holds_for_the_table_and_stays_in_its_link(client: TestClient) -> None:
    sent = {"question": PAYS, "by": "country", "rating": "closed"}
    page = client.post("/compare", data=sent).text
    assert "rating=closed" in page
    rows = client.post("/compare/export", data={**sent, "format": "csv"}).text
    assert "Valdoria" in rows
    assert "West Orlund" not in rows


def test_a_link_makes_the_same_table(client: TestClient) -> None:
    sent = {"question": BOTH, "by": "country", "country": "Valdoria"}
    first = client.post("/compare", data=sent)
    assert "?" not in str(first.url)
    link = html.unescape(re.findall(r'href="(/compare\?[^"]+)"', first.text)[0])
    again = client.get(link)
    assert again.status_code == 200
    assert again.text == first.text


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"question": " "}, "Write one."),
        ({"question": "\n".join(f"Who is {n}?" for n in range(9))}, "9 came."),
        ({"question": RADIO, "by": "planet"}, "Choose one of: speaker, country, interview."),
        ({"question": RADIO, "country": "Atlantis"}, "It holds: Valdoria, West Orlund."),
        ({"question": RADIO, "speaker": "Nobody Known"}, "It holds: Mira Dolen, Tomas Ek."),
        ({"question": RADIO, "interview": "none"}, "no interview 'none'"),
        ({"question": RADIO, "rating": "nonsense"}, "nonsense"),
        ({"question": RADIO, "organisation": "Nobody's Club"}, "Nobody's Club"),
        ({"question": RADIO, "since": "soon"}, "soon"),
    ],
)
def test_what_cannot_be_compared_is_said_and_the_form_comes_back(
    client: TestClient, sent: dict[str, str], said: str
) -> None:
    for answer in (client.post("/compare", data=sent), client.get("/compare", params=sent)):
        if sent["question"].strip() or answer.request.method == "POST":
            assert answer.status_code == 422
            assert said in html.unescape(answer.text)
            assert 'role="alert"' in answer.text
    assert client.post("/compare/export", data=sent).status_code == 422


def test_files_are_saved_and_never_shown(client: TestClient, desk: Desk) -> None:
    for form, media in (("csv", "text/csv"), ("markdown", "text/markdown"), ("html", "text/html")):
        sent = {"question": BOTH, "format": form}
        answer = client.post("/compare/export", data=sent)
        assert answer.headers["Content-Type"] == f"{media}; charset=utf-8"
        assert answer.headers["Content-Disposition"].startswith("attachment; ")
        assert client.get("/compare/export", params=sent).content == answer.content
        posted = {"question": BOTH, "format": form}
        assert client.post("/api/compare/export", json=posted).content == answer.content
    raw = client.post("/compare/export", data={"question": BOTH, "format": "csv"}).content
    assert raw.startswith(b"\xef\xbb\xbf")
    head, *lines = csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""))
    links = [dict(zip(head, line, strict=True))["permalink"] for line in lines]
    assert all(link.startswith("http://127.0.0.1/interviews/") for link in links if link)
    assert (
        client.post("/compare/export", data={"question": BOTH, "format": "pdf"}).status_code == 422
    )


def test_the_api_gives_the_comparison(client: TestClient, desk: Desk) -> None:
    body = client.post("/api/compare", json={"question": BOTH, "by": "country"}).json()
    shapes.ComparisonShape.model_validate(body)
    expected = comparison_json(desk.compare(BOTH.splitlines(), by=By.COUNTRY))
    for one in (body, expected):
        one.pop("took_ms")
    assert body == json.loads(json.dumps(expected))


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ({}, "question"),
        ({"question": RADIO, "by": "planet"}, "by"),
        ({"question": RADIO, "history": []}, "history: there is no such field"),
        ({"question": RADIO, "countries": ["Atlantis"]}, "It holds: Valdoria, West Orlund"),
        ({"question": "\n"}, "none came"),
    ],
)
def test_the_api_names_what_does_not_fit(
    client: TestClient, body: dict[str, object], names: str
) -> None:
    answer = client.post("/api/compare", json=body)
    assert answer.status_code == 422
    assert names in answer.json()["detail"]


def test_every_quote_leads_to_its_reference(client: TestClient, desk: Desk) -> None:
    reply = desk.ask(PAYS)
    assert isinstance(reply, Answer)
    text = client.post("/", data={"question": PAYS}).text
    links = [html.unescape(link) for link in re.findall(r'href="(/cite\?[^"]+)"', text)]
    assert len(links) == len(reply.quotes) + len(reply.more)
    page = client.get(links[0])
    assert page.status_code == 200
    assert html.escape(reply.quotes[0].text, quote=False) in html.unescape(page.text)
    for name in ("Plain", "Chicago, note", "APA", "MLA", "BibTeX", "RIS", "CSL-JSON"):
        assert f">{name}" in page.text
    for link in re.findall(r'href="(/cite/file\?[^"]+)"', page.text):
        file = client.get(html.unescape(link))
        assert file.status_code == 200
        assert file.headers["Content-Disposition"].startswith("attachment; ")


@pytest.mark.parametrize(
    ("words", "whose"),
    [
        ("The police burned the boats.", "Speaker not named, Valdoria"),
        ("The Lantern Project listened.", "The publisher’s words, Valdoria"),
        ("Civic space in Valdoria is rated", "The publisher’s words, Valdoria"),
    ],
)
def test_words_of_nobody_named_are_not_the_publishers(
    tmp_path: Path, words: str, whose: str
) -> None:
    archive = indexed(tmp_path, UNNAMED)
    (interview,) = archive.interviews
    text = archive.source(interview.id).text
    start = text.index(words)
    asked = {"interview": interview.id, "span": f"{start}-{text.index(chr(10), start)}"}
    client = TestClient(create_app(Desk(archive)), base_url="http://127.0.0.1")
    page = html.unescape(client.get("/cite", params=asked).text)
    assert re.findall(r'class="whose"><bdi>(.*?)</bdi>', page) == [whose]
    assert f"— {whose.removesuffix(', Valdoria')} (" in page


def test_the_api_writes_references(client: TestClient, desk: Desk) -> None:
    (quote,) = desk.compare([PAYS]).quotes
    cited = quote.citation
    span = f"{cited.span.start}-{cited.span.end}"
    body = client.get("/api/cite", params={"interview": cited.interview, "span": span}).json()
    shapes.CitedShape.model_validate(body)
    assert body["quote"]["text"] == quote.text
    assert body["url"] == f"http://127.0.0.1{cited.permalink}"
    assert [one["style"] for one in body["styles"]] == [
        *("plain", "chicago", "apa", "mla", "bibtex", "ris", "csl-json"),
    ]


@pytest.mark.parametrize("path", ["/cite", "/cite/file", "/api/cite"])
@pytest.mark.parametrize(
    ("interview", "span", "status"),
    [("none", "1-2", 404), ("", "5", 422), ("", "0-1", 404), ("", "9-3", 422), ("", "", 422)],
)
def test_only_words_on_record_are_cited(
    client: TestClient, desk: Desk, path: str, interview: str, span: str, status: int
) -> None:
    asked = {"interview": interview or desk.archive.interviews[0].id, "span": span, "style": "ris"}
    assert client.get(path, params=asked).status_code == status


def test_a_style_that_is_not_there_is_named_with_those_that_are(
    client: TestClient, desk: Desk
) -> None:
    first = desk.archive.interviews[0]
    span = first.turns[0].answer[0]
    asked = {"interview": first.id, "span": f"{span.start}-{span.end}", "style": "harvard"}
    answer = client.get("/cite/file", params=asked)
    assert answer.status_code == 422
    assert "Choose one of: plain, chicago" in html.unescape(answer.text)
