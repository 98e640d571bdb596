"""The journey in a real browser: with scripts and without, wide and narrow, and on paper."""

from __future__ import annotations

import re
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import CHROMIUM, MISSING, Browser, browsing
from specimens import indexed

from rag.answer import Answer
from rag.desk import Desk
from web.screenshots import FLAGS
from web.serve import prepared

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason=MISSING)

QUESTION = "What did the flood take from the fishers?"
FILLER = "\n".join(
    f"What happened in week {n} of that year?\nIn week {n} the mill stood still. Nobody was paid."
    for n in range(1, 40)
)
LONG = f"""Voices (invented)
-
VALDORIA: ‘The water came’
The Lantern Project speaks with Mira Dolen, founder of the Harbour Archive, about letters.
{FILLER}
What did the flood take from the fishers?
The flood took every boat that my family had. We saved one oar.
Who helped?
Nobody helped.
"""
SECOND = """Voices (invented)
-
WEST ORLUND: ‘We count the boats’
The Lantern Project speaks with fisherman Tomas Ek about the sea.
What did the flood take from fishers here?
The flood took my licence and nine nets from the shed.
"""


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(indexed(tmp_path_factory.mktemp("shelf"), LONG, SECOND))


@pytest.fixture(scope="module")
def base(shelf: Desk) -> Iterator[str]:
    server, listener = prepared(shelf, "127.0.0.1", 0)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join()
    listener.close()


@pytest.fixture(scope="module")
def tab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browsing(tmp_path_factory.mktemp("profile")) as browser:
        yield browser


@pytest.fixture
def browser(tab: Browser, base: str) -> Browser:
    """The tab, on the first page of a wide window, with scripts and without complaints."""
    tab.send("Emulation.setScriptExecutionDisabled", value=False)
    tab.send("Emulation.setEmulatedMedia", features=[])
    tab.size(1280, 900)
    tab.visit(f"{base}/")
    tab.asked.clear()
    tab.complaints.clear()
    return tab


def ask(browser: Browser) -> str:
    """Asks by the form; the address of the answer."""
    browser.run(f"document.getElementById('question').value = {QUESTION!r}")
    browser.navigated(lambda: browser.click("form.ask button"))
    return str(browser.run("location.pathname"))


def quotes(shelf: Desk) -> list[str]:
    reply = shelf.ask(QUESTION)
    assert isinstance(reply, Answer)
    assert len(reply.quotes) >= 2
    return [quote.text for quote in reply.quotes]


def centred(browser: Browser, within: str) -> bool:
    """Whether the marked words stand in the middle part of a pane or window."""
    return bool(
        browser.run(
            f"(() => {{ const m = document.getElementById('span').getBoundingClientRect();"
            f"const r = {within}; const middle = m.top + m.height / 2 - r.top;"
            "const share = middle / (r.bottom - r.top); return share > 0.2 && share < 0.8 })()"
        )
    )


PANE = "document.getElementById('pane').getBoundingClientRect()"
WINDOW = "({top: 0, bottom: innerHeight})"
MARK = "document.getElementById('span')?.textContent"


def test_a_number_opens_the_interview_beside_and_back_returns(
    browser: Browser, shelf: Desk
) -> None:
    answer, said = ask(browser), quotes(shelf)
    browser.run("window.same = true; document.getElementById('question').value = 'half typed'")
    browser.click("#quote-1 a.number")
    assert browser.wait(MARK) == said[0]
    assert browser.run("location.pathname") == f"{answer}/1"
    assert browser.run("document.activeElement.id") == "pane"
    assert browser.wait("document.querySelector('p[role=status].hidden').textContent")
    assert centred(browser, PANE)
    assert browser.run("document.querySelector('.here').id") == "quote-1"
    assert browser.run("getComputedStyle(document.getElementById('span')).animationName") == "found"
    assert (
        browser.run("getComputedStyle(document.getElementById('span')).animationIterationCount")
        == "1"
    )
    browser.click("#pane a[rel=next]")
    assert browser.wait(f"{MARK} !== {said[0]!r} && {MARK}") == said[1]
    browser.run("history.back()")
    assert browser.wait(f"{MARK} !== {said[1]!r} && {MARK}") == said[0]
    browser.run("history.back()")
    assert browser.wait("!document.getElementById('pane')")
    assert browser.run("location.pathname") == answer
    assert browser.run("document.activeElement.closest('figure').id") == "quote-1"
    # All of it in one page, which keeps what was typed.
    assert browser.run("window.same") is True
    assert browser.run("document.getElementById('question').value") == "half typed"
    assert browser.complaints == []


def test_escape_closes_and_gives_the_focus_back(browser: Browser) -> None:
    answer = ask(browser)
    browser.run("document.querySelector('#quote-2 a.number').focus()")
    browser.press("Enter", 13, "\r")
    browser.wait(MARK)
    browser.press("Escape", 27)
    assert browser.wait("!document.getElementById('pane')")
    assert browser.run("document.activeElement.closest('figure').id") == "quote-2"
    assert browser.run("location.pathname") == answer


def test_nothing_flashes_under_reduced_motion(browser: Browser) -> None:
    browser.send(
        "Emulation.setEmulatedMedia",
        features=[{"name": "prefers-reduced-motion", "value": "reduce"}],
    )
    ask(browser)
    browser.click("#quote-1 a.number")
    browser.wait(MARK)
    assert browser.run("getComputedStyle(document.getElementById('span')).animationName") == "none"


def test_a_narrow_window_reads_the_interview_as_a_page(browser: Browser, shelf: Desk) -> None:
    browser.size(390, 800)
    answer, said = ask(browser), quotes(shelf)
    browser.navigated(lambda: browser.click("#quote-1 a.number"))
    assert browser.run("location.pathname") == f"{answer}/1"
    assert browser.run(MARK) == said[0]
    assert browser.run("document.querySelector('.evidence').checkVisibility()") is False
    assert browser.run("document.documentElement.scrollWidth <= innerWidth")
    browser.run("history.back()")
    browser.wait(f"location.pathname === {answer!r} && document.readyState === 'complete'")
    assert browser.run("document.querySelector('.evidence').checkVisibility()") is True


def test_without_scripts_the_same_pages_do(browser: Browser, base: str, shelf: Desk) -> None:
    said = quotes(shelf)
    answer = ask(browser)
    # The switch also keeps this test from asking the page, so pages are asked once it is off.
    browser.send("Emulation.setScriptExecutionDisabled", value=True)
    browser.visit_plainly(f"{base}{answer}/1#span")
    tree = browser.send("DOMSnapshot.captureSnapshot", computedStyles=["display"])
    words = tree["strings"]
    assert said[0] in words
    browser.send("Emulation.setScriptExecutionDisabled", value=False)
    for what in ("select#style", "#quote-1 button.copy", ".share button.copy"):
        seen = f"document.querySelector('{what}').checkVisibility({{visibilityProperty: true}})"
        assert browser.run(seen) is False
    assert browser.run(MARK) == said[0]
    assert centred(browser, PANE)
    assert centred(browser, WINDOW)


def test_the_marked_words_of_an_interviews_own_page_are_centred(
    browser: Browser, base: str, shelf: Desk
) -> None:
    reply = shelf.ask(QUESTION)
    assert isinstance(reply, Answer)
    for quote in reply.quotes[:2]:
        browser.visit(base + quote.citation.permalink)
        assert browser.run(MARK) == quote.text
        room = browser.run("document.documentElement.scrollHeight - innerHeight")
        assert room < 400 or centred(browser, WINDOW)


@pytest.mark.parametrize("clipboard", [True, False])
def test_quotes_are_copied_with_their_citation(
    browser: Browser, base: str, shelf: Desk, clipboard: bool
) -> None:
    said = quotes(shelf)[0]
    ask(browser)
    if clipboard:
        browser.run(
            "navigator.clipboard.write = async ([item]) => { window.copied = {};"
            "for (const type of item.types)"
            "copied[type] = await (await item.getType(type)).text() }"
        )
    else:
        # As pages over http on another host have it; the copy that a button makes is overheard.
        browser.run(
            "Object.defineProperty(navigator, 'clipboard', {value: undefined});"
            "const real = DataTransfer.prototype.setData; window.copied = {};"
            "DataTransfer.prototype.setData = function (type, words) { copied[type] = words;"
            "real.call(this, type, words) }"
        )
    browser.click("#quote-1 button.copy")
    told = "document.querySelector('p[role=status].hidden').textContent"
    assert browser.wait(told) == "Copied with its citation: Plain"
    copied = browser.run("copied")
    assert copied["text/plain"].startswith(f"“{said}” — Mira Dolen, founder, Harbour Archive")
    assert re.search(rf"{base}/interviews/\S+#span \(accessed", copied["text/plain"])
    assert copied["text/html"].startswith(f"<blockquote>{said}</blockquote><p>— Mira Dolen")
    assert f'<a href="{base}/interviews/' in copied["text/html"]
    browser.run(
        "const s = document.getElementById('style'); s.value = 'chicago';"
        "s.dispatchEvent(new Event('change'))"
    )
    browser.click("#quote-1 button.copy")
    assert browser.wait(f"{told} === 'Copied with its citation: Chicago, note'")
    assert browser.run("copied")["text/plain"].startswith(f"“{said}”\nMira Dolen, “VALDORIA")
    assert browser.complaints == []


def test_words_are_shown_to_copy_by_hand_where_buttons_may_not(browser: Browser) -> None:
    ask(browser)
    browser.run(
        "Object.defineProperty(navigator, 'clipboard', {value: undefined});"
        "document.execCommand = () => false"
    )
    browser.click("#quote-1 button.copy")
    assert browser.wait("!!document.querySelector('textarea.by-hand')")
    assert "Mira Dolen" in browser.run("getSelection().toString() || document.activeElement.value")
    assert browser.run("document.activeElement.className") == "by-hand"


def test_what_is_selected_by_hand_is_copied_as_it_is(browser: Browser, shelf: Desk) -> None:
    said = quotes(shelf)[0]
    ask(browser)
    browser.run(
        "getSelection().selectAllChildren(document.querySelector('#quote-1 blockquote'));"
        "document.addEventListener('copy', (e) => { window.touched = e.defaultPrevented })"
    )
    browser.run("document.execCommand('copy')")
    assert browser.run("touched") is False
    assert browser.run("getSelection().toString()") == said


def test_selected_lines_hold_the_sources_words_only(
    browser: Browser, base: str, shelf: Desk
) -> None:
    interview = shelf.archive.interviews[0]
    line = interview.turns[-2].answer[0]
    browser.visit(f"{base}/interviews/{interview.id}")
    browser.run(
        "getSelection().selectAllChildren([...document.querySelectorAll('p.source')]"
        ".find((p) => p.textContent.includes('every boat')))"
    )
    found = browser.run("getSelection().toString()")
    assert found == line.of(shelf.archive.documents[0].text)


def test_nothing_is_stored_and_nobody_else_is_asked(browser: Browser, base: str) -> None:
    ask(browser)
    browser.click("#quote-1 a.number")
    browser.wait(MARK)
    browser.click("#quote-1 button.copy")
    browser.wait("document.querySelector('p[role=status].hidden').textContent")
    stored = (
        "(async () => [localStorage.length, sessionStorage.length, document.cookie,"
        "(await indexedDB.databases()).length, (await caches.keys()).length, history.state])()"
    )
    assert browser.run(stored) == [0, 0, "", 0, 0, None]
    assert {address for address in browser.asked if not address.startswith(base)} <= {""}
    assert not [address for address in browser.asked if "flood" in address.lower()]
    assert browser.complaints == []


def test_every_page_obeys_the_policy(browser: Browser, base: str, shelf: Desk) -> None:
    id = shelf.archive.interviews[0].id
    for path in ("/", "/interviews", f"/interviews/{id}", "/compare", "/see", "/about", "/api"):
        browser.visit(base + path)
    assert browser.complaints == []


def test_paper_has_numbered_sources_and_no_buttons(
    browser: Browser, base: str, shelf: Desk, tmp_path: Path
) -> None:
    pdfium = pytest.importorskip("pypdfium2")
    answer, said = ask(browser), quotes(shelf)
    reply = shelf.ask(QUESTION)
    assert isinstance(reply, Answer)
    file = tmp_path / "answer.pdf"
    assert CHROMIUM is not None
    command = [CHROMIUM, *FLAGS.split(), f"--user-data-dir={tmp_path / 'profile'}"]
    command += [f"--print-to-pdf={file}", "--no-pdf-header-footer", base + answer]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    words = words_on(pdfium.PdfDocument(file))
    plain = "".join(words.split())
    for number, quote in enumerate(reply.quotes, 1):
        assert "".join(quote.text.split()) in plain
        assert f"[{number}]" in plain
        assert f"{base}{quote.citation.permalink}." in plain
    assert said[0] in words.replace("\r\n", " ").replace("\n", " ")
    assert QUESTION in words.replace("\r\n", " ")
    assert shelf.archive.fingerprint in plain
    assert "Sources" in words
    for never in UNPRINTED:
        assert never not in words, never
    browser.run("document.getElementById('unasked').click()")
    unasked = words_on(pdfium.PdfDocument(browser.paper()))
    assert "You asked" not in unasked
    assert said[0] in unasked.replace("\r\n", " ")


def test_an_interview_alone_is_printed_with_its_own_sources(browser: Browser, shelf: Desk) -> None:
    pdfium = pytest.importorskip("pypdfium2")
    reply = shelf.ask(QUESTION)
    assert isinstance(reply, Answer)
    first = reply.quotes[0].citation.interview
    answer = ask(browser)
    browser.visit(f"{browser.run('location.origin')}{answer}?interview={first}")
    plain = "".join(words_on(pdfium.PdfDocument(browser.paper())).split())
    for number, quote in enumerate(reply.quotes, 1):
        own = quote.citation.interview == first
        assert (quote.citation.permalink in plain) == own
        assert (f"[{number}]" in plain) == own
    for never in ("Showallinterviewsagain", "Choose"):
        assert never not in plain


def test_comparisons_and_checked_drafts_are_printed_whole(browser: Browser, base: str) -> None:
    pdfium = pytest.importorskip("pypdfium2")
    browser.visit(f"{base}/compare")
    browser.run(f"document.getElementById('question').value = {QUESTION!r}")
    browser.navigated(lambda: browser.click("form.ask button"))
    table = words_on(pdfium.PdfDocument(browser.paper()))
    plain = "".join(table.split())
    for words in ("The flood took every boat", "nine nets from the shed", "Mira Dolen", "Tomas Ek"):
        assert "".join(words.split()) in plain
    browser.visit(f"{base}/verify")
    browser.run(
        "document.getElementById('text').value ="
        "'“The flood took every boat that my family sold,” says Mira Dolen.'"
    )
    browser.navigated(lambda: browser.click("form.ask button"))
    report = words_on(pdfium.PdfDocument(browser.paper()))
    for words in ("1 altered", "What was changed", "On record", "Mira Dolen"):
        assert words in report
    for never in (*UNPRINTED, "CSV", "Check another", "Compare something else"):
        assert never not in report, never
        assert never == "Compare" or never not in table, never  # which heads the table


UNPRINTED = (
    *("Copy", "Ask a follow-up", "Compare", "Share or print", "Start afresh", "Cite"),
    *("One sentence more", "Choose an interview", "Skip to the content"),
)


def words_on(paper: object) -> str:
    """All words of a PDF; a hyphen at a line's end comes as a sign of its own."""
    pages = (page.get_textpage().get_text_range() for page in paper)  # type: ignore[attr-defined]
    return re.sub("[\ufffe\x02]\\s*", "-", "\n".join(pages))
