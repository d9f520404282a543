"""Rate, interval, p, q and verdict against hand-worked numbers and scipy."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest

from blueprint import statistics
from blueprint.statistics import Spread


def spread(clusters: list[tuple[int, int]], effects: list[int] | None = None) -> Spread:
    """Sums over customers, each given as (eligible, affected)."""
    effects = effects or [x for _, x in clusters]
    return Spread(
        kind="k",
        subject="s",
        facet=None,
        n=sum(n for n, _ in clusters),
        x=sum(x for _, x in clusters),
        customers=len(clusters),
        customers_hit=sum(x > 0 for _, x in clusters),
        xx=sum(x * x for _, x in clusters),
        xn=sum(x * n for n, x in clusters),
        nn=sum(n * n for n, _ in clusters),
        e=sum(effects),
        ee=sum(e * e for e in effects),
    )


def test_one_instance_per_customer_is_a_plain_binomial() -> None:
    s = spread([(1, 1)] * 30 + [(1, 0)] * 70)
    assert statistics.effective_n(s) == pytest.approx(99, rel=1e-9)  # the m/(m-1) of the variance
    low, high = statistics.wilson(s.rate, 100)
    expected = binomtest(30, 100).proportion_ci(method="wilson")
    assert (low, high) == pytest.approx((expected.low, expected.high), abs=1e-9)


def test_p_value_is_the_exact_binomial_one_for_whole_counts() -> None:
    expected = binomtest(12, 100, 0.05, alternative="greater").pvalue
    assert statistics.p_value(0.12, 100, 0.05) == pytest.approx(expected, rel=1e-9)


def test_customers_who_are_all_or_nothing_count_once() -> None:
    s = spread([(10, 10)] * 5 + [(10, 0)] * 5)
    # 10 customers of 10 instances: variance is that of 10 coin flips, times 10/9
    assert statistics.effective_n(s) == pytest.approx(9, rel=1e-9)


def test_no_spread_falls_back_to_kish() -> None:
    assert statistics.effective_n(spread([(2, 2)] * 4)) == pytest.approx(8 * 8 / 16)
    assert statistics.effective_n(spread([(9, 0), (1, 0)])) == pytest.approx(100 / 82)


def test_tolerance_zero_is_refuted_by_one() -> None:
    assert statistics.p_value(1 / 500, 500, 0.0) == 0.0
    assert statistics.p_value(0.0, 500, 0.0) == 1.0


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
    # mean 2, sum of squares 16: half width 1.96 * sqrt(4 * 16 / 3)
    half = 1.959963984540054 * math.sqrt(4 * 16 / 3)
    assert statistics.effect_interval(s) == pytest.approx((0.0, 8 + half))
    assert statistics.effect_interval(spread([(3, 2)])) == (0.0, 2.0)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 6), st.integers(0, 6)), min_size=1, max_size=40))
def test_the_interval_holds_the_rate_and_n_is_never_more_than_there_are(raw) -> None:
    s = spread([(n, min(n, x)) for n, x in raw])
    n = statistics.effective_n(s)
    low, high = statistics.wilson(s.rate, n)
    assert 0 < n <= s.n + 1e-9
    assert 0 <= low <= s.rate + 1e-12
    assert s.rate - 1e-12 <= high <= 1
