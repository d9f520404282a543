"""The effective number of instances against hand-worked cases and the matrices it stands for."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from blueprint import clustering
from blueprint.clustering import effective_n, summed
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


@pytest.mark.parametrize("hit", [0, 1, 30, 100])
def test_one_instance_per_customer_counts_whole(hit) -> None:
    sums = of([(1, 1)] * hit + [(1, 0)] * (100 - hit))
    assert float(effective_n(sums)) == pytest.approx(100, rel=1e-12)


def test_customers_who_are_all_or_nothing_count_once() -> None:
    many = float(effective_n(of([(5, 5)] * 300 + [(5, 0)] * 300)))
    assert 570 < many <= 600
    few = float(effective_n(of([(10, 10)] * 5 + [(10, 0)] * 5)))
    assert 5 < few <= 10  # and somewhat less, because ten customers tell little of their spread


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
