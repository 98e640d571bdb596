from __future__ import annotations

import numpy as np
import pytest

from eval.intervals import RESAMPLES, Interval, draws, intervals, lowest, paired


def column(*values: float) -> np.ndarray:
    return np.array(values, dtype=np.float64)[:, None]


def test_resamples_are_always_the_same_and_each_as_large_as_the_topics() -> None:
    counts = draws(7)
    assert counts.shape == (RESAMPLES, 7) == (2000, 7)
    assert (counts.sum(axis=1) == 7).all()
    assert (counts == draws(7)).all()


def test_a_figure_that_never_varies_has_no_width() -> None:
    (interval,) = intervals(column(0.5, 0.5, 0.5), np.ones((3, 1)))
    assert interval == Interval(0.5, 0.5)


def test_an_interval_is_that_of_the_binomial() -> None:
    # 50 of 100: the mean's standard error is 0.05, so 1.96 of them is 0.098.
    (interval,) = intervals(column(*[0.0, 1.0] * 50), np.ones((100, 1)))
    assert interval is not None
    assert interval.low == pytest.approx(0.402, abs=0.012)
    assert interval.high == pytest.approx(0.598, abs=0.012)
    assert intervals(column(*[0.0, 1.0] * 50), np.ones((100, 1))) == (interval,)


def test_topics_that_a_figure_says_nothing_about_do_not_count() -> None:
    parts = np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 0.0]])
    wholes = np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 0.0]])
    # Resamples that hold only the third topic are left out, not counted as 0.
    assert intervals(parts, wholes) == (Interval(1.0, 1.0), None)


def test_the_lowest_of_several_ratios() -> None:
    parts = np.array([[1.0, 0.0], [1.0, 1.0], [0.0, 0.0]])
    wholes = np.array([[1.0, 0.0], [1.0, 1.0], [0.0, 1.0]])
    found = lowest(parts, wholes)
    assert found is not None
    assert found[0] == 0.5  # 1 of 1 + 1 beside 1 of 2
    assert (found[1].low, found[1].high) == (0.0, 1.0)
    assert lowest(np.zeros((3, 0)), np.zeros((3, 0))) is None


def test_equal_runs_do_not_differ() -> None:
    same = paired(np.array([0.0, 0.5, 1.0]), np.array([0.0, 0.5, 1.0]))
    assert (same.difference, same.interval, same.p) == (0.0, Interval(0.0, 0.0), 1.0)


def test_the_randomisation_test_finds_the_exact_probability() -> None:
    # Ten topics, each better by 0.1: of 1,024 signs, two give so large a mean.
    better = paired(np.full(10, 0.6), np.full(10, 0.5))
    assert better.difference == pytest.approx(0.1)
    assert better.p == pytest.approx(2 / 1024, abs=0.001)
    worse = paired(np.full(10, 0.5), np.full(10, 0.6))
    assert (worse.difference, worse.p) == (pytest.approx(-0.1), better.p)
    assert paired(np.full(10, 0.6), np.full(10, 0.5)) == better


def test_one_topic_shows_nothing() -> None:
    assert paired(np.array([1.0]), np.array([0.0])).p == 1.0


def test_runs_over_other_topics_do_not_pair() -> None:
    with pytest.raises(ValueError, match="the same topics"):
        paired(np.array([1.0]), np.array([1.0, 0.0]))
    with pytest.raises(ValueError, match="the same topics"):
        paired(np.array([]), np.array([]))
