"""What few members of staff did, and the waits of stages without what would tell of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

import duckdb

from blueprint.findings import StageMeasure
from blueprint.model import Blueprint
from blueprint.queries import run, select

_SQL = Path(__file__).with_name("sql") / "few_staff.sql"


def steps_of_few(
    connection: duckdb.DuckDBPyConnection, designed: Blueprint, smallest: int
) -> frozenset[str]:
    """Steps that few members of staff did, and the lanes with such a step as `stage.lane`.

    A role, too, stands for its lanes: `stage.role`, as a wait budget may name it.
    """
    rows = run(
        connection, "few_staff", _SQL.read_text(encoding="utf-8"), {"smallest": smallest}
    ).fetchall()
    return _with_lanes({step for (step,) in rows}, designed)


def weeks_of_few(
    connection: duckdb.DuckDBPyConnection, designed: Blueprint, smallest: int
) -> dict[str, frozenset[str]]:
    """The same by the week of entry, among those who began in it."""
    found: dict[str, set[str]] = {}
    for step, week in select(connection, "sql/few_staff_in_weeks", {"smallest": smallest}):
        found.setdefault(week, set()).add(step)
    return {week: _with_lanes(steps, designed) for week, steps in found.items()}


def _with_lanes(steps: set[str], designed: Blueprint) -> frozenset[str]:
    """Steps, and the lanes that they lie on."""
    roles = {lane.id: lane.role.value for lane in designed.lanes}
    placed = [(s.stage, s.lane) for s in designed.steps if s.id in steps]
    lanes = {f"{stage}.{named}" for stage, lane in placed for named in (lane, roles[lane])}
    return frozenset(steps | lanes)


def without_few(stage: StageMeasure, few_staff: Collection[str], smallest: int) -> StageMeasure:
    """The stage; without the waits for lanes of few customers or few members of staff.

    One lane's share alone would follow from the others': where one goes, all shares go.
    """
    kept = [
        wait
        for wait in stage.waits
        if wait.customers >= smallest and f"{stage.id}.{wait.lane}" not in few_staff
    ]
    if len(kept) < len(stage.waits):
        kept = [replace(wait, share=None) for wait in kept]
    return replace(stage, waits=kept)
