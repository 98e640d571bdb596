"""What is served as it lies on disk: the vendored sheet, our own, and nothing from elsewhere."""

from __future__ import annotations

import hashlib
import re
import tomllib
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from specimens import SCRIPT

from rag.desk import Desk
from web.app import STATIC, create_app

WEB = STATIC.parent


@pytest.fixture(scope="module")
def client(desk: Desk) -> TestClient:
    return TestClient(create_app(desk), base_url="http://127.0.0.1")


def test_vendored_files_are_those_in_the_lock() -> None:
    locked = tomllib.loads((WEB / "vendor.lock").read_text())["sha512"]
    held = {
        p.name: hashlib.sha512(p.read_bytes()).hexdigest() for p in (STATIC / "vendor").iterdir()
    }
    assert held == locked


def test_sheets_ask_for_nothing_from_elsewhere() -> None:
    for sheet in STATIC.rglob("*.css"):
        css = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.S)
        found = re.findall(r"url\(\s*['\"]?([^'\")]*)", css)
        assert all(not re.match(r"(?:[a-z]+:)?//", url) for url in found), sheet.name
        assert "@font-face" not in css


def test_templates_hold_no_script_and_no_style() -> None:
    for template in (WEB / "templates").iterdir():
        html = template.read_text()
        assert ("<script" in html) == (template.name == "base.html")
        assert html.count("<script") == html.count(SCRIPT)
        assert "<style" not in html
        assert not re.search(r"\sstyle=|\son[a-z]+=|javascript:", html), template.name
        assert "|safe" not in html.replace(" ", "")
        assert not re.search(r"https?://", html), template.name


@pytest.mark.parametrize(
    ("path", "media"),
    [
        ("onrecord.css", "text/css; charset=utf-8"),
        ("onrecord.js", "text/javascript; charset=utf-8"),
        ("vendor/simple.min.css", "text/css; charset=utf-8"),
        ("favicon.svg", "image/svg+xml"),
    ],
)
def test_files_are_served(client: TestClient, path: str, media: str) -> None:
    answer = client.get(f"/static/{path}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, media)
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.headers["ETag"]
    assert answer.content == (STATIC / path).read_bytes()


@pytest.mark.parametrize(
    "path",
    ["../app.py", "%2e%2e/app.py", "..%2fapp.py", "/etc/passwd", "vendor", "", "\\..\\app.py"],
)
def test_nothing_else_is_served(client: TestClient, path: str) -> None:
    assert client.get(f"/static/{path}").status_code in (404, 405)


def test_first_page_is_light(client: TestClient) -> None:
    sheets = sum(sheet.stat().st_size for sheet in STATIC.rglob("*.css"))
    assert len(client.get("/").content) + sheets <= 60 * 1024


def test_the_script_is_small_and_keeps_and_asks_nothing_elsewhere() -> None:
    script = (STATIC / "onrecord.js").read_text(encoding="utf-8")
    assert len(script.encode()) < 10_000
    for never in (
        *("localStorage", "sessionStorage", "indexedDB", "caches", "cookie", "serviceWorker"),
        *("innerHTML", "insertAdjacentHTML", "document.write", "eval(", "import(", "Function("),
        *("http:", "https:", "navigator.sendBeacon", "XMLHttpRequest", "WebSocket"),
    ):
        assert never not in script, never


def test_sheet_uses_logical_properties() -> None:
    css = (STATIC / "onrecord.css").read_text()
    physical = (
        r"(?:margin|padding|border)-(?:left|right|top|bottom)|[;{\s](?:left|right):|"
        r"text-align:\s*(?:left|right)"
    )
    assert not re.findall(physical, css)
    for query in ("prefers-color-scheme", "forced-colors", "prefers-reduced-motion", "print"):
        assert query in css


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2.2 of two colours, as #rrggbb."""

    def luminance(colour: str) -> float:
        parts = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_enough_in_light_and_dark() -> None:
    css = (STATIC / "onrecord.css").read_text()
    light = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", css.split("@media")[0]))
    dark = light | dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", css.split("@media")[1]))
    for colours in (light, dark):
        for ink, paper in (
            ("text", "bg"),
            ("text-light", "bg"),
            ("text-light", "accent-bg"),
            ("accent", "bg"),
            ("accent-text", "accent"),
            ("accent-text", "accent-hover"),
            ("text", "marked"),
            ("text", "raised"),
            ("alarm", "alarm-bg"),
            ("text", "alarm-bg"),
        ):
            assert contrast(colours[ink], colours[paper]) >= 4.5, (ink, paper)
        for line in ("border", "mark-line"):
            assert contrast(colours[line], colours["bg"]) >= 3, line


def test_templates_are_where_the_package_looks() -> None:
    assert Path(WEB / "templates" / "base.html").is_file()
