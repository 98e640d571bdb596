"""The archive as pictures: where marks stand, what they say, and where they lead."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from threading import Thread

import pytest
from fastapi.testclient import TestClient
from specimens import indexed
from test_web_pages import PAYLOADS, Page

from index.archive import Archive
from index.places import where
from rag.answer import Version
from rag.desk import Desk
from rag.picture import MOST_COMPARED, Land, Length, Outline, Picture, Rated, picture_of, ratings
from rag.subjects import Subject
from web import seeing
from web.app import create_app
from web.listing import Narrowing, listing_link
from web.seeing import Easel, PictureShape, see_view
from web.templating import framed, rendered
from web.tiles import MOST_TILES, lines, placed, swatch, tile_map
from web.timeline import TALLEST, between, timeline

WORLD = ("Cuba", "Iceland", "Egypt", "Japan", "Chile", "New Zealand", "Norway", "Kenya")


@pytest.fixture(scope="module")
def client(desk: Desk) -> TestClient:
    return TestClient(create_app(desk), base_url="http://127.0.0.1")


def land(country: str | None, *rated: Rated, interviews: int = 1) -> Land:
    return Land(
        country, interviews, rated or (Rated(None, 1),), where(country) if country else None
    )


def outline(n: int, date: str | None = None, country: str | None = "Valdoria") -> Outline:
    return Outline(f"one-{n}", country, (f"Person {n}",), date, "closed")


def drawn(outlines: tuple[Outline, ...], subjects: tuple[Subject, ...] = ()) -> Picture:
    lengths = tuple(Length(one.id, 1, 10 + n) for n, one in enumerate(outlines))
    compared = tuple(one.id for one in outlines[-MOST_COMPARED:])
    rated = ratings(outlines)
    lands = (Land("Valdoria", len(outlines), rated, None),)
    return Picture(lands, rated, outlines, 1, lengths, compared, subjects, Version(1, "0" * 64))


def test_every_mark_leads_somewhere(client: TestClient) -> None:
    page = Page(client.get("/see").text)
    links = [link for link in page.links() if link.startswith("/") and "#main" not in link]
    assert len(links) > 10
    for link in links:
        answer = client.get(link.split("#")[0])
        assert answer.status_code == 200, link
        if "#" in link:
            assert f'id="{link.split("#")[1]}"' in answer.text


def test_the_page_is_well_formed_and_needs_no_style_or_script(client: TestClient) -> None:
    text = client.get("/see").text
    page = Page(text)
    tags = [tag for tag, _ in page.tags]
    assert tags.count("h1") == tags.count("main") == 1
    assert not {"script", "style", "foreignobject", "image", "use"} & set(tags)
    ids = [given["id"] for _, given in page.tags if "id" in given]
    assert len(ids) == len(set(ids))
    for _, given in page.tags:
        assert not [name for name in given if name == "style" or name.startswith("on")]
        for named in given.get("aria-labelledby", "").split():
            assert named in ids
    for filled in re.findall(r"url\((?!#)|url\(#([^)]*)\)", text):
        assert filled in ids


def test_every_picture_has_a_name_and_the_same_in_words(client: TestClient) -> None:
    page = Page(client.get("/see").text)
    for tag, given in page.tags:
        if tag == "svg":
            assert given.get("aria-hidden") == "true" or given["role"] == "group"
    titled = page.words("title")
    assert "Valdoria: 1 interview, civic space rated closed" in titled
    assert "West Orlund: 1 interview, rating not stated" in titled
    cells = [" ".join(one.split()) for one in page.words("td")]
    assert "civic space rated closed" in cells
    assert "rating not stated" in cells


def test_nothing_is_placed_that_has_no_date(client: TestClient) -> None:
    text = client.get("/see").text
    assert "No document says when its interview took place" in text
    assert 'class="drawing timeline"' not in text


def test_the_api_has_the_shape_of_its_description(client: TestClient, tiny: Archive) -> None:
    body = client.get("/api/see").json()
    PictureShape.model_validate(body)
    assert [one["id"] for one in body["interviews"]] == list(tiny.interviews.ids)
    assert body["countries"][0]["latitude"] is None
    described = client.get("/openapi.json").json()
    assert "/api/see" in described["paths"]
    assert "PictureShape" in described["components"]["schemas"]


def test_the_picture_is_made_once_and_not_at_the_start(
    tiny: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Archive] = []

    def counted(archive: Archive) -> Picture:
        made.append(archive)
        return picture_of(archive)

    monkeypatch.setattr(seeing, "picture_of", counted)
    create_app(Desk(tiny))
    easel = Easel(tiny)
    assert made == []
    threads = [Thread(target=easel.picture) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [tiny]


def test_the_question_form_is_narrowed_by_a_link(client: TestClient) -> None:
    text = client.get("/", params={"country": "Valdoria"}).text
    assert ("country", "Valdoria") in Page(text).forms[0]
    assert '<details class="narrow" open>' in text
    assert ("country", "Atlantis") not in Page(
        client.get("/", params={"country": "Atlantis"}).text
    ).forms[0]


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"rating": "closed"}, ["Mira Dolen"]),
        ({"rating": ""}, ["Tomas Ek"]),
        ({"country": "Valdoria", "rating": "closed"}, ["Mira Dolen"]),
        ({"country": "West Orlund", "rating": "closed"}, []),
        ({"date": ""}, ["Mira Dolen", "Tomas Ek"]),
    ],
)
def test_lists_are_narrowed(client: TestClient, asked: dict[str, str], names: list[str]) -> None:
    answer = client.get("/interviews", params=asked)
    assert answer.status_code == 200
    for name in ("Mira Dolen", "Tomas Ek"):
        assert (name in answer.text) == (name in names)
    assert ("No interview is all of that." in answer.text) == (not names)


@pytest.mark.parametrize("asked", [{"country": ""}, {"rating": "open"}, {"date": "2031"}])
def test_lists_of_nothing_are_not_found(client: TestClient, asked: dict[str, str]) -> None:
    assert client.get("/interviews", params=asked).status_code == 404


def test_lists_say_what_they_are_narrowed_to(client: TestClient) -> None:
    text = client.get("/interviews", params={"rating": "closed"}).text
    assert "Only those with: civic space rated closed." in text
    assert Narrowing(date="203").said == ("dated 2030s",)
    assert Narrowing(rating="", date="").said == ("no rating stated", "no date known")
    assert listing_link("West & Orlund", "") == "/interviews?country=West+%26+Orlund&rating="


def test_tiles_stand_about_where_countries_lie() -> None:
    lands = [land(name) for name in WORLD]
    cells = dict(zip(WORLD, placed(lands), strict=True))
    assert len(set(cells.values())) == len(WORLD)
    west_to_east = ("Cuba", "Iceland", "Egypt", "Japan")
    columns = [cells[name][0] for name in west_to_east]
    assert columns == sorted(columns)
    assert cells["Iceland"][1] < cells["Egypt"][1] < cells["Kenya"][1] < cells["Chile"][1]
    for axis in (0, 1):
        used = {cell[axis] for cell in cells.values()}
        assert used == set(range(max(used) + 1))


def test_neighbours_never_share_a_tile() -> None:
    europe = ("France", "Germany", "Belgium", "Luxembourg", "Switzerland", "Austria", "Italy")
    cells = list(placed([land(name) for name in europe]))
    assert len(set(cells)) == len(europe)


def test_unknown_countries_stand_below_the_known() -> None:
    lands = [land("Cuba"), land("Valdoria"), land("Norway"), land(None)]
    cuba, valdoria, norway, unknown = placed(lands)
    assert max(cuba[1], norway[1]) < min(valdoria[1], unknown[1])
    assert list(placed([])) == []
    invented = list(placed([land(f"Land {n}") for n in range(11)]))
    assert {row for _, row in invented} == {0, 1}
    assert len(set(invented)) == 11


def test_ratings_are_told_by_pattern_and_letter() -> None:
    known = ("open", "narrowed", "obstructed", "repressed", "closed")
    swatches = [swatch((Rated(one, 1),)) for one in known]
    for one, other in combinations(swatches, 2):
        assert one.pattern != other.pattern
        assert one.letters != other.letters
    assert swatch((Rated(None, 2),)).pattern == "unknown"
    assert swatch((Rated("free", 2),)).pattern == "other"
    assert swatch((Rated("free", 2),)).letters == "Fr"
    assert swatch((Rated("open", 2), Rated("closed", 1))).pattern == "several"
    # One interview that states nothing does not undo what another states.
    assert swatch((Rated("open", 1), Rated(None, 1))).pattern == "open"


@pytest.mark.parametrize(
    ("name", "fits"),
    [
        ("Cuba", ("Cuba",)),
        ("Democratic Republic of the Congo", ("Democratic", "Republic of t…")),
        ("Antidisestablishmentaria", ("Antidisestabl…",)),
        ("", ("",)),
    ],
)
def test_names_fit_their_tiles(name: str, fits: tuple[str, ...]) -> None:
    assert lines(name) == fits


def test_too_many_countries_are_drawn_in_part_and_said() -> None:
    lands = tuple(land(f"Land {n:03}") for n in range(MOST_TILES + 5))
    found = tile_map(replace(drawn((outline(1),)), lands=lands))
    assert len(found.tiles) == MOST_TILES
    assert len(found.rows) == MOST_TILES + 5
    assert found.left_out == f"The {MOST_TILES} countries with the most interviews are drawn; " + (
        "the table has all."
    )


def test_dates_are_drawn_in_the_coarsest_unit_that_any_tells() -> None:
    days = timeline([outline(1, "2031-04-17"), outline(2, "2031-06-02")])
    assert days is not None
    assert (days.unit, [one.words for one in days.periods]) == ("month", ["Apr 2031", "Jun 2031"])
    assert [tick.words for tick in days.ticks] == ["Apr 2031", "May 2031", "Jun 2031"]
    mixed = timeline([outline(1, "2031-04-17"), outline(2, "2031")])
    assert mixed is not None
    assert (mixed.unit, [one.interviews for one in mixed.periods]) == ("year", [2])
    long = timeline([outline(1, "1931-04-17"), outline(2, "2031-01-01")])
    assert long is not None
    assert (long.unit, long.periods[0].words, long.periods[0].link) == (
        "decade",
        "1930s",
        "/interviews?date=193",
    )
    assert timeline([]) is None


def test_periods_without_interviews_keep_their_place() -> None:
    assert between("2030-11", "2031-02") == ("2030-11", "2030-12", "2031-01", "2031-02")
    assert between("2029", "2031") == ("2029", "2030", "2031")


def test_dots_become_bars_when_there_are_many() -> None:
    few = timeline([outline(n, "2031-04-17") for n in range(TALLEST)])
    many = timeline([outline(n, "2031-04-17") for n in range(TALLEST + 1)])
    assert few is not None
    assert many is not None
    assert (len(few.dots), len(few.bars)) == (TALLEST, 0)
    assert (len(many.dots), len(many.bars)) == (0, 1)
    assert many.bars[0].link == "/interviews?date=2031-04"
    assert many.bars[0].title == f"Apr 2031: {TALLEST + 1} interviews"
    for dot in few.dots:
        assert 0 < dot.x < few.width
        assert 0 <= dot.y - dot.radius < few.base


def test_dots_are_as_large_as_shares(client: TestClient, sample_desk: Desk) -> None:
    view = see_view(picture_of(sample_desk.archive))
    assert view.matrix is not None
    assert len(view.matrix.columns) == 13
    assert view.lengths[0].number == view.matrix.columns[0].number == 1
    for row in view.matrix.rows:
        assert len(row.dots) == len(row.mentions) >= 1
        assert all(dot.radius * 2 <= 30 for dot in row.dots)
    assert max(one.share for one in view.lengths) == 100.0


@pytest.mark.parametrize("held", [1, 13, 1000])
def test_every_size_is_drawn(held: int, tiny: Archive) -> None:
    dates = (None, "2031-04-17", "2029", "2030-01")
    view = see_view(drawn(tuple(outline(n, dates[n % 4]) for n in range(held))))
    page = Page(rendered(view, replace(framed(tiny), interviews=held)))
    assert len(view.lengths) == min(held, MOST_COMPARED)
    assert ("970 more are in the list" in (view.left_out or "")) == (held == 1000)
    assert page.words("h1") == ["The archive at a glance"]
    assert view.alone == (held == 1)


def test_an_archive_that_says_nothing_is_drawn(tmp_path: Path) -> None:
    archive = indexed(tmp_path, "Q: Did you?\nA: I did. No, I did not.\n")
    text = TestClient(create_app(Desk(archive)), base_url="http://127.0.0.1").get("/see").text
    page = Page(text)
    assert "Country unknown: 1 interview, rating not stated" in page.words("title")
    assert "Speaker not named" in text
    assert "No word is said often enough" in text
    assert ">None<" not in text
    assert "/interviews?country=" in page.links()


@pytest.mark.parametrize("payload", [*PAYLOADS, "מדינה", "دولة", "x" * 300])
def test_hostile_names_are_words(tmp_path: Path, payload: str) -> None:
    name = payload.replace("?", "").replace(":", "")
    archive = indexed(
        tmp_path,
        f"Country: {name}\nInterviewee: {name} Dolen\nDate: 2031-05-14\n"
        f"Q: What did you lose?\nA: The boat and {name}. The boat and {name}.\n",
    )
    client = TestClient(create_app(Desk(archive)), base_url="http://127.0.0.1")
    page = Page(client.get("/see").text)
    tags = {tag for tag, _ in page.tags}
    assert not tags & {"script", "img", "iframe"}
    assert all(link.startswith(("/", "#")) for link in page.links())
    for _, given in page.tags:
        assert not [attribute for attribute in given if attribute.startswith("on")]
    for link in page.links():
        if link.startswith("/"):
            assert client.get(link.split("#")[0]).status_code == 200
    assert html.unescape(name)[:3] in html.unescape(client.get("/see").text)
