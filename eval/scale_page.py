"""What archives of each size cost, as one HTML page that needs nothing else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from eval.page import TEMPLATES
from eval.plots import HEIGHT, LEFT, TOP, WIDTH, Line, LogChart, log_chart
from eval.report import number

MIB = 1024 * 1024
# Word pieces of a question, about.
PIECES = 20

Size = dict[str, Any]
Of = Callable[[Size], float]


@dataclass(frozen=True, slots=True)
class Bound:
    """A figure beside what this machine could do at best, in milliseconds."""

    what: str
    passages: int
    measured: float
    limit: float

    @property
    def times(self) -> float:
        """How many times the limit it takes."""
        return self.measured / self.limit


def scale_html(told: dict[str, Any]) -> str:
    """The page of what `eval.scale` measured."""
    page = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page.filters["number"] = number
    return page.get_template("scale.html").render(
        style=Markup((TEMPLATES / "report.css").read_text(encoding="utf-8")),  # noqa: S704
        machine=told["machine"],
        sizes=told["sizes"],
        charts=charts(told["sizes"]),
        bounds=bounds(told),
        box=(LEFT, TOP, WIDTH, HEIGHT),
        mib=MIB,
        pieces=PIECES,
    )


def charts(sizes: Sequence[Size]) -> tuple[LogChart, ...]:
    """The curves over the number of passages."""
    return (
        chart(
            "Writing an archive",
            "seconds",
            sizes,
            ("all of it", lambda one: one["build"]["seconds"]),
            ("one document more", lambda one: one["add"]["add_seconds"]),
            ("one document refreshed", lambda one: one["add"]["refresh_seconds"]),
        ),
        chart(
            "Size on disk",
            "MiB",
            sizes,
            ("the archive", lambda one: one["disk_bytes"] / MIB),
            ("written for one document more", lambda one: one["add"]["add_bytes"] / MIB),
        ),
        chart(
            "Most memory held",
            "MiB",
            sizes,
            ("asking", lambda one: one["ask"]["most_mib"]),
            ("the command, once", lambda one: one["command"]["most_mib"]),
            ("building", lambda one: one["build"]["most_mib"]),
            ("adding one document", lambda one: one["add"]["most_mib"]),
            ("checking a draft", lambda one: one["draft"]["most_mib"]),
        ),
        chart(
            "Cold start",
            "milliseconds",
            sizes,
            ("the command, files in the cache", lambda one: one["command"]["process_ms"]),
            ("opening the archive", lambda one: one["ask"]["open_ms"]),
            ("its first question", lambda one: one["ask"]["first_ms"]),
        ),
        chart(
            "One more question",
            "milliseconds",
            sizes,
            ("p50", lambda one: one["ask"]["p50_ms"]),
            ("p95", lambda one: one["ask"]["p95_ms"]),
            ("p99", lambda one: one["ask"]["p99_ms"]),
        ),
        chart(
            "A draft of 20 quotations",
            "seconds",
            sizes,
            ("its check", lambda one: one["draft"]["seconds"]),
        ),
        chart(
            "Missed of the ten best of an exact search",
            "share, 0.001 for none,",
            sizes,
            ("all", lambda one: missed(one, "all")),
            ("one country", lambda one: missed(one, "one country")),
            ("by meaning alone", lambda one: missed(one, "by meaning alone")),
        ),
    )


def chart(title: str, up: str, sizes: Sequence[Size], *lines: tuple[str, Of]) -> LogChart:
    """A chart of some figures of every size."""
    return log_chart(
        title,
        "passages",
        up,
        [
            Line(name, tuple((float(one["passages"]), of(one)) for one in sizes))
            for name, of in lines
        ],
    )


def missed(one: Size, name: str) -> float:
    """The share that was not found, at least a thousandth: 0 has no place on such an axis."""
    found: float = one["compare"]["recall@10"][name]
    return max(0.001, 1 - found)


def bounds(told: dict[str, Any]) -> tuple[Bound, ...]:
    """Figures of every size beside this machine's limits."""
    machine = told["machine"]
    found = []
    for one in told["sizes"]:
        scan = 1000 * one["passages"] * one["build"]["dimension"] / machine["bytes_per_second"]
        work = PIECES * one["encoder_multiply_adds"]
        found += [
            Bound(
                "retrieving, p50",
                one["passages"],
                one["ask"]["steps"]["retrieve"]["p50_ms"],
                scan,
            ),
            Bound(
                "embedding a question",
                one["passages"],
                one["ask"]["encode_ms"],
                1000 * work / machine["multiply_adds_per_second"],
            ),
            Bound(
                "the command, once",
                one["passages"],
                one["command"]["process_ms"],
                machine["interpreter_start_ms"],
            ),
        ]
    return tuple(found)
