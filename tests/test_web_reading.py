"""The interview page: the source's own characters, and a mark that is exactly the quote."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st
from specimens import indexed

from index.archive import Archive
from index.interview import Role, Span
from rag.cite import quotable
from rag.desk import Desk
from rag.wording import words_in
from web.app import create_app
from web.finding import matches
from web.reading import interview_view

STRANGE = """Voices
-
VALDORIA: ‘We <b>left</b> & 𝔖aw’
The Lantern Project speaks with Mira Dolen, founder of the Harbour Archive, about letters.
Q: Why did you leave, and when?
A: We left on a Tuesday. 𐍈𝔖😀 came too & <script>x</script> stayed. It’s  two   spaces.
لم يعد أحد إلى البيت. قالوا لنا اذهبوا.
Q: What did the cafe\u0301 serve?
A: Cafe\u0301 noir, “as ever”. Yes. &amp; is not an ampersand\u200d\u202e here.
Q: Who came after?
Civic space in Valdoria is rated ‘closed’ by the Monitor.
Get in touch with Mira through her website.
Photo credit: Ana Rill
"""


@pytest.fixture(scope="module")
def strange(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return indexed(tmp_path_factory.mktemp("strange"), STRANGE)


@pytest.fixture(scope="module")
def client(strange: Archive) -> TestClient:
    return TestClient(create_app(Desk(strange)), base_url="http://127.0.0.1")


def marks(page: str) -> list[str]:
    return [html.unescape(m) for m in re.findall(r'<mark id="span">(.*?)</mark>', page, re.S)]


def test_every_passage_and_sentence_is_marked_exactly(client: TestClient, strange: Archive) -> None:
    text = strange.documents[0].text
    spans = {s for p in strange.passages for s in p.sentences}
    spans |= {span for i in strange.interviews for _, _, span in quotable(i)}
    assert any("😀" in span.of(text) for span in spans)
    assert any("أحد" in span.of(text) for span in spans)
    id = strange.interviews[0].id
    for span in spans:
        answer = client.get(f"/interviews/{id}?span={span.start}-{span.end}")
        assert answer.status_code == 200
        assert marks(answer.text) == [span.of(text)]


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_cut_of_a_quotable_line_is_marked_exactly_or_not_at_all(
    tiny: Archive, data: st.DataObject
) -> None:
    text = tiny.documents[0].text
    interview = data.draw(st.sampled_from(tiny.interviews))
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start + 1, min(len(text) + 5, start + 80)))
    span = Span(start, end)
    answer = TestClient(create_app(Desk(tiny)), base_url="http://127.0.0.1").get(
        f"/interviews/{interview.id}?span={start}-{end}"
    )
    held = any(line.holds(span) for _, _, line in quotable(interview))
    held = held or span in interview.questions
    assert answer.status_code == (200 if held else 404)
    assert marks(answer.text) == ([span.of(text)] if held else [])


def test_pages_hold_every_line_of_the_interview_unaltered(strange: Archive) -> None:
    text = strange.documents[0].text
    interview = strange.interviews[0]
    view = interview_view(interview, strange, None)
    lines = [view.heading] if view.heading else []
    lines += [line for block in view.blocks for line in block.lines]
    shown = [line.label + line.text for line in lines]
    assert shown == [
        part.span.of(text)
        for part in strange.parts(interview.id)
        if part.role not in (Role.SEPARATOR, Role.TITLE)
    ]


def test_labels_are_no_part_of_the_words(client: TestClient, strange: Archive) -> None:
    page = client.get(f"/interviews/{strange.interviews[0].id}").text
    assert '<bdi class="label">Q: </bdi>Why did you leave, and when?</h2>' in page
    assert '<bdi class="label">A: </bdi>We left on a Tuesday.' in page


def test_turns_say_who_speaks(tiny: Archive) -> None:
    view = interview_view(tiny.interviews[0], tiny, None)
    answers = [block for block in view.blocks if block.kind == "answer"]
    assert [block.speaker for block in answers] == ["Mira Dolen"] * 3
    assert [block.number for block in view.questions] == [1, 2, 3]


def test_a_place_is_in_the_first_turn_whose_words_it_overlaps(strange: Archive) -> None:
    interview = strange.interviews[0]
    for start in range(len(STRANGE)):
        for place in (Span(start, start + 1), Span(start, start + 30)):
            holding = [n for n, t in enumerate(interview.turns) if any(map(place.overlap, t.spans))]
            # From the end of one turn's words to another's, only the next is looked at.
            near = [n for n in holding if interview.turns[n].spans[-1].end > start]
            assert interview.turn_at(place) == (near[0] if near else None)


@pytest.mark.parametrize("opening", ["Q: Why?\nMira Dolen: ", ""])
def test_a_page_takes_time_with_its_lines_not_with_their_square(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opening: str
) -> None:
    counts = []
    overlap = Span.overlap
    for lines in (100, 200):
        said = "".join(f"We saw {number} boats there.\n" for number in range(lines))
        archive = indexed(tmp_path, f"VALDORIA: ‘Long’\n{opening}{said}Q: When?\nA: Then.\n")
        compared: list[Span] = []

        def counted(one: Span, other: Span, compared: list[Span] = compared) -> int:
            compared.append(other)
            return overlap(one, other)

        with monkeypatch.context() as patch:
            patch.setattr(Span, "overlap", counted)
            view = interview_view(archive.interviews[0], archive, None)
        assert sum(len(block.lines) for block in view.blocks) >= lines
        counts.append(len(compared))
    assert counts[1] < 2.2 * counts[0]


def test_unanswered_questions_say_so(client: TestClient, strange: Archive) -> None:
    page = client.get(f"/interviews/{strange.interviews[0].id}").text
    assert page.count("The source gives no answer to this question.") == 1


def test_marked_words_are_said_to_be_whose(client: TestClient, strange: Archive) -> None:
    interview = strange.interviews[0]
    for span, whose in (
        (interview.turns[0].answer[0], "Mira Dolen"),
        (interview.introduction[0], "the publisher, who introduces the interview"),
        (interview.footer[0].span, "the publisher, who rates civic space"),
    ):
        page = client.get(f"/interviews/{interview.id}?span={span.start}-{span.end}").text
        note = page.split('<p class="marked"')[1].split("</p>")[0]
        assert f"<bdi>{whose}</bdi>" in note


@pytest.mark.parametrize(
    "span",
    ["", "5", "5-", "-5", "a-b", "9-3", "7-7", "1-2-3", "1.0-2", "٣-٤", " 1-2", "1" * 13 + "-2"],
)
def test_malformed_spans_are_refused(client: TestClient, strange: Archive, span: str) -> None:
    id = strange.interviews[0].id
    answer = client.get(f"/interviews/{id}", params={"span": span})
    assert answer.status_code == 422
    assert "nothing is marked" in answer.text
    assert "<mark" not in answer.text
    assert f'href="/interviews/{id}"' in answer.text


def test_spans_of_other_words_are_refused(client: TestClient, strange: Archive) -> None:
    interview = strange.interviews[0]
    question, answer = interview.turns[0].question, interview.turns[0].answer
    assert question is not None
    contact = next(p.span for p in interview.footer if p.role is Role.CONTACT)
    assert interview.heading is not None
    for span in (
        Span(question.start, question.end - 1),  # a part of the interviewer's
        contact,
        interview.heading,
        answer[0].to(answer[1]),  # across paragraphs
        Span(answer[0].start - 3, answer[0].end),  # with the label
        Span(len(STRANGE) + 10, len(STRANGE) + 20),
        Span(0, 999_999_999_999),
    ):
        page = client.get(f"/interviews/{interview.id}?span={span.start}-{span.end}")
        assert page.status_code == 404
        assert "<mark" not in page.text
        assert f'href="/interviews/{interview.id}"' in page.text


def test_spans_of_another_interview_are_refused(desk: Desk, tmp_path: Path) -> None:
    client = TestClient(create_app(desk), base_url="http://127.0.0.1")
    one, other = desk.archive.interviews
    span = other.turns[0].answer[0]
    assert client.get(f"/interviews/{other.id}?span={span.start}-{span.end}").status_code == 200
    assert client.get(f"/interviews/{one.id}?span={span.start}-{span.end}").status_code == 404


@pytest.mark.parametrize(
    "id", ["none", "../about", "%2e%2e", "A", "a" * 65, "con%00", "‮x", "x'--", "-"]
)
def test_other_ids_are_not_there(client: TestClient, id: str) -> None:
    assert client.get(f"/interviews/{id}").status_code in (200, 404)
    assert client.get(f"/api/interviews/{id}").status_code == 404


def find(client: TestClient, archive: Archive, words: str) -> tuple[int, list[str], str]:
    page = client.post(f"/interviews/{archive.interviews[0].id}/find", data={"words": words})
    found = re.findall(r'<mark id="found-\d+">(.*?)</mark>', page.text, re.S)
    return page.status_code, [html.unescape(one) for one in found], page.text


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("tuesday", ["Tuesday"]),
        ("you", ["you"]),
        ("LEFT", ["left", "left"]),
        ("why did you", ["Why did you"]),
        ("café", ["cafe\u0301", "Cafe\u0301"]),
        ("البيت", ["البيت"]),
        ("script x", ["script>x"]),
        ("“two spaces.”", ["two   spaces"]),
        ("letter", ["letters"]),
        ("giraffe", []),
    ],
)
def test_words_are_found_and_marked(
    client: TestClient, strange: Archive, words: str, found: list[str]
) -> None:
    status, marks, page = find(client, strange, words)
    assert (status, marks) == (200, found)
    assert ("do not stand in this interview" in page) == (not found)
    plain = re.sub(r'<a class="(?:pin|step)[^>]*></a>', "", page)
    for part in strange.parts(strange.interviews[0].id):
        if part.role not in (Role.SEPARATOR, Role.TITLE):
            words_shown = html.unescape(re.sub("<[^>]+>", "", plain))
            assert part.span.of(strange.documents[0].text) in words_shown


@pytest.mark.parametrize(
    ("words", "found"),
    [("40", ["40", "40"]), ("05.40", ["05:40"]), ("1,140", ["1 140"]), ("2–3", ["2-3"])],
)
def test_parts_of_times_ranges_and_thousands_are_found(words: str, found: list[str]) -> None:
    text = "From 05:40 on 2-3 of the 1 140 lamps burn, and 40 go out."
    wanted = [word.folded for word in words_in(words)]
    assert [span.of(text) for span in matches(text, Span(0, len(text)), wanted)] == found


def test_places_lead_to_the_next_and_the_one_before(client: TestClient, strange: Archive) -> None:
    _, _, page = find(client, strange, "left")
    assert 'href="#found-2" aria-label="Next place, 2 of 2"' in page
    assert 'href="#found-1" aria-label="Place before, 1 of 2"' in page
    assert 'href="#found-3"' not in page
    assert 'href="#found-0"' not in page


@pytest.mark.parametrize("words", ["", " ", "?!", "long " * 50])
def test_what_cannot_be_looked_for_is_said(
    client: TestClient, strange: Archive, words: str
) -> None:
    status, marks, page = find(client, strange, words)
    assert (status, marks) == (422, [])
    assert 'role="alert"' in page


def test_what_is_looked_for_is_in_no_address(client: TestClient, strange: Archive) -> None:
    _, _, page = find(client, strange, "Tuesday")
    assert not re.search(r'(?:href|action)="[^"]*tuesday', page, re.I)
    id = strange.interviews[0].id
    assert client.get(f"/interviews/{id}/find?words=Tuesday").status_code == 405
    assert client.post(f"/interviews/{id}/find", json={"words": "x"}).status_code == 415
    assert client.post("/interviews/none/find", data={"words": "x"}).status_code == 404
