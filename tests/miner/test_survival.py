"""Kaplan-Meier against scipy, Aalen-Johansen against the plain definition and by hand."""

from __future__ import annotations

import math
import warnings
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from miner.measures import TimesToEnd
from miner.survival import aalen_johansen, kaplan_meier, reached_after
from miner.warehouse import LogError

Z = stats.norm.ppf(0.975)
ENDS = st.lists(
    st.builds(
        TimesToEnd, st.integers(0, 6), st.sampled_from(["reached", "otherwise", "open"]), st.just(1)
    ),
    min_size=1,
    max_size=25,
)
OPEN_OR_REACHED = st.lists(
    st.builds(
        TimesToEnd, st.integers(0, 6), st.sampled_from(["reached", "open"]), st.integers(1, 3)
    ),
    min_size=1,
    max_size=25,
)
# the 6-MP arm of Freireich et al. (1963): weeks in remission, the plus of textbooks is open
REMISSION = [(6, "reached", 3), (6, "open", 1), (7, "reached", 1), (9, "open", 1), (10, "reached", 1),
             (10, "open", 1), (11, "open", 1), (13, "reached", 1), (16, "reached", 1), (17, "open", 1),
             (19, "open", 1), (20, "open", 1), (22, "reached", 1), (23, "reached", 1), (25, "open", 1),
             (32, "open", 2), (34, "open", 1), (35, "open", 1)]  # fmt: skip


def ends(*rows: tuple[int, str, int]) -> list[TimesToEnd]:
    return [TimesToEnd(*row) for row in rows]


def as_scipy(rows: list[TimesToEnd]):
    """The same cases one by one, as scipy takes them."""
    many = [row for row in rows for _ in range(row.cases)]
    return stats.ecdf(
        stats.CensoredData(
            uncensored=[row.duration_us for row in many if row.end == "reached"],
            right=[row.duration_us for row in many if row.end == "open"],
        )
    ).sf


def test_the_remissions_of_the_textbooks():
    curve = {point.time_us: point for point in kaplan_meier(ends(*REMISSION))}
    assert (curve[6].at_risk, curve[6].reached) == (21, 3)
    # Kalbfleisch & Prentice; Collett; R: survfit(Surv(time, status) ~ 1, conf.type = "log-log")
    assert [round(curve[at].share, 3) for at in (6, 7, 10, 13, 16, 22, 23)] == [
        0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448,
    ]  # fmt: skip
    assert round(math.sqrt(curve[10].variance), 4) == 0.0963
    assert reached_after(list(curve.values()), 0.5) == (23, 13, None)


def test_the_interval_by_hand():
    (first, second) = kaplan_meier(
        ends((1, "reached", 1), (2, "open", 1), (3, "reached", 1), (4, "open", 1))
    )
    assert (first.share, second.share) == (0.75, 0.375)
    assert first.variance == pytest.approx(0.75**2 * 1 / (4 * 3))
    assert second.variance == pytest.approx(0.375**2 * (1 / 12 + 1 / 2))
    width = Z * math.sqrt(second.variance) / (0.375 * -math.log(0.375))
    assert second.low == pytest.approx(0.375 ** math.exp(width))
    assert second.high == pytest.approx(0.375 ** math.exp(-width))


@given(rows=OPEN_OR_REACHED)
def test_kaplan_meier_equals_scipy(rows):
    theirs = as_scipy(rows)
    expected = dict(zip(theirs.quantiles.tolist(), theirs.probabilities.tolist(), strict=True))
    ours = kaplan_meier(rows)
    for point in ours:
        assert point.share == pytest.approx(expected[point.time_us], abs=1e-12)
    assert {p.time_us for p in ours} == {r.duration_us for r in rows if r.end == "reached"}


@given(rows=OPEN_OR_REACHED)
def test_the_interval_equals_scipys_where_it_has_one(rows):
    if not any(row.end == "reached" for row in rows):
        return
    with np.errstate(all="ignore"), warnings.catch_warnings(action="ignore"):
        theirs = as_scipy(rows).confidence_interval(method="log-log")
    low = dict(zip(theirs.low.quantiles.tolist(), theirs.low.probabilities.tolist(), strict=True))
    high = dict(
        zip(theirs.high.quantiles.tolist(), theirs.high.probabilities.tolist(), strict=True)
    )
    for point in kaplan_meier(rows):
        if point.low is not None:
            assert point.low == pytest.approx(low[point.time_us], abs=1e-9)
            assert point.high == pytest.approx(high[point.time_us], abs=1e-9)


@given(rows=OPEN_OR_REACHED)
def test_without_other_ends_both_are_one(rows):
    for left, reached in zip(kaplan_meier(rows), aalen_johansen(rows), strict=True):
        assert reached.time_us == left.time_us
        assert reached.share == pytest.approx(1 - left.share, abs=1e-12)
        assert reached.variance == pytest.approx(left.variance, abs=1e-12)
        if left.low is None:
            assert (reached.low, reached.high) == (None, None)
        else:
            assert reached.low == pytest.approx(1 - left.high, abs=1e-9)
            assert reached.high == pytest.approx(1 - left.low, abs=1e-9)


def test_aalen_johansen_by_hand():
    # 5 cases: one gives up at 1, one arrives at 2, one is open at 3, one gives up at 4, one arrives at 5
    curve = aalen_johansen(
        ends(
            (1, "otherwise", 1),
            (2, "reached", 1),
            (3, "open", 1),
            (4, "otherwise", 1),
            (5, "reached", 1),
        )
    )
    assert [(p.time_us, p.at_risk, p.reached, p.otherwise) for p in curve] == [
        (1, 5, 0, 1), (2, 4, 1, 0), (4, 2, 0, 1), (5, 1, 1, 0),
    ]  # fmt: skip
    # at 2: 4/5 left x 1/4; at 5: 4/5 x 3/4 x 1/2 left x 1/1
    assert [p.share for p in curve] == pytest.approx([0, 0.2, 0.2, 0.5])
    # with nobody open before 2 it is the binomial variance, 0.2 x 0.8 / 5
    assert curve[1].variance == pytest.approx(0.032)
    assert reached_after(curve, 0.5).time_us == 5
    assert reached_after(curve, 0.6) == (
        None,
        2,
        None,
    )  # with 5 cases the interval at 2 is 0.03 to 0.80


def plainly(rows: list[TimesToEnd], until: int) -> tuple[Fraction, float]:
    """Share and variance by the formulas as they are printed, one term after the other."""
    times = sorted({r.duration_us for r in rows if r.end != "open"})
    left, share, terms = Fraction(1), Fraction(0), []
    for at in (time for time in times if time <= until):
        n = sum(r.cases for r in rows if r.duration_us >= at)
        d = sum(r.cases for r in rows if r.duration_us == at and r.end == "reached")
        ended = sum(r.cases for r in rows if r.duration_us == at and r.end != "open")
        share += left * Fraction(d, n)
        terms.append((n, d, ended, left, share))
        left *= 1 - Fraction(ended, n)
    variance = Fraction(0)
    for n, d, ended, before, by_then in terms:
        if n > ended:
            variance += (share - by_then) ** 2 * Fraction(ended, n * (n - ended))
        variance += before**2 * Fraction(d * (n - d), n**3)
        variance -= 2 * (share - by_then) * before * Fraction(d, n**2)
    return share, float(variance)


@given(rows=ENDS)
def test_aalen_johansen_equals_the_plain_definition(rows):
    for point in aalen_johansen(rows):
        share, variance = plainly(rows, point.time_us)
        assert point.share == pytest.approx(float(share), abs=1e-12)
        assert point.variance == pytest.approx(variance, abs=1e-12)


@given(rows=ENDS)
def test_with_nobody_open_it_is_the_plain_share(rows):
    ended = [row for row in rows if row.end != "open"]
    for point in aalen_johansen(ended):
        reached = sum(r.duration_us <= point.time_us for r in ended if r.end == "reached")
        share = reached / len(ended)
        assert point.share == pytest.approx(share)
        assert point.variance == pytest.approx(share * (1 - share) / len(ended))


@given(rows=ENDS)
def test_counts_may_come_in_any_order_and_in_parts(rows):
    assert aalen_johansen(rows) == aalen_johansen(list(reversed(rows)))
    doubled = [row._replace(cases=2) for row in rows]
    assert aalen_johansen(rows + rows) == aalen_johansen(doubled)


def test_what_is_abandoned_is_not_reached_in_time():
    rows = ends((1, "otherwise", 8), (2, "reached", 2))
    assert aalen_johansen(rows)[-1].share == pytest.approx(0.2)
    with pytest.raises(LogError, match="8 cases end otherwise, so Kaplan-Meier does not hold"):
        kaplan_meier(rows)


def test_no_cases_no_curve():
    assert kaplan_meier([]) == aalen_johansen([]) == []
    assert reached_after([], 0.5) == (None, None, None)
    assert kaplan_meier(ends((5, "open", 3))) == []


@pytest.mark.parametrize("row", [(-1, "open", 1), (1, "lost", 1)])
def test_ends_that_are_none_are_refused(row):
    with pytest.raises(LogError, match=r"no end of a case: .*Expected reached, otherwise or open"):
        kaplan_meier(ends(row))


def test_a_long_curve_loses_no_digits():
    rows = [TimesToEnd(10**15 + n, "reached" if n % 3 else "otherwise", 1) for n in range(50_000)]
    for point in aalen_johansen(rows)[1::4999]:
        assert point.variance == pytest.approx(point.share * (1 - point.share) / 50_000, rel=1e-6)
