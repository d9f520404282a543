"""What an earlier run told, beside what this one tells: rates, times and shares before and after.

Grain: one `Before` per findings (the last run over other data or another window), one `StageBefore`
and `StepBefore` per stage and step that it measured, one `RateBefore` per gap.
"""

from __future__ import annotations

from dataclasses import dataclass, field

Interval = tuple[float, float]
TimeInterval = tuple[float | None, float | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class RateBefore:
    """The rate of a gap in the last run that tested it; `verdict` is within where it was no gap."""

    run: str
    at: str
    rate: float
    interval: Interval
    verdict: str  # confirmed, indicated, not_enough_data, within
    difference: float  # of this run's rate and that one
    difference_interval: Interval  # 95 %, as if the runs shared no instance


@dataclass(frozen=True, slots=True, kw_only=True)
class StageBefore:
    """A stage as the earlier run measured it; a change is slower, faster, or None: not sure."""

    id: str
    entered: int
    judged: int
    p10_s: float | None
    p50_s: float | None
    p90_s: float | None
    p50_interval_s: TimeInterval | None
    p90_interval_s: TimeInterval | None
    within_target: float | None
    reached_next: float | None
    p50_change: str | None = None
    p90_change: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StepBefore:
    """A step as the earlier run measured it; the share is of the instances of its stage."""

    id: str
    instances: int
    share: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """The run before: which it was, over what, and what it measured."""

    run: str
    at: str
    window: tuple[str | None, str | None]
    same_design: bool
    stages: list[StageBefore] = field(default_factory=list)
    steps: list[StepBefore] = field(default_factory=list)
