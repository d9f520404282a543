"""Effects with their intervals, their size for the ranking, histograms; times of quantiles."""

from __future__ import annotations

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from blueprint import effects, statistics
from blueprint.coarse_histogram import coarse_histogram
from blueprint.gap import Effect
from blueprint.gaps.rule import HOUR_US, Context, Placement, per_promise
from blueprint.queries import fill
from blueprint.stage_quantiles import quantile_intervals
from tests.blueprint.customer_sums import spread
from tests.blueprint.fixture_design import STAGES

ROWS = (
    "kind varchar, subject varchar, facet varchar, instance_no bigint, case_no integer,"
    " customer_no integer, detail varchar, affected boolean, effect bigint"
)


@pytest.fixture
def connection():
    with duckdb.connect() as opened:
        yield opened


def test_counted_instances_are_a_share_of_the_eligible() -> None:
    found = spread([(1, 1)] * 30 + [(1, 0)] * 70)
    low, high = statistics.rate_interval(found)
    effect = effects.effect(found, "instances")
    assert (effect.value, effect.interval) == (30, (round(100 * low, 3), round(100 * high, 3)))


def test_customers_are_counted_once() -> None:
    effect = effects.effect(spread([(3, 3)] * 10 + [(3, 0)] * 90), "customers")
    low, high = statistics.share_interval(0.1, 100)
    assert effect == Effect(
        unit="customers", value=10, interval=(round(100 * low, 3), round(100 * high, 3))
    )


def test_hours_come_as_microseconds() -> None:
    late = spread([(1, 1)] * 60, effects=[HOUR_US, 3 * HOUR_US] * 30)
    effect = effects.effect(late, "hours")
    assert effect.value == 120
    assert 100 < effect.interval[0] < 120 < effect.interval[1] < 145


def test_what_the_design_expects_is_no_effect() -> None:
    effect = effects.effect(spread([(1, 1)] * 60 + [(1, 0)] * 40), "instances", expected=0.4)
    low, high = statistics.share_interval(0.6, 100)
    ends = (round(100 * low - 40, 3), round(100 * high - 40, 3))
    assert effect == Effect(unit="instances", value=20, interval=ends)
    fewer = effects.effect(spread([(1, 1)] * 40 + [(1, 0)] * 60), "instances", expected=0.4)
    assert fewer.interval[0] == 0


def size(unit: str, low: float, **place) -> float:
    effect = Effect(unit=unit, value=2 * low, interval=(low, 3 * low))
    return effects.size(effect, Placement(stage="s", tolerance=0, unit=unit, **place))


def test_units_are_made_comparable() -> None:
    assert size("instances", 10) == 10
    # 20 hours late on a promise of 4 hours are 5 promises' time; weight 2 at a moment of truth
    assert size("hours", 20, each=per_promise(4 * HOUR_US), weight=2.0) == 10
    # 5 customers lost with two stages to come
    assert size("customers", 5, each=2) == 10
    assert size("hours", 20, each=per_promise(None)) == 20


def test_stages_left_are_those_that_follow() -> None:
    class Designed:
        stages = STAGES

    context = Context(designed=Designed, tolerances={}, measures={}, undesigned={}, next_due={})
    following = {s.id: s.next for s in STAGES}
    for stage in STAGES:
        after = following[stage.id]
        rest = context.stages_left(after) if after else 0
        assert context.stages_left(stage.id) == 1 + rest
    assert max(context.stages_left(s.id) for s in STAGES) > 1


def test_a_histogram_doubles_its_bins_and_counts_people(connection) -> None:
    rows = [
        ("late_step", "reply", None, i, i, i % 3, None, True, seconds * 1_000_000)
        for i, seconds in enumerate([1, 1, 2, 3, 3, 16, 31])
    ]
    rows += [("late_step", "reply", None, 9, 9, 9, None, False, 0)]
    rows += [("skipped_step", "ask", None, 9, 9, 9, None, True, 1)]
    fill(connection, "instance_rows", ROWS, rows)
    units = [(("late_step", "reply", None), "hours"), (("skipped_step", "ask", None), "instances")]
    assert effects.histograms(connection, units) == {
        ("late_step", "reply", None): {
            "unit": "s",
            "edges": [1, 2, 4, 8, 16, 32],
            "counts": [2, 3, 0, 0, 2],
            "customers": [2, 3, 0, 0, 2],
        }
    }
    assert effects.histograms(connection, []) == {}


def test_bins_of_few_people_are_joined() -> None:
    whole = {
        "unit": "s",
        "edges": [1, 2, 4, 8, 16, 32],
        "counts": [6, 1, 9, 1, 2],
        "customers": [5, 1, 7, 1, 2],
    }
    assert coarse_histogram(whole, 5) == {
        "unit": "s",
        "edges": [1, 2, 32],
        "counts": [6, 13],
        "customers": [5, 7],
    }
    assert coarse_histogram(whole, 8) is None
    assert coarse_histogram(None, 5) is None


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=12),
    st.integers(1, 12),
)
def test_joined_bins_hold_all_instances_and_never_few_people(bins, smallest) -> None:
    bins = [(max(n, people), people) for n, people in bins]
    whole = {
        "unit": "s",
        "edges": list(range(len(bins) + 1)),
        "counts": [n for n, _ in bins],
        "customers": [people for _, people in bins],
    }
    joined = coarse_histogram(whole, smallest)
    if joined is None:
        assert max(people for _, people in bins) < smallest
        return
    assert sum(joined["counts"]) == sum(whole["counts"])
    assert min(joined["customers"]) >= smallest
    assert (joined["edges"][0], joined["edges"][-1]) == (0, len(bins))


def timed(connection, rows) -> None:
    columns = "stage varchar, instance_no bigint, customer_no integer, duration_us bigint"
    fill(connection, "timed_instances", columns, rows)


def test_the_median_lies_between_the_order_statistics_of_the_sign_test(connection) -> None:
    timed(connection, [("s", i, i, i * 1_000_000) for i in range(1, 101)])
    low = max(r for r in range(1, 101) if binom.cdf(r - 1, 100, 0.5) <= 0.025)
    high = min(r for r in range(1, 101) if binom.sf(r - 1, 100, 0.5) <= 0.025)
    assert quantile_intervals(connection)["s", 0.5] == (low, high) == (40, 61)


def test_customers_who_repeat_themselves_widen_it(connection) -> None:
    timed(connection, [("s", i, i % 50, (i % 50) * 1_000_000) for i in range(500)])
    low, high = quantile_intervals(connection)["s", 0.5]
    assert low <= 18
    assert high >= 31


def test_of_few_instances_the_p90_has_no_upper_end(connection) -> None:
    timed(connection, [(f"s{n}", i, i, i * 1_000_500) for n in (1, 35, 36) for i in range(n)])
    found = quantile_intervals(connection)
    assert found["s1", 0.5] == (None, None)
    assert found["s35", 0.9][1] is None
    assert found["s36", 0.9] == (28.014, 35.018)
