"""Every page in every state, in a real Chromium: what axe-core finds, and what it costs to load.

`python tests/pages.py` prints the figures of the README as a table, and as JSON with `--json`.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from index.archive import Archive
from index.build import index_documents
from index.embedders import embedder_named
from index.language import ENGLISH, LANGUAGES, Language, speaking
from web.guard import HEADERS
from web.screenshots import BROWSERS
from web.states import PASSWORD, SAMPLE, Site, State, staged
from web.templating import rendered
from web.views import AskForm, AskView, Frame, InterviewsView, Shown

CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), None)
EXTRA = find_spec("axe_playwright_python")
MISSING = (
    f"no Chromium is installed (looked for {', '.join(BROWSERS)})"
    if CHROMIUM is None
    else "axe-core and Playwright are missing: pip install 'onrecord[pages]'"
)
READY = CHROMIUM is not None and EXTRA is not None
# What the same page is looked at with. Without scripts it is what the server sends and nothing
# more: axe itself needs them, so only ours are kept from running.
VARIANTS: dict[str, dict[str, Any]] = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "320 px": {"viewport": {"width": 320, "height": 800}},
    "right to left": {"locale": "ar"},
    "no JavaScript": {},
    "forced colours": {"forced_colors": "active", "reduced_motion": "reduce"},
}
WIDE = {"width": 1280, "height": 900}
# What repeats one pattern a hundred times takes axe seconds, and is looked at whole only once.
REPEATED = ".operation ~ .operation, .shape ~ .shape, .considered ~ .considered"
SEND = """([path, fields]) => {
  const form = document.createElement('form');
  form.method = 'post'; form.action = path;
  for (const [name, value] of fields) {
    const field = document.createElement('textarea');
    field.name = name; field.value = value; form.append(field);
  }
  document.body.append(form); form.submit();
}"""


@dataclass
class Seen:
    """What was seen of the pages: by state and variant what axe finds, and what browsers note."""

    violations: dict[str, list[str]] = field(default_factory=dict)
    outbound: list[str] = field(default_factory=list)
    policy: list[str] = field(default_factory=list)
    looked: int = 0


def filled(route: Any, body: str) -> None:
    """Answers a request with a page, under the policy that every page has."""
    route.fulfill(
        body=body, content_type="text/html; charset=utf-8", headers={HEADERS[0][0]: HEADERS[0][1]}
    )


class Tab:
    """A page of one variant, its requests and complaints noted."""

    def __init__(self, browser: Any, base: str, variant: str, seen: Seen, **more: Any) -> None:
        """`more` goes to the browser besides what the variant asks for."""
        given = {"viewport": WIDE, **VARIANTS[variant], **more}
        self.base, self.variant, self.seen = base, variant, seen
        self.measuring = False
        self.room = browser.new_context(
            http_credentials={"username": "any", "password": PASSWORD}, **given
        )
        if variant == "no JavaScript":
            self.room.route(
                "**/onrecord.js", lambda r: r.fulfill(body="", content_type="text/javascript")
            )
        language = LANGUAGES[given["locale"]] if "locale" in given else ENGLISH
        for state in EMPTY:
            body = empty_page(state.name, language)
            self.room.route(base + state.path, partial(filled, body=body))
        # Where forms are sent from, which must be a page of the same site.
        self.room.route(f"{base}/blank", partial(filled, body="<!doctype html><title>-</title>"))
        self.page = self.room.new_page()
        self.page.on("request", self.asked)
        self.page.on("console", self.told)
        self.page.goto(f"{base}/blank")

    def asked(self, request: Any) -> None:
        if not request.url.startswith((self.base, "about:", "data:")):
            self.seen.outbound.append(request.url)

    def told(self, message: Any) -> None:
        # axe styles what it measures, which the policy forbids too.
        if "Content Security Policy" in message.text and not self.measuring:
            self.seen.policy.append(message.text)

    def go(self, state: State) -> None:
        """Goes to a page in a state."""
        if state.form:
            with self.page.expect_navigation():
                self.page.evaluate(SEND, [state.path, [list(one) for one in state.form]])
        else:
            self.page.goto(self.base + state.path)
        if state.then:
            self.page.goto(self.page.url + state.then)

    def check(self, state: State, axe: str, *, whole: bool = False) -> None:
        """Notes what axe finds on a page, with all that can be opened open."""
        self.go(state)
        self.page.evaluate(
            "for (const one of document.querySelectorAll('details')) one.open = true"
        )
        self.measuring = True
        self.page.evaluate(axe)
        left_out = "" if whole else REPEATED
        found = self.page.evaluate(
            "(left) => axe.run(left ? {exclude: [[left]]} : document)", left_out
        )
        self.page.goto(f"{self.base}/blank")
        self.measuring = False
        self.seen.looked += 1
        for one in found["violations"]:
            said = [f"{one['id']}: {node['html'][:160]}" for node in one["nodes"]]
            self.seen.violations.setdefault(f"{state.name}, {self.variant}", []).extend(said)


@contextmanager
def chromium() -> Iterator[Any]:
    """A headless Chromium that is installed."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


def axe_source() -> str:
    """axe-core, as the extra `pages` carries it."""
    assert EXTRA is not None
    assert EXTRA.origin is not None
    return (Path(EXTRA.origin).parent / "axe.min.js").read_text(encoding="utf-8")


@contextmanager
def served(archive: Archive, folder: Path) -> Iterator[tuple[Site, ...]]:
    """Servers with their states; the first is read."""
    with staged(archive, folder) as (first, *others):
        yield (Site(first.base, (*first.states, *EMPTY)), *others)


def empty_page(name: str, language: Language) -> str:
    """A page of an archive without interviews, which no command makes but a removal may leave."""
    views: dict[str, AskView | InterviewsView] = {
        "empty": AskView(AskForm(), (), ()),
        "empty-interviews": InterviewsView(None, (), (), (), Shown(1, 0, 0, None, None)),
    }
    with speaking(language):
        return rendered(views[name], Frame(0, 0, 1, "0" * 64))


EMPTY = (State("empty", "/empty"), State("empty-interviews", "/empty-interviews"))


def looked_at(
    browser: Any, sites: tuple[Site, ...], variants: Sequence[str], every: int = 1
) -> Seen:
    """What is seen of every page in some variants; of `every` 2, each page in every second one."""
    seen, axe = Seen(), axe_source()
    for place, variant in enumerate(variants):
        for site in sites:
            tab = Tab(browser, site.base, variant, seen)
            for number, state in enumerate(site.states):
                if (number + place) % every == 0:
                    tab.check(state, axe, whole=variant == "light" and every == 1)
            tab.room.close()
    return seen


def cost(browser: Any, base: str) -> dict[str, float]:
    """What the first page costs on a processor four times slower: bytes, and milliseconds."""
    room = browser.new_context(viewport={"width": 390, "height": 800})
    page = room.new_page()
    sizes: list[int] = []
    page.on("response", lambda answer: sizes.append(len(answer.body())))
    room.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.add_init_script(OBSERVE)
    page.goto(base, wait_until="networkidle")
    page.click("summary")
    page.fill("textarea", "Who")
    page.keyboard.type(" helps?")
    page.wait_for_timeout(500)
    seen = page.evaluate("window.seen")
    room.close()
    return {
        "bytes": sum(sizes),
        "largest contentful paint (ms)": round(seen["lcp"]),
        "cumulative layout shift": round(seen["cls"], 3),
        "slowest interaction (ms)": round(seen["slowest"]),
    }


OBSERVE = """window.seen = {lcp: 0, cls: 0, slowest: 0};
const note = (type, with_, more) => new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) with_(entry);
}).observe({type, buffered: true, ...more});
note('largest-contentful-paint', (one) => { seen.lcp = one.startTime; });
note('layout-shift', (one) => { if (!one.hadRecentInput) seen.cls += one.value; });
note('event', (one) => { seen.slowest = Math.max(seen.slowest, one.duration); },
  {durationThreshold: 16});
"""


def main(arguments: list[str]) -> int:
    """Prints the figures of every page in every variant; 1 where anything was found."""
    if not READY:
        print(MISSING, file=sys.stderr)
        return 69
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / "archive"
        made = index_documents([SAMPLE], archive, embedder_named(None, None))
        with served(made.archive, archive) as sites, chromium() as browser:
            seen = looked_at(browser, sites, tuple(VARIANTS))
            figures: dict[str, object] = {
                "pages and states": sum(len(site.states) for site in sites),
                "variants": list(VARIANTS),
                "looked at": seen.looked,
                "axe violations": sum(map(len, seen.violations.values())),
                "policy violations": len(seen.policy),
                "requests elsewhere": len(seen.outbound),
                **cost(browser, sites[0].base),
            }
    if "--json" in arguments:
        print(json.dumps(figures, indent=1))
    else:
        for name, figure in figures.items():
            shown = ", ".join(figure) if isinstance(figure, list) else figure
            print(f"{name:32} {shown}")
    for place, found in seen.violations.items():
        print(f"{place}:", *found, sep="\n  ", file=sys.stderr)
    return int(bool(seen.violations or seen.policy or seen.outbound))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
