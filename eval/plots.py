"""Curves and clouds of an evaluation, laid out for a page."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from eval.answers import joined, quoted
from eval.evaluation import Evaluation, Scored
from eval.measures import parse, score
from rag.answer import Silence

# Of a chart, in the units of its view box: wide enough to read at 360 CSS pixels.
LEFT, TOP, WIDTH, HEIGHT = 36, 8, 260, 150
DEPTHS = (1, 2, 3, 5, 10, 20, 50)
TICKS = 4


@dataclass(frozen=True, slots=True)
class Line:
    """A named line through points, or with `joined` false the points alone, in data units."""

    name: str
    points: tuple[tuple[float, float], ...]
    joined: bool = True


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis: where it stands in the view box, and what it says."""

    at: float
    says: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Lines over two axes that begin at 0, or at the first of `steps` set at equal distances."""

    title: str
    across: str
    up: str
    lines: tuple[Line, ...]
    right: float
    top: float
    steps: tuple[float, ...] = ()

    def x(self, value: float) -> float:
        """Where a value lies across."""
        if self.steps:
            share = self.steps.index(value) / max(1, len(self.steps) - 1)
        else:
            share = value / self.right if self.right else 0.0
        return round(LEFT + WIDTH * share, 1)

    def y(self, value: float) -> float:
        """Where a value lies from the top."""
        return round(TOP + HEIGHT * (1 - value / self.top if self.top else 1), 1)

    def path(self, line: Line) -> str:
        """The points of a line as SVG has them."""
        return " ".join(f"{self.x(x)},{self.y(y)}" for x, y in line.points)

    @property
    def ticks_across(self) -> tuple[Tick, ...]:
        """The marks of the axis across."""
        values = self.steps or tuple(self.right * n / TICKS for n in range(TICKS + 1))
        return tuple(Tick(self.x(value), f"{value:g}") for value in values)

    @property
    def ticks_up(self) -> tuple[Tick, ...]:
        """The marks of the axis up."""
        values = (self.top * n / TICKS for n in range(TICKS + 1))
        return tuple(Tick(self.y(value), f"{value:g}") for value in values)


@dataclass(frozen=True, slots=True)
class LogChart:
    """Lines over two axes of powers of ten; what lies past the first power lies on the axis."""

    title: str
    across: str
    up: str
    lines: tuple[Line, ...]
    powers_across: tuple[int, int]
    powers_up: tuple[int, int]

    def x(self, value: float) -> float:
        """Where a value lies across."""
        return round(LEFT + WIDTH * along(value, self.powers_across), 1)

    def y(self, value: float) -> float:
        """Where a value lies from the top."""
        return round(TOP + HEIGHT * (1 - along(value, self.powers_up)), 1)

    def path(self, line: Line) -> str:
        """The points of a line as SVG has them."""
        return " ".join(f"{self.x(x)},{self.y(y)}" for x, y in line.points)

    @property
    def ticks_across(self) -> tuple[Tick, ...]:
        """The marks of the axis across."""
        first, last = self.powers_across
        return tuple(Tick(self.x(10.0**n), power(n)) for n in range(first, last + 1))

    @property
    def ticks_up(self) -> tuple[Tick, ...]:
        """The marks of the axis up."""
        first, last = self.powers_up
        return tuple(Tick(self.y(10.0**n), power(n)) for n in range(first, last + 1))


def log_chart(title: str, across: str, up: str, lines: Sequence[Line]) -> LogChart:
    """A chart of lines whose values are above 0, with whole powers at the ends of its axes."""
    xs = [x for line in lines for x, _ in line.points]
    ys = [y for line in lines for _, y in line.points]
    return LogChart(title, across, up, tuple(lines), powers(xs), powers(ys))


def powers(values: Sequence[float]) -> tuple[int, int]:
    """The powers of ten around some values; two that differ."""
    first = math.floor(math.log10(min(values)))
    return first, max(first + 1, math.ceil(math.log10(max(values))))


def along(value: float, powers: tuple[int, int]) -> float:
    """How far a value lies from one power of ten to another, from 0 to 1."""
    first, last = powers
    return max(0.0, (math.log10(value) - first) / (last - first))


def power(exponent: int) -> str:
    """A power of ten in words as short as a mark can hold."""
    if exponent >= 6:
        return f"{10 ** (exponent - 6)}M"
    return f"{10 ** (exponent - 3)}k" if exponent >= 3 else f"{10.0**exponent:g}"


def charts(evaluation: Evaluation) -> tuple[Chart, ...]:
    """The charts of a page, without those that no topic speaks to."""
    made = (
        depth_curves(evaluation.scored),
        lengths(evaluation.scored),
        silences(evaluation.scored),
        latencies(evaluation.scored),
    )
    return tuple(chart for chart in made if any(line.points for line in chart.lines))


def depth_curves(scored: Sequence[Scored]) -> Chart:
    """Recall and nDCG over the first passages of the ranking."""
    lines = tuple(
        Line(family, tuple((float(k), value) for k, value in means(scored, family)))
        for family in ("recall", "ndcg")
    )
    steps = tuple(float(k) for k in DEPTHS)
    return Chart("Recall and nDCG by depth", "passages", "value", lines, steps[-1], 1.0, steps)


def means(scored: Sequence[Scored], family: str) -> Iterable[tuple[int, float]]:
    """The mean of a measure at every depth, over the topics that it speaks to."""
    for depth in DEPTHS:
        measure = parse(f"{family}@{depth}")
        values = [
            value
            for each in scored
            for ranking in [tuple(one.place for one in each.outcome.ranked)]
            if (value := score(measure, ranking, each.placed, each.relevant)) is not None
        ]
        if values:
            yield depth, sum(values) / len(values)


def lengths(scored: Sequence[Scored]) -> Chart:
    """How precise each answer is against how long it is."""
    points = tuple(
        (float(len(joined(quoted(each.outcome.reply)))), value)
        for each in scored
        if (value := each.value("citation_precision")) is not None
    )
    longest = hundreds(max((x for x, _ in points), default=0.0))
    line = Line("an answer", points, joined=False)
    return Chart(
        "Citation precision by length", "characters quoted", "precision", (line,), longest, 1.0
    )


def hundreds(value: float) -> float:
    """The next 400 characters or milliseconds, so that four marks are whole hundreds."""
    return float(400 * (int(value) // 400 + 1))


def silences(scored: Sequence[Scored]) -> Chart:
    """How precise and how complete silence would be at every strictness, and is at this one."""
    sure = [
        (each.outcome.reply.answerable, not each.placed.topic.answerable)
        for each in scored
        if each.outcome.reply.answerable is not None
    ]
    lines: list[Line] = []
    if any(due for _, due in sure):
        due = np.array([mark for _, mark in sorted(sure, key=lambda pair: pair[0])])
        right = np.cumsum(due)
        recall, precision = right / right[-1], right / np.arange(1, len(due) + 1)
        pairs = zip(recall.tolist(), precision.tolist(), strict=True)
        lines.append(Line("judged probability", tuple(pairs)))
    wanted = [not each.placed.topic.answerable for each in scored]
    silent = [isinstance(each.outcome.reply, Silence) for each in scored]
    both = sum(a and b for a, b in zip(wanted, silent, strict=True))
    if any(wanted) and any(silent):
        point = (both / sum(wanted), both / sum(silent))
        lines.append(Line("this run, with its rules", (point,), joined=False))
    return Chart("Precision and recall of silence", "recall", "precision", tuple(lines), 1.0, 1.0)


def latencies(scored: Sequence[Scored]) -> Chart:
    """How many of the topics were answered within how many milliseconds."""
    took = sorted(each.outcome.latency_ms for each in scored)
    points = tuple((value, rank / len(took)) for rank, value in enumerate(took, 1))
    return Chart(
        "Milliseconds to answer",
        "milliseconds",
        "share of topics",
        (Line("answered within", points),),
        hundreds(took[-1]) if took else 0.0,
        1.0,
    )
