"""Which events are which step: the design's bindings as SQL conditions over the normal form.

An event matches a step when any alternative of the step's binding holds in all its conditions; the
first such alternative gives the pick.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import duckdb

from blueprint.conditions import (
    NUMBERED,
    Parameters,
    all_of,
    any_of,
    column_of,
    is_told_by_name,
    likely_by_name,
)
from blueprint.design import Alternative, Design, Signal
from blueprint.design_tables import has_types, name_types
from blueprint.queries import make_table, run

_MATCHES = (
    "event_no bigint, step step_id, pick varchar,"
    " ts_us bigint, source source_id, precision_us bigint, sequence bigint"
)


def match_events(connection: duckdb.DuckDBPyConnection, design: Design) -> None:
    """Makes `matches`, `ignored`, `ignored_names` and `signal_matches` from the events of the log.

    Grain of `matches`: one row per event and step that it matches, with what orders the event; of
    `signal_matches` (event_no, signal, answer): one row per event and signal that it is.
    """
    if not has_types(connection, design):  # nothing of this design was written before
        name_types(connection, design)
    make_table(connection, "event_names")
    connection.execute(f"create or replace table matches ({_MATCHES})")
    _add_matches(connection, design.bindings.steps)
    connection.execute("create or replace table ignored (event_no bigint)")
    columns = "source varchar, activity_no integer"
    connection.execute(f"create or replace table ignored_names ({columns})")
    if design.bindings.ignore:
        _add_ignored(connection, design.bindings.ignore)
    columns = "event_no bigint, signal varchar, answer varchar"
    connection.execute(f"create or replace table signal_matches ({columns})")
    for signal in design.bindings.signals:
        _add_signal(connection, signal)


def match_outcomes(connection: duckdb.DuckDBPyConnection, design: Design) -> None:
    """Makes `failed_events` (event_no, step): events of a step of which its `outcome` holds."""
    connection.execute("create or replace table failed_events (event_no bigint, step step_id)")
    for step, conditions in design.outcomes.items():
        parameters = Parameters()
        statement = f"""
            insert into failed_events
            select n.event_no, m.step
            from matches as m
            inner join numbered_events as n on n.event_no = m.event_no
            inner join events as e on e.event_id = n.event_id
            where m.step = {parameters.name(step)} and {all_of(conditions, parameters)}"""
        run(connection, "outcomes", statement, parameters.values)


def match_assignees(connection: duckdb.DuckDBPyConnection, design: Design) -> None:
    """Makes `assignees` (event_no, step, assignee): who is in charge after an event of a step."""
    columns = "event_no bigint, step step_id, assignee varchar"
    connection.execute(f"create or replace table assignees ({columns})")
    for step in design.blueprint.steps:
        if step.assignee is None:
            continue
        parameters = Parameters()
        statement = f"""
            insert into assignees
            select n.event_no, m.step, {column_of(step.assignee, parameters)} as assignee
            from matches as m
            inner join numbered_events as n on n.event_no = m.event_no
            inner join events as e on e.event_id = n.event_id
            where m.step = {parameters.name(step.id)} and assignee is not null"""
        run(connection, "assignees", statement, parameters.values)


def _add_matches(
    connection: duckdb.DuckDBPyConnection, steps: Mapping[str, Iterable[Alternative]]
) -> None:
    """The events that the steps bind: one look at the log for each of two kinds of binding."""
    asked = {step: list(alternatives) for step, alternatives in steps.items()}
    told = {step: found for step, found in asked.items() if all(map(is_told_by_name, found))}
    rest = {step: found for step, found in asked.items() if step not in told}
    if told:
        _add_told(connection, told)
    if rest:
        _add_rest(connection, rest)


def _add_told(
    connection: duckdb.DuckDBPyConnection, steps: Mapping[str, list[Alternative]]
) -> None:
    """The events of steps that source and activity tell, asked once of each name."""
    parameters = Parameters()
    columns = "e.activity_no, e.source as name, e.source::source_id as source"
    statement = f"""
        insert into matches
        select n.event_no, e.step, e.pick, n.ts_us, e.source, n.precision_us, n.sequence
        from numbered_events as n
        inner join ({_picked(steps, columns, "event_names", parameters)}) as e
            on e.activity_no = n.activity_no and e.name = n.source"""
    run(connection, "bindings", statement, parameters.values)


def _add_rest(
    connection: duckdb.DuckDBPyConnection, steps: Mapping[str, list[Alternative]]
) -> None:
    """The events of steps that ask for more, which is looked up once for all of them."""
    parameters = Parameters()
    likely = likely_by_name((a for found in steps.values() for a in found), parameters)
    columns = "e.event_no, e.ts_us, e.source::source_id as source, e.precision_us, e.sequence"
    statement = f"""
        with asked as ({_joined(likely)})
        insert into matches by name {_picked(steps, columns, "asked", parameters)}"""
    run(connection, "bindings", statement, parameters.values)


def _picked(
    steps: Mapping[str, list[Alternative]], columns: str, table: str, parameters: Parameters
) -> str:
    """The rows of a table that each step binds; the first alternative that holds gives the pick."""
    return " union all ".join(
        f"select {columns}, {parameters.name(step)}::step_id as step,"
        f" case {_branches(alternatives, parameters)} end as pick"
        f" from {table} as e where pick is not null"
        for step, alternatives in steps.items()
    )


def _branches(alternatives: Iterable[Alternative], parameters: Parameters) -> str:
    return " ".join(
        f"when {all_of(a.conditions, parameters)} then {parameters.name(a.pick)}"
        for a in alternatives
    )


def _add_ignored(connection: duckdb.DuckDBPyConnection, ignore: Iterable[Alternative]) -> None:
    """What the design knows as noise: names of which all is, and the events of other names."""
    told = [a for a in ignore if is_told_by_name(a)]
    rest = [a for a in ignore if not is_told_by_name(a)]
    parameters = Parameters()
    statement = f"""
        insert into ignored_names
        select e.source, e.activity_no
        from event_names as e
        where {any_of(told, parameters)}"""
    run(connection, "bindings", statement, parameters.values)
    if rest:
        _add_ignored_events(connection, rest)


def _add_ignored_events(connection: duckdb.DuckDBPyConnection, rest: Iterable[Alternative]) -> None:
    parameters = Parameters()
    statement = f"""
        insert into ignored
        select e.event_no
        from ({_joined(likely_by_name(rest, parameters))}) as e
        where {any_of(rest, parameters)}"""
    run(connection, "bindings", statement, parameters.values)


def _add_signal(connection: duckdb.DuckDBPyConnection, signal: Signal) -> None:
    """The events that are one signal, each with its answer as text where the signal has a value."""
    parameters = Parameters()
    condition = all_of(signal.conditions, parameters)
    answer = column_of(signal.value, parameters) if signal.value else "null"
    numbered = tuple(c for c in signal.conditions if c.field in NUMBERED)
    likely = all_of(numbered, parameters)
    statement = f"""
        insert into signal_matches
        select e.event_no, {parameters.name(signal.id)}, {answer}
        from ({_joined(likely)}) as e
        where {condition}"""
    run(connection, "bindings", statement, parameters.values)


def add_values(connection: duckdb.DuckDBPyConnection, table: str, name: str) -> None:
    """Adds (instance_no, value) of a field to a table of ours: at the first own event that has it.

    Reads `occurrences`. Raises `KeyError` for no field of the normal form.
    """
    parameters = Parameters()
    column = column_of(name, parameters)
    statement = f"""
        insert into {table}
        select instance_no, arg_min(value, event_no) as value
        from (
            select o.instance_no, o.event_no, {column} as value
            from occurrences as o
            inner join numbered_events as n on n.event_no = o.event_no
            inner join events as e on e.event_id = n.event_id
            where o.own
        )
        where value is not null
        group by instance_no"""
    run(connection, "segments", statement, parameters.values)


def _named(likely: str) -> str:
    """The events of which a condition on source and activity holds, asked once of each name."""
    return f"""
        select e.*
        from numbered_events as e
        semi join (select e.* from event_names as e where {likely}) as x
            on x.activity_no = e.activity_no and x.source = e.source"""


def _joined(likely: str) -> str:
    """The events of which a condition on source and activity holds, with all that is known."""
    return f"""
        select e.*, n.event_no, n.ts_us, n.precision_us
        from events as e
        inner join ({_named(likely)}) as n on n.event_id = e.event_id
        where {likely}"""
