"""Cues whose speakers are all told: nothing is guessed but who of them asks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from index.account import Account, Placed, Text
from index.asking import UNKNOWN
from index.interview import Document
from index.locators import clock
from index.people import without_brackets
from index.readers.cues import ENDED, NAMED, PAUSE, Cue, changes, labelled, names_in, parted
from index.readers.exchanges import exchanges, nobody_asks, uttered
from index.readers.rendered import rendered

# What is heard and said by nobody, such as `[applause]` or `♪ a song ♪`, and nothing else.
SOUND = re.compile(r"(?:\s*[(\[][^()\[\]]{1,40}[)\]])+|[♪♫][^♪♫]*[♪♫]?")


def voices(cues: Sequence[Cue]) -> tuple[Cue, ...]:
    """The cues, each with its speaker; none where the file does not tell speakers apart.

    A line `Name:` tells it too, if every cue begins with one and one of them comes again. Where
    some cues have a voice and several names are told, who says the others is unknown.
    """
    known = names_in(cues)
    told = [cue.voice is not None for cue in cues]
    if not all(told) and not (any(told) and len(known) > 1):
        names = [match["name"] for cue in cues if (match := NAMED.match(cue.lines[0]))]
        if len(names) < len(cues) or len(set(names)) == len(names):
            return ()
        known |= frozenset(names)
    return tuple(goes_on([one for cue in cues for one in by_names(cue, known)]))


def goes_on(cues: Sequence[Cue]) -> Iterator[Cue]:
    """The cues, sounds that are of no known voice with the one before, or at first the next."""
    sounds = [one.voice == UNKNOWN and all(map(SOUND.fullmatch, one.lines)) for one in cues]
    voice = next((one.voice for one, heard in zip(cues, sounds, strict=True) if not heard), UNKNOWN)
    for one, heard in zip(cues, sounds, strict=True):
        voice = voice if heard else one.voice
        yield replace(one, voice=voice)


def by_names(cue: Cue, names: frozenset[str]) -> Iterator[Cue]:
    """A cue as one for each who speaks in it: its voice, or the names that open its lines.

    Before the first of them, and after a dash, speaks somebody who is not told.
    """
    if cue.voice is not None:
        yield replace(cue, voice=called(cue.voice))
        return
    voice = UNKNOWN
    said: list[str] = []
    for line in parted(cue).lines:
        name, words = labelled(line, None, names)
        if name is not None or changes(line, said[-1] if said else ""):
            if said:
                yield replace(cue, voice=voice, lines=tuple(said))
            voice, said = called(name or ""), []
        said.append(words)
    yield replace(cue, voice=voice, lines=tuple(said))


def called(voice: str) -> str:
    """What a voice is called, without what stands in brackets."""
    return without_brackets(voice) or UNKNOWN


def voiced(
    cues: Sequence[Cue],
    raw: bytes,
    name: str,
    format: str,
    dropped: Mapping[str, int] | None = None,
) -> Document:
    """Cues with their speakers as a document, whose quotes tell the times of their cues.

    `dropped` counts what was left out, as of `Words`.

    Raises:
        BadInput: nobody answers.
    """
    said = uttered([(label, (text,)) for label, text in paragraphs(cues)])
    notes = () if any(one.asks for one in said) else (nobody_asks("Here"),)
    account = Account(turns=tuple(exchanges(said)))
    return rendered([account], raw, name, format, dropped, notes)


def paragraphs(cues: Sequence[Cue]) -> Iterator[tuple[str, Text]]:
    """Who says what in a paragraph: what one says until a sentence ends in silence."""
    words: list[str] = []
    places: list[tuple[int, str]] = []
    length = 0
    before: Cue | None = None
    for cue in cues:
        if before is not None and ends(before, cue):
            yield before.voice or "", Placed(" ".join(words), tuple(places))
            words, places, length = [], [], 0
        said = " ".join(cue.lines)
        places.append((length, clock(int(cue.start))))
        words.append(said)
        length += len(said) + 1
        before = cue
    if before is not None:
        yield before.voice or "", Placed(" ".join(words), tuple(places))


def ends(before: Cue, cue: Cue) -> bool:
    """Whether a paragraph ends between two cues."""
    paused = cue.start - before.end > PAUSE and ENDED.search(before.lines[-1]) is not None
    return paused or cue.voice != before.voice
