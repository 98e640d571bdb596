"""An earlier evaluation as `onrecord eval --json` printed it, for a comparison."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from eval.place import Placed
from eval.shares import Group, Share, mean, silence_shares
from index.errors import BadInput, InputOutput

SILENCE = "silence"
OUTCOMES = ("answer", SILENCE)


@dataclass(frozen=True, slots=True)
class Saved:
    """What an earlier run made of a topic: its own values, and whether the reply was silence."""

    topic: str
    silent: bool
    values: Mapping[str, float]


def is_evaluation(path: Path) -> bool:
    """Whether a file begins as JSON does, which no line of a TREC run can."""
    return text_of(path).lstrip().startswith("{")


def read_evaluation(path: Path) -> tuple[Saved, ...]:
    """The topics of an earlier evaluation, in its order.

    Raises BadInput, naming the topic, for what is not one, and InputOutput where the file cannot
    be read.
    """
    try:
        shape = json.loads(text_of(path))
    except json.JSONDecodeError as error:
        raise BadInput(f"{path.name}, line {error.lineno}: not JSON: {error.msg}") from error
    rows = shape.get("per_topic") if isinstance(shape, dict) else None
    if not isinstance(rows, list) or not rows:
        raise BadInput(
            f"{path.name} holds no topics; give what `onrecord eval --json` printed, or a TREC run"
        )
    found: dict[str, Saved] = {}
    for number, row in enumerate(rows, 1):
        try:
            one = saved(row)
            if one.topic in found:
                raise ValueError(f"the topic {one.topic} is there twice")
        except ValueError as error:
            raise BadInput(f"{path.name}, topic {number}: {error}") from error
        found[one.topic] = one
    return tuple(found.values())


def saved(row: object) -> Saved:
    """A topic of an earlier evaluation; raises ValueError for what is none."""
    if not isinstance(row, dict) or not isinstance(row.get("id"), str):
        raise ValueError("it is no object with an `id`")
    if row.get("outcome") not in OUTCOMES:
        raise ValueError(f"`outcome` is one of {', '.join(OUTCOMES)}, not {row.get('outcome')!r}")
    values = {
        name: float(value)
        for name, value in row.items()
        if isinstance(value, int | float) and not isinstance(value, bool)
    }
    wrong = next((name for name, value in values.items() if not math.isfinite(value)), None)
    if wrong is not None:
        raise ValueError(f"`{wrong}` is no finite number")
    return Saved(row["id"], row["outcome"] == SILENCE, values)


def earlier_shares(placed: Placed, this: tuple[Share, ...], then: Saved) -> tuple[Share, ...]:
    """What a topic added to each figure of an earlier run, in the order of this run's shares."""
    silence = {share.name: share for share in silence_shares(placed, silent=then.silent)}
    return tuple(
        silence[share.name]
        if share.group is Group.SILENCE
        else mean(share.group, share.name, then.values.get(share.name))
        for share in this
    )


def text_of(path: Path) -> str:
    """The text of a file."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(f"{path} is not UTF-8: {error.reason} at byte {error.start}") from error
    except OSError as error:
        raise InputOutput(f"cannot read the baseline {path}: {error.strerror}") from error
