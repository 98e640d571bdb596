"""The pictures: every state of every page is among them."""

from __future__ import annotations

from pathlib import Path

import httpx2 as httpx
import pytest
from fastapi.testclient import TestClient

from index.archive import open_archive
from index.errors import OnRecordError, Unavailable, Usage
from rag.desk import Desk
from web import screenshots
from web.app import create_app
from web.screenshots import main
from web.states import PASSWORD, SAMPLE, State, staged, states


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
        "answer-gone",
        "compare-wrong",
        "interview-gone",
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


def test_every_state_of_the_list_is_staged(sample_archive: Path) -> None:
    """Those that a reader meets when something is missing, weak, at work, refused or broken."""
    shown = {
        "silence": (200, "Nobody in this archive says this on record."),
        "answer-weak": (200, "These words may not answer your question."),
        "answer-gone": (410, "Ask the question again."),
        "interview-gone": (410, "This passage has changed"),
        "ask-empty": (422, 'aria-describedby="problem"'),
        "import-reading": (200, "1 of 3 files read. About 1 minute left."),
        "refused-too-often": (429, "Wait a minute."),
        "failed": (500, "Request number"),
    }
    found = {}
    with staged(open_archive(sample_archive), sample_archive) as sites:
        for site in sites:
            client = httpx.Client(
                base_url=site.base, auth=("any", PASSWORD), follow_redirects=True, trust_env=False
            )
            with client:
                for state in site.states:
                    if state.name in shown:
                        found[state.name] = looked_at(client, state)
    assert {name: answer.status_code for name, answer in found.items()} == {
        name: status for name, (status, _words) in shown.items()
    }
    for name, (_status, words) in shown.items():
        assert words in found[name].text
    assert found["refused-too-often"].headers["Retry-After"] == "60"
    assert found["failed"].headers["X-Request-Id"] in found["failed"].text


def looked_at(client: httpx.Client, state: State) -> httpx.Response:
    """The page of a state."""
    if not state.form:
        return client.get(state.path)
    return client.post(state.path, data=dict(state.form))
