"""Quantiles of the stages' durations on two sides, and the interval of their difference."""

from __future__ import annotations

import math
from collections.abc import Mapping

import duckdb

from blueprint.differences import TimeDifference
from blueprint.queries import make_table, select
from blueprint.stage_quantiles import Interval, quantile_intervals

QUANTILES: Mapping[str, float] = {"p50": 0.5, "p90": 0.9}
_SECOND_US = 1_000_000
Found = tuple[int, float, Interval]
"""Instances, the quantile in seconds, its interval."""


def side_times(
    connection: duckdb.DuckDBPyConnection,
) -> Mapping[tuple[str, float], TimeDifference]:
    """By stage and quantile, where both sides have timed instances; `verdict` is still to be told.

    Leaves `timed_sides` and `pooled_quantiles` for the test.
    """
    make_table(connection, "timed_instances")
    connection.execute(_ALL)
    make_table(connection, "pooled_quantiles")
    first, second = (_side(connection, side) for side in (1, 2))
    return {key: _difference(*key, first[key], second[key]) for key in first.keys() & second.keys()}


_ALL = (
    "create or replace table timed_sides as"
    " from timed_instances semi join sides using (instance_no)"
)
_ONE = (
    "create or replace table timed_instances as"
    " select t.* from timed_sides as t"
    " semi join sides as s on s.instance_no = t.instance_no and s.side = {side:d}"
)


def _side(connection: duckdb.DuckDBPyConnection, side: int) -> Mapping[tuple[str, float], Found]:
    connection.execute(_ONE.format(side=side))
    intervals = quantile_intervals(connection)
    return {
        (stage, quantile): (n, value / _SECOND_US, intervals[stage, quantile])
        for stage, n, values in select(connection, "sql/side_quantiles")
        for quantile, value in zip(QUANTILES.values(), values, strict=True)
    }


def _difference(stage: str, quantile: float, first: Found, second: Found) -> TimeDifference:
    (n, was, of_was), (m, is_, of_is) = first, second
    return TimeDifference(
        stage=stage,
        quantile=quantile,
        first_s=round(was, 3),
        first_interval_s=of_was,
        second_s=round(is_, 3),
        second_interval_s=of_is,
        difference_s=round(is_ - was, 3),
        interval_s=_between(was, of_was, is_, of_is),
        first_n=n,
        second_n=m,
        q=None,
        verdict="",
    )


def _between(was: float, of_was: Interval, is_: float, of_is: Interval) -> Interval:
    """The interval of the difference; without an end where a side has none."""
    low = _distance((is_, of_is[0]), (of_was[1], was))
    high = _distance((of_is[1], is_), (was, of_was[0]))
    gap = is_ - was
    return (
        None if low is None else round(gap - low, 3),
        None if high is None else round(gap + high, 3),
    )


def _distance(
    one: tuple[float | None, float | None], other: tuple[float | None, float | None]
) -> float | None:
    """How far an end lies from the difference: both sides' distances at right angles."""
    ends = (*one, *other)
    if any(end is None for end in ends):
        return None
    a, b, c, d = (float(end or 0.0) for end in ends)
    return math.hypot(a - b, c - d)
