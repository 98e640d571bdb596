"""Subtitles, SubRip and WebVTT: the cues in them, with their times."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from index.errors import BadInput
from index.interview import Document
from index.readers.cues import Cue, spoken
from index.readers.decode import decode
from index.readers.voiced import voiced, voices
from index.readers.words import Words, words

STAMP = r"(?:(\d{1,3}):)?(\d{1,2}):(\d\d)[.,](\d{1,3})"
TIMING = re.compile(rf"^\s*{STAMP}\s*-->\s*{STAMP}.*$")
VOICE = re.compile(r"^\s*<v(?:\.[\w.-]*)?\s+([^>]{1,60})>")
TAG = re.compile(r"</?[a-z][^>]{0,80}>|<[\d:.]{5,12}>", re.I)


def read_subtitles(raw: bytes, name: str) -> Words | Document:
    """The words of a subtitle file: a paragraph for each change of speaker, question or pause.

    Where every cue tells its speaker, as those of Zoom and Teams do, it is the whole document.

    Raises:
        BadInput: it is not text, or no cue stands in it.
    """
    found = tuple(cues(decode(raw, name)))
    if not found:
        raise BadInput(
            f"{name} has no cue with times such as 00:00:01,000 --> 00:00:04,000. If it is a "
            "plain transcript, save it as .txt."
        )
    if told := voices(found):
        return voiced(told, raw, name, "subtitles")
    whole = spoken(found)
    return words(f"{whole.text}\n", "subtitles", name, marks=whole.marks)


def cues(text: str) -> Iterator[Cue]:
    """The cues of a file, in its order; what stands before the first and beside them is no cue."""
    lines = text.split("\n")
    for at, line in enumerate(lines):
        times = TIMING.match(line)
        if times is None:
            continue
        kept = []
        for said in lines[at + 1 :]:
            if not said.strip() or TIMING.match(said):
                break
            kept.append(said)
        voice = next((match[1].strip() for said in kept if (match := VOICE.match(said))), None)
        plain = tuple(filter(None, map(worded, kept)))
        if plain:
            yield Cue(seconds(*times.groups()[:4]), seconds(*times.groups()[4:]), plain, voice)


def seconds(hours: str | None, minutes: str, whole: str, part: str) -> float:
    """A time in seconds."""
    return int(hours or 0) * 3600 + int(minutes) * 60 + float(f"{whole}.{part}")


def worded(line: str) -> str:
    """A line without its marks."""
    return " ".join(html.unescape(TAG.sub("", line)).split())
