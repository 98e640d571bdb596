"""The strip of interviews beside an answer, and one of them looked at alone."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from specimens import TINY, indexed

from rag.answer import Answer, Silence
from rag.cite import cut_question
from rag.desk import Desk
from web.app import create_app

QUESTION = "What did the sea ban change for fishers?"
BOTH = "Who helps families and what does the radio say?"
SILENT = "What is the best pancake recipe?"


@pytest.fixture(scope="module")
def client(desk: Desk) -> TestClient:
    return TestClient(create_app(desk), base_url="http://127.0.0.1")


def asked(client: TestClient, question: str) -> str:
    """Where the answer to a question is read."""
    return str(client.post("/", data={"question": question}).url.path)


def quoted(page: str) -> list[str]:
    """The numbers of the quotations that a page shows."""
    return re.findall(r'<figure class="quote[^"]*" id="quote-(\d+)"', page)


def words(page: str) -> list[str]:
    return [html.unescape(one) for one in re.findall(r"<blockquote[^>]*>(.*?)</blockquote>", page)]


def test_choosing_an_interview_shows_it_alone(client: TestClient, desk: Desk) -> None:
    reply = desk.ask(BOTH)
    assert isinstance(reply, Answer)
    spoke = reply.coverage.spoke
    assert len(spoke) == 2
    address = asked(client, BOTH)
    whole = client.get(address).text
    assert len(quoted(whole)) == len(reply.quotes)
    for id in spoke:
        assert f'href="{address}?interview={id}#alone"' in whole
        alone = client.get(f"{address}?interview={id}").text
        own = [n for n, q in enumerate(reply.quotes, 1) if q.citation.interview == id]
        # Numbers stay what they are in the whole answer, so that sources can be told by them.
        assert quoted(alone) == [str(n) for n in own]
        near = [q.text for q in reply.more if q.citation.interview == id]
        assert words(alone) == [reply.quotes[n - 1].text for n in own] + near
        assert re.findall(r"<b>\[(\d+)\]</b>", alone) == [str(n) for n in own]
        assert f'href="{address}#coverage" aria-current="true"' in alone
        assert f'href="/interviews/{id}"' in alone
        assert "Only from" not in alone


def test_the_address_of_one_interview_says_nothing_of_the_question(client: TestClient) -> None:
    page = client.get(asked(client, BOTH)).text
    shape = r"/answers/[0-9a-f]{32}\?interview=[a-z0-9-]+#alone"
    links = re.findall(r'class="chip[^"]*" href="([^"]+)"', page)
    assert links
    assert all(re.fullmatch(shape, link) for link in links)


def test_an_interview_that_was_asked_shows_what_it_was_asked(tmp_path: Path) -> None:
    unanswered = f"""Voices (invented)
-
SARVELIA: ‘The nets are dry’
The Lantern Project speaks with Ana Rill, a net mender, about the coast.
Who mends the nets?
My aunt and I do, on the quay.
{QUESTION}
Civic space in Sarvelia is rated ‘open’ by the Lantern Monitor.
"""
    desk = Desk(indexed(tmp_path, TINY, unanswered))
    client = TestClient(create_app(desk), base_url="http://127.0.0.1")
    (id,) = desk.ask(QUESTION).coverage.asked_without_answer
    alone = client.get(f"{asked(client, QUESTION)}?interview={id}").text
    place = next(one for one in desk.archive.interview(id).questions if len(one) == len(QUESTION))
    link = cut_question(desk.archive, id, place).citation.permalink
    assert "An interviewer asked about this here" in alone
    assert f'<a href="{link}"><bdi lang="en">{QUESTION}</bdi></a>' in alone
    assert quoted(alone) == []
    assert f">{QUESTION}</mark>" in client.get(link).text


def test_an_interview_that_was_not_asked_says_so(client: TestClient, desk: Desk) -> None:
    reply = desk.ask(QUESTION)
    (id,) = reply.coverage.not_asked
    alone = client.get(f"{asked(client, QUESTION)}?interview={id}").text
    assert "Nobody asked about this here" in alone
    assert quoted(alone) == []


def test_near_and_silent_are_told_apart_in_words(client: TestClient, desk: Desk) -> None:
    reply = desk.ask(QUESTION)
    assert isinstance(reply, Answer)
    page = client.get(asked(client, QUESTION)).text
    near = {q.citation.interview for q in reply.more} - set(reply.coverage.spoke)
    found = re.findall(r'<a class="chip near"[^>]*interview=([^#"]+)#alone">(.*?)</a>', page)
    assert {id for id, _ in found} == near
    assert near
    assert all('<span class="nearly">near</span>' in said for _, said in found)


def test_silence_has_a_strip_too(client: TestClient, desk: Desk) -> None:
    reply = desk.ask(SILENT)
    assert isinstance(reply, Silence)
    address = asked(client, SILENT)
    id = reply.nearest[0].citation.interview
    alone = client.get(f"{address}?interview={id}").text
    assert words(alone) == [q.text for q in reply.nearest if q.citation.interview == id]
    assert "Nobody in this archive says this on record." in alone


@pytest.mark.parametrize("id", ["nobody-0", "x" * 65, ""])
def test_an_interview_that_is_not_looked_at_is_no_page(client: TestClient, id: str) -> None:
    page = client.get(f"{asked(client, QUESTION)}?interview={id}")
    assert page.status_code == (422 if len(id) > 64 else 404)
