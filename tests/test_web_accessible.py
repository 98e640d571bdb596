"""Every page in a real Chromium: axe-core, the keyboard, small windows, other colours and fonts."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pages
import pytest

from index import language
from index.archive import open_archive
from index.language import Language
from web.states import ANSWERED

pytestmark = pytest.mark.skipif(not pages.READY, reason=pages.MISSING)
# Looked at in all variants by `make pages`; here each page in one of them, and each in turn.
TURNS = len(pages.VARIANTS)


@pytest.fixture(scope="module")
def sites(sample_archive: Path) -> Iterator[tuple[pages.Site, ...]]:
    with pages.served(open_archive(sample_archive), sample_archive) as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with pages.chromium() as found:
        yield found


@pytest.fixture(scope="module")
def base(sites: tuple[pages.Site, ...]) -> str:
    return sites[0].base


@pytest.fixture
def room(browser: Any, base: str) -> Iterator[Any]:
    """A page of a wide window, on the first page."""
    found = browser.new_context(viewport=pages.WIDE)
    page = found.new_page()
    page.goto(base)
    yield page
    found.close()


def test_axe_finds_nothing_and_nothing_is_asked_elsewhere(
    browser: Any, sites: tuple[pages.Site, ...]
) -> None:
    seen = pages.looked_at(browser, sites, tuple(pages.VARIANTS), every=TURNS)
    assert seen.violations == {}
    assert seen.policy == []
    assert seen.outbound == []
    assert seen.looked == sum(len(site.states) for site in sites)


def test_axe_finds_what_is_wrong(browser: Any, base: str) -> None:
    """The test above could not fail if axe looked at nothing."""
    seen = pages.Seen()
    tab = pages.Tab(browser, base, "light", seen)
    tab.room.route(
        f"{base}/wrong",
        lambda route: route.fulfill(body="<title>x</title><img src=x>", content_type="text/html"),
    )
    tab.check(pages.State("wrong", "/wrong"), pages.axe_source())
    tab.room.close()
    assert any("image-alt" in one for one in seen.violations["wrong, light"])


def test_the_first_page_is_light_and_stays_still(browser: Any, base: str) -> None:
    found = pages.cost(browser, base)
    assert 10_000 < found["bytes"] <= 150 * 1024
    assert found["cumulative layout shift"] < 0.1


@pytest.mark.parametrize("name", ["answer", "answer-beside", "interview-marked", "see", "compared"])
def test_what_is_read_does_not_jump(browser: Any, sites: tuple[pages.Site, ...], name: str) -> None:
    """Also where the script puts its buttons in."""
    tab = pages.Tab(browser, sites[0].base, "light", pages.Seen())
    tab.page.add_init_script(pages.OBSERVE)
    tab.go(state_of(sites, name))
    tab.page.wait_for_timeout(300)
    moved = tab.page.evaluate("window.seen.cls")
    tab.room.close()
    assert moved < 0.1


def state_of(sites: tuple[pages.Site, ...], name: str) -> pages.State:
    """The state of that name, on the server that is read."""
    return next(state for state in sites[0].states if state.name == name)


def focused(page: Any) -> str:
    return str(page.evaluate("document.activeElement.textContent.trim().slice(0, 60)"))


def seen_whole(page: Any) -> dict[str, Any]:
    """Whether what has the focus is outlined, and not under anything else."""
    found: dict[str, Any] = page.evaluate(
        """() => { const e = document.activeElement; const b = e.getClientRects()[0];
        const style = getComputedStyle(e);
        const at = document.elementFromPoint(b.x + b.width / 2, b.y + b.height / 2);
        return {outline: parseFloat(style.outlineWidth), style: style.outlineStyle,
          shown: at === e || e.contains(at) || at?.contains(e) || false,
          name: e.outerHTML.slice(0, 120)} }"""
    )
    return found


@pytest.mark.parametrize("width", [1280, 320])
def test_the_whole_journey_goes_by_keyboard(room: Any, base: str, width: int) -> None:
    room.set_viewport_size({"width": width, "height": 800})
    room.keyboard.press("Tab")
    assert focused(room) == "Skip to the content"
    assert seen_whole(room)["shown"]
    room.keyboard.press("Enter")
    assert room.evaluate("document.activeElement.id") == "main"
    room.keyboard.press("Tab")
    assert room.evaluate("document.activeElement.id") == "question"
    room.keyboard.type(ANSWERED)
    while focused(room) != "Ask the archive":
        room.keyboard.press("Tab")
    with room.expect_navigation():
        room.keyboard.press("Enter")
    answer = room.url
    assert "/answers/" in answer
    while not room.evaluate("document.activeElement.matches('#quote-1 a.number')"):
        room.keyboard.press("Tab")
        found = seen_whole(room)
        assert found["outline"] >= 2, found
        assert found["style"] != "none", found
        assert found["shown"], found
    room.keyboard.press("Enter")
    room.wait_for_selector("#span")
    assert room.url.startswith(f"{answer}/1")
    for _step in range(12):
        room.keyboard.press("Tab")
        assert seen_whole(room)["shown"], seen_whole(room)
    room.go_back()
    room.wait_for_selector("#quote-1 a.number")
    room.wait_for_function("document.activeElement.closest('figure')?.id === 'quote-1'")
    assert room.url.split("#")[0] == answer


def test_tab_goes_in_the_order_of_the_page(room: Any) -> None:
    """From the answer to its citations to the rest, never back up."""
    room.fill("#question", ANSWERED)
    with room.expect_navigation():
        room.click("form.ask button")
    order = room.evaluate(
        """() => [...document.querySelectorAll('a, button, input, select, textarea, summary')]
        .filter((e) => e.checkVisibility()).map((e) => e.tabIndex)"""
    )
    assert len(order) > 20
    assert set(order) == {0}


def too_small(page: Any) -> list[str]:
    """What can be pressed and is smaller than 24 by 24, but for links in a line of text."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('a, button, input, select, textarea, summary')]
        .filter((e) => e.checkVisibility() && !e.closest('.hidden, .skip, svg'))
        .filter((e) => { const b = e.getBoundingClientRect();
          const inline = getComputedStyle(e).display === 'inline';
          const box = e.matches('input[type=checkbox], input[type=radio]');
          const held = box && e.closest('label')?.getBoundingClientRect();
          const r = held || b;
          return !inline && (r.width < 24 || r.height < 23.9) })
        .map((e) => e.outerHTML.slice(0, 120))"""
    )
    return found


def zoomed_to(page: Any) -> list[str]:
    """The fields that a phone zooms to when they are touched: those of letters under 16 px."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('input, select, textarea')]
        .filter((e) => parseFloat(getComputedStyle(e).fontSize) < 16)
        .map((e) => e.outerHTML.slice(0, 120))"""
    )
    return found


@pytest.mark.parametrize("spoken", ["en", "ar"])
def test_pages_fit_a_small_window_and_can_be_pressed(
    browser: Any, sites: tuple[pages.Site, ...], spoken: str
) -> None:
    """WCAG 1.4.10 and 2.5.8; tables and drawings scroll by themselves."""
    seen = pages.Seen()
    variant = "320 px" if spoken == "en" else "right to left"
    tab = pages.Tab(browser, sites[0].base, variant, seen)
    tab.page.set_viewport_size({"width": 320, "height": 800})
    wrong = {}
    for state in sites[0].states:
        tab.go(state)
        wide = tab.page.evaluate("document.documentElement.scrollWidth")
        small = [*too_small(tab.page), *zoomed_to(tab.page)]
        if wide > 320 or small:
            wrong[state.name] = (wide, small)
    tab.room.close()
    assert wrong == {}


SPACED = (
    "* { line-height: 1.5 !important; letter-spacing: 0.12em !important;"
    "word-spacing: 0.16em !important } p { margin-block-end: 2em !important }"
)


def test_nothing_is_lost_when_text_is_spaced(browser: Any, sites: tuple[pages.Site, ...]) -> None:
    """WCAG 1.4.12: nothing is cut off, and no page grows wider than its window."""
    given = {**pages.VARIANTS["light"], "viewport": {"width": 640, "height": 800}}
    cut = {}
    for site in sites:
        tab = pages.Tab(browser, site.base, "light", pages.Seen(), **given, bypass_csp=True)
        for state in site.states:
            tab.go(state)
            tab.page.add_style_tag(content=SPACED)
            found = tab.page.evaluate(
                """(SKIP) => [...document.querySelectorAll('main *, header *, footer *')]
                .filter((e) => e.checkVisibility() && !e.closest(SKIP))
                .filter((e) => ['hidden', 'clip'].includes(getComputedStyle(e).overflowX)
                  && e.scrollWidth > e.clientWidth + 1)
                .map((e) => e.outerHTML.slice(0, 120))""",
                ".hidden, .skip, textarea, svg, .scroll, thead, .opened > .question",
            )
            wide = tab.page.evaluate("document.documentElement.scrollWidth") > 640
            if found or wide:
                cut[state.name] = (found, wide)
        tab.room.close()
    assert cut == {}


@pytest.fixture
def pseudo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Language]:
    """A language whose words are two fifths longer than the English ones."""
    catalogues = pytest.importorskip("catalogues", reason="babel is not installed")
    longer = Language("qps")
    catalogues.lengthened(tmp_path, longer.code)
    monkeypatch.setattr(language, "FOLDER", tmp_path)
    monkeypatch.setitem(language.LANGUAGES, longer.code, longer)
    yield longer
    language.catalogue.cache_clear()


def test_longer_words_fit_a_small_window(
    browser: Any, sites: tuple[pages.Site, ...], pseudo: Language
) -> None:
    """In a language whose words are two fifths longer, at 320 px."""
    given = {
        "extra_http_headers": {"Accept-Language": pseudo.code},
        "viewport": {"width": 320, "height": 800},
    }
    wide = {}
    for site in sites:
        tab = pages.Tab(browser, site.base, "light", pages.Seen(), **given)
        for state in site.states:
            if state in pages.EMPTY:
                continue
            tab.go(state)
            assert "⟦" in tab.page.inner_text("main"), state.name
            width = tab.page.evaluate("document.documentElement.scrollWidth")
            if width > 320:
                wide[state.name] = width
        tab.room.close()
    assert wide == {}


def test_other_colours_keep_what_colour_says(browser: Any, base: str) -> None:
    room = browser.new_context(forced_colors="active", viewport=pages.WIDE)
    page = room.new_page()
    page.goto(base)
    page.fill("#question", ANSWERED)
    with page.expect_navigation():
        page.click("form.ask button")
    page.click("#quote-1 a.number")
    page.wait_for_selector("#span")
    told = page.evaluate(
        """() => { const style = getComputedStyle(document.getElementById('span'));
        const probe = document.body.appendChild(document.createElement('mark'));
        const plain = getComputedStyle(document.querySelector('#pane p.source'));
        return [style.backgroundColor, plain.backgroundColor, style.borderBlockEndStyle,
          style.textDecorationLine, probe.tagName] }"""
    )
    assert told[0] != told[1]
    page.keyboard.press("Tab")
    assert seen_whole(page)["outline"] >= 2
    room.close()


def test_nothing_moves_where_motion_is_not_wanted(
    browser: Any, sites: tuple[pages.Site, ...]
) -> None:
    moving = {}
    for site in sites:
        tab = pages.Tab(browser, site.base, "light", pages.Seen(), reduced_motion="reduce")
        for state in site.states:
            tab.go(state)
            found = tab.page.evaluate(
                """() => [document.getAnimations().length,
                ...[...document.querySelectorAll('*')].map((e) => getComputedStyle(e))
                .filter((s) => s.animationName !== 'none'
                  || parseFloat(s.transitionDuration) > 0 || s.scrollBehavior === 'smooth')]"""
            )
            if found != [0]:
                moving[state.name] = found
        tab.room.close()
    assert moving == {}


def test_marks_of_a_quote_are_drawn_and_never_copied(room: Any) -> None:
    room.fill("#question", ANSWERED)
    with room.expect_navigation():
        room.click("form.ask button")
    drawn, copied, own = room.evaluate(
        """() => { const quote = document.querySelector('#quote-1 blockquote');
        getSelection().selectAllChildren(quote);
        return [getComputedStyle(quote, '::before').content, getSelection().toString(),
          quote.textContent] }"""
    )
    assert drawn == "open-quote"
    assert copied == own


# What a program that reads pages aloud is told of them: roles, names and states, in this order,
# with other things between them. Of what ends in dots only the beginning counts.
HEARD = {
    "ask": """
link "Skip to the content"
banner
link "onrecord, ask the archive"
navigation "Pages"
main
heading "What did people say, on the record?" [level=1]
textbox "Your question"
group: Look only in some interviews or at some speakers
button "Ask the archive"
region "Begin with what an interviewer asked"
heading "Begin with what an interviewer asked" [level=2]
region "What this archive holds"
heading "What this archive holds" [level=2]
contentinfo
""",
    "answer": """
main
heading "How often was the bakery inspected?" [level=1]
region "1 quotation from 1 interview"
status
heading "1 quotation from 1 interview" [level=2]
combobox "Copy citations as"
article
heading "Mira Dastrel" [level=3]
figure "Quotation 1"
blockquote: In three months his bakery was inspected 19 times...
link "[1] Read beside the interview"
link "Read in the interview, quotation 1"
link "Cite quotation 1"
button "Copy with citation, quotation 1"
group: One sentence more , quotation 1
group: More passages near the question, not quoted as answers
region "Who speaks to this"
heading "Spoke to this 1" [level=3]
link "Valdoria Mira Dastrel"
heading "Were not asked 12" [level=3]
region "Share or print"
button "Copy the link"
checkbox "Leave the question out when printing"
region "Ask a follow-up"
textbox...
button "Ask"
""",
    "answer-beside": """
main
figure "Quotation 1"
region "Quotation 1 in its interview"
navigation "Quotations of this answer"
link "Back to the answer"
article
heading "VALDORIA...
heading "What did they do?" [level=3]
mark: In three months his bakery was inspected 19 times...
""",
    "answer-alone-unasked": """
region "Oshran Nadim Sahrouk"
heading "Oshran Nadim Sahrouk" [level=2]
link "Show all interviews again"
link "Read the interview"
""",
    "silence": """
heading "What do people in Iceland say?" [level=1]
region "Nobody in this archive says this on record."
status
heading "Nobody in this archive says this on record." [level=2]
region "Near, not evidence"
figure "Quotation"
""",
    "interview-marked": """
heading "The Harbour Tapes (an invented interview)" [level=1]
note
link "Go to the marked words"
link "Cite them"
button "Copy with citation"
search "In this interview"
searchbox "Find words in this interview"
button "Find"
region "The publisher’s introduction"
link "Link to sentence 1"
heading "Q: What was the strike about?" [level=2]
link "Link to question 1"
paragraph: Tomas Ebrel
mark: Officially, wages...
""",
    "compared": """
heading "Compare what people say" [level=1]
status
heading "13 speakers side by side" [level=2]
region "The comparison"
table "What each speaker says, word for word"
columnheader "Speaker"
columnheader "Is exile safe?"
columnheader "Do you believe that you can win?"
rowheader "Rusa Ketteny Ilmara"
cell "Not asked, and nothing found that answers."
figure "Quotation"
blockquote: I do not need to win.
group "Save this table"
button "CSV"
""",
    "verified": """
heading "The draft, checked" [level=1]
status
heading "5 quotations: 1 exact...
region "The draft"
link "1 exact: Each morning...
link "2 altered: On a usual day...
region "Its quotations"
heading "1 Exact line 1, attributed to Temira Olzhan" [level=3]
figure "Quotation"
deletion...
insertion...
""",
    "ask-empty": """
alert...
strong: That could not be asked.
textbox "Your question" [invalid]
""",
    "failed": """
heading "Something failed" [level=1]
link "Ask the archive"
text: Request number
""",
}


@pytest.mark.parametrize("name", HEARD)
def test_what_is_heard_of_a_page(browser: Any, sites: tuple[pages.Site, ...], name: str) -> None:
    site, state = next((s, one) for s in sites for one in s.states if one.name == name)
    tab = pages.Tab(browser, site.base, "light", pages.Seen())
    tab.go(state)
    tree = tab.page.locator("body").aria_snapshot()
    tab.room.close()
    lines = iter([line.strip().removeprefix("- ").strip("'") for line in tree.splitlines()])
    for wanted in HEARD[name].strip().splitlines():
        begins = wanted.removesuffix("...")
        found = next((line for line in lines if line.startswith(begins)), None)
        assert found is not None, f"{wanted}\n{tree}"
        assert begins != wanted or found.removeprefix(wanted)[:1] in ("", ":"), found


LANDMARKS = """() => {
  const seen = (what) => [...document.querySelectorAll(what)].filter((e) => e.checkVisibility());
  const said = (e) => e.getAttribute('aria-label') || e.textContent;
  return {
    lang: document.documentElement.lang,
    title: document.title,
    main: seen('main').length,
    headings: seen('h1, h2, h3, h4, h5, h6').map((e) => Number(e.tagName[1])),
    told: seen('[role=status], [role=alert]').filter((e) => e.textContent.trim()).length,
    regions: seen('section[aria-labelledby], section[aria-label], nav')
      .map((e) => e.getAttribute('aria-label')
        || document.getElementById(e.getAttribute('aria-labelledby'))?.textContent || ''),
    unnamed: seen('a, button, input, select, textarea')
      .filter((e) => !said(e).trim() && !e.labels?.length && !e.closest('svg')).length,
  } }"""


def test_every_page_has_its_landmarks_and_headings_in_order(
    browser: Any, sites: tuple[pages.Site, ...]
) -> None:
    """One main part, one heading of the first level and no level left out; told of once."""
    wrong = {}
    for site in sites:
        tab = pages.Tab(browser, site.base, "light", pages.Seen())
        for state in site.states:
            tab.go(state)
            found = tab.page.evaluate(LANDMARKS)
            levels = found["headings"]
            faults = {
                "main": found["main"] != 1,
                "title": not found["title"].endswith(" · onrecord"),
                "first": levels.count(1) != 1 or levels[0] != 1,
                "levels": any(after > before + 1 for before, after in pairwise(levels)),
                "told": found["told"] > 1,
                "regions": not all(name.strip() for name in found["regions"]),
                "unnamed": found["unnamed"] > 0,
            }
            if any(faults.values()):
                wrong[state.name] = ([name for name, bad in faults.items() if bad], found)
        tab.room.close()
    assert wrong == {}
