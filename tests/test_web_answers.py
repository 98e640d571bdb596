"""Answers read again by an id: beside the interview, narrowed, shared, and forgotten."""

from __future__ import annotations

import html
import re
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from index.errors import Gone, InputOutput
from rag.answer import Answer
from rag.desk import Desk
from web.answering import kept_view
from web.app import create_app
from web.forms import Sent
from web.kept import Answers

QUESTION = "What did the sea ban change for fishers?"
SILENT = "What is the best pancake recipe?"
BOTH = "Who helps families and what does the radio say?"


@pytest.fixture(scope="module")
def client(desk: Desk) -> TestClient:
    return TestClient(create_app(desk), base_url="http://127.0.0.1")


def asked(client: TestClient, question: str, **fields: str) -> str:
    """Where the answer to a question is read."""
    sent = client.post("/", data={"question": question, **fields}, follow_redirects=False)
    assert sent.status_code == 303
    return str(sent.headers["Location"])


def test_an_answer_is_read_by_an_id_that_says_nothing(client: TestClient) -> None:
    address, other = asked(client, QUESTION), asked(client, QUESTION)
    assert re.fullmatch("/answers/[0-9a-f]{32}", address)
    assert address != other
    page = client.get(address)
    assert page.status_code == 200
    assert f'<h1 dir="auto" lang="en">{QUESTION}</h1>' in page.text
    assert (
        f'<a class="link" href="{address}"><bdi dir="ltr">http://127.0.0.1{address}</bdi></a>'
        in page.text
    )
    assert client.get(address).text == page.text


def test_silence_is_read_again_too(client: TestClient) -> None:
    page = client.get(asked(client, SILENT)).text
    assert "Nobody in this archive says this on record." in page
    assert client.get(asked(client, SILENT) + "/1").status_code == 404


def test_following_a_number_opens_the_interview_beside_the_answer(
    client: TestClient, desk: Desk
) -> None:
    reply = desk.ask(QUESTION)
    assert isinstance(reply, Answer)
    address = asked(client, QUESTION)
    answer = client.get(address).text
    for number, quote in enumerate(reply.quotes, 1):
        assert f'href="{address}/{number}#span"' in answer
        page = client.get(f"{address}/{number}").text
        assert [html.unescape(m) for m in re.findall('<mark id="span">(.*?)</mark>', page)] == [
            quote.text
        ]
        assert f"Quotation {number} of {len(reply.quotes)}" in page
        assert (f'rel="next" href="{address}/{number + 1}#span"' in page) == (
            number < len(reply.quotes)
        )
        assert (f'rel="prev" href="{address}/{number - 1}#span"' in page) == (number > 1)
        assert f'href="{address}#quote-{number}"' in page
        assert f'id="quote-{number}"' in answer
        assert page.count("<h1") == 1
    assert client.get(f"{address}/{len(reply.quotes) + 1}").status_code == 404


@pytest.mark.parametrize(
    "address",
    ["/answers/" + "0" * 32, "/answers/x", "/answers/" + "A" * 32, "/answers"],
)
def test_answers_that_are_not_kept(client: TestClient, address: str) -> None:
    answer = client.get(address)
    known = re.fullmatch("/answers/[0-9a-f]{32}", address)
    assert answer.status_code == (410 if known else 404)
    if known:
        assert "Ask the question again." in answer.text


def test_only_so_many_are_kept(desk: Desk) -> None:
    answers = Answers(most=2)
    reply = desk.ask(QUESTION)
    ids = [answers.keep(Sent(QUESTION, (), (), ()), reply) for _ in range(3)]
    for id in ids[1:]:
        assert answers.kept(id).reply is reply
    with pytest.raises(Gone):
        answers.kept(ids[0])


def test_kept_answers_are_checked_again(desk: Desk) -> None:
    reply = desk.ask(QUESTION)
    assert isinstance(reply, Answer)
    quote = reply.quotes[0]
    false = replace(quote, citation=replace(quote.citation, speaker="Somebody Else"))
    answers = Answers()
    kept = answers.kept(answers.keep(Sent(QUESTION, (), (), ()), replace(reply, quotes=(false,))))
    with pytest.raises(InputOutput):
        kept_view(kept, desk.archive, "http://127.0.0.1")


WRITTEN: list[str] | None = None


def watch(event: str, arguments: tuple[object, ...]) -> None:
    """Notes files that are opened for writing, while a test looks."""
    if event == "open" and WRITTEN is not None and set(str(arguments[1])) & set("wax+"):
        WRITTEN.append(str(arguments[0]))


def test_nothing_of_an_answer_is_on_the_disk(client: TestClient, tmp_path: Path) -> None:
    global WRITTEN
    sys.addaudithook(watch)
    WRITTEN = []
    try:
        (tmp_path / "seen").write_text("the watch sees files")
        client.get(asked(client, QUESTION) + "/1")
        written = WRITTEN
    finally:
        WRITTEN = None
    assert written == [str(tmp_path / "seen")]


def test_an_answer_is_narrowed_by_one_press(client: TestClient, desk: Desk) -> None:
    reply = desk.ask(BOTH)
    assert isinstance(reply, Answer)
    countries = {q.citation.country for q in reply.quotes}
    assert len(countries) == 2
    page = client.get(asked(client, BOTH)).text
    facets = page.split('<form class="facets"')[1].split("</form>")[0]
    assert f'name="question" value="{BOTH}"' in facets
    for country in countries:
        assert f'name="country" value="{country}"' in facets
    narrowed = client.get(asked(client, BOTH, country="Valdoria")).text
    assert '<form class="facets"' not in narrowed
    assert "Ask this of everybody, without what was chosen" in narrowed


def test_silence_offers_what_was_asked_nearby(client: TestClient, desk: Desk) -> None:
    page = client.get(asked(client, SILENT)).text
    offered = re.findall(r'class="starter" name="question" value="([^"]*)"', page)
    questions = {
        turn.question.of(desk.archive.source(i.id).text)
        for i in desk.archive.interviews
        for turn in i.turns
        if turn.question
    }
    near = [q.citation.question for q in desk.ask(SILENT).nearest if q.citation.question]  # type: ignore[union-attr]
    assert {html.unescape(one) for one in offered} <= questions
    assert bool(offered) == bool(near)


def forms(page: str, action: str) -> list[str]:
    """The forms of a page that send to an address."""
    return [one.split("</form>")[0] for one in page.split(f'method="post" action="{action}">')[1:]]


def test_buttons_on_a_silence_keep_what_was_chosen(client: TestClient) -> None:
    chosen = {"country": "Valdoria", "speaker": "Mira Dolen"}
    page = client.get(asked(client, SILENT, **chosen)).text
    offered = [one for one in forms(page, "/") if 'class="starter"' in one]
    assert offered
    for form in (*offered, *forms(page, "/compare")):
        for name, value in chosen.items():
            assert f'type="hidden" name="{name}" value="{value}"' in form


def test_a_question_is_compared_as_it_was_narrowed(client: TestClient) -> None:
    (form,) = forms(client.get(asked(client, QUESTION, country="West Orlund")).text, "/compare")
    assert 'type="hidden" name="country" value="West Orlund"' in form


def test_what_leans_on_the_questions_before_is_not_compared_alone(client: TestClient) -> None:
    page = client.get(asked(client, "And who helps families now?", history=QUESTION)).text
    assert forms(page, "/compare") == []
    assert "Ask this on its own, without the questions before it" in page


def test_sources_are_numbered_for_paper(client: TestClient, desk: Desk) -> None:
    reply = desk.ask(QUESTION)
    assert isinstance(reply, Answer)
    page = client.get(asked(client, QUESTION)).text
    sources = html.unescape(page.split('<section class="sources"')[1].split("</section>")[0])
    for number, quote in enumerate(reply.quotes, 1):
        assert f"<b>[{number}]</b>" in sources
        assert f"http://127.0.0.1{quote.citation.permalink}." in sources
    assert desk.archive.fingerprint in sources


def test_the_first_page_can_be_bookmarked_narrowed(client: TestClient) -> None:
    page = client.get("/", params={"country": "Valdoria", "speaker": "Tomas Ek"}).text
    assert 'value="Valdoria" checked' in page
    assert 'value="Tomas Ek" checked' in page
