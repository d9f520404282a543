"""A gap over runs: since when it is known, and what became of it since the last period.

Runs over the same data and window are one measurement (the quick loop of `compare`): a gap is held
against the last run over others. Worse and better are said only when the difference is sure: when
the 95 % interval of the difference of the two rates (Newcombe 1998, method 10) leaves 0 out. Runs
that share instances are compared as if they did not, which makes the interval too wide, never too
narrow. Fixed is a gap that was told and is now tested and within tolerance; what is not tested any
more is not fixed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from blueprint.as_is_difference import between
from blueprint.before import Before, RateBefore, StageBefore, TimeInterval
from blueprint.design.values import Action
from blueprint.findings import Findings, StageMeasure
from blueprint.gap import Accepted, FixedGap, Gap, Within
from blueprint.model import say
from blueprint.past_run import PastRun
from blueprint.trend_runs import trend

ACCEPTED = "accepted"
"""The status of an action by which people accept its gap, until the action is due."""
TOLD = frozenset({"confirmed", "indicated"})
Time = tuple[float | None, TimeInterval | None]


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
            before=_rate_before(gap, others),
        )
        for gap in findings.gaps
    ]
    fixed = [f for row in findings.within if (f := _fixed(row, others)) is not None]
    before = _before(findings, others[0]) if others else None
    told = replace(findings, gaps=gaps, fixed=fixed, before=before)
    return replace(told, trend=trend(told, others, [one.id for one in fixed]))


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


def _rate_before(gap: Gap, others: Sequence[PastRun]) -> RateBefore | None:
    """What the last run that tested it told; None where no run did."""
    run = next((one for one in others if one.rate_of(gap.id)), None)
    past = run.rate_of(gap.id) if run else None
    if run is None or past is None:
        return None
    low, high = between((past.rate, *past.interval), (gap.rate, *gap.interval), 0.0)
    return RateBefore(
        run=run.id,
        at=run.at,
        rate=past.rate,
        interval=past.interval,
        verdict=past.verdict,
        difference=round(gap.rate - past.rate, 6),
        difference_interval=(round(low, 6), round(high, 6)),
    )


def _before(findings: Findings, last: PastRun) -> Before:
    """The last run over other data or another window, its stages with what changed since."""
    now = {stage.id: stage for stage in findings.stages}
    least = findings.gates.min_cases
    return Before(
        run=last.id,
        at=last.at,
        window=last.window,
        same_design=last.design_sha256 == findings.run.design_sha256,
        stages=[_with_changes(s, now[s.id], least) for s in last.stages if s.id in now],
        steps=last.steps,
    )


def _with_changes(past: StageBefore, now: StageMeasure, least: int) -> StageBefore:
    """The stage, with the changes of its times that are sure; few instances say none."""
    if min(past.judged, now.judged) < least:
        return past
    return replace(
        past,
        p50_change=_slower((past.p50_s, past.p50_interval_s), (now.p50_s, now.p50_interval_s)),
        p90_change=_slower((past.p90_s, past.p90_interval_s), (now.p90_s, now.p90_interval_s)),
    )


def _slower(before: Time, now: Time) -> str | None:
    """Slower or faster, where the interval of the difference of two times leaves 0 out."""
    known = [_known(before), _known(now)]
    if known[0] is None or known[1] is None:
        return None
    low, high = between(known[0], known[1], 0.0)
    if low > 0:
        return "slower"
    return "faster" if high < 0 else None


def _known(time: Time) -> tuple[float, float, float] | None:
    """A time with both ends of its interval; None where one is unknown."""
    seconds, (low, high) = time[0], time[1] or (None, None)
    return None if seconds is None or low is None or high is None else (seconds, low, high)


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
