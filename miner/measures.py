"""Measures: log to rows. Each row type is a definition; each function runs the SQL of its name.

Times are integer microseconds on the calendar clock. A mean is the exact sum divided once, rounded
half up; P50 and P90 interpolate between neighbours (type 7 of Hyndman & Fan 1996, as numpy and
pandas do). Everything is exact and ordered, so that the same log gives the same rows. For groups
of cases see `EventLog.by`: `log.by("channel").each(directly_follows)`.
"""

from __future__ import annotations

from typing import NamedTuple

from miner.groups import Tables

SQL = (
    "activities",
    "start_activities",
    "end_activities",
    "directly_follows",
    "eventually_follows",
    "variants",
    "throughput_times",
)
"""The measures, each miner/sql/<name>.sql and the function of that name."""


class Activity(NamedTuple):
    """An activity: its events, and the cases that have at least one of them.

    Source: van der Aalst, Process Mining: Data Science in Action (2nd ed., 2016), chapter 5.
    """

    activity: str
    events: int
    cases: int


class StartActivity(NamedTuple):
    """An activity and the cases whose first event it is (van der Aalst 2016, chapter 6)."""

    activity: str
    cases: int


class EndActivity(NamedTuple):
    """An activity and the cases whose last event it is, finished or not (as above)."""

    activity: str
    cases: int


class DirectlyFollows(NamedTuple):
    """`target` came straight after `source` in a case: a > b of van der Aalst (2016), chapter 6.

    `frequency` counts each occurrence, `cases` each case once. The wait is the time from the
    event of `source` to the event of `target`.
    """

    source: str
    target: str
    frequency: int
    cases: int
    mean_us: int
    p50_us: int
    p90_us: int


class EventuallyFollows(NamedTuple):
    """The cases in which some `target` came at any time after some `source`.

    The weak order of behavioural profiles (Weidlich, Mendling & Weske 2011), counted by case; a
    pair of an activity with itself counts the cases in which it happened twice.
    """

    source: str
    target: str
    cases: int


class Variant(NamedTuple):
    """A distinct trace: its activities in order, and the cases that have it.

    `coverage` is the share of all cases that have this or a more frequent variant
    (van der Aalst 2016, chapter 5: a log is a multiset of traces).
    """

    activities: tuple[str, ...]
    cases: int
    share: float
    coverage: float


class ThroughputTimes(NamedTuple):
    """The time from the first to the last event of a case, over all cases, finished or not.

    Source: Dumas, La Rosa, Mendling & Reijers, Fundamentals of Business Process Management
    (2nd ed., 2018), chapter 7, there "cycle time"; van der Aalst 2016, chapter 9, "flow time".
    """

    cases: int
    mean_us: int
    p50_us: int
    p90_us: int


def activities(log: Tables) -> list[Activity]:
    """One row per activity, the most frequent first."""
    return [Activity(*row) for row in log.table("activities")]


def start_activities(log: Tables) -> list[StartActivity]:
    """One row per activity that begins a case, the most frequent first."""
    return [StartActivity(*row) for row in log.table("start_activities")]


def end_activities(log: Tables) -> list[EndActivity]:
    """One row per activity that ends a case, the most frequent first."""
    return [EndActivity(*row) for row in log.table("end_activities")]


def directly_follows(log: Tables) -> list[DirectlyFollows]:
    """One row per directly-follows pair, the most frequent first."""
    return [DirectlyFollows(*row) for row in log.table("directly_follows")]


def eventually_follows(log: Tables) -> list[EventuallyFollows]:
    """One row per pair of activities in that order in a case, the most frequent first."""
    return [EventuallyFollows(*row) for row in log.table("eventually_follows")]


def variants(log: Tables, most: int | None = None) -> list[Variant]:
    """One row per variant, the most frequent first; `most` of them, or all.

    Equally frequent ones come in the order of their activities' numbers, which is by name.
    """
    return [
        Variant(tuple(names), cases, cases / all_cases, cumulative / all_cases)
        for names, cases, cumulative, all_cases in log.table("variants", most=most)
    ]


def variant_counts(log: Tables) -> dict[tuple[str, ...], int]:
    """The cases of each variant: what discovery and conformance work on."""
    return {variant.activities: variant.cases for variant in variants(log)}


def throughput_times(log: Tables) -> ThroughputTimes | None:
    """The throughput times of the log, None when it has no case."""
    rows = log.table("throughput_times")
    return ThroughputTimes(*rows[0]) if rows else None
