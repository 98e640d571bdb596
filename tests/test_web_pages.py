"""The pages as a reader meets them: the journey, its states, and that nothing in them is markup."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import fields, replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from fastapi.testclient import TestClient
from specimens import SCRIPT, indexed

from index.archive import Archive
from rag.answer import Answer, Silence
from rag.around import around
from rag.desk import Desk
from web import listing
from web.app import create_app
from web.forms import follow_up
from web.pages import NOTHING
from web.replies import reply_view
from web.templating import VIEWS, environment, framed, rendered

QUESTION = "Who helps families now?"
PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    "{{7*7}}{% raw %}",
    "![x](http://evil.example/x.png) <a href=javascript:alert(1)>x</a>",
    "</textarea></blockquote></title><script>1</script>",
    "&lt;b&gt; &amp; <!-- -->",
)


@pytest.fixture(scope="module")
def client(desk: Desk) -> TestClient:
    return TestClient(create_app(desk), base_url="http://127.0.0.1")


class Page(HTMLParser):
    """What a test asks of a page but its script: forms, links, ids, text by tag, and the tags."""

    VOID = frozenset("meta link input br".split())

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.texts: list[tuple[str, str]] = []
        self.open: list[str] = []
        self.forms: list[list[tuple[str, str]]] = []
        self.feed(page.replace(SCRIPT, "", 1))
        self.close()
        assert self.open == [], f"unclosed {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.append((tag, given))
        if tag == "form":
            self.forms.append([])
        if (
            self.forms
            and "name" in given
            and (given.get("type") != "checkbox" or "checked" in given)
        ):
            self.forms[-1].append((given["name"], given.get("value", "")))
        if tag not in self.VOID:
            self.open.append(tag)
            self.texts.append((tag, ""))

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"stray </{tag}>"
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        for place in range(len(self.texts) - 1, -1, -1):
            if self.open and self.texts[place][0] == self.open[-1]:
                self.texts[place] = (self.texts[place][0], self.texts[place][1] + data)
                return

    def words(self, tag: str) -> list[str]:
        return [text for name, text in self.texts if name == tag]

    def links(self) -> list[str]:
        return [given["href"] for tag, given in self.tags if tag == "a"]


def every_page(client: TestClient, desk: Desk) -> list[str]:
    first = desk.archive.interviews[0]
    span = first.turns[0].answer[0]
    return [
        client.get("/").text,
        client.post("/", data={"question": QUESTION}).text,
        client.post("/", data={"question": "And them?", "history": QUESTION}).text,
        client.post("/", data={"question": "What is the best pancake recipe?"}).text,
        client.post("/", data={"question": ""}).text,
        client.get("/interviews").text,
        client.get("/interviews", params={"country": first.country}).text,
        client.get(f"/interviews/{first.id}").text,
        client.get(f"/interviews/{first.id}?span={span.start}-{span.end}").text,
        client.get(f"/interviews/{first.id}?span=x").text,
        client.get("/about").text,
        client.get("/api").text,
        client.get("/compare").text,
        client.post("/compare", data={"question": QUESTION}).text,
        client.post("/compare", data={"question": f"{QUESTION}\nWhy?", "by": "interview"}).text,
        client.post("/compare", data={"question": QUESTION, "by": "planet"}).text,
        client.get(
            "/cite", params={"interview": first.id, "span": f"{span.start}-{span.end}"}
        ).text,
        client.get("/cite", params={"interview": first.id, "span": "x"}).text,
        client.get("/nothing").text,
    ]


def test_every_page_is_well_formed_and_complete(client: TestClient, desk: Desk) -> None:
    for text in every_page(client, desk):
        page = Page(text)
        tags = [tag for tag, _ in page.tags]
        ids = [given["id"] for _, given in page.tags if "id" in given]
        assert tags.count("h1") == tags.count("main") == tags.count("title") == 1
        assert page.words("title")[0].endswith(" · onrecord")
        assert len(ids) == len(set(ids))
        assert ("html", {"lang": "en"}) in page.tags
        assert "#main" in page.links()
        assert text.count("<script") == text.count(SCRIPT) == 1
        assert not {"script", "style", "iframe", "base", "object"} & set(tags)
        for _, given in page.tags:
            assert not [name for name in given if name == "style" or name.startswith("on")]
            for name in ("aria-labelledby", "aria-describedby", "for"):
                assert name not in given or given[name] in ids
        headings = [int(tag[1]) for tag in tags if re.fullmatch("h[1-6]", tag)]
        assert all(b <= a + 1 for a, b in pairwise(headings))


def test_no_page_asks_for_anything_elsewhere(client: TestClient, desk: Desk) -> None:
    for text in every_page(client, desk):
        for tag, given in Page(text).tags:
            for name in ("href", "src", "action", "cite", "srcset", "content"):
                assert not re.match(r"(?:[a-z]+:)?//", given.get(name, "")), (tag, given)


def test_every_link_of_a_page_leads_somewhere(client: TestClient, desk: Desk) -> None:
    links = {link for text in every_page(client, desk) for link in Page(text).links()}
    for link in sorted(links):
        parts = urlsplit(link)
        if parts.path:
            answer = client.get(f"{parts.path}?{parts.query}")
            assert answer.status_code == 200, link
            if parts.fragment:
                assert f'id="{parts.fragment}"' in answer.text, link


def test_the_journey_needs_no_script(client: TestClient, desk: Desk) -> None:
    start = Page(client.get("/").text)
    starter = next(form for form in start.forms if form[0][0] == "question" and form[0][1])
    answer = client.post("/", data=dict(starter))
    page = Page(answer.text)
    assert answer.status_code == 200
    assert page.words("h1") == [starter[0][1]]
    quote = page.words("blockquote")[0]
    permalink = next(link for link in page.links() if "span=" in link)
    source = Page(client.get(permalink.split("#")[0]).text)
    assert source.words("mark") == [quote]
    follow = dict(next(form for form in page.forms if ("history", starter[0][1]) in form))
    again = Page(client.post("/", data={**follow, "question": "And who helps?"}).text)
    assert again.words("h1") == ["And who helps?"]
    assert starter[0][1] in "".join(again.words("li"))
    alone = [form for form in again.forms if form == [("question", "And who helps?")]]
    assert alone


def test_first_page_says_what_there_is(client: TestClient, desk: Desk) -> None:
    page = client.get("/").text
    assert "2 interviews" in page
    for country in desk.archive.countries:
        assert f"<bdi>{country}</bdi>" in page
    starters = re.findall(r'class="starter" name="question" value="([^"]*)"', page)
    asked = {
        turn.question.of(desk.archive.source(i.id).text)
        for i in desk.archive.interviews
        for turn in i.turns
        if turn.question
    }
    assert len(starters) >= 2
    assert {html.unescape(one) for one in starters} <= asked


def test_answer_names_the_speaker_and_the_place(client: TestClient, desk: Desk) -> None:
    reply = desk.ask(QUESTION)
    assert isinstance(reply, Answer)
    text = client.post("/", data={"question": QUESTION}).text
    page = Page(text)
    quoted = [q.text for q in (*reply.quotes, *reply.more)]
    assert page.words("blockquote") == quoted
    for quote in reply.quotes:
        cited = quote.citation
        for said in (cited.speaker, cited.country, cited.question, cited.organisation):
            assert said is None or html.escape(said) in text
        assert cited.permalink in page.links()
        assert f"characters {cited.span.start:,}–{cited.span.end:,}" in text


def test_more_is_apart_from_what_is_quoted(client: TestClient, desk: Desk) -> None:
    reply = desk.ask(QUESTION)
    assert isinstance(reply, Answer)
    text = client.post("/", data={"question": QUESTION}).text
    quoted, more = text.split('<details class="more">')
    assert quoted.count("<blockquote") == len(reply.quotes)
    assert more.count("<blockquote") == len(reply.more)
    assert quoted.count('class="number"') == len(reply.quotes)
    assert 'class="number"' not in more


def test_a_quote_shows_one_sentence_more_for_whoever_asks(desk: Desk, tiny: Archive) -> None:
    reply = desk.ask("How long was your brother held?")
    assert isinstance(reply, Answer)
    text = rendered(reply_view(reply, (), follow_up(NOTHING, tiny), tiny), framed(tiny))
    for number, quote in enumerate(reply.quotes, 1):
        card = text.split(f'id="quote-{number}"')[1].split("</figure>")[0]
        shown = re.findall(r'<span class="words" dir="auto" lang="\w*">(.*?)</span>', card)
        there = around(quote, tiny)
        said = [one.text for one in (there.before, there.after) if one]
        assert [html.unescape(one) for one in shown] == said
        assert ('<details class="around">' in card) == bool(said)
    assert "Just before" in text


@pytest.mark.parametrize(("sure", "weak"), [(None, False), (0.49, True), (0.5, False)])
def test_weak_evidence_is_said_to_be(
    desk: Desk, tiny: Archive, sure: float | None, weak: bool
) -> None:
    reply = desk.ask(QUESTION)
    assert isinstance(reply, Answer)
    held = replace(reply, answerable=sure)
    text = rendered(reply_view(held, (), follow_up(NOTHING, tiny), tiny), framed(tiny))
    assert ("These words may not answer your question." in text) == weak
    # A likelihood is never shown: people read it as truth.
    assert "%" not in text.split("<main")[1].split("</main")[0]


def test_coverage_tells_every_interview_in_words(client: TestClient, desk: Desk) -> None:
    reply = desk.ask(QUESTION)
    text = client.post("/", data={"question": QUESTION}).text
    rows = dict(re.findall(r'class="row (\w+)">(.*?)</ul>', text, re.S))
    expected = {
        "spoke": ("Spoke to this", reply.coverage.spoke),
        "unanswered": ("Were asked, without an answer", reply.coverage.asked_without_answer),
        "unasked": ("Were not asked", reply.coverage.not_asked),
    }
    for kind, (label, ids) in expected.items():
        assert (kind in rows) == bool(ids)
        found = rows.get(kind, "")
        assert tuple(re.findall(r'interview=([a-z0-9-]+)#alone"', found)) == ids
        assert not ids or label in found


def test_silence_says_so_and_shows_what_is_near(client: TestClient, desk: Desk) -> None:
    reply = desk.ask("What is the best pancake recipe?")
    assert isinstance(reply, Silence)
    answer = client.post("/", data={"question": "What is the best pancake recipe?"})
    assert answer.status_code == 200
    assert "Nobody in this archive says this on record." in answer.text
    assert html.escape(reply.reason, quote=False) in html.unescape(answer.text)
    before, near = answer.text.split("Near, not evidence")
    assert "<blockquote" not in before
    assert near.count("<blockquote") == len(reply.nearest)
    assert 'class="number"' not in answer.text


def test_publishers_words_are_said_to_be(desk: Desk, tiny: Archive) -> None:
    reply = desk.ask("Where does Mira Dolen live?")
    near = [q for q in quotes_of(reply) if q.citation.role == "introduction"]
    assert near
    text = rendered(reply_view(reply, (), follow_up(NOTHING, tiny), tiny), framed(tiny))
    assert text.count("The publisher’s words, not the speaker’s") >= 1
    rating = desk.ask("Is civic space in Valdoria rated closed?")
    assert [q for q in quotes_of(rating) if q.citation.role == "rating"]
    text = rendered(reply_view(rating, (), follow_up(NOTHING, tiny), tiny), framed(tiny))
    assert "Civic-space rating of</span> <bdi>Valdoria</bdi>" in text


def quotes_of(reply: Answer | Silence) -> Sequence[object]:
    return (*reply.quotes, *reply.more) if isinstance(reply, Answer) else reply.nearest


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"question": ""}, "Write a question first."),
        ({"question": " \n "}, "Write a question first."),
        ({"other": "x"}, "Write a question first."),
        ({"question": "why " * 600}, "The question has 2,399 characters; at most 2,000 are read."),
        ({"question": "Who?", "country": "Atlantis"}, "Atlantis"),
        ({"question": "Who?", "speaker": "Nobody Known"}, "Nobody Known"),
        ({"question": "Who?", "history": "h" * 2001}, "cannot be read"),
        ({"question": "?!"}, "question"),
    ],
)
def test_a_form_that_does_not_fit_comes_back(
    client: TestClient, sent: dict[str, str], said: str
) -> None:
    answer = client.post("/", data=sent)
    assert answer.status_code == 422
    page = Page(answer.text)
    assert said in html.unescape(answer.text)
    assert 'role="alert"' in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert page.words("textarea") == [sent.get("question", "").strip()]


def test_input_is_kept(client: TestClient) -> None:
    sent = {
        "question": "",
        "history": ["Why?", "When?"],
        "country": ["Valdoria"],
        "speaker": ["Tomas Ek"],
        "until": "2031",
    }
    form = Page(client.post("/", data=sent).text).forms[0]
    assert form == [
        ("history", "Why?"),
        ("history", "When?"),
        ("question", ""),
        ("country", "Valdoria"),
        ("speaker", "Tomas Ek"),
        ("since", ""),
        ("until", "2031"),
    ]


def test_choices_narrow_and_stay_chosen(client: TestClient) -> None:
    text = client.post("/", data={"question": "Who counts?", "country": "West Orlund"}).text
    assert "Only West Orlund, as you chose." in text
    assert '<details class="narrow" open>' in text
    assert ("country", "West Orlund") in Page(text).forms[-1]


def test_history_is_cut_at_twenty(client: TestClient) -> None:
    sent = {"question": QUESTION, "history": [f"Question {n}?" for n in range(30)]}
    form = Page(client.post("/", data=sent).text).forms[-1]
    history = [value for name, value in form if name == "history"]
    assert len(history) == 20
    assert history[-2:] == ["Question 29?", QUESTION]


def test_control_characters_of_a_paste_are_dropped(client: TestClient) -> None:
    answer = client.post("/", data={"question": "Who\x0bhelps\x00 families\x1b now?"})
    assert answer.status_code == 200
    assert Page(answer.text).words("h1") == [QUESTION]


def test_forms_of_another_kind_are_refused(client: TestClient) -> None:
    assert client.post("/", json={"question": QUESTION}).status_code == 415
    assert client.post("/", files={"question": b"x"}).status_code == 415
    many = {f"f{n}": "1" for n in range(500)}
    assert client.post("/", data=many).status_code == 400


def test_interviews_are_listed_by_country(client: TestClient, desk: Desk) -> None:
    everything = client.get("/interviews").text
    for interview in desk.archive.interviews:
        assert f'href="/interviews/{interview.id}"' in everything
    one = client.get("/interviews", params={"country": "Valdoria"}).text
    assert "Mira Dolen" in one
    assert "Tomas Ek" not in one
    assert client.get("/interviews", params={"country": "<b>"}).status_code == 404


def test_about_names_the_generation(client: TestClient, desk: Desk) -> None:
    text = client.get("/about").text
    assert desk.archive.fingerprint in text
    assert "0.txt" in text
    assert "no interview is dated" in text


def test_about_names_the_dates(sample_desk: Desk) -> None:
    text = TestClient(create_app(sample_desk), base_url="http://127.0.0.1").get("/about").text
    assert '1 interview is dated: <time datetime="2031-04-17">17 April 2031</time>' in text


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_users_send_is_never_markup(client: TestClient, desk: Desk, payload: str) -> None:
    first = desk.archive.interviews[0].id
    for answer in (
        client.post("/", data={"question": payload}),
        client.post("/", data={"question": f"{payload} families", "history": payload}),
        client.post("/", data={"question": "Who?", "country": payload}),
        client.post("/", data={"question": "Who?", "speaker": payload}),
        client.get("/interviews", params={"country": payload}),
        client.get(f"/interviews/{first}", params={"span": payload}),
        client.get(f"/{payload}"),
        client.get("/interviews/" + payload),
        client.post("/compare", data={"question": payload}),
        client.get("/compare", params={"question": payload, "by": payload}),
        client.post("/compare", data={"question": "Who?", "speaker": payload}),
        client.post("/compare/export", data={"question": "Who?", "format": payload}),
        client.get("/cite", params={"interview": payload, "span": payload}),
        client.get("/api", headers={"Host": "localhost"}),
    ):
        inert(answer.text)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_documents_hold_is_never_markup(tmp_path: Path, payload: str) -> None:
    line = payload.replace("?", "")
    archive = indexed(
        tmp_path,
        f"{line}\n-\nVALDORIA: ‘{line}’\n"
        f"The Lantern Project speaks with Mira Dolen, founder of the {line} Harbour, on {line}.\n"
        f"Why did you leave {line} Valdoria?\nWe left {line} and lost the boat. {line}\n"
        f"Who helps {line} families?\nNobody helps {line} families.\n"
        f"Civic space in Valdoria is rated ‘closed’ by {line}.\nPhoto credit: {line}\n",
    )
    client = TestClient(create_app(Desk(archive)), base_url="http://127.0.0.1")
    for text in every_page(client, Desk(archive)):
        inert(text)
    whole = Page(client.get(f"/interviews/{archive.interviews[0].id}").text)
    assert f"Nobody helps {line} families." in whole.words("p")


def inert(text: str) -> None:
    page = Page(text)
    tags = {tag for tag, _ in page.tags}
    assert not tags & {"script", "img", "svg", "iframe"}
    assert "alert" not in " ".join(name for _, given in page.tags for name in given)
    assert all(not link.startswith("javascript") for link in page.links())
    assert "49{% raw" not in text


def test_every_view_renders_and_every_template_is_a_views(desk: Desk, client: TestClient) -> None:
    assert len({view.template for view in VIEWS}) == len(VIEWS)
    held = set(environment().list_templates())
    assert held == {view.template for view in VIEWS} | {
        "base.html",
        "parts.html",
        "inspecting.html",
    }


def test_templates_use_only_what_views_declare() -> None:
    declared = {view.template: {f.name for f in fields(view)} | set(dir(view)) for view in VIEWS}
    for template, names in declared.items():
        source = environment().loader.get_source(environment(), template)[0]
        assert set(re.findall(r"\bview\.(\w+)", source)) <= names, template


def test_an_interview_without_facts_is_shown_without_them(tmp_path: Path) -> None:
    archive = indexed(
        tmp_path, "Q: What did you see there?\nA: I saw the sea.\nQ: And then what?\nA: Nothing.\n"
    )
    desk = Desk(archive)
    client = TestClient(create_app(desk), base_url="http://127.0.0.1")
    for text in every_page(client, desk):
        assert "None" not in Page(text).texts[-1][1]
        assert ">None<" not in text
    answer = client.post("/", data={"question": "What did you see there?"})
    assert "A speaker whom the source does not name" in answer.text


def test_long_coverage_folds(desk: Desk, tiny: Archive) -> None:
    reply = desk.ask(QUESTION)
    many = replace(reply.coverage, spoke=(), not_asked=(tiny.interviews[0].id,) * 25)
    view = reply_view(replace(reply, coverage=many), (), follow_up(NOTHING, tiny), tiny)
    assert "Show all 25 interviews" in rendered(view, framed(tiny))


def test_a_long_list_has_pages(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = [
        link for link in Page(client.get("/interviews").text).links() if "/interviews/" in link
    ]
    monkeypatch.setattr(listing, "PAGE", 1)
    seen: list[str] = []
    address: str | None = "/interviews"
    while address:
        text = client.get(address).text
        seen += [link for link in Page(text).links() if "/interviews/" in link]
        later = re.search(r'rel="next" href="([^"]+)"', text)
        address = html.unescape(later[1]) if later else None
    assert len(whole) > 1
    assert seen == whole
    assert f"1 to 1 of {len(whole)} interviews" in client.get("/interviews").text
    assert 'rel="prev" href="/interviews"' in client.get("/interviews?page=2").text
    assert 'rel="prev"' not in client.get("/interviews").text


def test_a_page_of_the_list_that_is_not_there(client: TestClient) -> None:
    assert client.get("/interviews?page=2").status_code == 404
    assert "its pages are 1 to 1" in client.get("/interviews?page=2").text
    assert client.get("/interviews?page=0").status_code == 404
    assert client.get("/interviews?page=x").status_code == 422
