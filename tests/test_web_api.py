"""The JSON routes: shapes, refusals, problem documents, the description and the metrics."""

from __future__ import annotations

import re
from typing import Any

import pytest
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families

from index.errors import Unavailable
from index.interview import Span
from rag.answer import reply_json
from rag.desk import Desk
from web import shapes
from web.app import create_app

ANSWERED = {"question": "Who helps families now?"}
SILENT = {"question": "What is the best pancake recipe?"}


@pytest.fixture(scope="module")
def client(desk: Desk) -> TestClient:
    return TestClient(create_app(desk), base_url="http://127.0.0.1")


def test_ask_gives_the_reply_of_the_contract(client: TestClient, desk: Desk) -> None:
    for question in (ANSWERED, SILENT):
        body = client.post("/api/ask", json=question).json()
        expected = reply_json(desk.ask(question["question"]))
        for one in (body, expected):
            one.pop("took_ms")
        assert body == expected


def test_quotes_are_the_sources_characters(client: TestClient, desk: Desk) -> None:
    body = client.post("/api/ask", json=ANSWERED).json()
    assert body["outcome"] == "answer"
    assert [c["number"] for c in body["citations"]] == [q["citation"] for q in body["quotes"]]
    for quote, cited in zip(body["quotes"], body["citations"], strict=True):
        source = desk.archive.source(cited["interview"])
        assert quote["text"] == Span(cited["start"], cited["end"]).of(source.text)


def test_silence_is_a_reply(client: TestClient) -> None:
    answer = client.post("/api/ask", json=SILENT)
    body = answer.json()
    assert answer.status_code == 200
    assert (body["outcome"], body["quotes"], body["citations"]) == ("silence", [], [])
    assert body["reason"]


def test_filters_and_history_reach_the_desk(client: TestClient) -> None:
    body = client.post("/api/ask", json={**ANSWERED, "countries": ["West Orlund"]}).json()
    assert not [c for c in body["citations"] if c["country"] != "West Orlund"]
    both = {"question": "And them?", "history": [ANSWERED["question"]]}
    assert "families" in client.post("/api/ask", json=both).json()["understood"]["question"]


def test_search_gives_passages_in_order(client: TestClient, desk: Desk) -> None:
    body = client.post("/api/search", json={**ANSWERED, "k": 3}).json()
    shapes.FoundShape.model_validate(body)
    assert [hit["rank"] for hit in body["hits"]] == [1, 2, 3]
    for hit in body["hits"]:
        source = desk.archive.source(hit["interview"])
        assert hit["text"] == source.text[hit["start"] : hit["end"]]


def test_interviews_are_listed_and_read(client: TestClient, desk: Desk) -> None:
    listed = client.get("/api/interviews").json()
    shapes.InterviewsShape.model_validate(listed)
    assert [i["id"] for i in listed["interviews"]] == [i.id for i in desk.archive.interviews]
    assert listed["interviews"][0]["questions"] == 3
    for one in listed["interviews"]:
        body = client.get(f"/api/interviews/{one['id']}").json()
        shapes.InterviewShape.model_validate(body)
        text = desk.archive.source(one["id"]).text
        for held in texts(body):
            assert held["text"] == text[held["start"] : held["end"]]


def texts(body: object) -> list[dict[str, Any]]:
    if isinstance(body, dict):
        mine = [body] if {"text", "start", "end"} == set(body) else []
        return mine + [t for value in body.values() for t in texts(value)]
    return [t for value in body for t in texts(value)] if isinstance(body, list) else []


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ({}, "question"),
        ({"question": ""}, "question"),
        ({"question": "  "}, "question"),
        ({"question": "a" * 2001}, "question"),
        ({"question": 5}, "question"),
        ({"question": "a\x1b[31mb"}, "question: control characters"),
        ({**ANSWERED, "history": ["q"] * 21}, "history"),
        ({**ANSWERED, "history": ["q" * 2001]}, "history.0"),
        ({**ANSWERED, "countries": "Cuba"}, "countries"),
        ({**ANSWERED, "countries": ["Atlantis"]}, "country"),
        ({**ANSWERED, "speakers": ["Nobody Known"]}, "speaker"),
        ({**ANSWERED, "interviews": ["none"]}, "interview"),
        ({**ANSWERED, "until": "\u0662\u0660\u0663\u0660"}, "until"),
        ({**ANSWERED, "temperature": 1}, "temperature: there is no such field"),
        ([], "the body"),
    ],
)
def test_what_does_not_fit_is_named(client: TestClient, body: object, names: str) -> None:
    answer = client.post("/api/ask", json=body)
    assert answer.status_code == 422
    problem(answer.json(), answer.headers)
    assert names in answer.json()["detail"]


@pytest.mark.parametrize("k", [0, 101, "ten", 1.5])
def test_k_is_bounded(client: TestClient, k: object) -> None:
    answer = client.post("/api/search", json={**ANSWERED, "k": k})
    assert answer.status_code == 422
    assert answer.json()["detail"].startswith("k: ")


def test_half_a_character_is_refused(client: TestClient) -> None:
    headers = {"Content-Type": "application/json"}
    answer = client.post("/api/ask", content=rb'{"question": "a\ud800b"}', headers=headers)
    assert answer.status_code == 422
    assert answer.json()["detail"].startswith("question: ")


def test_longest_question_is_taken(client: TestClient) -> None:
    question = "families " * 222
    assert client.post("/api/ask", json={"question": question.strip()}).status_code == 200


def test_refusals_do_not_echo(client: TestClient) -> None:
    canary = "zebracanary"
    for body in ({"question": [canary]}, {"question": canary * 300}, {"question": 1, "k": canary}):
        assert canary not in client.post("/api/search", json=body).text
    answer = client.post(
        "/api/ask",
        content=f'{{"question": "{canary}'.encode(),
        headers={"Content-Type": "application/json"},
    )
    assert answer.status_code == 422
    assert answer.json()["detail"] == "the body is not JSON."


@pytest.mark.parametrize(
    "media", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""]
)
def test_only_json_is_taken(client: TestClient, media: str) -> None:
    for path in ("/api/ask", "/api/search"):
        answer = client.post(path, content=b'{"question": "Who?"}', headers={"Content-Type": media})
        assert answer.status_code == 415
        problem(answer.json(), answer.headers)


def test_json_may_name_its_charset(client: TestClient) -> None:
    headers = {"Content-Type": "application/json; charset=utf-8"}
    assert client.post("/api/ask", content=b'{"question": "Who?"}', headers=headers).is_success


@pytest.mark.parametrize("path", ["/api/nothing", "/api/interviews/none", "/api/interviews/%00"])
def test_what_is_not_there_is_a_problem(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    problem(answer.json(), answer.headers)


def problem(body: dict[str, Any], headers: Any) -> None:
    assert headers["Content-Type"] == "application/problem+json"
    shapes.ProblemShape.model_validate(body)
    assert body["request_id"] == headers["X-Request-Id"]


def test_ready_says_what_fails(
    client: TestClient, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = client.get("/readyz").json()
    shapes.Ready.model_validate(body)
    assert body["ready"] is True

    def fails(*_: object, **__: object) -> None:
        raise Unavailable("the model is gone")

    monkeypatch.setattr(desk, "search", fails, raising=False)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.headers["Content-Type"] == "application/problem+json"
    shapes.NotReady.model_validate(answer.json())
    assert answer.json()["detail"] == "These checks fail: search."
    assert client.get("/healthz").json() == {"status": "up"}


def test_unavailable_says_so(
    client: TestClient, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise Unavailable("the model is gone; install it")

    monkeypatch.setattr(desk, "ask", fails, raising=False)
    answer = client.post("/api/ask", json=ANSWERED)
    assert (answer.status_code, answer.json()["title"]) == (503, "Not available")
    assert answer.json()["detail"] == "the model is gone; install it"


def test_description_is_whole(client: TestClient) -> None:
    described = client.get("/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    names = described["components"]["schemas"]
    for ref in re.findall(r'"#/components/schemas/(\w+)"', client.get("/openapi.json").text):
        assert ref in names
    assert set(described["paths"]) == {
        "/api/ask",
        "/api/search",
        "/api/compare",
        "/api/compare/export",
        "/api/verify",
        "/api/cite",
        "/api/see",
        "/api/inspect",
        "/api/import/{id}",
        "/api/interviews",
        "/api/interviews/{id}",
        "/healthz",
        "/readyz",
        "/metrics",
    }
    for methods in described["paths"].values():
        for operation in methods.values():
            assert operation["summary"]
            assert operation["description"]
            for status, said in operation["responses"].items():
                media = "application/problem+json" if status >= "400" else None
                assert said["description"]
                assert media is None or list(said["content"]) == [media]
                assert all(held["schema"] for held in said["content"].values())
    assert "HTTPValidationError" not in names
    for request in ("AskRequest", "SearchRequest", "CompareRequest", "ExportRequest"):
        assert names[request]["additionalProperties"] is False


def test_page_documents_every_operation(client: TestClient) -> None:
    described = client.get("/openapi.json").json()
    page = client.get("/api").text
    for path, methods in described["paths"].items():
        for method in methods:
            assert f'<span class="method">{method.upper()}</span> <code>{path}</code>' in page
        assert f"curl http://127.0.0.1{path.replace('{id}', 'ID')}" in page
    for shape in described["components"]["schemas"].values():
        for field in shape["properties"]:
            assert f"<code>{field}</code>" in page
    anchors = set(re.findall(r'id="([^"]+)"', page))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= anchors


def test_frameworks_own_pages_are_off(client: TestClient) -> None:
    for path in ("/docs", "/redoc", "/docs/oauth2-redirect"):
        assert client.get(path).status_code == 404


def test_metrics_parse_and_count(desk: Desk) -> None:
    client = TestClient(create_app(desk), base_url="http://127.0.0.1")
    client.post("/api/ask", json=ANSWERED)
    client.post("/", data=SILENT)
    answer = client.get("/metrics")
    assert answer.headers["Content-Type"].startswith("text/plain")
    families = {f.name: f for f in text_string_to_metric_families(answer.text)}
    counted = {
        s.labels["outcome"]: s.value
        for s in families["onrecord_answers"].samples
        if s.name.endswith("_total")
    }
    assert counted == {"answer": 1, "silence": 1}
    assert families["onrecord_index_passages"].samples[0].value == len(desk.archive.passages)
    generation = families["onrecord_generation_info"].samples[0]
    assert generation.labels == {"generation": "1", "fingerprint": desk.archive.fingerprint}
    stages = {s.labels["stage"] for s in families["onrecord_stage_duration_seconds"].samples}
    assert stages == {"understand", "retrieve", "read", "compose"}


def test_metric_labels_are_few(desk: Desk) -> None:
    client = TestClient(create_app(desk), base_url="http://127.0.0.1")
    for number in range(30):
        client.get(f"/nothing-{number}")
        client.get(f"/interviews/none-{number}")
        client.get(f"/static/none-{number}")
        client.request(f"M{number}", "/")
    client.get("/openapi.json")
    families = text_string_to_metric_families(client.get("/metrics").text)
    family = next(f for f in families if f.name == "onrecord_http_request_duration_seconds")
    labels = {(s.labels["route"], s.labels["method"], s.labels["code"]) for s in family.samples}
    assert labels == {
        ("unmatched", "GET", "404"),
        ("/interviews/{id}", "GET", "404"),
        ("/static", "GET", "404"),
        ("/", "other", "405"),
        ("/openapi.json", "GET", "200"),
    }
