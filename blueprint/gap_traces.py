"""Examples of a gap as readable traces: what happened when, and where it departs from the design.

Grain: one `TracedCase` per affected instance, the largest effect first, five at most; one
`TracedEvent` per event of it, and one without a time for what never came.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import duckdb

from blueprint.counting import rows_sql
from blueprint.gap import Gap
from blueprint.marks import Departure, TracedEvent, marked, pair_of
from blueprint.model import Blueprint
from blueprint.queries import run, select

WHOLE_CASE = frozenset({"broken_rule", "low_reach"})
"""Kinds that speak of more than one stage: the whole case is shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TracedCase:
    """One affected instance: the ids that the report shows, and its events in order."""

    case: str
    instance: str
    events: list[TracedEvent]


def traced_cases(
    connection: duckdb.DuckDBPyConnection, gap: Gap, designed: Blueprint
) -> list[TracedCase]:
    """Up to five affected instances of a gap, from the tables that a comparison keeps.

    Raises `LogError` when a query fails.
    """
    run(connection, gap.kind, f"create or replace temp view gap_rows as {rows_sql(gap)}")
    around = _around(connection, gap, designed)
    whole_case = _is_wide(gap, designed)
    return [
        TracedCase(
            case=case,
            instance=instance,
            events=marked(
                Departure(gap=gap, detail=detail, effect=int(effect or 0), **around),
                _events(connection, number, whole_case=whole_case),
            ),
        )
        for number, case, instance, detail, effect in select(connection, "sql/gap_instances")
    ]


def _events(
    connection: duckdb.DuckDBPyConnection, instance: int, *, whole_case: bool
) -> list[TracedEvent]:
    """The events of an instance, or of its whole case."""
    asked = {"instance": instance, "whole_case": whole_case}
    return [
        TracedEvent(at=at, step=step, activity=activity, slug=slug)
        for _, at, step, activity, slug in select(connection, "sql/gap_trace", asked)
    ]


def _around(
    connection: duckdb.DuckDBPyConnection, gap: Gap, designed: Blueprint
) -> Mapping[str, Any]:
    """The steps behind a missing one, and those that time the stage."""
    later = "select p.after from precedence as p where p.before = $step"
    rows = run(connection, "precedence", later, {"step": gap.subject}).fetchall()
    times = next((s.time for s in designed.stages if s.id == gap.stage), None)
    return {
        "later": frozenset(step for (step,) in rows),
        "starts": frozenset(times.start if times else ()),
        "ends": frozenset(times.end if times else ()),
    }


def _is_wide(gap: Gap, designed: Blueprint) -> bool:
    """Whether the gap is between steps of several stages."""
    stages = {s.id: s.stage for s in designed.steps}
    return gap.kind in WHOLE_CASE or len({stages.get(s) for s in pair_of(gap)} - {None}) > 1
