"""How sure a figure is, and whether two runs differ: resampled by topic, with a fixed seed.

Every figure is a ratio of two sums over topics, `parts` over `wholes`: for a mean, the value of
a topic over 1, and 0 over 0 for a topic that the figure says nothing about.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 2_000
FLIPS = 10_000
# So that memory does not grow with both.
AT_ONCE = 500
SEED = 20_020_422
TAILS = (0.025, 0.975)

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Interval:
    """The 2.5th and the 97.5th percentile of a figure over resampled topics."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Paired:
    """How a run differs from another over the same topics, in the mean.

    `p` is two-sided: how often chance alone gives so large a difference.
    """

    topics: int
    difference: float
    interval: Interval
    p: float


def draws(topics: int) -> Floats:
    """How often each resample holds each topic: (RESAMPLES, topics), always the same."""
    rng = np.random.default_rng(SEED)
    even = np.full(topics, 1 / topics)
    return rng.multinomial(topics, even, size=RESAMPLES).astype(np.float64)


def ratios(parts: Floats, wholes: Floats) -> Floats:
    """Elementwise `parts / wholes`, NaN where the whole is nothing."""
    return np.divide(parts, wholes, out=np.full_like(parts, np.nan), where=wholes > 0)


def intervals(parts: Floats, wholes: Floats) -> tuple[Interval | None, ...]:
    """The bootstrap interval of each column's ratio (Efron 1979); inputs are (topics, figures).

    None for a figure that no topic speaks to.
    """
    counts = draws(len(parts))
    figures = ratios(counts @ parts, counts @ wholes)
    return tuple(percentiles(figures[:, column]) for column in range(figures.shape[1]))


def lowest(parts: Floats, wholes: Floats) -> tuple[float, Interval] | None:
    """The lowest ratio among the columns, and its bootstrap interval; None without columns."""
    if parts.size == 0:
        return None
    counts = draws(len(parts))
    whole = ratios(parts.sum(axis=0), wholes.sum(axis=0))
    resampled = ratios(counts @ parts, counts @ wholes)
    # An interview that a resample leaves out is not its worst.
    worst = np.where(np.isnan(resampled), np.inf, resampled).min(axis=1)
    interval = percentiles(worst[np.isfinite(worst)])
    return None if interval is None else (float(np.nanmin(whole)), interval)


def percentiles(values: Floats) -> Interval | None:
    """The interval that leaves out the tails; what is not a number does not count."""
    kept = values[~np.isnan(values)]
    if kept.size == 0:
        return None
    low, high = np.quantile(kept, TAILS)
    return Interval(float(low), float(high))


def paired(a: Floats, b: Floats) -> Paired:
    """How `a` differs from `b`, values of the same topics in the same order.

    The p value is that of the randomisation test: under the null hypothesis a topic's difference
    has either sign, so signs are flipped at random (Smucker, Allan & Carterette 2007,
    doi:10.1145/1321440.1321528); the run itself counts as one flip (Phipson & Smyth 2010), so p
    is never 0. Raises ValueError for runs of different length or without topics.
    """
    if a.shape != b.shape or a.ndim != 1 or a.size == 0:
        raise ValueError(f"paired runs need the same topics, got {a.shape} and {b.shape}")
    differences = a - b
    (interval,) = intervals(differences[:, None], np.ones((len(a), 1)))
    if interval is None:
        raise ValueError("a difference is not a number")
    rng = np.random.default_rng(SEED)
    # A flip that restores the run itself must not miss by a rounding error.
    observed, as_large = abs(differences.mean()) - 1e-12, 0
    for _ in range(FLIPS // AT_ONCE):
        signs = rng.integers(0, 2, size=(AT_ONCE, len(a))) * 2.0 - 1.0
        as_large += int((np.abs(signs @ differences) / len(a) >= observed).sum())
    p = (as_large + 1) / (FLIPS + 1)
    return Paired(len(a), float(differences.mean()), interval, p)
