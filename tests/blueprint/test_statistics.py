"""Rate, interval, p, q and verdict against hand-worked numbers and scipy."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2

from blueprint import statistics
from tests.blueprint.customer_sums import spread


def test_q_values_are_benjamini_hochberg() -> None:
    # Sorted 0.005, 0.01, 0.03, 0.04 of 4: 0.02, 0.02, 0.04, 0.04
    assert statistics.q_values([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.02, 0.04, 0.04, 0.02])
    assert statistics.q_values([]) == []


@pytest.mark.parametrize(
    ("rate", "low", "tolerance", "q", "expected"),
    [
        (0.02, 0.01, 0.05, 0.9, None),
        (0.05, 0.04, 0.05, 0.001, None),
        (0.20, 0.15, 0.05, 0.001, "confirmed"),
        (0.20, 0.15, 0.05, 0.05, "indicated"),
        (0.20, 0.04, 0.05, 0.001, "indicated"),
        (0.20, 0.15, 0.05, None, "not_enough_data"),
    ],
)
def test_verdict(rate, low, tolerance, q, expected) -> None:
    assert statistics.verdict(rate, low, tolerance, q) == expected


def test_enough_asks_for_instances_and_customers() -> None:
    assert not statistics.is_enough(spread([(50, 1)]), 36)
    assert not statistics.is_enough(spread([(1, 0)] * 35), 36)
    assert statistics.is_enough(spread([(1, 0)] * 36), 36)


def test_effect_interval_is_the_spread_between_customers() -> None:
    s = spread([(1, 1)] * 4, effects=[0, 0, 4, 4])
    # squared residuals 4 * 4, times 4/3: a gamma distribution of mean 8 and variance 64/3
    low = chi2.ppf(0.025, 2 * 64 / (64 / 3)) / 2 * (64 / 3) / 8
    # with one more customer who adds t: mean 8 + t, variance 64/3 + t²
    t = (32 * 64 / 3) ** 0.5 / 8
    mean, variance = 8 + t, 64 / 3 + t * t
    high = chi2.ppf(0.975, 2 * mean**2 / variance) / 2 * variance / mean
    assert statistics.effect_interval(s) == pytest.approx((low, high))
    assert statistics.effect_interval(spread([(3, 2)])) == (0.0, 2.0)


def test_effect_in_proportion_to_instances_has_no_spread() -> None:
    s = spread([(n, n) for n in (1, 2, 3, 4)] * 20, effects=[7, 14, 21, 28] * 20)
    assert statistics.effect_interval(s)[0] == pytest.approx(s.e)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 6), st.integers(0, 6)), min_size=1, max_size=40))
def test_the_interval_holds_the_rate_and_n_is_never_more_than_there_are(raw) -> None:
    s = spread([(n, min(n, x)) for n, x in raw])
    n = statistics.effective_n(s)
    low, high = statistics.rate_interval(s)
    assert 0 < n <= s.n + 1e-9
    assert 0 <= low <= s.rate + 1e-12
    assert s.rate - 1e-12 <= high <= 1
