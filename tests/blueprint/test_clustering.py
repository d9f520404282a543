"""The effective number of instances against hand-worked cases and the matrices it stands for."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import betabinom, binom

from blueprint import clustering
from blueprint.clustering import SizeSums, effective_n, summed
from tests.blueprint.customer_sums import size_sums, spread

SIZES = [1, 1, 2, 3, 3, 5, 8, 40]


def of(customers: list[tuple[int, int]]):
    return summed(spread(customers).sizes)


def covariance(sizes: list[int], correlation: float):
    """Of the customers' residuals x - n * mean, the variance of an instance being 1."""
    n = np.array(sizes, float)
    sums = np.diag(n * (1 + (n - 1) * correlation))
    residuals = np.eye(len(n)) - np.outer(n / n.sum(), np.ones(len(n)))
    return residuals @ sums @ residuals.T


@pytest.mark.parametrize("correlation", [0.0, 0.2, 1.0])
def test_degrees_of_freedom_are_those_of_the_matrix(correlation) -> None:
    matrix = covariance(SIZES, correlation)
    expected = np.trace(matrix) ** 2 / np.trace(matrix @ matrix)
    sums = of([(n, n // 2) for n in SIZES])
    assert float(clustering.degrees_of_freedom(sums, correlation)) == pytest.approx(expected)


def test_one_instance_each_has_as_many_degrees_of_freedom_as_customers_less_one() -> None:
    sums = of([(1, 1)] * 10 + [(1, 0)] * 40)
    assert float(clustering.degrees_of_freedom(sums, 0.3)) == pytest.approx(49)


def test_few_affected_of_one_instance_each_take_degrees_of_freedom() -> None:
    # the fourth cumulant of one yes or no is pq (1 - 6 pq); pq is 0.09 here, of 100 instances
    sums = of([(1, 1)] * 10 + [(1, 0)] * 90)
    assert float(clustering._beyond_normal(sums, np.array(0.3))) == pytest.approx(0.46 / 18)


def test_as_many_affected_as_not_take_no_degrees_of_freedom() -> None:
    sums = of([(5, 5)] * 10 + [(5, 0)] * 10)
    assert float(clustering._beyond_normal(sums, np.array(0.3))) == 0


def cumulants(n: int, rate: float, correlation: float) -> tuple[float, float]:
    """The second and the fourth of a beta-binomial customer's sum, as scipy has them."""
    if correlation == 1:
        yes_no = rate * (1 - rate)
        return n**2 * yes_no, n**4 * yes_no * (1 - 6 * yes_no)
    more = 1 / correlation - 1 if correlation else np.inf
    model = betabinom(n, rate * more, (1 - rate) * more) if correlation else binom(n, rate)
    _, variance, _, kurtosis = model.stats("mvsk")
    return float(variance), float(kurtosis * variance**2)


@pytest.mark.parametrize(("correlation", "hit"), [(0.0, 3_000), (1.0, 3_000), (0.2, 1), (0.7, 1)])
def test_the_fourth_cumulants_are_those_of_the_beta_binomial(correlation, hit) -> None:
    # 1,000 customers of each size; between independent and all or nothing for rare values
    rows = [SizeSums(n, 1_000, hit, hit, hit) if n == 40 else (n, 1_000, 0, 0, 0) for n in SIZES]
    sums = summed(SizeSums(*row) for row in rows)
    rate = float(sums.x) / float(sums.n)
    second, fourth = np.transpose([cumulants(n, rate, correlation) for n in SIZES]).sum(1) * 1_000
    found = float(clustering._beyond_normal(sums, np.array(correlation)))
    sure = correlation in {0, 1}
    assert found == pytest.approx(fourth / (2 * second**2), rel=1e-6 if sure else 0.01)


def nearer_to_variance_analysis(customers: list[tuple[int, int]]) -> bool:
    sums = of(customers)
    found = float(clustering.correlation_within(sums))
    linear = float(clustering._by_linearisation(sums))
    anova = float(clustering._by_variance_analysis(sums))
    assert abs(linear - anova) > 0.02
    return abs(found - anova) < abs(found - linear)


def test_the_correlation_leans_on_the_variance_analysis_where_few_are_affected() -> None:
    rare = [(1, 1)] * 5 + [(1, 0)] * 100 + [(4, 4)] * 2 + [(4, 0)] * 30 + [(30, 0)] * 3
    common = [(1, 1)] * 50 + [(1, 0)] * 55 + [(4, 4)] * 15 + [(4, 0)] * 15 + [(30, 15)] * 3
    assert nearer_to_variance_analysis(rare)
    assert not nearer_to_variance_analysis(common)


@pytest.mark.parametrize("hit", [0, 1, 30, 100])
def test_one_instance_per_customer_counts_whole(hit) -> None:
    sums = of([(1, 1)] * hit + [(1, 0)] * (100 - hit))
    assert float(effective_n(sums)) == pytest.approx(100, rel=1e-12)


def test_customers_who_are_all_or_nothing_count_once() -> None:
    many = float(effective_n(of([(5, 5)] * 300 + [(5, 0)] * 300)))
    assert 570 < many <= 600
    assert float(effective_n(of([(10, 10)] * 5 + [(10, 0)] * 5))) == pytest.approx(10)


def test_customers_who_agree_in_nothing_count_by_their_instances() -> None:
    # 300 customers of two instances: hits fall as chance has it, at a rate of one half
    sums = of([(2, 2)] * 75 + [(2, 1)] * 150 + [(2, 0)] * 75)
    assert float(clustering.correlation_within(sums)) == pytest.approx(0, abs=0.005)
    assert 560 < float(effective_n(sums)) <= 600


def test_the_linearised_correlation_is_that_of_pairs() -> None:
    # two instances each, rate 1/2: a share s of equal pairs is a correlation of 2 s - 1
    sums = of([(2, 2)] * 400 + [(2, 1)] * 200 + [(2, 0)] * 400)
    assert float(clustering._by_linearisation(sums)) == pytest.approx(0.6, abs=0.002)
    assert float(clustering._by_variance_analysis(sums)) == pytest.approx(0.6, abs=0.002)


def test_nothing_seen_is_not_taken_for_independence() -> None:
    none = float(effective_n(of([(10, 0)] * 40)))
    assert none < 400 / (1 + 0.2 * 9)
    one = float(effective_n(of([(10, 1)] + [(10, 0)] * 39)))
    many = float(effective_n(of([(10, 1)] * 20 + [(10, 0)] * 20)))
    assert none < one < many


def test_a_customer_with_half_of_all_makes_the_number_small() -> None:
    even = float(effective_n(of([(10, 5)] * 40)))
    skewed = float(effective_n(of([(5, 2)] * 36 + [(220, 110)])))
    assert skewed < even / 3


def test_scores_that_vary_less_than_yes_and_no_count_for_more() -> None:
    extreme = summed(size_sums([[1], [5]] * 50), (1, 5))
    middle = summed(size_sums([[2], [4]] * 50), (1, 5))
    assert float(effective_n(extreme)) == pytest.approx(100)
    # the variance is a quarter, but for the one more answer that is taken as yes or no
    assert float(effective_n(middle)) == pytest.approx(100 * 101 / (25 + 1))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 6), st.integers(0, 6)), min_size=1, max_size=40))
def test_there_is_always_a_number_and_it_is_symmetric_in_yes_and_no(raw) -> None:
    customers = [(n, min(n, x)) for n, x in raw]
    n = float(effective_n(of(customers)))
    assert 0 < n <= sum(n for n, _ in customers) * (1 + 1e-9)
    assert float(effective_n(of([(n, n - x) for n, x in customers]))) == pytest.approx(n, rel=1e-6)


def test_many_tests_at_once_are_the_same_as_one_by_one() -> None:
    cases = [of([(3, 1)] * 20 + [(2, 0)] * 30), of([(3, 3)] * 20 + [(2, 1)] * 30)]
    together = clustering.Clusters(
        **{name: np.array([getattr(c, name) for c in cases]) for name in cases[0].__slots__}
    )
    assert effective_n(together).tolist() == [float(effective_n(c)) for c in cases]
