"""What was measured, as the findings tell it: stages, steps, links, gates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import duckdb

from blueprint.bound_sources import sources_of_steps
from blueprint.design import Design
from blueprint.design_tables import blind_steps
from blueprint.experience import signal_counts
from blueprint.findings import (
    ActivityCoverage,
    Gates,
    LinkMeasure,
    SourceState,
    StageMeasure,
    StepMeasure,
)
from blueprint.gaps.rule import seconds
from blueprint.model import Blueprint, Stage, line_crossed
from blueprint.queries import fill, make_table, select
from blueprint.stage_quantiles import quantile_intervals

MOST_ACTIVITIES = 60
BINS_PER_DECADE = 8
_Bins = dict[int, tuple[int, int]]
"""By the number of a bin its instances, and their customers."""
_CLOCK = (
    "pairs",
    "ties",
    "between_source_ties",
    "inversions",
    "batch_stamps",
    "implausible",
    "midnight",
)
_STATES = ("bound", "not_picked", "ignored", "unplaced", "unbound")


def share(part: int | None, whole: int | None) -> float | None:
    """A share, rounded at the edge; None of nothing."""
    return None if not whole or part is None else round(part / whole, 6)


def rounded_s(microseconds: float | None) -> float | None:
    """Microseconds as seconds, rounded to milliseconds."""
    return None if microseconds is None else round(microseconds / 1_000_000, 3)


def stage_measures(
    connection: duckdb.DuckDBPyConnection, designed: Blueprint
) -> list[StageMeasure]:
    """One measure per designed stage, in its order."""
    stages = {s.id: s for s in designed.stages}
    make_table(connection, "timed_instances")
    bins, between = _histograms(connection), quantile_intervals(connection)
    crossings = {s: (c, n) for s, c, n in select(connection, "sql/stage_crossings")}
    measures = [
        _stage(stages[row[0]], row, bins.get(row[0], {}), crossings.get(row[0], (0, 0)))
        for row in select(connection, "sql/stage_measures")
    ]
    return [
        replace(
            measure,
            p50_interval_s=between.get((measure.id, 0.5)),
            p90_interval_s=between.get((measure.id, 0.9)),
        )
        for measure in measures
    ]


def _stage(
    stage: Stage, row: tuple[Any, ...], bins: _Bins, crossings: tuple[int, int]
) -> StageMeasure:
    counted, (judged, total_us, quantiles, in_target, in_limit, reached, days) = row[1:9], row[9:]
    names = (
        "entered",
        "finished",
        "went_on",
        "abandoned",
        "overdue",
        "open",
        "left_truncated",
        "customers",
    )
    low, median, high = quantiles or (None, None, None)
    time = stage.time
    return StageMeasure(
        id=stage.id,
        **dict(zip(names, counted, strict=True)),
        judged=judged,
        mean_s=rounded_s(total_us / judged) if judged else None,
        p10_s=rounded_s(low),
        p50_s=rounded_s(median),
        p90_s=rounded_s(high),
        calendar_p50_s=rounded_s(days[0]) if days else None,
        calendar_p90_s=rounded_s(days[1]) if days else None,
        within_target=share(in_target, judged) if time and time.p90_us else None,
        within_limit=share(in_limit, judged) if time and time.limit_us else None,
        reached_next=share(reached, counted[0]) if stage.next else None,
        target=_target(stage),
        histogram=_histogram(bins),
        crossings=None if not crossings[1] else round(crossings[0] / crossings[1], 3),
    )


def _target(stage: Stage) -> dict[str, Any]:
    time = stage.time
    if time is None:
        return {"p50_s": None, "p90_s": None, "limit_s": None, "clock": "calendar"}
    return {
        "p50_s": seconds(time.p50_us),
        "p90_s": seconds(time.p90_us),
        "limit_s": seconds(time.limit_us),
        "clock": time.clock,
    }


def _histograms(connection: duckdb.DuckDBPyConnection) -> dict[str, _Bins]:
    found: dict[str, _Bins] = {}
    for stage, number, instances, customers in select(connection, "sql/stage_histograms"):
        found.setdefault(stage, {})[number] = (instances, customers)
    return found


def _histogram(bins: _Bins) -> dict[str, Any]:
    """Edges in seconds, and between them counts of instances and of their customers."""
    if not bins:
        return {"edges_s": [], "counts": [], "customers": []}
    numbers = range(min(bins), max(bins) + 1)
    edges = [float(f"{10 ** (n / BINS_PER_DECADE):.6g}") for n in (*numbers, numbers[-1] + 1)]
    instances, customers = zip(*(bins.get(n, (0, 0)) for n in numbers), strict=True)
    return {"edges_s": edges, "counts": list(instances), "customers": list(customers)}


def step_measures(connection: duckdb.DuckDBPyConnection) -> list[StepMeasure]:
    """One measure per designed step, in its order."""
    return [
        StepMeasure(
            id=step,
            stage=stage,
            lane=lane,
            cases=cases,
            instances=instances,
            share=share(instances, entered),
            events=int(events),
            instrumented=instrumented,
            customers=customers,
        )
        for step, stage, lane, instrumented, cases, instances, events, entered, customers in select(
            connection, "sql/step_measures"
        )
    ]


def link_measures(connection: duckdb.DuckDBPyConnection, designed: Blueprint) -> list[LinkMeasure]:
    """The designed links as they were taken, then pairs that followed each other undesigned."""
    pairs = sorted({(x.source, x.target) for x in designed.links})
    fill(connection, "designed_links", "source step_id, target step_id", pairs)
    lanes = {lane.id: lane.role for lane in designed.lanes}
    roles = {s.id: lanes[s.lane] for s in designed.steps}
    return [
        LinkMeasure(
            source=source,
            target=target,
            instances=instances,
            share=share(instances, begun),
            p50_s=rounded_s(p50_us),
            designed=is_designed,
            crosses=line_crossed(roles[source], roles[target]),
            customers=customers,
        )
        for is_designed, name in ((True, "link_measures"), (False, "undesigned_links"))
        for source, target, begun, instances, p50_us, customers in select(connection, f"sql/{name}")
    ]


def gates(
    connection: duckdb.DuckDBPyConnection, design: Design, sources: list[SourceState]
) -> Gates:
    """The gates of gaps.md, section 2."""
    rows = select(connection, "sql/coverage")
    totals = {state: sum(r[3] for r in rows if r[2] == state) for state in _STATES}
    events = sum(totals.values())
    known = events - totals["unbound"]
    seen = frozenset(s.source for s in sources if s.events)
    blind = blind_steps(design, sources_of_steps(design, seen))
    return Gates(
        coverage={state: share(n, events) or 0.0 for state, n in totals.items()},
        coverage_passed=events > 0 and known / events >= design.gap["coverage_min"],
        min_cases=round(design.gap["min_cases"]),
        activities=list(_activities(rows)),
        blind_steps=[s.id for s in design.blueprint.steps if s.id in blind],
        identity=_identity(connection),
        clock=_clock(connection),
        completeness=_completeness(connection),
        signals=signal_counts(connection),
    )


def _activities(rows: list[tuple[Any, ...]]) -> Iterator[ActivityCoverage]:
    """The largest, unbound ones first of all; the rest as one row per state."""
    ranked = sorted(rows, key=lambda r: (r[2] != "unbound", -r[3], r[0], r[1]))
    for source, activity, state, events in ranked[:MOST_ACTIVITIES]:
        yield ActivityCoverage(source=source, activity=activity, state=state, events=events)
    for state in _STATES:
        rest = sum(r[3] for r in ranked[MOST_ACTIVITIES:] if r[2] == state)
        if rest:
            yield ActivityCoverage(source="", activity="others", state=state, events=rest)


def _identity(connection: duckdb.DuckDBPyConnection) -> dict[str, float]:
    cases, confident, events, without = select(connection, "sql/identity")[0]
    return {
        "cases": cases,
        "confident_share": share(confident, cases) or 0.0,
        "events": events,
        "events_without_customer": without,
    }


def _clock(connection: duckdb.DuckDBPyConnection) -> dict[str, float]:
    return dict(zip(_CLOCK, select(connection, "sql/clock")[0], strict=True))


def _completeness(connection: duckdb.DuckDBPyConnection) -> dict[str, dict[str, int]]:
    return {
        stage: {"instances": instances, "not_judged": not_judged}
        for stage, instances, not_judged in select(connection, "sql/completeness")
    }
