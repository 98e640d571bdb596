"""The pictures: every state of every page is among them."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from index.errors import OnRecordError, Unavailable, Usage
from rag.desk import Desk
from web import screenshots
from web.app import create_app
from web.screenshots import SAMPLE, main, states


def test_states_cover_every_page(desk: Desk) -> None:
    client = TestClient(create_app(desk), base_url="http://127.0.0.1")
    statuses = {}
    for state in states(desk):
        method = "POST" if state.form else "GET"
        answer = client.request(method, state.path, data=dict(state.form))
        if state.then:
            answer = client.get(str(answer.url) + state.then)
        statuses[state.name] = answer.status_code
    assert {name for name, status in statuses.items() if status != 200} == {
        "ask-empty",
        "ask-too-long",
        "answer-beside",  # this archive is silent on the sample's question
        "compare-wrong",
        "interview-wrong-span",
        "verify-empty",
        "inspect-topic-wrong",
        "import-off",
        "not-found",
    }


def test_the_sample_is_there() -> None:
    assert list(SAMPLE.glob("*.txt"))


def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screenshots, "BROWSERS", ("no-such-browser",))
    for arguments, error in ([], Usage), (["out"], Unavailable):
        with pytest.raises(OnRecordError) as raised:
            main(arguments)
        assert raised.type is error
