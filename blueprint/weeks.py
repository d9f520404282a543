"""The rate of each confirmed gap by the week of entry.

The interval of a week is that of its share on n times the gap's own ratio of effective to counted
units: customers weigh on a week as they do on the whole. The parts (`segment_rows`, codes of weeks)
are those that segments are tested on, so that this costs one grouped query.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import duckdb

from blueprint import statistics
from blueprint.gap import Gap
from blueprint.queries import select
from blueprint.trend import GapWeek, GapWeeks


def weeks_of(
    connection: duckdb.DuckDBPyConnection, gaps: Sequence[Gap], effective: Mapping[str, float]
) -> list[GapWeeks]:
    """The weeks of the confirmed gaps, in their order; reads what `segments.associated` left.

    `effective` tells by gap how many independent units would know as much. Raises `LogError`.
    """
    confirmed = [gap for gap in gaps if gap.verdict == "confirmed"]
    found: dict[str, list[GapWeek]] = {}
    for number, week, n, x, customers in select(connection, "sql/gap_weeks"):
        gap = confirmed[number]
        independent = effective.get(gap.id, gap.eligible) / gap.eligible
        low, high = statistics.share_interval(x / n, max(n * independent, 1.0))
        told = GapWeek(
            week=week,
            eligible=n,
            affected=x,
            customers=customers,
            rate=round(x / n, 6),
            interval=(round(low, 6), round(high, 6)),
        )
        found.setdefault(gap.id, []).append(told)
    return [GapWeeks(gap=gap.id, weeks=found[gap.id]) for gap in confirmed if gap.id in found]


def large_weeks(
    every: Sequence[GapWeeks],
    about: Mapping[str, Collection[str]],
    few_staff: Mapping[str, Collection[str]],
    smallest: int,
) -> list[GapWeeks]:
    """The weeks of gaps that are told; no rate of a week with few affected customers, or staff.

    `about` has what each of these gaps is about, `few_staff` by week what few members of staff did.
    Where a week is left out, so is the next larger one: the gap's own count less the weeks that are
    told would say what the one has.
    """
    return [
        replace(one, weeks=_without_few(one.weeks, about[one.gap], few_staff, smallest))
        for one in every
        if one.gap in about
    ]


def _without_few(
    weeks: Sequence[GapWeek],
    about: Collection[str],
    few_staff: Mapping[str, Collection[str]],
    smallest: int,
) -> list[GapWeek]:
    """The weeks, small ones and the smallest of the others without what few people did."""
    affected = sorted((week.customers or 0, week.week) for week in weeks if week.customers)
    few = {week.week for week in weeks if set(about) & set(few_staff.get(week.week, ()))}
    few |= {week for customers, week in affected if customers < smallest}
    larger = [week for _, week in affected if week not in few]
    hidden = few | set(larger[:1]) if few else set()
    return [
        replace(week, affected=None, customers=None, rate=None, interval=None)
        if week.week in hidden
        else week
        for week in weeks
    ]
