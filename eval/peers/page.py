"""onrecord beside its peers, as one HTML page that needs nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from eval.page import BARS, LABELS, ROW, TEMPLATES, Plot, Row
from eval.peers.systems import OFF, OWN
from eval.peers.table import AGAINST, FIGURES
from eval.plots import Tick, along, power, powers
from eval.report import number

PLOTTED = ("cold", "p50", "index", "asking_mib")
QUALITY = ("hit@1", "recall@5", "recall@2000c")
# The labels of a plot are cut at this many characters, so that they leave room for the dots.
SHORT = {OFF: "judge off"}


@dataclass(frozen=True, slots=True)
class LogPlot:
    """A figure of every system, over an axis of powers of ten."""

    plot: Plot
    ticks: tuple[Tick, ...]


def peers_html(told: Mapping[str, Any]) -> str:
    """The page of what `eval.peers` measured."""
    page = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page.filters["number"] = number
    page.filters["times"] = times
    return page.get_template("peers.html").render(
        style=Markup((TEMPLATES / "report.css").read_text(encoding="utf-8")),  # noqa: S704
        told=told,
        systems=told["systems"],
        figures=FIGURES,
        against=[own for own in AGAINST if any(own in one["ratios"] for one in told["systems"])],
        quality=QUALITY,
        plots=[log_plot(figure, told["systems"]) for figure in PLOTTED],
        left=LABELS,
        own=OWN,
    )


def times(value: float) -> str:
    """A ratio as it is shown, with two figures that count."""
    return f"{value:.0f}" if value >= 10 else f"{value:.1f}" if value >= 1 else f"{value:.2f}"


def log_plot(figure: str, systems: Sequence[Mapping[str, Any]]) -> LogPlot:
    """A figure of every system: its middle as a dot, least to most of the rounds as a line."""
    label, shown, unit = FIGURES[figure]
    rounds = [[one[figure] / unit for one in system["rounds"]] for system in systems]
    ends = powers([value for values in rounds for value in values])
    rows = []
    for place, (system, values) in enumerate(zip(systems, rounds, strict=True)):
        middle, least, most = system["middle"][figure] / unit, min(values), max(values)
        name = system["name"]
        rows.append(
            Row(
                label=SHORT.get(name, name),
                y=ROW * place + ROW // 2,
                x=across(middle, ends),
                low=across(least, ends),
                high=across(most, ends),
                told=f"{name}: {number(middle)} ({number(least)} to {number(most)})",
            )
        )
    ticks = (Tick(across(10.0**n, ends), power(n)) for n in range(ends[0], ends[1] + 1))
    return LogPlot(Plot(f"{label}, {shown}", tuple(rows), ROW * len(rows)), tuple(ticks))


def across(value: float, ends: tuple[int, int]) -> float:
    """Where a value lies in a plot."""
    return round(LABELS + BARS * along(value, ends), 1)
