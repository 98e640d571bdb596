"""An evaluation as one HTML page that needs nothing else: no script, no font, no network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from eval.answers import place_of, quoted
from eval.compare import Compared
from eval.evaluation import Evaluation, Figure, Scored, Table, by_interview
from eval.measures import holds_any
from eval.place import Target
from eval.plots import HEIGHT, LEFT, TOP, WIDTH, charts
from eval.report import number
from eval.run import Ranked
from eval.shares import Group
from eval.spans import covered, is_half
from rag.answer import Answer, Quote

TEMPLATES = Path(__file__).parent / "templates"
PLOTTED = ("recall@5", "ndcg@10", "nugget_recall", "citation_precision")
WORST_SHOWN = 20
FOUND_SHOWN = 5
# Of a plot, in the units of its view box: wide enough to read at 360 CSS pixels.
LABELS, BARS, ROW = 96, 200, 22


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a plot: where its label, its dot and its interval lie, in view box units."""

    label: str
    y: int
    x: float
    low: float
    high: float
    told: str


@dataclass(frozen=True, slots=True)
class Plot:
    """One figure by kind or by interview, from 0 to 1."""

    name: str
    rows: tuple[Row, ...]
    height: int


@dataclass(frozen=True, slots=True)
class Grid:
    """The figures of a group: a row for all topics and for every kind, None where absent."""

    group: Group
    names: tuple[str, ...]
    rows: tuple[tuple[Table, tuple[Figure | None, ...]], ...]


@dataclass(frozen=True, slots=True)
class Bad:
    """A topic that went wrong: what was found and quoted, and which required quotes were not.

    `found` holds the best passages, each with whether it holds a required quote.
    """

    scored: Scored
    worth: float
    answered: bool
    quotes: tuple[Quote, ...]
    missed: tuple[Target, ...]
    found: tuple[tuple[Ranked, bool], ...]


def report_html(evaluation: Evaluation, title: str, baseline: Sequence[Compared] = ()) -> str:
    """The page of an evaluation, everything in it escaped; `title` names what was asked."""
    page = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page.filters["number"] = number
    return page.get_template("report.html").render(
        title=title,
        style=Markup((TEMPLATES / "report.css").read_text(encoding="utf-8")),  # noqa: S704
        evaluation=evaluation,
        grids=tuple(grid(evaluation, group) for group in Group),
        charts=charts(evaluation),
        box=(LEFT, TOP, WIDTH, HEIGHT),
        judged=any(each.outcome.reply.answerable is not None for each in evaluation.scored),
        plots=(*(plot(evaluation, name) for name in PLOTTED), interviews(evaluation)),
        left=LABELS,
        width=BARS,
        worst=worst_topics(evaluation),
        baseline=baseline,
    )


def grid(evaluation: Evaluation, group: Group) -> Grid:
    """The figures of a group by kind."""
    names = tuple(each.name for each in evaluation.scored[0].shares if each.group is group)
    tables = (evaluation.overall, *evaluation.kinds)
    rows = tuple((table, tuple(table.figure(name) for name in names)) for table in tables)
    return Grid(group, names, rows)


def plot(evaluation: Evaluation, name: str) -> Plot:
    """A figure by kind with its intervals, without the kinds that it says nothing about."""
    tables = (evaluation.overall, *evaluation.kinds)
    figures = ((table.kind or "all", table.figure(name)) for table in tables)
    return rows_of(f"{name} by kind", [(kind, one) for kind, one in figures if one is not None])


def interviews(evaluation: Evaluation) -> Plot:
    """The recall@5 of each interview with its interval."""
    figures = [(figure.name, figure) for figure in by_interview(evaluation.scored)]
    return rows_of("recall@5 by interview", figures)


def rows_of(name: str, figures: Sequence[tuple[str, Figure]]) -> Plot:
    """A plot of some figures, each with its label, from the top down."""
    rows = tuple(
        Row(
            label=said,
            y=ROW * number_of + ROW // 2,
            x=across(figure.value),
            low=across(figure.interval.low),
            high=across(figure.interval.high),
            told=f"{said}: {number(figure.value)}"
            f" ({number(figure.interval.low)} to {number(figure.interval.high)})",
        )
        for number_of, (said, figure) in enumerate(figures)
    )
    return Plot(name, rows, ROW * len(rows))


def across(value: float) -> float:
    """Where a figure in 0..1 lies in a plot."""
    return round(LABELS + BARS * value, 1)


def worst_topics(evaluation: Evaluation) -> tuple[Bad, ...]:
    """The topics that went wrong, worst first, at most WORST_SHOWN of them."""
    bad = [each for each in map(judged, evaluation.scored) if each.worth < 1]
    # Sorting is stable: among equals the gold's order stays.
    return tuple(sorted(bad, key=lambda each: each.worth)[:WORST_SHOWN])


def judged(scored: Scored) -> Bad:
    """A topic with what is wrong with it; its worth is the mean of the plotted measures, in 0..1.

    Where nothing is on record, silence is worth 1 and an answer 0.
    """
    quotes = quoted(scored.outcome.reply)
    by = [place_of(quote) for quote in quotes]
    missed = tuple(
        target
        for target in scored.placed.required
        if not is_half(covered(target.place, by), target.place)
    )
    answered = isinstance(scored.outcome.reply, Answer)
    values = [value for name in PLOTTED if (value := scored.value(name)) is not None]
    worth = sum(values) / len(values) if scored.placed.topic.answerable else float(not answered)
    required = tuple(target.place for target in scored.placed.required)
    found = tuple(
        (one, holds_any(one.place, required)) for one in scored.outcome.ranked[:FOUND_SHOWN]
    )
    return Bad(scored, worth, answered, quotes, missed, found)
