"""Cues, words with their times, put together to what each speaker says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from index.asking import UNKNOWN
from index.interview import Mark, Measure
from index.labels import BIDI, LETTER, named, parts_of, whole
from index.readers.words import APART

# `Name:` or `>> Name:` before what somebody says; `>>` alone, or a dash, for somebody else.
NAMED = re.compile(
    rf"^{BIDI}(?:(?:>>+|[-–—])\s*{BIDI})?(?P<name>[^\W\d_][{LETTER}.'’\- ]{{0,39}}?)"
    rf"(?:\s*\([^)\n]{{1,40}}\))?{BIDI}\s?(?::\s+|：\s*|(?<=[\u3040-\u9fff]):)(?=\S)"
)
CHANGE = re.compile(rf"^{BIDI}(?:>>+|[-–—])\s*(?=\S)")
# Where another begins to speak in the middle of a line.
WITHIN = re.compile(r"(?<=\S)\s+(?=>>)")
# Silence of so many seconds after a whole sentence ends a paragraph.
PAUSE = 2.0
ENDED = re.compile(r"[.!?…。？！؟۔।॥][’”\"')\]]*$")
ASKED = ("?", "？", "؟")


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that are said together, from one second to another; `voice` is who says them."""

    start: float
    end: float
    lines: tuple[str, ...]
    voice: str | None


class Spoken:
    """Cues taken in one after the other: the text so far, and when each of its words is said.

    `names` are those that surely tell who speaks. One alone, with whom nobody takes turns, is not
    read as a label later on, so its words stay as they are said and are set before no others.
    """

    def __init__(self, names: frozenset[str]) -> None:
        self.marks: list[Mark] = []
        self._names = names
        self._labels = names | {UNKNOWN} if len(names) > 1 else frozenset()
        self._pieces: list[str] = []
        self._length = 0
        self._speaker: str | None = None
        self._ended = 0.0

    @property
    def text(self) -> str:
        """All that was taken in."""
        return "".join(self._pieces)

    def take(self, cue: Cue) -> None:
        """Adds the words of a cue, in a paragraph of their own where another speaks."""
        for line in cue.lines:
            speaker, said = labelled(line, cue.voice, self._labels)
            before = self._pieces[-1] if self._speaker in self._labels else ""
            changed = (speaker is not None and speaker != self._speaker) or (
                cue.voice is None and changes(line, before)
            )
            if changed:
                # A dash after somebody's words tells that others follow, and not whose.
                untold = speaker is None and self._speaker in self._labels
                self._speaker = UNKNOWN if untold else speaker
            self._add(said, cue, apart=changed or self._pauses(cue, said))
            self._ended = cue.end

    def _pauses(self, cue: Cue, said: str) -> bool:
        """Whether a cue begins a paragraph though nothing says that another speaks."""
        before = self._pieces[-1] if self._pieces else ""
        ended = ENDED.search(before) is not None
        # Who asks is not who answers, so a question stands apart where nobody is named.
        asks = before.endswith(ASKED) or (ended and said.endswith(ASKED))
        alone = self._speaker not in self._labels and (asks or bool(opening(said, self._names)))
        return (ended and cue.start - self._ended > PAUSE) or alone

    def _add(self, said: str, cue: Cue, *, apart: bool) -> None:
        """Adds words to the paragraph, or in a new one under their speaker's name."""
        label = f"{self._speaker}: " if self._speaker in self._labels else ""
        between = (APART if self._pieces else "") + label if apart or not self._pieces else " "
        self.marks.append(Mark(self._length + len(between), Measure.SECOND, int(cue.start)))
        self._pieces += (between, said)
        self._length += len(between) + len(said)


def spoken(found: Iterable[Cue]) -> Spoken:
    """What is said, a paragraph a turn of it, with its speaker as a label where that is told."""
    cues = tuple(map(parted, unrolled(found)))
    taken = Spoken(names_in(cues))
    for cue in cues:
        taken.take(cue)
    return taken


def unrolled(cues: Iterable[Cue]) -> Iterator[Cue]:
    """The cues without the lines that were shown before: captions that roll show each twice."""
    last: tuple[str, ...] = ()
    for cue in cues:
        # Where one line follows one line nothing rolls: somebody says "No." twice.
        rolls = len(last) + len(cue.lines) > 2 and cue.lines[:1] == last[-1:]
        last = cue.lines
        if lines := cue.lines[1:] if rolls else cue.lines:
            yield replace(cue, lines=lines)


def parted(cue: Cue) -> Cue:
    """The cue with a line for each `>>` that its lines hold; `<< so >>` is something quoted."""
    pieces = (WITHIN.split(line) if "<<" not in line else [line] for line in cue.lines)
    return replace(cue, lines=tuple(piece for line in pieces for piece in line))


def names_in(cues: Sequence[Cue]) -> frozenset[str]:
    """The voices, and those of the words before a colon that surely tell who speaks.

    People say `He told us: go home.` too. So a name does that comes in several cues, stands in
    capitals or is a whole one, and so does a word for asking or answering.
    """
    found = [
        {match["name"] for line in cue.lines if (match := NAMED.match(line))}
        for cue in cues
        if cue.voice is None
    ]
    times = Counter(name for names in found for name in names)
    parts = parts_of(times)
    sure = {n for n, often in times.items() if often > 1 or n.isupper() or whole(n)}
    voices = {cue.voice for cue in cues if cue.voice is not None}
    return frozenset(voices | parts.asks | parts.replies | set(filter(named, sure)))


def opening(line: str, names: frozenset[str]) -> re.Match[str] | None:
    """The label that a line opens with, where it is one of some names; None for any other."""
    match = NAMED.match(line)
    return match if match is not None and match["name"] in names else None


def changes(line: str, before: str) -> bool:
    """Whether a line opens with a sign that another speaks than who says what stands before it.

    A dash before small letters is none in a sentence that has not ended: so lists are written.
    """
    sign = CHANGE.match(line)
    if sign is None:
        return False
    goes_on = bool(before) and not ENDED.search(before) and line[sign.end()].islower()
    return ">>" in sign.group() or not goes_on


def labelled(line: str, voice: str | None, names: frozenset[str]) -> tuple[str | None, str]:
    """Who says a line, where that is told, and what; `names` are those that can be a label."""
    if voice is not None:
        return voice, line
    label = opening(line, names)
    if label is not None:
        return label["name"], line[label.end() :]
    change = CHANGE.match(line)
    return None, line[change.end() :] if change else line
