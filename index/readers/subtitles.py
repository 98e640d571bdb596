"""Subtitles, SubRip and WebVTT: cues put together to what each speaker says."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.errors import BadInput
from index.readers.decode import decode
from index.readers.words import APART, Words, words

STAMP = r"(?:(\d{1,3}):)?(\d{1,2}):(\d\d)[.,](\d{1,3})"
TIMING = re.compile(rf"^\s*{STAMP}\s*-->\s*{STAMP}.*$")
VOICE = re.compile(r"^\s*<v(?:\.[\w.-]*)?\s+([^>]{1,60})>")
# `Name:` or `>> Name:` before what somebody says; `>>` alone, or a dash, for somebody else.
NAMED = re.compile(r"^(?:>>+\s*)?([^\W\d_][\w.'’\- ]{0,39}?):\s+(?=\S)")
CHANGE = re.compile(r"^(?:>>+|[-–—])\s*(?=\S)")
TAG = re.compile(r"</?[a-z][^>]{0,80}>|<[\d:.]{5,12}>", re.I)
# Silence of so many seconds after a whole sentence ends a paragraph.
PAUSE = 2.0
ENDED = re.compile(r"[.!?…。？！][’”\"')\]]*$")


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that stand on the screen together, from one second to another."""

    start: float
    end: float
    lines: tuple[str, ...]
    voice: str | None


def read_subtitles(raw: bytes, name: str) -> Words:
    """The words of a subtitle file: a paragraph for each change of speaker, question or pause.

    Raises:
        BadInput: it is not text, or no cue stands in it.
    """
    found = tuple(cues(decode(raw, name)))
    if not found:
        raise BadInput(
            f"{name} has no cue with times such as 00:00:01,000 --> 00:00:04,000. If it is a "
            "plain transcript, save it as .txt."
        )
    return words(APART.join(spoken(found)) + "\n", "subtitles", name)


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


def spoken(found: tuple[Cue, ...]) -> Iterator[str]:
    """What is said, a paragraph a turn of it, with its speaker as a label where that is told."""
    speaker: str | None = None
    paragraph = ""
    last: tuple[str, ...] = ()
    ended = 0.0
    for cue in found:
        # Captions that roll show each line twice.
        lines = cue.lines[1:] if last and cue.lines[0] == last[-1] else cue.lines
        last = cue.lines
        for line in lines:
            label, said = labelled(line, cue.voice)
            changed = (label is not None and label != speaker) or CHANGE.match(line) is not None
            paused = cue.start - ended > PAUSE and ENDED.search(paragraph) is not None
            asked = paragraph.endswith(("?", "？", "؟"))
            if paragraph and (changed or paused or (asked and speaker is None)):
                yield paragraph
                paragraph = ""
            if changed:
                speaker = label
            begins = f"{speaker}: " if speaker and not paragraph else ""
            paragraph = f"{paragraph} {said}" if paragraph else f"{begins}{said}"
            ended = cue.end
    if paragraph:
        yield paragraph


def labelled(line: str, voice: str | None) -> tuple[str | None, str]:
    """Who says a line, where that is told, and what."""
    named = NAMED.match(line)
    if voice is not None:
        return voice, line
    if named is not None:
        return named[1], line[named.end() :]
    change = CHANGE.match(line)
    return None, line[change.end() :] if change else line
