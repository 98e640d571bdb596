"""Cues, words with their times, put together to what each speaker says."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from index.interview import Mark, Measure
from index.readers.words import APART

# `Name:` or `>> Name:` before what somebody says; `>>` alone, or a dash, for somebody else.
NAMED = re.compile(
    r"^(?:>>+\s*)?(?P<name>[^\W\d_][\w.'’\- ]{0,39}?)(?:\s*\([^)\n]{1,40}\))?:\s+(?=\S)"
)
CHANGE = re.compile(r"^(?:>>+|[-–—])\s*(?=\S)")
# Silence of so many seconds after a whole sentence ends a paragraph.
PAUSE = 2.0
ENDED = re.compile(r"[.!?…。？！][’”\"')\]]*$")
ASKED = ("?", "？", "؟")


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that are said together, from one second to another; `voice` is who says them."""

    start: float
    end: float
    lines: tuple[str, ...]
    voice: str | None


class Spoken:
    """Cues taken in one after the other: the text so far, and when each of its words is said."""

    def __init__(self) -> None:
        self.marks: list[Mark] = []
        self._pieces: list[str] = []
        self._length = 0
        self._speaker: str | None = None
        self._last: tuple[str, ...] = ()
        self._ended = 0.0

    @property
    def text(self) -> str:
        """All that was taken in."""
        return "".join(self._pieces)

    def take(self, cue: Cue) -> None:
        """Adds the words of a cue, in a paragraph of their own where another speaks."""
        # Captions that roll show each line twice.
        lines = cue.lines[1:] if self._last and cue.lines[0] == self._last[-1] else cue.lines
        self._last = cue.lines
        for line in lines:
            speaker, said = labelled(line, cue.voice)
            changed = (speaker is not None and speaker != self._speaker) or (
                cue.voice is None and CHANGE.match(line) is not None
            )
            if changed:
                self._speaker = speaker
            self._add(said, cue, apart=changed or self._pauses(cue, said))
            self._ended = cue.end

    def _pauses(self, cue: Cue, said: str) -> bool:
        """Whether a cue begins a paragraph though nothing says that another speaks."""
        before = self._pieces[-1] if self._pieces else ""
        ended = ENDED.search(before) is not None
        # Who asks is not who answers, so a question stands apart where nobody is named.
        asks = before.endswith(ASKED) or (ended and said.endswith(ASKED))
        return (ended and cue.start - self._ended > PAUSE) or (self._speaker is None and asks)

    def _add(self, said: str, cue: Cue, *, apart: bool) -> None:
        """Adds words to the paragraph, or in a new one under their speaker's name."""
        label = f"{self._speaker}: " if self._speaker else ""
        between = (APART if self._pieces else "") + label if apart or not self._pieces else " "
        self.marks.append(Mark(self._length + len(between), Measure.SECOND, int(cue.start)))
        self._pieces += (between, said)
        self._length += len(between) + len(said)


def spoken(found: Iterable[Cue]) -> Spoken:
    """What is said, a paragraph a turn of it, with its speaker as a label where that is told."""
    whole = Spoken()
    for cue in found:
        whole.take(cue)
    return whole


def labelled(line: str, voice: str | None) -> tuple[str | None, str]:
    """Who says a line, where that is told, and what."""
    if voice is not None:
        return voice, line
    named = NAMED.match(line)
    if named is not None:
        return named["name"], line[named.end() :]
    change = CHANGE.match(line)
    return None, line[change.end() :] if change else line
