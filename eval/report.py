"""An evaluation as the JSON of the contract and as a table for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from eval.compare import Compared, compare
from eval.evaluation import Evaluation, Figure, Scored, Table
from eval.intervals import Interval
from eval.shares import Group, label
from rag.answer import Answer, Json, version_json

MAIN = ("recall@5", "ndcg@10", "nugget_recall", "citation_precision", "rate")


def evaluation_json(evaluation: Evaluation, baseline: Sequence[Compared] = ()) -> Json:
    """An evaluation in the shape of the contract, with intervals and topics beside it.

    Over all topics a figure that no topic speaks to is null; by kind it is absent.
    """
    worst = evaluation.worst
    took = evaluation.latency
    shape: Json = {
        "topics": evaluation.overall.topics,
        **{str(group): values(evaluation, group) for group in Group},
        "worst_interview_recall@5": None if worst is None else worst.value,
        "by_kind": {
            str(table.kind): {"topics": table.topics, **table_json(table)}
            for table in evaluation.kinds
        },
        "latency_ms": {
            "p50": round(took.p50, 1),
            "p95": round(took.p95, 1),
            "max": round(took.max, 1),
        },
        "archive": version_json(evaluation.version),
        "intervals": {
            **intervals_json(evaluation.overall),
            "worst_interview_recall@5": None if worst is None else pair(worst.interval),
            "by_kind": {str(table.kind): intervals_json(table) for table in evaluation.kinds},
        },
        "per_topic": [topic_json(scored) for scored in evaluation.scored],
    }
    if baseline:
        shape["baseline"] = {each.label: compared_json(each) for each in baseline}
    return shape


def values(evaluation: Evaluation, group: Group) -> Json:
    """The figures of a group over all topics, every name of the contract among them."""
    names = [share.name for share in evaluation.scored[0].shares if share.group is group]
    found = {each.name: each.value for each in evaluation.overall.figures if each.group is group}
    return {name: found.get(name) for name in names}


def table_json(table: Table) -> Json:
    """The figures of a table, group by group."""
    return {
        str(group): {each.name: each.value for each in table.figures if each.group is group}
        for group in Group
    }


def intervals_json(table: Table) -> Json:
    """The intervals of a table, group by group."""
    return {
        str(group): {
            each.name: pair(each.interval) for each in table.figures if each.group is group
        }
        for group in Group
    }


def pair(interval: Interval) -> list[float]:
    """An interval as [low, high]."""
    return [interval.low, interval.high]


def topic_json(scored: Scored) -> Json:
    """A topic with its outcome and its own value of each measure that speaks to it."""
    return {
        "id": scored.placed.topic.id,
        "kind": scored.placed.topic.kind,
        "outcome": "answer" if isinstance(scored.outcome.reply, Answer) else "silence",
        "latency_ms": round(scored.outcome.latency_ms, 1),
        **{
            share.name: share.part / share.whole
            for share in scored.shares
            if share.group is not Group.SILENCE and share.whole
        },
    }


def compared_json(compared: Compared) -> Json:
    """A comparison with its interval and its p value."""
    return {
        "this": compared.this,
        "baseline": compared.other,
        "difference": compared.paired.difference,
        "interval": pair(compared.paired.interval),
        "p": compared.paired.p,
        "topics": compared.paired.topics,
    }


def report_table(evaluation: Evaluation, baseline: Sequence[Compared] = ()) -> str:
    """An evaluation for a terminal: every figure with its interval, then the main ones by kind."""
    took = evaluation.latency
    worst = () if evaluation.worst is None else (evaluation.worst,)
    lines = [
        f"{evaluation.overall.topics} topics, 95 % intervals by topic",
        "",
        *(figure_line(figure) for figure in (*evaluation.overall.figures, *worst)),
        "",
        f"asking took {took.p50:.0f} ms (p50), {took.p95:.0f} ms (p95), {took.max:.0f} ms at most",
        "",
        *kind_lines(evaluation),
    ]
    if baseline:
        lines += ["", *compared_lines(baseline)]
    return "\n".join(lines) + "\n"


def compare_table(this: Evaluation, other: Evaluation) -> str:
    """Two runs of the same topics for a terminal; raises BadInput for other topics."""
    return "\n".join(compared_lines(compare(this, other))) + "\n"


def figure_line(figure: Figure) -> str:
    """A figure and its interval, in columns."""
    low, high = figure.interval.low, figure.interval.high
    return f"{figure.label:26}{number(figure.value):>8}   {number(low):>7} .. {number(high)}"


def kind_lines(evaluation: Evaluation) -> list[str]:
    """The main figures by kind, a line a kind."""
    heads = [label(Group.SILENCE, name) if name == "rate" else name for name in MAIN]
    lines = ["  ".join((f"{'kind':14}{'topics':>7}", *heads))]
    for table in evaluation.kinds:
        figures = [table.figure(name) for name in MAIN]
        cells = ["-" if each is None else number(each.value) for each in figures]
        columns = [f"{cell:>{len(head)}}" for cell, head in zip(cells, heads, strict=True)]
        lines.append("  ".join((f"{table.kind:14}{table.topics:>7}", *columns)))
    return lines


def compared_lines(compared: Sequence[Compared]) -> list[str]:
    """Comparisons in columns: this run, the other, how they differ and by how much chance."""
    lines = [f"{'':26}{'this':>8}{'other':>8}{'differs':>9}   {'interval':20}{'p':>7}{'topics':>8}"]
    for each in compared:
        low, high = each.paired.interval.low, each.paired.interval.high
        lines.append(
            f"{each.label:26}{number(each.this):>8}{number(each.other):>8}"
            f"{each.paired.difference:>+9.3f}   {f'{low:+.3f} .. {high:+.3f}':20}"
            f"{each.paired.p:>7.4f}{each.paired.topics:>8}"
        )
    return lines


def number(value: float) -> str:
    """A figure as it is shown: what is less than 1 never looks like 1."""
    if value >= 10:
        return f"{value:.0f}"
    return "0.999" if 0.999 < value < 1 else f"{value:.3f}"
