"""What silence is calibrated on: archives, and questions of our own put to all of each.

In the first, invented interviews and excerpts of real podcasts stand side by side, with answers of
other podcasts that no question is about, so that a question is met by as much that looks right as
in an archive that somebody has. The others are invented interviews that speak of the same things.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from eval.training.lessons import cut
from eval.training.own import FOLDER, Written, read_interviews, rows, together
from eval.training.sources import exchange, turns

CALIBRATION = FOLDER / "calibration"
# Answers of other podcasts, and the least length of one in characters.
BESIDE = 150
LONG = 400


@dataclass(frozen=True, slots=True)
class Put:
    """The interviews of an archive, and questions to it, each with whether anything answers."""

    interviews: tuple[Written, ...]
    questions: tuple[tuple[str, bool], ...]


def put(bench: Path, seed: int) -> Iterator[Put]:
    """Every archive with its questions."""
    yield Put(tuple(interviews(bench, seed)), tuple(questions()))
    for one in together("calibration"):
        yield Put(one.interviews, tuple((ask.text, bool(ask.answers)) for ask in one.asks))


def interviews(bench: Path, seed: int) -> Iterator[Written]:
    """The interviews of the first archive."""
    yield from read_interviews(CALIBRATION / "interviews.jsonl")
    for row in rows(CALIBRATION / "excerpts.jsonl"):
        yield talk(*exchange(bench, row))
    yield from beside(bench, seed)


def questions() -> Iterator[tuple[str, bool]]:
    """Questions to the first archive, each with whether anything in it answers."""
    for row in rows(CALIBRATION / "questions.jsonl"):
        yield row["text"], bool(row["answers"])
    for row in rows(CALIBRATION / "excerpts.jsonl"):
        for ask in row["asks"]:
            yield ask["text"], bool(ask["answers"])


def beside(bench: Path, seed: int) -> Iterator[Written]:
    """One longer answer of each of some podcasts that no question of ours is about."""
    files = (CALIBRATION / "excerpts.jsonl", *sorted((FOLDER / "podcasts").glob("*.jsonl")))
    used = {row["document"] for file in files for row in rows(file)}
    folder = bench / "interviews" / "changelog"
    paths = [
        path for path in sorted(folder.rglob("*.md")) if str(path.relative_to(folder)) not in used
    ]
    rng = random.Random(seed)  # noqa: S311  # a seeded choice of examples, not a secret
    for path in rng.sample(paths, BESIDE):
        said = turns(path)
        long = [at for at in range(1, len(said)) if len(said[at][1]) > LONG]
        if long:
            at = rng.choice(long)
            yield talk(said[at][0], said[at - 1][1], said[at][1])


def talk(guest: str, asked: str, answer: str) -> Written:
    """One question and its answer as an interview."""
    return Written(
        "", guest, "", "", ((asked, tuple(span.of(answer) for span in cut(answer))),), ()
    )
