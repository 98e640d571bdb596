"""Words of other scripts in a real browser: without spaces, and from right to left."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from browser import CHROMIUM, MISSING, Browser, browsing
from specimens import indexed

from index.archive import Archive
from rag.cite import cut_quote, quotable
from rag.desk import Desk
from web.serve import prepared

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason=MISSING)

CHINESE = (
    "他们拿走了船。我们把收音机藏在盐袋里，谁也没有找到它，"
    "所以每天早上五点我们还能听到河水的消息。没有人回来。"
)
THAI = "พวกเขาเอาเรือของเราไปแล้วเราก็ซ่อนวิทยุไว้ในกระสอบเกลือไม่มีใครหาเจอทุกเช้าเราจึงยังได้ยินข่าวของแม่น้ำ"
ARABIC = "أخذوا القارب. خبأنا الراديو (رقم 7) في كيس الملح، ولم يجده أحد. لم يعد أحد."
MIXED = "We say «الملح» and 盐 for it. It is the same salt."
TALK = f"""Voices (invented)
-
VALDORIA: ‘The salt kept it’
The Lantern Project speaks with Mira Dolen, founder of the Harbour Archive, about the radio.
Q: Where was the radio?
A: {CHINESE}
Q: And the boat?
A: {THAI}
Q: Who came back?
A: {ARABIC}
Q: What do you call it?
A: {MIXED}
"""


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return indexed(tmp_path_factory.mktemp("scripts"), TALK)


@pytest.fixture(scope="module")
def base(archive: Archive) -> Iterator[str]:
    server, listener = prepared(Desk(archive), "127.0.0.1", 0)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join()
    listener.close()


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browsing(tmp_path_factory.mktemp("profile")) as found:
        found.size(320, 800)
        yield found


MARK = "document.getElementById('span')"
# Of every paragraph how it begins after its label, and more.
BEGINNINGS = (
    "[...document.querySelectorAll('p.source')].map((p) => "
    "[p.textContent.replace('A: ', '').slice(0, 6)"
)


def test_a_highlight_covers_its_words_and_no_others(
    browser: Browser, base: str, archive: Archive
) -> None:
    """Each paragraph, whatever it is written in: the mark holds its characters, in the window."""
    interview = archive.interviews[0]
    text = archive.documents[0].text
    for _role, turn, span in quotable(interview):
        if turn is None:
            continue
        browser.visit(base + cut_quote(archive, interview.id, span).citation.permalink)
        assert browser.run(f"{MARK}.textContent") == span.of(text)
        inside = f"[...{MARK}.getClientRects()].every((r) => r.left >= 0 && r.right <= 320.5)"
        assert browser.run(inside) is True
        assert browser.run("document.documentElement.scrollWidth") == 320
        assert browser.run(f"getComputedStyle({MARK}).textDecorationLine") == "underline"


def test_sentences_have_links_also_where_no_space_parts_them(
    browser: Browser, base: str, archive: Archive
) -> None:
    browser.visit(f"{base}/interviews/{archive.interviews[0].id}")
    links = browser.run(
        f"{BEGINNINGS},p.querySelectorAll('a.pin').length, getComputedStyle(p).direction])"
    )
    found = {begins: (count, direction) for begins, count, direction in links}
    assert found[ARABIC[:6]] == (3, "rtl")
    assert found[CHINESE[:6]] == (3, "ltr")
    assert found[THAI[:6]] == (1, "ltr")


def test_words_without_spaces_wrap(browser: Browser, base: str, archive: Archive) -> None:
    browser.visit(f"{base}/interviews/{archive.interviews[0].id}")
    lines = browser.run(
        f"{BEGINNINGS},"
        "p.scrollWidth <= p.clientWidth, p.getBoundingClientRect().height /"
        "parseFloat(getComputedStyle(p).lineHeight)])"
    )
    tall = {begins: (fits, round(height)) for begins, fits, height in lines}
    for words in (CHINESE, THAI, ARABIC):
        fits, height = tall[words[:6]]
        assert fits
        assert height >= 2
