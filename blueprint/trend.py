"""How gaps and times develop: over the runs that are kept, and over the weeks of the data.

Grain: one `TrendRun` per measurement, oldest first and this run last; runs over the same data and
window are one measurement, its last run counts. One `GapWeek` per confirmed gap and ISO week of
entry (by its Monday, in the design's zone) in which at least `gap.min_cases` units could be
affected.
"""

from __future__ import annotations

from dataclasses import dataclass

from blueprint.gap import Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class RateInRun:
    """The rate of a gap in a run; `verdict` is within where it was no gap."""

    rate: float
    interval: Interval
    verdict: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TimesInRun:
    """Median and P90 of a stage in a run, in seconds on its clock."""

    judged: int
    p50_s: float | None
    p90_s: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendRun:
    """One measurement: how many gaps it told that follow from no other, and what it measured."""

    run: str
    at: str
    window: tuple[str | None, str | None]
    confirmed: int
    indicated: int
    rates: dict[str, RateInRun]  # by gap: those that this run tells, or that are fixed
    times: dict[str, TimesInRun]  # by stage


@dataclass(frozen=True, slots=True, kw_only=True)
class GapWeek:
    """A gap among those who entered in one week; without a rate where that is about few people."""

    week: str
    eligible: int
    affected: int | None
    customers: int | None  # affected ones
    rate: float | None
    interval: Interval | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GapWeeks:
    """The weeks of one confirmed gap, in their order; those with too few units are left out."""

    gap: str
    weeks: list[GapWeek]
