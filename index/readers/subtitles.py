"""Subtitles, SubRip and WebVTT: the cues in them, with their times."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from index.asking import UNKNOWN
from index.errors import BadInput
from index.interview import Document
from index.readers.cues import Cue, spoken
from index.readers.decode import decode
from index.readers.voiced import voiced, voices
from index.readers.words import Words, words

WEB = "WEBVTT"
STAMP = r"(?:(\d{1,3}):)?(\d{1,2}):(\d\d)[.,](\d{1,3})"
TIMING = re.compile(rf"^\s*{STAMP}\s*-->\s*{STAMP}.*$")
# What may be the head of a cue whose times are damaged: its number, or something like times.
DAMAGED = re.compile(r"\s*(?:\d+\s*$|\d{1,3}:\d\d|.{0,40}-->)")
# Blocks of WebVTT that are no cues; a comment is the only one that holds words.
BLOCK = re.compile(rf"(?:{WEB}|(?P<comment>NOTE)|STYLE|REGION)(?!\S)")
VOICE = re.compile(r"^\s*<v(?:\.[\w.-]*)?\s+([^>]{1,60})>")
# A dash before a voice only says that another speaks.
BEFORE_VOICE = re.compile(r"(?:^\s*[-–—]\s*)?(?=<v(?:\.[\w.-]*)?\s)")
ATTRIBUTES = r"(?:\s+[\w-]{1,20}\s?=[^<>]{0,200})?"
# What ends a line beside its end.
BREAK = re.compile(rf"<br\s?/?>|</?(?:p|div){ATTRIBUTES}\s?>", re.I)
# The marks of both formats, and those of pages that tools write there too, and nothing else:
# somebody may write `<inaudible>` or `<I think>`.
TAG = re.compile(
    r"</?(?:[abcisu]|font|ruby|rt|span|em|strong|small|big|su[bp]|strike|tt|code)"
    rf"(?:\.[^\s<>]{{0,80}})?{ATTRIBUTES}\s?/?>"
    r"|</?(?:v|lang)(?:[.\s][^<>]{0,80})?>|<[\d:.]{5,12}>|\{\\[^{}]{0,80}\}",
    re.I,
)
# What tells in which direction the words of a line run stands around them.
AROUND = " \u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@dataclass(frozen=True, slots=True)
class Stretch:
    """What stands from one line of times to the next: the lines of its cue, and what is none.

    Before the first one `times` is None. `untimed` counts lines that may be of no cue, `comments`
    the blocks that are comments.
    """

    times: re.Match[str] | None
    lines: tuple[str, ...]
    untimed: int
    comments: int


def read_subtitles(raw: bytes, name: str) -> Words | Document:
    """The words of a subtitle file: a paragraph for each change of speaker, question or pause.

    Where cues tell their speakers, as those of Zoom and Teams do, it is the whole document.

    Raises:
        BadInput: it is not text, or no cue stands in it.
    """
    held = tuple(stretches(decode(raw, name)))
    found = tuple(cue for one in held for cue in cues(one))
    if not found:
        raise BadInput(
            f"{name} has no cue with times such as 00:00:01,000 --> 00:00:04,000. If it is a "
            "plain transcript, save it as .txt."
        )
    dropped = {
        "untimed line": sum(one.untimed for one in held),
        "comment": sum(one.comments for one in held),
    }
    if known := voices(found):
        return voiced(known, raw, name, "subtitles", dropped)
    whole = spoken(found)
    return words(f"{whole.text}\n", "subtitles", name, dropped, marks=whole.marks)


def stretches(text: str) -> Iterator[Stretch]:
    """A file from each line of times to the next, in its order."""
    lines = text.split("\n")
    web = lines[0].startswith(WEB)
    timed = [(at, match) for at, line in enumerate(lines) if (match := TIMING.match(line))]
    before = (lines[at - 1].strip() for at, _ in timed if at)
    numbered = 2 * sum(map(str.isdecimal, before)) > len(timed)
    times: re.Match[str] | None = None
    # Nothing is said by a cue before the first.
    own = [""]
    start = 0
    for at, following in timed:
        own += lines[start:at]
        yield stretch(times, headless(own, web=web, numbered=numbered), web=web)
        times, own, start = following, [], at + 1
    # What stands apart behind the last cue may be about all of them.
    yield stretch(times, own + lines[start:], web=web, last=True)


def headless(lines: Sequence[str], *, web: bool, numbered: bool) -> Sequence[str]:
    """Lines before those of the next cue's times, without its number or its name."""
    last = next((n for n in reversed(range(len(lines))) if lines[n].strip()), None)
    if last is None:
        return lines
    touches = last == len(lines) - 1
    apart = last > 0 and not lines[last - 1].strip()
    number = lines[last].strip().isdecimal() and (apart or (touches and numbered))
    return lines[:last] if number or (web and apart and touches) else lines


def stretch(
    times: re.Match[str] | None, lines: Sequence[str], *, web: bool, last: bool = False
) -> Stretch:
    """Lines after some times sorted to words of the cue, words that may be of none, and comments.

    A blank line ends no cue where more follows that can only go on with it.
    """
    said: list[str] = []
    untimed = comments = 0
    goes_on = times is not None
    for place, block in enumerate(blocks(lines)):
        kind = BLOCK.match(block[0]) if web else None
        own = place == 0 and bool(lines[0].strip())
        if kind is not None and not own:
            comments += kind["comment"] is not None
            goes_on = False
        elif own or (goes_on and not (last and said) and not any(map(DAMAGED.match, block))):
            said += block
        else:
            untimed += len(block)
            goes_on = False
    return Stretch(times, tuple(said), untimed, comments)


def blocks(lines: Iterable[str]) -> Iterator[list[str]]:
    """The lines that no blank one parts."""
    for filled, block in groupby(lines, lambda line: bool(line.strip())):
        if filled:
            yield list(block)


def cues(found: Stretch) -> Iterator[Cue]:
    """The cue of a stretch; one in which several voices speak is one for each of them."""
    if found.times is None:
        return
    begins, ends = found.times.groups()[:4], found.times.groups()[4:]
    for voice, said in told(line for whole in found.lines for line in BREAK.split(whole)):
        plain = tuple(filter(None, map(worded, said)))
        if plain:
            yield Cue(seconds(*begins), seconds(*ends), plain, voice)


def told(lines: Iterable[str]) -> Iterator[tuple[str | None, list[str]]]:
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
    return " ".join(html.unescape(TAG.sub("", line)).split()).strip(AROUND)
