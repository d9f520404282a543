"""The trend over runs: one point per measurement, the last one this run's own."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from blueprint.findings import Findings
from blueprint.past_run import WITHIN, PastRun
from blueprint.trend import RateInRun, TimesInRun, TrendRun


def trend(findings: Findings, others: Sequence[PastRun], fixed: Iterable[str]) -> list[TrendRun]:
    """The measurements, oldest first; `others` are runs over other data, the newest first.

    Nothing where there is no other one: a point is no line.
    """
    newest: dict[tuple[str, str], PastRun] = {}
    for run in others:
        newest.setdefault(run.measured, run)
    told = {gap.id for gap in findings.gaps if not gap.follows_from} | set(fixed)
    past = [_point(run, told) for run in reversed(newest.values())]
    return [*past, _now(findings, told)] if past else []


def _point(run: PastRun, told: Collection[str]) -> TrendRun:
    """An earlier run."""
    verdicts = [gap.verdict for gap in run.gaps.values() if not gap.follows]
    rates = {gap: past for gap in sorted(told) if (past := run.rate_of(gap))}
    return TrendRun(
        run=run.id,
        at=run.at,
        window=run.window,
        **_counts(verdicts),
        rates={
            gap: RateInRun(rate=p.rate, interval=p.interval, verdict=p.verdict)
            for gap, p in rates.items()
        },
        times={
            stage.id: TimesInRun(judged=stage.judged, p50_s=stage.p50_s, p90_s=stage.p90_s)
            for stage in run.stages
        },
    )


def _counts(verdicts: Sequence[str]) -> Mapping[str, int]:
    """How many gaps are confirmed, and how many only indicated."""
    return {verdict: verdicts.count(verdict) for verdict in ("confirmed", "indicated")}


def _now(findings: Findings, told: Collection[str]) -> TrendRun:
    """The run of the findings."""
    rates = [(gap.id, gap.rate, gap.interval, gap.verdict) for gap in findings.gaps]
    rates += [(row.id, row.rate, row.interval, WITHIN) for row in findings.within]
    return TrendRun(
        run=findings.run.id,
        at=findings.run.at,
        window=findings.run.window,
        **_counts([gap.verdict for gap in findings.gaps if not gap.follows_from]),
        rates={
            gap: RateInRun(rate=rate, interval=interval, verdict=verdict)
            for gap, rate, interval, verdict in sorted(rates)
            if gap in told
        },
        times={
            stage.id: TimesInRun(judged=stage.judged, p50_s=stage.p50_s, p90_s=stage.p90_s)
            for stage in findings.stages
        },
    )
