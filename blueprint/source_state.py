"""How one source is in a run: part of the findings."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """One source in this run: how far its log reaches, and how its rows ended."""

    source: str
    coverage_from: str | None
    complete_until: str | None
    assumed: bool
    stale: bool
    stopped: str | None = None
    events: int = 0
    rows_read: int = 0
    rows_duplicate: int = 0
    rows_quarantined: int = 0
    rows_loaded: int = 0
    events_conflicting: int = 0  # the id of another event, but other content
    times_ambiguous: int = 0  # events in an hour that the clock showed twice
    times_impossible: int = 0  # in one that it never showed
    times_future: int = 0  # after the load
