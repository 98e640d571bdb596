"""Every route, every response: headers, hosts, origins, sizes and request ids."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.exceptions import HTTPException

from index.errors import InputOutput
from rag.desk import Desk
from web import guard
from web.app import create_app
from web.guard import POLICY

# A new route fails here until somebody has said what it is.
ROUTES = {
    ("GET", "/openapi.json"): "program",
    ("POST", "/api/ask"): "program",
    ("POST", "/api/search"): "program",
    ("GET", "/api/interviews"): "program",
    ("GET", "/api/interviews/{id}"): "program",
    ("POST", "/api/compare"): "program",
    ("POST", "/api/compare/export"): "program",
    ("POST", "/api/verify"): "program",
    ("GET", "/api/cite"): "program",
    ("GET", "/healthz"): "program",
    ("GET", "/readyz"): "program",
    ("GET", "/metrics"): "program",
    ("GET", "/"): "page",
    ("POST", "/"): "page",
    ("GET", "/answers/{id}"): "page",
    ("GET", "/answers/{id}/{number}"): "page",
    ("GET", "/interviews"): "page",
    ("GET", "/interviews/{id}"): "page",
    ("POST", "/interviews/{id}/find"): "page",
    ("GET", "/about"): "page",
    ("GET", "/api"): "page",
    ("GET", "/compare"): "page",
    ("POST", "/compare"): "page",
    ("GET", "/compare/export"): "page",
    ("POST", "/compare/export"): "page",
    ("GET", "/see"): "page",
    ("GET", "/api/see"): "program",
    ("GET", "/inspect"): "page",
    ("POST", "/inspect"): "page",
    ("POST", "/inspect/topic"): "page",
    ("POST", "/api/inspect"): "program",
    ("GET", "/cite"): "page",
    ("GET", "/verify"): "page",
    ("POST", "/verify"): "page",
    ("GET", "/cite/file"): "page",
    ("GET", "/import"): "page",
    ("POST", "/import"): "page",
    ("GET", "/import/{id}"): "page",
    ("GET", "/import/{id}/documents/{number}"): "page",
    ("POST", "/import/{id}/publish"): "page",
    ("POST", "/import/{id}/discard"): "page",
    ("GET", "/api/import/{id}"): "program",
    ("GET", "/interviews/{id}/known"): "page",
    ("POST", "/interviews/{id}/known"): "page",
}
QUESTION = {"question": "Who helps families now?"}


@pytest.fixture(scope="module")
def app(desk: Desk) -> FastAPI:
    return create_app(desk)


@pytest.fixture
def client(app: FastAPI) -> TestClient:
    return TestClient(app, base_url="http://127.0.0.1")


def addresses(desk: Desk) -> Iterator[tuple[str, str, str]]:
    for (method, path), kind in ROUTES.items():
        here = path.replace("{id}", desk.archive.interviews[0].id).replace("{number}", "1")
        yield method, here, kind


def test_every_route_is_classified(app: FastAPI) -> None:
    found = {
        (method, route.path)
        for route in app.routes
        if hasattr(route, "methods")
        for method in route.methods - {"HEAD"}
    }
    assert found == set(ROUTES)
    assert {r.path for r in app.routes if not hasattr(r, "methods")} == {"/static"}


def test_headers_are_on_every_response(client: TestClient, desk: Desk) -> None:
    for method, path, _ in addresses(desk):
        sealed(client.request(method, path))
    for answer in (
        client.get("/nothing"),
        client.get("/api/nothing"),
        client.delete("/"),
        client.request("TRACE", "/"),
        client.get("/", headers={"Host": "evil.example"}),
        client.post("/", headers={"Origin": "null"}),
        client.post("/api/ask", headers={"Content-Length": "-1"}),
    ):
        assert answer.status_code >= 400
        sealed(answer)


def sealed(answer: Any) -> None:
    headers = answer.headers
    assert headers["Content-Security-Policy"] == POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
    assert "camera=()" in headers["Permissions-Policy"]
    assert re.fullmatch("[0-9a-f]{16}", headers["X-Request-Id"])
    assert not [name for name in headers if name.startswith("access-control")]
    assert "set-cookie" not in headers


def test_policy_is_the_one_that_was_agreed() -> None:
    assert POLICY == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    )


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.0.0.1:8000", "localhost", "LOCALHOST:8000", "[::1]", "[::1]:8000"]
)
def test_own_hosts_are_served(client: TestClient, host: str) -> None:
    assert client.get("/healthz", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1.nip.io",
        "localhost.evil.example",
        "",
        "::1",
        "[::1",
        "a@localhost",
    ],
)
def test_other_hosts_are_refused(client: TestClient, host: str) -> None:
    answer = client.get("/interviews", headers={"Host": host})
    assert answer.status_code == 400
    assert "interviews" not in answer.text
    assert answer.json()["request_id"] == answer.headers["X-Request-Id"]


def test_hosts_are_what_the_app_was_given(desk: Desk) -> None:
    client = TestClient(create_app(desk, allowed_hosts=("archive.example",)))
    assert client.get("http://archive.example/healthz").status_code == 200
    assert client.get("http://127.0.0.1/healthz").status_code == 400


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "anything"},
        {"Origin": "null"},
        {"Origin": "http://evil.example"},
        {"Origin": "http://["},
        {"Origin": "127.0.0.1"},
        {"Origin": "http://127.0.0.1:9999"},
        {"Origin": "http://evil.example", "Sec-Fetch-Site": "same-origin"},
    ],
)
def test_posts_of_other_sites_are_refused(client: TestClient, headers: dict[str, str]) -> None:
    assert client.post("/", data=QUESTION, headers=headers).status_code == 403
    refused = client.post("/api/ask", json=QUESTION, headers=headers)
    assert refused.status_code == 403
    assert refused.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "http://127.0.0.1"},
        {"Sec-Fetch-Site": "none"},
        # What browsers send with a form of a page whose referrer policy is no-referrer.
        {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
    ],
)
def test_own_posts_are_answered(client: TestClient, headers: dict[str, str]) -> None:
    assert client.post("/", data=QUESTION, headers=headers).status_code == 200
    assert client.post("/api/ask", json=QUESTION, headers=headers).status_code == 200


def test_reading_across_sites_changes_nothing_and_is_allowed(client: TestClient) -> None:
    assert client.get("/", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE"])
def test_other_methods_are_refused(client: TestClient, desk: Desk, method: str) -> None:
    for _, path, _ in addresses(desk):
        assert client.request(method, path).status_code == 405


def test_nothing_is_asked_by_get(client: TestClient) -> None:
    assert client.get("/api/ask", params=QUESTION).status_code == 405
    assert "quote" not in client.get("/", params=QUESTION).text.split("<main")[1]


@pytest.mark.parametrize(
    ("length", "status"), [("-1", 400), ("x", 400), ("٣", 400), ("65537", 413), ("9" * 400, 413)]
)
def test_lengths_are_checked_before_the_body(client: TestClient, length: str, status: int) -> None:
    headers = {b"Content-Length": length.encode(), b"Content-Type": b"application/json"}
    answer = client.post("/api/ask", headers=headers)
    assert answer.status_code == status
    assert answer.json()["status"] == status


@pytest.mark.parametrize(
    ("path", "media"),
    [("/api/ask", "application/json"), ("/", "application/x-www-form-urlencoded")],
)
def test_bodies_are_counted_while_they_arrive(client: TestClient, path: str, media: str) -> None:
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        while sent < 1_000_000:
            sent += 1024
            yield b"a" * 1024

    answer = client.post(path, content=endless(), headers={"Content-Type": media})
    assert answer.status_code == 413
    sealed(answer)


def test_slow_bodies_end() -> None:
    async def never() -> dict[str, object]:
        return await asyncio.get_running_loop().create_future()

    async def wait() -> None:
        with pytest.raises(HTTPException) as refused:
            await guard.counted(never, guard.LARGEST_BODY, 0.01)()
        assert refused.value.status_code == 408

    asyncio.run(wait())


def test_failures_are_sealed_and_say_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    canary = "where is the canary hidden"
    client = TestClient(create_app(desk), base_url="http://127.0.0.1")
    for error in (RuntimeError(canary), InputOutput(f"/secret/{canary}")):

        def fails(*_: object, error: Exception = error, **__: object) -> None:
            raise error

        monkeypatch.setattr(desk, "ask", fails, raising=False)
        with caplog.at_level(logging.DEBUG):
            answers = (
                client.post("/api/ask", json={"question": canary}),
                client.post("/", data={"question": canary}),
            )
        for answer in answers:
            assert answer.status_code == 500
            sealed(answer)
            assert answer.headers["X-Request-Id"] in answer.text
            assert canary not in answer.text
            assert answer.headers["X-Request-Id"] in caplog.text
    assert "RuntimeError" in caplog.text
    assert canary not in caplog.text


def test_questions_are_in_no_log_and_no_address(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    canary = "zebracanary"
    with caplog.at_level(logging.DEBUG):
        client.post("/api/ask", json={"question": canary})
        client.post("/api/ask", json={"question": [canary], canary: 1})
        page = client.post("/", data={"question": canary})
    assert canary not in " ".join(r.getMessage() for r in caplog.records)
    assert not re.findall(rf'(?:href|action|src|cite)="[^"]*{canary}', page.text)
    assert canary not in page.text.split("</title>")[0]
    assert canary not in client.get("/metrics").text
