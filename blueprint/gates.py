"""The gates: how much of the log is bound, observed and complete, as the findings tell it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityCoverage:
    """How the events of one activity were bound: one row per source, activity and state."""

    source: str
    activity: str
    state: str  # bound, not_picked, ignored, unbound, unplaced
    events: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Gates:
    """What must be known before any gap is believed (gaps.md, section 2)."""

    coverage: dict[str, float]  # share of events: bound, not_picked, ignored, unbound, unplaced
    coverage_passed: bool
    min_cases: int  # below so many instances or customers nothing is judged
    activities: list[ActivityCoverage]  # capped at 60, then an "others" row per state
    blind_steps: list[str]
    identity: dict[str, float]  # cases, confident_share, events_without_customer
    clock: dict[str, float]  # pairs, ties, between_source_ties, inversions, batch_stamps ...
    completeness: dict[str, dict[str, int]]  # stage -> state -> instances, also left_truncated
    signals: dict[str, dict[str, int]] = field(default_factory=dict)  # events, unplaced, off_scale
