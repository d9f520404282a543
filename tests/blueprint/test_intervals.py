"""Intervals and tests against scipy's exact ones and published examples."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binom, binomtest, chi2

from blueprint import intervals
from blueprint.intervals import Limits


@pytest.mark.parametrize(("x", "n"), [(0, 36), (1, 36), (30, 100), (36, 36)])
def test_a_share_has_the_mid_p_interval(x, n) -> None:
    low, high = (float(end) for end in intervals.share_interval(x / n, n))
    assert low == 0 if x == 0 else mid_p(x, n, low) == pytest.approx(0.025, abs=1e-9)
    assert high == 1 if x == n else mid_p(n - x, n, 1 - high) == pytest.approx(0.025, abs=1e-9)
    exact = binomtest(x, n).proportion_ci(method="exact")
    assert exact.low <= low <= x / n <= high <= exact.high


def mid_p(x: int, n: int, rate: float) -> float:
    """Probability of more than x, and half of that of x."""
    return float(binom.sf(x, n, rate) + binom.pmf(x, n, rate) / 2)


def test_nothing_of_thirty_six_is_below_one_in_twelve() -> None:
    # half of (1 - p)^36 is 0.025
    assert float(intervals.share_interval(0.0, 36.0).high) == pytest.approx(1 - 0.05 ** (1 / 36))


def test_p_value_is_the_exact_binomial_one_for_whole_counts() -> None:
    expected = binomtest(12, 100, 0.05, alternative="greater").pvalue
    assert float(intervals.p_value(0.12, 100, 0.05)) == pytest.approx(expected, rel=1e-9)


def test_tolerance_zero_is_refuted_by_one() -> None:
    shares = np.array([1 / 500, 0.0, 1.0])
    assert intervals.p_value(shares, 500.0, 0.0).tolist() == [0.0, 1.0, 0.0]


@pytest.mark.parametrize("tolerance", [0.0, 0.05, 0.5])
def test_where_p_is_below_its_tail_the_lower_end_is_above_the_tolerance(tolerance) -> None:
    shares, n = np.linspace(0, 1, 81), 80.0
    above = intervals.share_interval(shares, n).low > tolerance
    sure = intervals.p_value(shares, n, tolerance) < intervals.TAIL
    assert sure.any()
    assert (above | ~sure).all()


@pytest.mark.parametrize(("quantile", "n"), [(0.5, 36), (0.9, 36), (0.9, 200)])
def test_quantile_limits_of_independent_values_are_those_of_order_statistics(quantile, n) -> None:
    ranks = np.arange(1, n + 1)
    low = ranks[binom.cdf(ranks - 1, n, quantile) <= 0.025].max()
    high = ranks[binom.sf(ranks - 1, n, quantile) <= 0.025].min()
    shares = intervals.quantile_shares(quantile, float(n))
    assert int(np.floor(shares.low * n)) + 1 == low
    assert int(np.ceil(shares.high * n)) == high


def test_at_thirty_five_the_p90_has_no_upper_limit() -> None:
    assert intervals.quantile_shares(0.9, np.array([30.0, 35.0])).high.tolist() == [2.0, 2.0]
    assert float(intervals.quantile_shares(0.9, 36.0).high) <= 1
    assert float(intervals.quantile_shares(0.1, 30.0).low) == -1


@pytest.mark.parametrize("events", [0, 1, 7, 100])
def test_a_sum_of_ones_has_the_interval_of_a_poisson_count(events) -> None:
    low, high = intervals.sum_interval(float(events), float(events), 1.0)
    if events:
        assert float(low) == pytest.approx(chi2.ppf(0.025, 2 * events) / 2)
        assert float(high) == pytest.approx(chi2.ppf(0.975, 2 * events + 2) / 2)
    else:
        assert (float(low), float(high)) == (0, 0)


def test_a_difference_is_newcombes() -> None:
    # Newcombe (1998), table II (a), method 10: 56/70 - 48/80 has 0.0524 to 0.3339
    wilson = [binomtest(x, n).proportion_ci(method="wilson") for x, n in ((56, 70), (48, 80))]
    one, two = (Limits(np.asarray(w.low), np.asarray(w.high)) for w in wilson)
    low, high = intervals.difference_interval(0.8, one, 0.6, two)
    assert (float(low), float(high)) == pytest.approx((0.0524, 0.3339), abs=5e-5)


def test_a_ratio_turned_over_has_its_interval_turned_over() -> None:
    one, two = intervals.share_interval(0.3, 90.0), intervals.share_interval(0.2, 200.0)
    low, high = intervals.ratio_interval(0.3, one, 0.2, two)
    assert low < 1.5 < high
    back = intervals.ratio_interval(0.2, two, 0.3, one)
    assert (1 / float(back.high), 1 / float(back.low)) == pytest.approx((float(low), float(high)))


def test_a_ratio_to_what_may_be_nothing_is_open() -> None:
    none = intervals.share_interval(0.0, 50.0)
    low, high = intervals.ratio_interval(0.3, intervals.share_interval(0.3, 90.0), 0.0, none)
    assert float(high) == np.inf
    assert float(low) > 1
