"""What a comparison of two as-is sides tells; differences are second minus first.

Grain: one `Difference` per kind, subject and facet that both sides have, one `TimeDifference` per
stage and quantile. Shares are 0 to 1, times seconds; intervals are 95 %.
"""

from __future__ import annotations

from dataclasses import dataclass

Interval = tuple[float | None, float | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class SideCount:
    """One side of a difference: instances that could be affected, those that are, their share."""

    eligible: int
    affected: int
    customers: int
    rate: float
    interval: tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """The shares of one test on both sides; `verdict` is higher, lower, unsure, not_enough_data."""

    id: str
    kind: str
    subject: str
    facet: str | None
    first: SideCount
    second: SideCount
    difference: float
    interval: tuple[float, float]
    p_value: float
    q: float | None
    verdict: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeDifference:
    """A quantile of a stage's duration on both sides, in seconds on the stage's clock."""

    stage: str
    quantile: float
    first_s: float
    first_interval_s: Interval
    second_s: float
    second_interval_s: Interval
    difference_s: float
    interval_s: Interval
    first_n: int
    second_n: int
    q: float | None
    verdict: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AsIsDifference:
    """Everything that was compared; sure differences first, then by size."""

    instances: tuple[int, int]
    customers: tuple[int, int]
    differences: list[Difference]
    times: list[TimeDifference]
