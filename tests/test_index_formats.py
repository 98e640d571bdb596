"""The sample's interviews as LibreOffice, Chromium and WeasyPrint write them in other formats."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from specimens import SAMPLE

from index.interview import Document
from index.readers import read
from index.readers.child import Child

FOLDER = Path(__file__).parent / "formats"
FILES = sorted(path for path in FOLDER.iterdir() if path.suffix != ".html")
LEAST = 0.99


def words(document: Document) -> list[str]:
    return re.findall(r"\w+", document.text)


def turns(document: Document) -> list[tuple[str | None, str | None, list[str]]]:
    """Who says what, whatever the line breaks."""
    text = document.text
    return [
        (
            turn.speaker,
            turn.question and " ".join(turn.question.of(text).split()),
            [" ".join(span.of(text).split()) for span in turn.answer],
        )
        for interview in document.interviews
        for turn in interview.turns
    ]


def overlap(one: Document, other: Document) -> float:
    """How much of their words two documents share, in their order, from 0 to 1."""
    return SequenceMatcher(None, words(one), words(other), autojunk=False).ratio()


@pytest.fixture(scope="module")
def child() -> Child:
    with Child() as child:
        yield child  # type: ignore[misc]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_an_interview_reads_the_same_in_each_format(path: Path, child: Child) -> None:
    stem = re.sub(r"-(?:columns|hyphens)$", "", path.stem)
    found = read(path, path.name, child)
    page = read(FOLDER / f"{stem}.html", f"{stem}.html", child)
    plain = read(SAMPLE / "interviews" / f"{stem}.txt", f"{stem}.txt", child)
    # The page sets questions in bold, as these files do; plain text cannot.
    assert turns(found) == turns(page)
    assert [(i.country, i.speakers) for i in found.interviews] == [
        (i.country, i.speakers) for i in plain.interviews
    ]
    assert overlap(found, plain) >= LEAST
    assert overlap(page, plain) >= LEAST


def test_every_sample_is_there_in_every_format() -> None:
    stems = {path.stem for path in (SAMPLE / "interviews").iterdir()}
    for suffix in (".docx", ".html", ".pdf", ".rtf"):
        assert stems <= {path.stem for path in FOLDER.glob(f"*{suffix}")}
    assert len(FILES) > 10
