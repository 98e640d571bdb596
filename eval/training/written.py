"""Our own invented interviews with questions about them, in the plain form they are written in.

= country | speaker | role | date
? what the interviewer asks
0.0 a sentence of the answer, after the numbers of its turn and of itself
@ kind | what a user asks | 0.0 0.1        the sentences that answer, or - for none
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rag.judge import Reading

SENTENCE = re.compile(r"(\d+)\.(\d+) (.+)")


@dataclass(frozen=True, slots=True)
class Ask:
    """A user's question and the sentences that answer it, by turn and place, or none."""

    kind: str
    text: str
    answers: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Written:
    """An interview: who, where, what was asked and said turn by turn, and the users' questions."""

    country: str
    speaker: str
    role: str
    date: str
    turns: tuple[tuple[str, tuple[str, ...]], ...]
    asks: tuple[Ask, ...]

    @property
    def readings(self) -> tuple[Reading, ...]:
        """Its answers as a judge reads them."""
        return tuple(
            Reading(f"{self.country}. {self.speaker}: {question}", sentences)
            for question, sentences in self.turns
        )


def read_written(path: Path) -> Iterator[Written]:
    """The interviews of a file.

    Raises:
        ValueError: a line is not of the form, or a number does not fit.
    """
    for block in path.read_text(encoding="utf-8").split("\n= ")[0:]:
        yield written_block(block.removeprefix("= "), path)


def written_block(block: str, path: Path) -> Written:
    """One interview."""
    heading, *lines = [line for line in block.splitlines() if line.strip()]
    country, speaker, role, date = (word.strip() for word in heading.split("|"))
    turns: list[tuple[str, list[str]]] = []
    asks: list[Ask] = []
    for line in lines:
        said = SENTENCE.fullmatch(line)
        if line.startswith("? "):
            turns.append((line[2:], []))
        elif line.startswith("@ "):
            kind, text, answers = (word.strip() for word in line[2:].rsplit(" | ", 2))
            asks.append(Ask(kind, text, places(answers)))
        elif said and (int(said[1]), int(said[2])) == (len(turns) - 1, len(turns[-1][1])):
            turns[-1][1].append(said[3])
        else:
            raise ValueError(f"{path.name}: {line!r} is out of place")
    for ask in asks:
        for turn, place in ask.answers:
            if turn >= len(turns) or place >= len(turns[turn][1]):
                raise ValueError(f"{path.name}: {ask.text!r} is answered by what is not there")
    return Written(
        country, speaker, role, date, tuple((q, tuple(said)) for q, said in turns), tuple(asks)
    )


def places(words: str) -> tuple[tuple[int, int], ...]:
    """`0.0 1.2` as pairs of numbers; `-` is none."""
    if words == "-":
        return ()
    pairs = (word.split(".") for word in words.split())
    return tuple((int(turn), int(place)) for turn, place in pairs)
