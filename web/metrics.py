"""What is counted and timed, for Prometheus; labels never hold what a user typed."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info
from starlette.types import Scope

from index.archive import Archive
from rag.answer import Answer, Reply, Timing

METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"})
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Metrics:
    """The metrics of one app, in a registry of its own."""

    def __init__(self, archive: Archive) -> None:
        self.registry = CollectorRegistry()
        self.requests = Histogram(
            "onrecord_http_request_duration_seconds",
            "Time to answer a request, by the template of its route.",
            ("route", "method", "code"),
            registry=self.registry,
            buckets=SECONDS,
        )
        self.answers = Counter(
            "onrecord_answers",
            "Replies, by what came of them.",
            ("outcome",),
            registry=self.registry,
        )
        self.stages = Histogram(
            "onrecord_stage_duration_seconds",
            "Time that each step of a reply took.",
            ("stage",),
            registry=self.registry,
            buckets=SECONDS,
        )
        generation = Info(
            "onrecord_generation", "The generation of the archive.", registry=self.registry
        )
        generation.info({"generation": str(archive.generation), "fingerprint": archive.fingerprint})
        passages = Gauge(
            "onrecord_index_passages", "Passages that can be found.", registry=self.registry
        )
        passages.set(len(archive.passages))
        for outcome in ("answer", "silence"):
            self.answers.labels(outcome)

    def requested(self, scope: Scope, status: int, seconds: float) -> None:
        """Notes a request that was answered."""
        method = scope["method"] if scope["method"] in METHODS else "other"
        self.requests.labels(route_of(scope), method, str(status)).observe(seconds)

    def replied(self, reply: Reply) -> None:
        """Notes a reply and how long its steps took."""
        self.answers.labels("answer" if isinstance(reply, Answer) else "silence").inc()
        self.timed(reply.timing)

    def timed(self, timing: Timing) -> None:
        """Notes how long the steps of a search or a reply took."""
        for stage in ("understand", "retrieve", "read", "compose"):
            self.stages.labels(stage).observe(getattr(timing, stage) / 1000)


def route_of(scope: Scope) -> str:
    """The template of a route, never the path that was asked."""
    path = str(scope["path"])
    if path.startswith("/static/"):
        return "/static"
    if path == "/openapi.json":  # the framework's own route, which leaves no trace in the scope
        return path
    return str(getattr(scope.get("route"), "path", "unmatched"))
