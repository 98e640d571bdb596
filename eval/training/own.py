"""Interviews that we invented, each with questions about it, in JSON Lines.

One object a line: `country`, `speaker`, `role`, `date`, `turns` (`question`, `sentences`) and
`asks` (`kind`, `text`, `answers`: pairs of a turn and a sentence; empty where nothing answers).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rag.judge import Reading

FOLDER = Path(__file__).parent / "written"


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

    def __post_init__(self) -> None:
        for ask in self.asks:
            for turn, place in ask.answers:
                if turn >= len(self.turns) or place >= len(self.turns[turn][1]):
                    raise ValueError(f"{ask.text!r} is answered by what is not there")

    @property
    def readings(self) -> tuple[Reading, ...]:
        """Its answers as a judge reads them."""
        return tuple(
            Reading(f"{self.country}. {self.speaker}: {question}", sentences)
            for question, sentences in self.turns
        )


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSON Lines file."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def written(folder: str = "interviews") -> Iterator[Written]:
    """The interviews that the judge learns from: `interviews`, or those written `later`."""
    for path in sorted((FOLDER / folder).glob("*.jsonl")):
        yield from read_interviews(path)


def read_interviews(path: Path) -> Iterator[Written]:
    """The interviews of a file."""
    for row in rows(path):
        turns = ((turn["question"], tuple(turn["sentences"])) for turn in row["turns"])
        asks = (
            Ask(ask["kind"], ask["text"], tuple((turn, at) for turn, at in ask["answers"]))
            for ask in row.get("asks", ())
        )
        yield Written(
            row["country"], row["speaker"], row["role"], row["date"], tuple(turns), tuple(asks)
        )
