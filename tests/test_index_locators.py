from __future__ import annotations

from pathlib import Path

import pytest
from specimens import HashEmbedder

from index.build import index_documents
from index.interview import Mark, Measure, Span
from index.locators import locator
from rag.cite import cut_quote

PAGES = (Mark(0, Measure.PAGE, 1), Mark(100, Measure.PAGE, 2), Mark(200, Measure.PAGE, 4))
TIMES = (Mark(10, Measure.SECOND, 59), Mark(20, Measure.SECOND, 3661))


@pytest.mark.parametrize(
    ("marks", "span", "expected"),
    [
        (PAGES, Span(0, 100), "page 1"),
        (PAGES, Span(99, 101), "pages 1–2"),
        (PAGES, Span(150, 250), "pages 2–4"),
        (PAGES, Span(900, 901), "page 4"),
        (TIMES, Span(10, 20), "00:00:59"),
        (TIMES, Span(12, 21), "00:00:59–01:01:01"),
        (TIMES, Span(0, 30), None),
        ((), Span(0, 30), None),
    ],
)
def test_a_place_is_named_as_people_name_it(
    marks: tuple[Mark, ...], span: Span, expected: str | None
) -> None:
    assert locator(marks, span) == expected


def test_a_mark_is_never_before_the_beginning() -> None:
    with pytest.raises(ValueError, match="0 or more"):
        Mark(-1, Measure.PAGE, 1)


def test_a_quote_from_subtitles_says_when_it_is_said(tmp_path: Path) -> None:
    source = tmp_path / "tape.vtt"
    source.write_text(
        "WEBVTT\n\n00:00:01.000 --> 00:00:03.000\n<v Ana Rell>What did the ferry bring?\n\n"
        "00:12:31.000 --> 00:12:34.000\n<v Bo Tarn>It brought salt and two letters.\n\n"
        "00:12:34.500 --> 00:12:39.000\n<v Bo Tarn>We burned both of them.\n\n"
        "00:12:41.000 --> 00:12:43.000\n<v Ana Rell>And the ferryman?\n\n"
        "00:12:44.000 --> 00:12:45.000\n<v Bo Tarn>He never asked.\n"
    )
    found = index_documents([source], tmp_path / "archive", HashEmbedder())
    archive = found.archive
    (interview,) = archive.interviews
    (paragraph,) = interview.turns[0].answer
    quote = cut_quote(archive, interview.id, paragraph)
    assert quote.text == "It brought salt and two letters. We burned both of them."
    assert quote.citation.locator == "00:12:31–00:12:34"
    assert quote.citation.place.startswith("tape.vtt, 00:12:31–00:12:34, characters ")
