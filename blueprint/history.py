"""A gap over runs: since when it is known, and what became of it since the last period.

Runs over the same data and window are one measurement (the quick loop of `compare`): a gap is held
against the last run over others. Worse and better are said only when the difference is sure: when
the 95 % interval of the difference of the two rates (Newcombe 1998, method 10) leaves 0 out. Runs
that share instances are compared as if they did not, which makes the interval too wide, never too
narrow. Fixed is a gap that was told and is now tested and within tolerance; what is not tested any
more is not fixed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from blueprint.as_is_difference import between
from blueprint.design.values import Action
from blueprint.findings import Findings
from blueprint.gap import Accepted, FixedGap, Gap, Interval, Within
from blueprint.model import say

ACCEPTED = "accepted"
"""The status of an action by which people accept its gap, until the action is due."""
TOLD = frozenset({"confirmed", "indicated"})
Measured = tuple[str, str]


@dataclass(frozen=True, slots=True)
class PastGap:
    """A gap as an earlier run told it."""

    rate: float
    interval: Interval
    verdict: str
    first_seen: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PastRun:
    """An earlier published run: its gaps, and the ids of what was tested and within tolerance."""

    id: str
    at: str
    measured: Measured
    gaps: Mapping[str, PastGap]
    within: frozenset[str]


def past_run(told: Mapping[str, Any]) -> PastRun:
    """A run from its findings.json, of any version. Raises KeyError or TypeError for other JSON."""
    run = told["run"]
    return PastRun(
        id=run["id"],
        at=run["at"],
        measured=(run["data_sha256"], str(list(run["window"]))),
        gaps={
            g["id"]: PastGap(g["rate"], tuple(g["interval"]), g["verdict"], g.get("first_seen"))
            for g in told["gaps"]
        },
        within=frozenset(row["id"] for row in told.get("within", ())),
    )


def with_history(
    findings: Findings, earlier: Sequence[PastRun], actions: Sequence[Action] = ()
) -> Findings:
    """The findings, each gap with its status over the earlier runs; and the gaps that are fixed."""
    runs = sorted(earlier, key=lambda run: run.id, reverse=True)
    measured = (findings.run.data_sha256, str(list(findings.run.window)))
    others = [run for run in runs if run.measured != measured]
    accepted = _accepted(findings, actions)
    gaps = [
        replace(
            gap,
            status=_status(gap, others),
            first_seen=_first_seen(gap.id, runs) or findings.run.at,
            accepted=accepted.get(gap.id),
        )
        for gap in findings.gaps
    ]
    fixed = [f for row in findings.within if (f := _fixed(row, others)) is not None]
    return replace(findings, gaps=gaps, fixed=fixed)


def _first_seen(gap: str, runs: Sequence[PastRun]) -> str | None:
    """When a run first told the gap; later runs remember those that are not kept any more."""
    seen = [run.gaps[gap].first_seen or run.at for run in runs if gap in run.gaps]
    return min(seen, default=None)


def _status(gap: Gap, others: Sequence[PastRun]) -> str:
    """Against the last run that knew of it."""
    for at, run in enumerate(others):
        if gap.id in run.gaps:
            past = run.gaps[gap.id]
            return _change((past.rate, *past.interval), (gap.rate, *gap.interval))
        if gap.id in run.within:
            return "came_back" if any(gap.id in old.gaps for old in others[at:]) else "new"
    return "new"


def _change(before: tuple[float, float, float], now: tuple[float, float, float]) -> str:
    low, high = between(before, now, 0.0)
    if low > 0:
        return "worse"
    return "better" if high < 0 else "persisting"


def _fixed(row: Within, others: Sequence[PastRun]) -> FixedGap | None:
    """What the last run that knew of it told as a gap, and is within tolerance now."""
    last = next((r for r in others if row.id in r.gaps or row.id in r.within), None)
    if last is None or row.id not in last.gaps or last.gaps[row.id].verdict not in TOLD:
        return None
    past = last.gaps[row.id]
    change = _change((past.rate, *past.interval), (row.rate, *row.interval))
    return FixedGap(
        id=row.id,
        kind=row.kind,
        subject=row.subject,
        facet=row.facet,
        first_seen=_first_seen(row.id, others) or last.at,
        last_run=last.id,
        rate_before=past.rate,
        interval_before=past.interval,
        rate=row.rate,
        interval=row.interval,
        tolerance=row.tolerance,
        is_sure=change == "better",
    )


def _accepted(findings: Findings, actions: Sequence[Action]) -> dict[str, Accepted]:
    """What people accept on the day of the run, by the gap's id."""
    today = datetime.fromisoformat(findings.run.at).date()
    return {
        action.gap: Accepted(
            until=action.due.isoformat() if action.due else None,
            owner=action.owner,
            reason=say(action.what, findings.run.language),
        )
        for action in actions
        if action.status == ACCEPTED and _holds(action.due, today)
    }


def _holds(until: date | None, today: date) -> bool:
    return until is None or today <= until
