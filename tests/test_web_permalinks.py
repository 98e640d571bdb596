"""Links to words, followed after the documents were changed and indexed again."""

from __future__ import annotations

import hashlib
import html
import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from specimens import indexed

from index.archive import Archive
from index.interview import Span
from rag.anchor import anchor_of, quote_digest, read_pin
from rag.cite import cut_quote, quotable
from rag.desk import Desk
from web.app import create_app

HEAD = """Voices (invented)
-
VALDORIA: ‘We mend what we can’
The Lantern Project speaks with Mira Dolen, founder of the Harbour Archive, about letters.
Mira left Valdoria in 2031.
"""
ASKED = "Why did you leave Valdoria that winter?"
FIRST = "The harbour froze in the second week. We lost our boat and the radio. Nobody came."
SECOND = "They asked for papers at every bridge. We lost our boat and the radio. Then we walked."
SOURCE = f"""{HEAD}{ASKED}
{FIRST}
Was anybody of your family held after that?
Yes.
Did the others reach the border?
Yes.
What happened on the road?
{SECOND}
"""
LOST = "We lost our boat and the radio."
CHANGED = "The source has changed since this link was made; the same words stand here now."


def client_of(archive: Archive) -> TestClient:
    return TestClient(create_app(Desk(archive)), base_url="http://127.0.0.1")


def links(archive: Archive) -> dict[str, list[str]]:
    """The links of every sentence on the interview's page, by its words, in the page's order."""
    interview = archive.interviews[0]
    page = client_of(archive).get(f"/interviews/{interview.id}").text
    found: dict[str, list[str]] = {}
    for link in re.findall(r'<a class="pin" href="([^"]+)" aria-label="Link to sentence', page):
        span = read_pin(link.split("span=")[1].removesuffix("#span")).span
        found.setdefault(span.of(archive.documents[0].text), []).append(link)
    return found


def marked(archive: Archive, link: str) -> tuple[int, list[str], str]:
    """The status of a link, the words that it marks and the words that stand before them."""
    answer = client_of(archive).get(link)
    plain = re.sub(r"<a [^>]*></a>", "", answer.text)
    before = html.unescape(re.sub("<[^>]+>", "", plain.split("<mark")[0]))
    words = [html.unescape(m) for m in re.findall(r"<mark[^>]*>(.*?)</mark>", plain, re.S)]
    assert (CHANGED in answer.text) == (
        answer.status_code == 200
        and archive.documents[0].sha256[:12] != link.split("-")[-4]
        and bool(words)
    )
    return answer.status_code, words, before[-200:]


def changed(tmp_path: Path, source: str) -> tuple[dict[str, list[str]], Archive]:
    """The links made before the document became `source`, and the archive indexed again."""
    before = indexed(tmp_path, SOURCE)
    made = links(before)
    after = indexed(tmp_path, source)
    assert after.generation == before.generation + 1
    assert [i.id for i in after.interviews] == [i.id for i in before.interviews]
    return made, after


def test_every_sentence_has_a_link_that_marks_it(tmp_path: Path) -> None:
    archive = indexed(tmp_path, SOURCE)
    made = links(archive)
    assert [len(made[words]) for words in (LOST, "Yes.", "Nobody came.")] == [2, 2, 1]
    for words, those in made.items():
        for link in those:
            status, found, _ = marked(archive, link)
            assert (status, found) == (200, [words])


def test_no_word_of_an_interview_is_in_a_link(tmp_path: Path) -> None:
    shape = (
        r"/interviews/[a-z0-9-]+\?span=\d+-\d+-[0-9a-f]{12}-[0-9a-f]{12}(?:-[0-9a-f]{8}){2}#span"
    )
    for those in links(indexed(tmp_path, SOURCE)).values():
        assert all(re.fullmatch(shape, link) for link in those)


def test_edits_before_the_words_move_the_mark(tmp_path: Path) -> None:
    edited = SOURCE.replace(
        "Mira left Valdoria in 2031.", "Mira left Valdoria early in 2031, alone."
    )
    made, after = changed(tmp_path, edited)
    for words in (LOST, "Yes.", "Nobody came.", "Then we walked."):
        for link in made[words]:
            status, found, _ = marked(after, link)
            assert (status, found) == (200, [words])
    ends = ["that winter?\nThe harbour froze in the second week. ", "every bridge. "]
    for link, end in zip(made[LOST], ends, strict=True):
        assert marked(after, link)[2].split()[-2:] == end.split()[-2:]


def test_words_are_known_by_one_side_when_the_other_was_edited(tmp_path: Path) -> None:
    made, after = changed(tmp_path, SOURCE.replace("They asked for papers", "They wanted papers"))
    status, found, before = marked(after, made[LOST][1])
    assert (status, found) == (410, []), "two words after it are too few to tell it by"
    made, after = changed(
        tmp_path,
        SOURCE.replace("Nobody came.", "Nobody came, not even the pilot."),
    )
    status, found, before = marked(after, made[LOST][0])
    assert (status, found) == (200, [LOST])
    assert before.endswith("The harbour froze in the second week. ")


@pytest.mark.parametrize(
    "edit",
    [
        "We lost our boat and our radio.",
        "We lost our boat, and the radio.",
        "We never lost our boat and the radio.",
        "we lost our boat and the radio.",
        "We lost our boat and the radio!",
    ],
)
def test_edits_within_the_words_mark_nothing(tmp_path: Path, edit: str) -> None:
    made, after = changed(tmp_path, SOURCE.replace(LOST, edit, 1))
    answer = client_of(after).get(made[LOST][0])
    assert answer.status_code == 410
    assert "This passage has changed" in answer.text
    assert "<mark" not in answer.text
    assert f'href="/interviews/{after.interviews[0].id}"' in answer.text
    # The same words in another answer are not taken for these.
    assert marked(after, made[LOST][1])[:2] == (200, [LOST])


@pytest.mark.parametrize(
    "edit", ["We  lost our\u00a0boat and the radio.", "We lost our bo\u00adat and the radio."]
)
def test_white_space_and_what_is_unseen_are_no_edits(tmp_path: Path, edit: str) -> None:
    made, after = changed(tmp_path, SOURCE.replace(LOST, edit, 1))
    assert marked(after, made[LOST][0])[:2] == (200, [edit])


def test_a_duplicate_is_told_by_what_stands_around(tmp_path: Path) -> None:
    doubled = SOURCE.replace("Yes.\nDid", f"Yes. {LOST} It was our only one.\nDid")
    made, after = changed(tmp_path, doubled)
    for link, last in zip(made[LOST], ("week.", "bridge."), strict=True):
        status, found, before = marked(after, link)
        assert (status, found, before.split()[-1]) == (200, [LOST], last)


def test_two_places_that_cannot_be_told_apart_mark_nothing(tmp_path: Path) -> None:
    again = f"{SOURCE}{ASKED}\n{FIRST}\n"
    made, after = changed(tmp_path, again)
    assert marked(after, made[LOST][0])[:2] == (410, [])
    assert marked(after, made[LOST][1])[:2] == (200, [LOST])


def test_a_question_that_moves_with_its_answer_is_found(tmp_path: Path) -> None:
    block = f"{ASKED}\n{FIRST}\n"
    made, after = changed(tmp_path, SOURCE.replace(block, "") + block)
    for words in ("The harbour froze in the second week.", LOST, "Nobody came."):
        status, found, _ = marked(after, made[words][0])
        assert (status, found) == (200, [words])


def test_words_that_move_to_another_answer_are_not_taken_for_the_same(tmp_path: Path) -> None:
    moved = SOURCE.replace(" Nobody came.", "").replace("Then we walked.", "Nobody came. Then.")
    made, after = changed(tmp_path, moved)
    assert marked(after, made["Nobody came."][0])[:2] == (410, [])


@pytest.mark.parametrize(
    ("words", "of"),
    [
        ("I never saw the boats burn.", "I never saw the boats burn."),
        ("No.", "No. Never."),
        ("Never.", "No. Never."),
    ],
)
def test_words_with_too_few_around_are_not_taken_for_the_same_of_somebody_else(
    tmp_path: Path, words: str, of: str
) -> None:
    head = HEAD.replace("Archive, about letters", "Archive, and Tomas Ek, fisherman")
    rest = "Mira Dolen: The mill was closed by then.\nTomas Ek: It was open on Fridays.\n"
    first = indexed(tmp_path, f"{head}Mira Dolen: {of}\nTomas Ek: We hid.\n{rest}")
    made = links(first)[words][0]
    assert marked(first, made)[:2] == (200, [words])
    after = indexed(tmp_path, f"{head}Tomas Ek: {of}\n{rest}")
    assert after.interviews[0].speaker_named(0) == after.interviews[0].speaker("Tomas Ek")
    assert marked(after, made)[:2] == (410, [])
    pin = made.split("span=")[1].removesuffix("#span")
    query = {"interview": after.interviews[0].id, "span": pin}
    assert client_of(after).get("/api/cite", params=query).status_code == 410


def test_what_the_publisher_says_is_found_with_nothing_around_it(tmp_path: Path) -> None:
    rated = "Civic space in Valdoria is rated ‘closed’ by the Lantern Monitor."
    said = "Mira left Valdoria in 2031."
    source = f"Voices\n-\nVALDORIA: ‘We mend’\n{said}\n{ASKED}\n{FIRST}\n{rated}\n"
    before = indexed(tmp_path, source)
    made = links(before)
    after = indexed(tmp_path, source.replace("Voices", "Many voices"))
    for words in (said, rated):
        assert made[words][0].endswith("-e3b0c442-e3b0c442#span")
        assert marked(after, made[words][0])[:2] == (200, [words])


def compared(monkeypatch: pytest.MonkeyPatch, archive: Archive, link: str) -> tuple[int, int]:
    """The status of a link, and how many characters are compared with what it was made to."""
    lengths: list[int] = []

    def counted(words: str) -> str:
        lengths.append(len(words))
        return quote_digest(words)

    with monkeypatch.context() as patch:
        patch.setattr("rag.landing.quote_digest", counted)
        return client_of(archive).get(link).status_code, sum(lengths)


def test_a_made_up_link_is_refused_without_comparing_every_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = " ".join(f"We saw {number} boats." for number in range(400))
    archive = indexed(tmp_path, f"{HEAD}{ASKED}\n{words}\n")
    address, pin = links(archive)["We saw 10 boats."][0].removesuffix("#span").split("span=")
    *_, before, after = pin.split("-")
    for length in (60, 5_000, 999_999_999_999):
        for sides in (f"{before}-{after}", f"{before}-{'0' * 8}", f"{'0' * 8}-{'0' * 8}"):
            link = f"{address}span=0-{length}-{'0' * 12}-{'0' * 12}-{sides}"
            status, characters = compared(monkeypatch, archive, link)
            assert status == 410
            assert characters < 300 * len(words)


def test_a_long_sentence_is_found_again(tmp_path: Path) -> None:
    long = f"We walked {'and walked ' * 1000}home."
    source = SOURCE.replace(LOST, long, 1)
    made = links(indexed(tmp_path, source))[long][0]
    after = indexed(tmp_path, source.replace("in 2031", "late in 2031"))
    assert marked(after, made)[:2] == (200, [long])


def test_deleted_words_mark_nothing(tmp_path: Path) -> None:
    made, after = changed(tmp_path, SOURCE.replace(f" {LOST}", "", 1))
    assert marked(after, made[LOST][0])[:2] == (410, [])
    made, after = changed(
        tmp_path, SOURCE.replace("Was anybody of your family held after that?\nYes.\n", "")
    )
    assert marked(after, made["Yes."][0])[:2] == (410, []), "another Yes. is not this one"
    assert marked(after, made["Yes."][1])[:2] == (200, ["Yes."])


def test_an_interview_that_is_not_there_any_more_is_gone(tmp_path: Path) -> None:
    made = links(indexed(tmp_path, SOURCE))[LOST][0]
    (tmp_path / "other").mkdir()
    other = client_of(indexed(tmp_path / "other", SOURCE.replace("VALDORIA", "WEST ORLUND")))
    answer = other.get(made)
    assert answer.status_code == 410
    assert "does not hold the interview" in answer.text
    assert "Mira" not in answer.text.split("<main")[1].split("</main")[0]
    assert other.get(made.split("?")[0]).status_code == 404


def test_references_follow_the_words(tmp_path: Path) -> None:
    edited = SOURCE.replace("Mira left Valdoria in 2031.", "Mira left Valdoria early in 2031.")
    made, after = changed(tmp_path, edited)
    id = after.interviews[0].id
    pin = made[LOST][0].split("span=")[1].removesuffix("#span")
    client = client_of(after)
    body = client.get("/api/cite", params={"interview": id, "span": pin}).json()
    assert body["quote"]["text"] == LOST
    assert body["quote"]["permalink"] != made[LOST][0]
    assert body["url"].endswith(body["quote"]["permalink"])
    assert marked(after, body["quote"]["permalink"])[1] == [LOST]
    cut = client_of(indexed(tmp_path, SOURCE.replace(f" {LOST}", "")))
    refused = cut.get("/api/cite", params={"interview": id, "span": pin})
    assert (refused.status_code, refused.json()["title"]) == (410, "No longer there")
    assert cut.get("/cite", params={"interview": id, "span": pin}).status_code == 410


def test_older_links_keep_working(tmp_path: Path) -> None:
    archive = indexed(tmp_path, SOURCE)
    interview = archive.interviews[0]
    for _, _, span in quotable(interview):
        link = f"/interviews/{interview.id}?span={span.start}-{span.end}#span"
        answer = client_of(archive).get(link)
        assert '<mark id="span">' in answer.text
        assert CHANGED not in answer.text


def test_tampered_links_mark_their_own_words_or_nothing(tmp_path: Path) -> None:
    archive = indexed(tmp_path, SOURCE)
    link = links(archive)[LOST][0]
    start, end, *hashes = link.split("span=")[1].removesuffix("#span").split("-")
    other = f"{int(start) - 5}-{int(end) - 5}"
    address = link.split("span=")[0] + "span="
    assert marked(archive, f"{address}{other}-{'-'.join(hashes)}")[1] == [LOST]
    for place in range(1, 4):
        wrong = [("0" * len(h) if n == place else h) for n, h in enumerate(hashes)]
        status, found, _ = marked(archive, f"{address}{other}-{'-'.join(wrong)}")
        assert (status, found) in ((410, []), (200, [LOST]))
    for broken in (f"{start}-{end}-{hashes[0]}", f"{start}-{end}-" + "-".join(hashes).upper()):
        assert client_of(archive).get(address + broken).status_code == 422


def test_quotes_of_several_sentences_are_found_whole(tmp_path: Path) -> None:
    before = indexed(tmp_path, SOURCE)
    interview = before.interviews[0]
    line = interview.turns[0].answer[0]
    two = Span(line.start, line.start + len("The harbour froze in the second week. " + LOST))
    quote = cut_quote(before, interview.id, two)
    after = indexed(tmp_path, SOURCE.replace("in 2031", "late in 2031"))
    assert marked(after, quote.citation.permalink)[:2] == (200, [quote.text])


def test_anchors_are_the_same_everywhere(tmp_path: Path) -> None:
    archive = indexed(tmp_path, SOURCE)
    interview = archive.interviews[0]
    span = interview.turns[1].answer[0]
    anchor = anchor_of(archive.documents[0].text, "0123456789abcdef", interview, span)
    before = "was anybody of your family held after that"
    yes, asked, nothing = (hashlib.sha256(w.encode()).hexdigest() for w in ("Yes.", before, ""))
    assert str(anchor) == f"0123456789ab-{yes[:12]}-{asked[:8]}-{nothing[:8]}"


def asked(archive: Archive) -> list[str]:
    """The links of the interviewer's questions on the interview's page, in its order."""
    page = client_of(archive).get(f"/interviews/{archive.interviews[0].id}").text
    return re.findall(r'<a class="pin" href="([^"]+)" aria-label="Link to question \d+"', page)


def test_every_question_has_a_link_that_marks_it(tmp_path: Path) -> None:
    archive = indexed(tmp_path, SOURCE)
    text = archive.documents[0].text
    questions = [span.of(text) for span in archive.interviews[0].questions]
    assert len(questions) == 4
    for link, words in zip(asked(archive), questions, strict=True):
        page = client_of(archive).get(link).text
        assert marked(archive, link)[:2] == (200, [words])
        assert "The words of <bdi>the interviewer</bdi>" in page
        assert "Cite them" not in page


def test_a_question_is_found_again_and_never_another(tmp_path: Path) -> None:
    before = indexed(tmp_path, SOURCE)
    made = asked(before)
    after = indexed(tmp_path, SOURCE.replace("in 2031", "late in 2031"))
    for link, words in zip(made, (ASKED, "Was anybody", "Did the", "What happened"), strict=True):
        status, found, _ = marked(after, link)
        assert status == 200
        assert found[0].startswith(words)
    reworded = indexed(tmp_path, SOURCE.replace("Did the others reach", "Did others reach"))
    assert marked(reworded, made[2])[:2] == (410, [])
    # Asked once more, and answered otherwise: the answer tells which of them it was.
    twice = indexed(tmp_path, f"{SOURCE}{ASKED}\nThe bakery had closed and nobody sold flour.\n")
    status, found, around = marked(twice, made[0])
    assert (status, found) == (200, [ASKED])
    assert "Mira left Valdoria in 2031." in around


def test_a_question_of_several_lines_is_marked_on_each(tmp_path: Path) -> None:
    lines = ["You wrote a letter to the ministry.", "What did the ministry say to it?"]
    source = f"{HEAD}Q: {lines[0]}\n{lines[1]}\nA: {FIRST}\n"
    archive = indexed(tmp_path, source)
    assert len(archive.interviews[0].questions) == 1
    page = client_of(archive).get(asked(archive)[0]).text
    plain = re.sub(r"<a [^>]*></a>", "", page)
    assert re.findall(r'<mark id="([^"]*)">(.*?)</mark>', plain) == [
        ("span", lines[0]),
        ("span-2", lines[1]),
    ]


def test_a_question_is_not_cited_as_an_answer(tmp_path: Path) -> None:
    archive = indexed(tmp_path, SOURCE)
    pin = asked(archive)[0].split("span=")[1].removesuffix("#span")
    for path in ("/cite", "/api/cite"):
        query = {"interview": archive.interviews[0].id, "span": pin}
        answer = client_of(archive).get(path, params=query)
        assert answer.status_code == 404
        assert "nobody’s answer" in answer.text
