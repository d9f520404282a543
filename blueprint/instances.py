"""From bound events to stage instances, their states and times: what every gap rule reads."""

from __future__ import annotations

import duckdb

from blueprint.bindings import match_events
from blueprint.design import Design
from blueprint.design_tables import Window, write_design
from blueprint.findings import SourceState
from blueprint.queries import make_table
from miner import calendar
from miner.log import EventLog

_STEPS = (
    "event_keys",
    "step_events",
    "stage_events",
    "instance_keys",
    "occurrences",
    "cuts",
    "instance_times",
    "promise_times",
    "worked",
    "instances",
    "instance_steps",
    "event_states",
    "activity_slugs",
    "bound_steps",
    "step_names",
)
_STEP_OF_EVENT = "(select b.step_no from bound_steps as b where b.event_no = traced.event_no)"


def build(
    connection: duckdb.DuckDBPyConnection,
    design: Design,
    sources: list[SourceState],
    window: Window,
) -> None:
    """Makes the tables of docs/definitions.md, 2 to 9, from the log of `miner.cases.prepare`.

    Leaves `instances`, `instance_steps`, `occurrences`, `event_states` and the design's tables;
    `judged` are the instances that the run judges.
    """
    write_design(connection, design, sources, window)
    calendar.register(connection, _clocks(design))
    match_events(connection, design)
    for name in _STEPS:
        make_table(connection, name)
    connection.execute("create or replace table judged as from instances where judged")


def step_log(log: EventLog) -> EventLog:
    """The log at the level of steps: bound events under their step, all others left out."""
    return log.retrace(activity=_STEP_OF_EVENT).labelled("step_names")


def _clocks(design: Design) -> list[calendar.ClockSettings]:
    """The design's calendars as clocks, in its time zone."""
    return [
        calendar.ClockSettings(
            name=c.id,
            zone=design.timezone,
            hours=c.hours,
            country=c.country,
            subdivision=c.subdivision,
            closed=c.closed,
        )
        for c in design.calendars.values()
    ]
