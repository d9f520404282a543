"""Verdicts over all tests of a run: corrected together, in any order, never sure within tolerance."""

from __future__ import annotations

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from blueprint import judging, spreads, statistics
from blueprint.gaps.rule import Placement
from tests.blueprint.customer_sums import spread
from tests.blueprint.fixture_findings import gap

TOLERANCE = 0.1
P_VALUES = st.lists(st.floats(0, 1), min_size=1, max_size=30)
CUSTOMERS = st.lists(
    st.tuples(st.integers(1, 6), st.integers(0, 6)).map(lambda c: (c[0], min(c))),
    min_size=1,
    max_size=60,
)


def kind(subject, context) -> Placement:
    return Placement(stage="s", tolerance=TOLERANCE, unit="instances")


class Context:
    tolerances = {"min_cases": 36}  # noqa: RUF012 - read only


@pytest.fixture
def tested(monkeypatch):
    monkeypatch.setattr(judging, "RULES", (kind,))
    return lambda spreads: judging._tested(spreads, Context)


def of(name: str, hit: int, customers: int = 100):
    rows = [(1, 1)] * hit + [(1, 0)] * (customers - hit)
    return spread(rows, kind="kind", subject=name)


def test_all_with_enough_data_are_corrected_together_also_those_within_tolerance(tested) -> None:
    clear = of("clear", 20)
    p = statistics.p_value(0.2, 100, TOLERANCE)
    assert p < 0.005
    alone = tested([clear])
    assert alone[0].q == pytest.approx(p)
    many = tested([clear, *(of(f"fine{i}", 3) for i in range(9)), of("small", 20, 35)])
    assert many[0].q == pytest.approx(10 * p)
    assert [t.q for t in many[1:10]] == [1.0] * 9
    assert many[10].q is None


def test_what_is_tested_beside_can_take_away_certainty(tested) -> None:
    clear = of("clear", 17)
    (alone,) = tested([clear])
    beside = tested([clear, *(of(f"fine{i}", 3) for i in range(60))])[0]
    low = statistics.rate_interval(clear)[0]
    told = [statistics.verdict(0.17, low, TOLERANCE, t.q) for t in (alone, beside)]
    assert told == ["confirmed", "indicated"]


@settings(max_examples=60, deadline=None)
@given(P_VALUES, st.randoms(use_true_random=False))
def test_q_rises_with_p_is_never_below_it_and_knows_no_order(p_values, random) -> None:
    q_values = statistics.q_values(p_values)
    ranked = sorted(zip(p_values, q_values, strict=True))
    assert [q for _, q in ranked] == sorted(q_values)
    assert all(p <= q + 1e-12 <= 1 + 1e-9 for p, q in ranked)
    mixed = random.sample(range(len(p_values)), len(p_values))
    again = statistics.q_values([p_values[i] for i in mixed])
    assert again == [q_values[i] for i in mixed]


@settings(max_examples=100, deadline=None)
@given(CUSTOMERS, st.sampled_from([0.0, 0.02, 0.1, 0.5]))
def test_confirmed_is_sure_to_be_over_the_tolerance(customers, tolerance) -> None:
    found = spread(customers)
    low, high = statistics.rate_interval(found)
    p = statistics.p_value(found.rate, statistics.effective_n(found), tolerance)
    verdict = statistics.verdict(found.rate, low, tolerance, p)
    assert 0 <= low <= found.rate <= high <= 1
    if verdict == "confirmed":
        assert low > tolerance
        assert found.rate > tolerance
    if found.rate <= tolerance:
        assert (verdict, p) == (None, 1.0)


@settings(max_examples=40, deadline=None)
@given(CUSTOMERS)
def test_the_order_of_customers_changes_nothing(customers) -> None:
    one, other = spread(customers), spread(customers[::-1])
    assert statistics.effective_n(one) == statistics.effective_n(other)
    assert statistics.rate_interval(one) == statistics.rate_interval(other)


@pytest.mark.parametrize("lone", ["false", "i % 3 = 0", "i >= 900", "i < 990", "true"])
def test_whose_instances_are_lone_changes_no_sum(lone) -> None:
    connection = duckdb.connect()
    connection.execute(
        """create table instance_rows as
        select ['late_step', 'abandonment'][1 + i % 2] as kind, 's' || i % 3 as subject,
            if(i % 5 = 0, 'f', null) as facet, i as instance_no, i as case_no, if(i < 900, i % 40, i) as customer_no,
            if(i % 7 = 0, 'never', null) as detail, i % 4 = 0 as affected, i % 11 as effect
        from range(1000) as t (i)"""
    )
    whole = spreads.counts(connection)
    assert len(whole) == 12
    bits = f"bitstring_agg(i::integer, 0, 999) filter (where {lone})"
    connection.execute(
        f"create or replace table lone_instances as select {bits} as bits from range(1000) as t (i)"
    )
    assert spreads.counts(connection) == whole


@pytest.mark.parametrize(
    ("first", "second", "own", "expected"),
    [
        ("confirmed", "confirmed", "confirmed", "abandonment:signup"),
        ("indicated", "confirmed", "confirmed", "late_step:reply"),
        ("indicated", "not_enough_data", "confirmed", None),
        ("not_enough_data", None, "indicated", None),
        ("indicated", None, "indicated", "abandonment:signup"),
        ("not_enough_data", "indicated", "not_enough_data", "abandonment:signup"),
        (None, "indicated", "not_enough_data", "late_step:reply"),
    ],
)
def test_only_a_gap_that_is_as_sure_explains_another(first, second, own, expected) -> None:
    names = [("abandonment", "signup", first), ("late_step", "reply", second)]
    causes = [
        gap(kind, subject, "signup", (50, 100), ("instances", 50), verdict=verdict)
        for kind, subject, verdict in names
        if verdict
    ]
    one = gap("low_reach", "signup", "signup", (60, 100), ("instances", 60), verdict=own)
    named = ("abandonment:signup", "late_step:reply")
    place = Placement(stage="signup", tolerance=0.1, unit="instances", follows_from=named)
    reported = {each.id: each for each in [*causes, one]}
    assert judging._marked(one, place, reported).follows_from == expected
