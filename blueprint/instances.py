"""From bound events to stage instances, their states and times: what every gap rule reads."""

from __future__ import annotations

import duckdb

from blueprint import signals
from blueprint.bindings import match_assignees, match_events, match_outcomes
from blueprint.design import Design
from blueprint.design_tables import Window, write_design
from blueprint.findings import SourceState
from blueprint.horizons import write_horizons
from blueprint.mistakes import DesignError, Mistake
from blueprint.queries import make_table, select
from blueprint.rule_tables import write_rules
from miner import calendar

_STEPS = (
    "event_keys",
    "step_events",
    "stage_steps",
    "stage_parts",
    "instance_keys",
    "stage_events",
    "occurrences",
    "instance_steps",
    "acts",
    "spoken",
    "cuts",
    "instance_times",
    "promise_times",
    "worked",
    "instances",
    "link_times",
    "lane_waits",
    "silences",
    "hands",
    "bound_steps",
    "event_states",
    "unbound_in_stages",
    "activity_slugs",
)
_LAST_READ_BY = {
    "step_events": "stage_parts",
    "stage_parts": "stage_events",
    "instance_times": "instances",
}
"""Tables as long as the log that nobody reads later: their memory is for the next ones."""


def build(
    connection: duckdb.DuckDBPyConnection,
    design: Design,
    sources: list[SourceState],
    window: Window,
) -> None:
    """Makes the tables of docs/definitions.md, 2 to 9, from the log of `miner.cases.prepare`.

    Leaves `instances`, `instance_steps`, `occurrences`, `event_states` and the design's tables;
    `judged` are the instances that are judged, `stage_answers` what their customers said. Raises
    `DesignError` when two steps bind one event.
    """
    write_design(connection, design, sources, window)
    calendar.register(connection, design.clocks())
    match_events(connection, design)
    match_outcomes(connection, design)
    match_assignees(connection, design)
    for name in _STEPS:
        make_table(connection, name)
        for spent in (table for table, last in _LAST_READ_BY.items() if last == name):
            connection.execute(f"drop table {spent}")
    connection.execute("create or replace table judged as from instances where judged")
    make_table(connection, "seen_sets")
    make_table(connection, "set_steps")
    make_table(connection, "neighbours")
    make_table(connection, "undesigned_moves")
    signals.build(connection, design)
    write_horizons(connection, design)
    write_rules(connection, design)
    make_table(connection, "rule_units")
    refuse_ambiguous(connection, design)


def refuse_ambiguous(connection: duckdb.DuckDBPyConnection, design: Design) -> None:
    """Raises `DesignError` with every two steps that picked one event, and such an event."""
    mistakes = [
        Mistake(
            *design.bindings.places.get(other, ("bindings", 0)),
            f'steps "{one}" and "{other}" both bind {events} of the events,'
            f' one of them "{activity}" ({file}:{row})',
            "Make their conditions exclude each other, or let one pick the first and one the rest",
        )
        for one, other, events, activity, file, row in select(connection, "sql/ambiguous")
    ]
    if mistakes:
        raise DesignError(mistakes)
