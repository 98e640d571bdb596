"""Transcripts of oTranscribe: its editor's HTML, in which times stand among the words."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from index.interview import Mark, Measure
from index.readers.html import page_of, shown
from index.readers.words import Words, words

# A time as it is carried through the page's words; these two characters are nobody's.
OPENS, CLOSES = "\ue000", "\ue001"
CARRIED = re.compile(f"{OPENS}(\\d+){CLOSES}[ \u00a0\t]*")
CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})")


def edited(text: str, name: str) -> Words:
    """The words of the editor's HTML, each time a mark and no word.

    Raises:
        BadInput: it holds no words.
    """
    page = page_of(f"<div>{text.replace(OPENS, '').replace(CLOSES, '')}</div>", name)
    for stamp in page.iter("span"):
        if "timestamp" in (stamp.get("class") or "").split():
            seconds = told(stamp)
            for child in list(stamp):
                stamp.remove(child)
            stamp.text = "" if seconds is None else f"{OPENS}{seconds}{CLOSES}"
    read = shown(page, "otranscribe", name)
    pieces: list[str] = []
    marks: list[Mark] = []
    length = 0
    # Every other piece is a time: what the words between them are stays as it is.
    for number, piece in enumerate(CARRIED.split(read.text)):
        if number % 2:
            marks.append(Mark(length, Measure.SECOND, int(piece)))
        else:
            pieces.append(piece)
            length += len(piece)
    return words("".join(pieces), "otranscribe", name, read.dropped, marks)


def told(stamp: HtmlElement) -> int | None:
    """The seconds of a time: a number, or in older files a clock."""
    for said in (stamp.get("data-timestamp"), stamp.text_content()):
        clock = CLOCK.fullmatch((said or "").strip())
        if clock:
            return int(clock[1] or 0) * 3600 + int(clock[2]) * 60 + int(clock[3])
        if said and re.fullmatch(r"\d{1,6}(?:\.\d+)?", said.strip()):
            return int(float(said))
    return None
