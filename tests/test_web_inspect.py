"""The page of an inspection, the topic that is made of it, and the API's route."""

from __future__ import annotations

import html
import json
import logging
import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from test_web_pages import PAYLOADS, Page

from eval.door import run_eval
from eval.gold import parse_topic, read_topics
from rag.answer import reply_json
from rag.desk import Desk
from rag.inspecting import FATES
from web.annotating import value_of
from web.app import create_app
from web.inspectshapes import InspectionShape

ASKED = "What did the sea ban change for fishers?"


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    return tmp_path / "gold.jsonl"


@pytest.fixture
def client(desk: Desk, gold: Path) -> TestClient:
    return TestClient(create_app(desk, gold=gold), base_url="http://127.0.0.1")


@pytest.fixture
def keepless(desk: Desk) -> TestClient:
    return TestClient(create_app(desk), base_url="http://127.0.0.1")


def marks(desk: Desk) -> list[str]:
    """The sentences that are quoted, as the form sends them."""
    found = desk.inspect(ASKED)
    return [
        value_of(one.passage.interview, sentence.span)
        for one in found.considered
        for sentence in one.sentences
        if sentence.fate == "quoted"
    ]


def test_the_form_comes_first_and_again_with_what_to_mend(client: TestClient) -> None:
    assert 'method="post" action="/inspect"' in client.get("/inspect").text
    empty = client.post("/inspect", data={"question": " "})
    assert empty.status_code == 422
    assert "Write a question first." in empty.text
    wrong = client.post("/inspect", data={"question": ASKED, "country": "Atlantis"})
    assert wrong.status_code == 422
    assert ASKED in wrong.text


def test_the_page_shows_every_sentence_that_was_read_and_why(
    client: TestClient, desk: Desk
) -> None:
    found = desk.inspect(ASKED)
    page = client.post("/inspect", data={"question": ASKED})
    assert page.status_code == 200
    text = html.unescape(page.text)
    for one in found.considered:
        source = desk.archive.source(one.passage.interview).text
        for sentence in one.sentences:
            assert sentence.span.of(source) in text
            assert f'value="{value_of(one.passage.interview, sentence.span)}"' in page.text
    assert "Answered with" in text
    assert FATES["quoted"] in text
    assert "%" not in re.sub(r'"[^"]*"', "", page.text)


def test_the_page_is_well_formed(client: TestClient) -> None:
    page = Page(client.post("/inspect", data={"question": ASKED}).text)
    ids = [given["id"] for _, given in page.tags if "id" in given]
    assert len(ids) == len(set(ids))
    for _, given in page.tags:
        assert not [name for name in given if name == "style" or name.startswith("on")]
        for name in ("aria-labelledby", "aria-describedby"):
            assert set(given.get(name, "").split()) <= set(ids)
    for link in page.links():
        if link.startswith("#"):
            assert link[1:] in ids
        else:
            assert client.get(link).status_code == 200, link


def test_an_answer_leads_to_how_it_came_about(client: TestClient) -> None:
    answer = client.post("/", data={"question": ASKED, "country": "West Orlund"}).text
    way = answer[answer.index('<details class="inspect">') :]
    form = way[: way.index("</form>")]
    assert f'name="question" value="{ASKED}"' in form
    assert 'name="country" value="West Orlund"' in form
    silence = client.post("/", data={"question": "What do people in Iceland say?"}).text
    assert '<details class="inspect">' in silence


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_words_are_words(client: TestClient, payload: str) -> None:
    sent = {"question": payload, "note": payload, "nuggets": payload, "kind": payload, "id": "x"}
    for page in (client.post("/inspect", data=sent), client.post("/inspect/topic", data=sent)):
        assert page.status_code in (200, 422)
        assert payload not in page.text or "<" not in payload


def test_programs_get_the_reply_and_how_it_came_about(client: TestClient, desk: Desk) -> None:
    found = client.post("/api/inspect", json={"question": ASKED}).json()
    InspectionShape.model_validate(found)
    reply = reply_json(desk.ask(ASKED))
    assert {**found["reply"], "took_ms": 0} == json.loads(json.dumps({**reply, "took_ms": 0}))
    assert client.post("/api/inspect", json={"question": ""}).status_code == 422
    silent = client.post("/api/inspect", json={"question": "What do people in Iceland say?"}).json()
    assert silent["reply"]["outcome"] == "silence"
    fates = {s["fate"] for one in silent["considered"] for s in one["sentences"]}
    assert fates <= {"silent", "unread"}


def test_a_topic_saved_on_the_page_is_measured(client: TestClient, desk: Desk, gold: Path) -> None:
    sent = {"question": ASKED, "required": marks(desk)[:1], "nuggets": "licences"}
    page = client.post("/inspect/topic", data=sent)
    assert page.status_code == 200
    assert "gold.jsonl has 1 topic, with this one as t" in page.text
    (topic,) = read_topics(gold)
    assert (topic.question, topic.kind, topic.nuggets) == (ASKED, "direct", ("licences",))
    (evidence,) = topic.evidence
    assert evidence.document is not None
    done = run_eval(desk, gold)
    for name in ("nugget_recall", "citation_recall"):
        figure = done.evaluation.overall.figure(name)
        assert figure is not None
        assert figure.value == 1.0


def test_the_same_topic_is_not_saved_twice(client: TestClient, desk: Desk, gold: Path) -> None:
    sent = {"question": ASKED, "required": marks(desk)[:1]}
    assert client.post("/inspect/topic", data=sent).status_code == 200
    again = client.post("/inspect/topic", data=sent)
    assert again.status_code == 422
    assert '<a href="#id">' in again.text
    assert client.post("/inspect/topic", data={**sent, "id": "mine"}).status_code == 200
    assert [topic.id for topic in read_topics(gold)][1:] == ["mine"]


def test_without_a_file_the_line_is_downloaded(
    keepless: TestClient, desk: Desk, gold: Path
) -> None:
    sent = {"question": ASKED, "required": marks(desk)[:1], "note": "“Ships”\u2028and salt"}
    answer = keepless.post("/inspect/topic", data=sent)
    assert answer.headers["content-disposition"] == 'attachment; filename="topic.jsonl"'
    assert answer.headers["cache-control"] == "no-store"
    assert parse_topic(answer.text).note == sent["note"]
    assert not gold.exists()


def test_what_is_wrong_is_said_by_its_field_and_kept(
    client: TestClient, desk: Desk, gold: Path
) -> None:
    mark = marks(desk)[0]
    sent = {
        "question": ASKED,
        "kind": "unanswerable",
        "required": [mark],
        "nuggets": "no such words",
        "note": "",
        "id": "a b",
    }
    page = client.post("/inspect/topic", data=sent)
    assert page.status_code == 422
    for field in ("marks", "nuggets", "note", "id"):
        assert f'<a href="#{field}">' in page.text
        assert f'id="flaw-{field}"' in page.text
    assert f'name="required" value="{mark}" checked' in page.text
    assert ">no such words</textarea>" in page.text
    assert "<option selected>unanswerable</option>" in page.text
    assert 'value="a b"' in page.text
    assert not gold.exists()


def test_a_topic_without_a_question_is_not_saved(client: TestClient, gold: Path) -> None:
    answer = client.post("/inspect/topic", data={"question": " ", "note": "kept"})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert not gold.exists()


def test_marks_are_places_of_words(client: TestClient, gold: Path) -> None:
    for mark, status in (("nonsense", 400), ("no-one:1-2", 422), ("no-one:9-2", 400)):
        sent = {"question": ASKED, "required": mark}
        assert client.post("/inspect/topic", data=sent).status_code == status
    assert not gold.exists()


def test_no_other_site_saves_a_topic(client: TestClient, desk: Desk, gold: Path) -> None:
    sent = {"question": ASKED, "required": marks(desk)[:1]}
    for headers in ({"Origin": "http://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert client.post("/inspect/topic", data=sent, headers=headers).status_code == 403
    assert not gold.exists()


def test_no_question_is_logged(
    client: TestClient, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        client.post("/inspect", data={"question": ASKED})
        client.post("/inspect/topic", data={"question": ASKED, "required": marks(desk)[:1]})
    assert "sea ban" not in caplog.text
