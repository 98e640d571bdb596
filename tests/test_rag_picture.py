"""An archive at a glance: counted, and nothing guessed."""

from __future__ import annotations

from pathlib import Path

import pytest
from specimens import TINY, indexed

from index.archive import Archive
from index.places import Where, where
from rag import picture
from rag.picture import Rated, is_dated, lands, picture_json, picture_of


def test_countries_ratings_and_lengths_are_those_of_the_documents(tiny: Archive) -> None:
    found = picture_of(tiny)
    assert [(land.country, land.interviews, land.ratings) for land in found.lands] == [
        ("Valdoria", 1, (Rated("closed", 1),)),
        ("West Orlund", 1, (Rated(None, 1),)),
    ]
    assert found.ratings == (Rated("closed", 1), Rated(None, 1))
    assert [one.interview for one in found.lengths] == list(tiny.interviews.ids)
    answers = "The sea ban took our licences. Nobody counts the fishers, so nobody misses us."
    more = "No. The radio says what the ministry says."
    assert found.lengths[1].words == len(f"{answers} {more}".split())
    assert found.lengths[1].questions == 2
    assert found.words == sum(one.words for one in found.lengths)
    assert found.dated == ()
    assert found.people == 2


def test_what_is_unknown_stays_unknown(tmp_path: Path) -> None:
    found = picture_of(indexed(tmp_path, "Q: What did you see?\nA: The sea.\n"))
    (land,) = found.lands
    assert (land.country, land.where, land.ratings) == (None, None, (Rated(None, 1),))
    assert found.outlines[0].speakers == ()
    assert found.outlines[0].date is None


def test_an_empty_archive_has_a_picture() -> None:
    assert lands(()) == ()
    assert picture.ratings(()) == ()


def test_known_countries_lie_where_they_lie() -> None:
    assert where("Iceland") == Where(65.0, -18.0)
    assert where("ICELAND") == where("Iceland")
    assert where("Valdoria") is None
    assert where("") is None


@pytest.mark.parametrize(
    ("date", "known"),
    [
        ("2031-04-17", True),
        ("2031-04", True),
        ("2031", True),
        ("2031-13", False),
        ("spring", False),
        ("", False),
        (None, False),
    ],
)
def test_a_date_tells_the_year_at_least(date: str | None, known: bool) -> None:
    assert is_dated(date) is known


def test_of_very_many_an_even_part_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    many = indexed(tmp_path, *(TINY.replace("Mira", f"Mira{n}") for n in range(5)))
    monkeypatch.setattr(picture, "MOST_READ", 4)
    monkeypatch.setattr(picture, "MOST_COMPARED", 2)
    found = picture_of(many)
    assert len(found.outlines) == 10
    assert [one.interview for one in found.lengths] == list(many.interviews.ids[::3])
    assert len(found.compared) == 2
    assert found.lands[0].interviews == 5
    shape = picture_json(found)["interviews"]
    assert isinstance(shape, list)
    assert [one["words"] is None for one in shape].count(False) == 4
