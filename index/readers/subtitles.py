"""Subtitles, SubRip and WebVTT: the cues in them, with their times."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from index.errors import BadInput
from index.interview import Document
from index.readers.cues import Cue, spoken
from index.readers.decode import decode
from index.readers.voiced import UNKNOWN, voiced, voices
from index.readers.words import Words, words

STAMP = r"(?:(\d{1,3}):)?(\d{1,2}):(\d\d)[.,](\d{1,3})"
TIMING = re.compile(rf"^\s*{STAMP}\s*-->\s*{STAMP}.*$")
VOICE = re.compile(r"^\s*<v(?:\.[\w.-]*)?\s+([^>]{1,60})>")
# A dash before a voice only says that another speaks.
BEFORE_VOICE = re.compile(r"(?:^\s*[-–—]\s*)?(?=<v(?:\.[\w.-]*)?\s)")
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
    if known := voices(found):
        return voiced(known, raw, name, "subtitles")
    whole = spoken(found)
    return words(f"{whole.text}\n", "subtitles", name, marks=whole.marks)


def cues(text: str) -> Iterator[Cue]:
    """The cues of a file, in its order; what stands before the first and beside them is no cue.

    A cue in which several voices speak is one for each of them.
    """
    lines = text.split("\n")
    for at, line in enumerate(lines):
        times = TIMING.match(line)
        if times is None:
            continue
        for voice, said in told(held(lines, at + 1)):
            plain = tuple(filter(None, map(worded, said)))
            if plain:
                yield Cue(seconds(*times.groups()[:4]), seconds(*times.groups()[4:]), plain, voice)


def held(lines: Sequence[str], at: int) -> Iterator[str]:
    """The lines of the cue whose words begin at a line."""
    # A slice would copy the rest of the file for each cue.
    for place in range(at, len(lines)):
        if not lines[place].strip() or TIMING.match(lines[place]):
            return
        yield lines[place]


def told(lines: Iterator[str]) -> Iterator[tuple[str | None, list[str]]]:
    """What each voice of a cue says; what stands before the first of them is of no known one."""
    said: list[str] = []
    voice: str | None = None
    for piece in (piece for line in lines for piece in BEFORE_VOICE.split(line)):
        match = VOICE.match(piece)
        named = (match[1].strip() or UNKNOWN) if match else voice
        if named != voice:
            yield voice or UNKNOWN, said
            said, voice = [], named
        said.append(piece)
    yield voice, said


def seconds(hours: str | None, minutes: str, whole: str, part: str) -> float:
    """A time in seconds."""
    return int(hours or 0) * 3600 + int(minutes) * 60 + float(f"{whole}.{part}")


def worded(line: str) -> str:
    """A line without its marks."""
    return " ".join(html.unescape(TAG.sub("", line)).split())
