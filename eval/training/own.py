"""Interviews that we invented, each with questions about it, in JSON Lines.

One object a line: `country`, `speaker`, `role`, `date`, `turns` (`question`, `sentences`) and
`asks` (`kind`, `text`, `answers`: pairs of a turn and a sentence; empty where nothing answers).

Questions that were put to several interviews at once lie in `together`, `gathered`, `wider`,
`harder` and `calibration`, one JSON object a file: `to`, the files of the interviews, and `asks`,
whose `answers` are interview, turn and sentence of what is needed, and `helping` of what is
welcome.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
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


@dataclass(frozen=True, slots=True)
class AskOfAll:
    """A user's question to several interviews: by interview and turn, the sentences that are
    needed for an answer, and those that help.
    """

    kind: str
    text: str
    answers: Mapping[tuple[int, int], frozenset[int]]
    helping: Mapping[tuple[int, int], frozenset[int]]


@dataclass(frozen=True, slots=True)
class Together:
    """Several interviews, and the questions that were put to all of them."""

    interviews: tuple[Written, ...]
    asks: tuple[AskOfAll, ...]

    def __post_init__(self) -> None:
        for ask in self.asks:
            for held in (ask.answers, ask.helping):
                for (interview, turn), places in held.items():
                    said = self.interviews[interview].turns[turn][1]
                    if max(places) >= len(said):
                        raise ValueError(f"{ask.text!r} is answered by what is not there")


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSON Lines file."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def written(folder: str = "interviews") -> Iterator[Written]:
    """Interviews that the judge learns from: `interviews`, those written `later`, `archives`."""
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


def together(folder: str = "together") -> Iterator[Together]:
    """Interviews with the questions that were put to several of them at once: those that the
    judge learns from, `together`, those that ask who of all says something, `gathered`, and more
    of both kinds, `wider` and `harder`; or those that its silence is calibrated on, `calibration`.
    """
    for path in sorted((FOLDER / folder).glob("*.json")):
        held = json.loads(path.read_text(encoding="utf-8"))
        interviews = (one for file in held["to"] for one in read_interviews(FOLDER / file))
        asks = (
            AskOfAll(one["kind"], one["text"], by_turn(one["answers"]), by_turn(one["helping"]))
            for one in held["asks"]
        )
        yield Together(tuple(interviews), tuple(asks))


def by_turn(
    places: Sequence[tuple[int, int, int]],
) -> dict[tuple[int, int], frozenset[int]]:
    """Sentences by interview and turn."""
    held: dict[tuple[int, int], set[int]] = defaultdict(set)
    for interview, turn, sentence in places:
        held[interview, turn].add(sentence)
    return {turn: frozenset(found) for turn, found in held.items()}
