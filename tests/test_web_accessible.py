"""Every page in a real Chromium: axe-core, the keyboard, small windows, other colours and fonts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pages
import pytest

from index.archive import open_archive
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
        if wide > 320 or (small := too_small(tab.page)):
            wrong[state.name] = (wide, [] if wide > 320 else small)
    tab.room.close()
    assert wrong == {}


SPACED = (
    "* { line-height: 1.5 !important; letter-spacing: 0.12em !important;"
    "word-spacing: 0.16em !important } p { margin-block-end: 2em !important }"
)


def test_nothing_is_lost_when_text_is_spaced(browser: Any, sites: tuple[pages.Site, ...]) -> None:
    """WCAG 1.4.12: nothing is cut off, and nothing overlaps what follows it."""
    room = browser.new_context(viewport={"width": 640, "height": 800}, bypass_csp=True)
    tab = room.new_page()
    cut = {}
    for path in ("/", "/about", "/interviews", "/compare", "/verify", "/inspect"):
        tab.goto(sites[0].base + path)
        tab.add_style_tag(content=SPACED)
        found = tab.evaluate(
            """(SKIP) => [...document.querySelectorAll('main *, header *, footer *')]
            .filter((e) => e.checkVisibility() && !e.closest(SKIP))
            .filter((e) => ['hidden', 'clip'].includes(getComputedStyle(e).overflowX)
              && e.scrollWidth > e.clientWidth + 1)
            .map((e) => e.outerHTML.slice(0, 120))""",
            ".hidden, .skip, textarea, svg, .scroll",
        )
        wide = tab.evaluate("document.documentElement.scrollWidth") > 640
        if found or wide:
            cut[path] = (found, wide)
    room.close()
    assert cut == {}


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


def test_nothing_moves_where_motion_is_not_wanted(browser: Any, base: str) -> None:
    room = browser.new_context(reduced_motion="reduce")
    page = room.new_page()
    for path in ("/", "/interviews", "/see"):
        page.goto(base + path)
        moving = page.evaluate(
            """() => [document.getAnimations().length, ...[...document.querySelectorAll('*')]
            .map((e) => getComputedStyle(e)).filter((s) => s.animationName !== 'none'
              || parseFloat(s.transitionDuration) > 0 || s.scrollBehavior === 'smooth')]"""
        )
        assert moving == [0]
    room.close()


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
