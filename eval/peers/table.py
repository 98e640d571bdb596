"""The figures of all systems side by side: ratios of each round first, then the middle ones."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from eval.peers.rounds import Round
from eval.peers.systems import OFF, OWN
from rag.answer import Json

# What is timed: how a table calls it, in what it is shown, and how many of ours are one of these.
FIGURES = {
    "cold": ("cold start", "s", 1000),
    "p50": ("p50", "ms", 1),
    "p95": ("p95", "ms", 1),
    "index": ("index", "s", 1000),
    "built": ("index, ask", "s", 1000),
    "asking_mib": ("asking", "MiB", 1),
    "indexing_mib": ("indexing", "MiB", 1),
}
AGAINST = (OWN, OFF)


@dataclass(frozen=True, slots=True)
class Ratio:
    """How many times what onrecord takes a peer takes: the middle, least and most of the rounds."""

    middle: float
    least: float
    most: float


def timed_json(rounds: Mapping[str, Sequence[Round]]) -> dict[str, Json]:
    """Every system's rounds, their middle, and its ratios to onrecord with and without judge."""
    return {
        name: {
            "rounds": [asdict(one) for one in mine],
            "middle": middle(mine),
            "ratios": {
                own: {figure: asdict(ratio(figure, mine, rounds[own])) for figure in FIGURES}
                for own in AGAINST
                if own in rounds and name not in AGAINST
            },
        }
        for name, mine in rounds.items()
    }


def middle(rounds: Sequence[Round]) -> Json:
    """The middle of each figure."""
    told: Json = {
        figure: statistics.median(getattr(one, figure) for one in rounds) for figure in FIGURES
    }
    replies = [one.reply_p50 for one in rounds if one.reply_p50 is not None]
    return {**told, "reply_p50": statistics.median(replies) if replies else None}


def ratio(figure: str, mine: Sequence[Round], own: Sequence[Round]) -> Ratio:
    """The ratio of a figure in the rounds, each to the same round of onrecord's."""
    found = [
        getattr(one, figure) / getattr(other, figure) for one, other in zip(mine, own, strict=True)
    ]
    return Ratio(statistics.median(found), min(found), max(found))


def text_table(told: Mapping[str, Any]) -> str:
    """The ratios and the figures for a terminal, the middle of each."""
    systems = told["systems"]
    width = max(len(one["name"]) for one in systems) + 2
    heads = " " * width
    heads += "".join(f"{f'{label}, {shown}':>16}" for label, shown, _ in FIGURES.values())
    lines = []
    for own in AGAINST:
        lines += [f"How many times what {own} takes", heads]
        lines += [
            f"{one['name']:{width}}"
            + "".join(f"{one['ratios'][own][figure]['middle']:16.2f}" for figure in FIGURES)
            for one in systems
            if own in one["ratios"]
        ]
        lines.append("")
    lines += [f"The figures, the middle of {told['rounds']} rounds", heads]
    for one in systems:
        shown = (one["middle"][figure] / unit for figure, (_, _, unit) in FIGURES.items())
        lines.append(f"{one['name']:{width}}" + "".join(f"{value:16.2f}" for value in shown))
    return "\n".join([*lines, "", *found_lines(told, width)])


def found_lines(told: Mapping[str, Any], width: int) -> list[str]:
    """What each system finds."""
    names = ["hit@1", "recall@5", "recall@2000c"]
    found = told["set"]
    head = "".join(f"{name:>14}" for name in (*names, "characters", "cut"))
    lines = [f"What is found, {told['answerable']} topics", " " * width + head]
    lines[-1] += f"{found['set'] + ' ndcg@10':>18}" if found else ""
    for one in told["systems"]:
        quality = one["quality"]
        cells = "".join(f"{quality[name]['value']:14.3f}" for name in names)
        cells += f"{quality['characters']:14.0f}{quality['cut']:14.3f}"
        cells += f"{found['systems'][one['name']]['value']:18.3f}" if found else ""
        lines.append(f"{one['name']:{width}}{cells}")
    return lines
