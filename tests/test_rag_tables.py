"""What is taken away of a comparison: nothing in it runs, and every quote keeps its words."""

from __future__ import annotations

import csv
import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from specimens import indexed

from index.archive import Archive
from rag.compare import Comparison
from rag.desk import Desk
from rag.groups import By
from rag.tables import (
    COLUMNS,
    comparison_csv,
    comparison_html,
    comparison_json,
    comparison_markdown,
    harmless,
    inert,
)

HELPS = "Who helps families now?"
PAYS = "Does the Harbour Archive pay for lawyers who help families now?"
HOSTILE = '=cmd|calc!A0 <script>alert("1")</script> ![x](http://evil.example/x.png) |a'


@pytest.fixture
def found(desk: Desk) -> Comparison:
    return desk.compare([PAYS, "Do fishers trust the radio?"])


@pytest.fixture
def hostile(tmp_path: Path) -> Archive:
    return indexed(
        tmp_path,
        f"Voices (invented)\n-\nVALDORIA: ‘{HOSTILE}’\n"
        "The Lantern Project speaks with Mira Dolen, founder of the Harbour Archive, on salt.\n"
        f"Who helps families now?\n{HOSTILE} helps families now.\n",
    )


def test_json_has_a_cell_for_each_group(found: Comparison) -> None:
    shape = json.loads(json.dumps(comparison_json(found)))
    assert shape["by"] == "speaker"
    assert [g["name"] for g in shape["groups"]] == ["Mira Dolen", "Tomas Ek"]
    states = [[cell["state"] for cell in one["cells"]] for one in shape["questions"]]
    assert states == [["quoted", "not_asked"], ["not_asked", "quoted"]]
    quote = shape["questions"][0]["cells"][0]["quotes"][0]
    assert quote["text"] == found.quotes[0].text
    assert quote["permalink"].startswith("/interviews/")


def test_csv_has_a_line_for_each_cell(found: Comparison, tiny: Archive) -> None:
    text = comparison_csv(found, tiny, "http://127.0.0.1")
    head, *lines = csv.reader(io.StringIO(text, newline=""))
    assert tuple(head) == COLUMNS
    assert {len(line) for line in lines} == {len(COLUMNS)}
    rows = [dict(zip(head, line, strict=True)) for line in lines]
    assert [row["state"] for row in rows] == ["quoted", "not_asked", "not_asked", "quoted"]
    assert rows[0]["quote"] == found.quotes[0].text
    assert rows[0]["permalink"] == f"http://127.0.0.1{found.quotes[0].citation.permalink}"
    assert (rows[1]["speaker"], rows[1]["country"]) == ("Tomas Ek", "West Orlund")
    assert "\r\n" in text


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t=", " =", "\r=", "＝", "＋", "－", "＠"])
def test_no_field_of_csv_is_a_formula(begins: str) -> None:
    assert harmless(f"{begins}1+1").startswith("'")


def test_csv_keeps_lines_and_drops_what_steers_a_terminal() -> None:
    assert harmless("We left.\nIt = rained.") == "We left.\nIt = rained."
    assert "\x1b" not in harmless("a\x1b[31mb")
    assert harmless("") == ""


@pytest.mark.parametrize("by", list(By))
def test_hostile_words_stay_words(hostile: Archive, by: By) -> None:
    found = Desk(hostile).compare([f"{HELPS} {HOSTILE}"[:200], HELPS], by=by)
    assert found.quotes
    for line in csv.reader(io.StringIO(comparison_csv(found, hostile), newline="")):
        assert not [field for field in line if field.startswith(("=", "+", "-", "@"))]
    page = comparison_html(found, hostile)
    tags = set(re.findall(r"<(\w+)", page))
    assert not tags & {"script", "img", "a", "iframe", "svg"}
    markdown = comparison_markdown(found, hostile)
    assert "<script" not in markdown
    assert "![" not in markdown
    assert "://evil" not in markdown
    for line in markdown.splitlines():
        if line.startswith("|"):
            assert len(re.findall(r"(?<!\\)\|", line)) == 4, line


def test_markdown_is_inert() -> None:
    assert inert("a|b *c* [d](e)\nf") == r"a\|b \*c\* \[d\](e) f"
    assert inert("www.a.example http://b.example <i>") == (
        r"www\.a.example http:\//b.example &lt;i&gt;"
    )


class Opened(HTMLParser):
    """Which tags are open, so that a page is whole."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_html_needs_nothing_else(found: Comparison, tiny: Archive) -> None:
    page = comparison_html(found, tiny)
    assert Opened(page).open == []
    assert "http" not in re.sub(r"http-equiv", "", page)
    assert 'scope="row"' in page
    assert 'scope="col"' in page
    assert found.rule in page
    linked = comparison_html(found, tiny, "http://127.0.0.1:1")
    assert f'href="http://127.0.0.1:1{found.quotes[0].citation.permalink}"' in linked
