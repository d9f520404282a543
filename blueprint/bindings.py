"""Which events are which step: the design's bindings as SQL conditions over the normal form.

Conditions speak of whitelisted columns only and every value of the design goes in as a parameter,
so that no text of a user ever becomes SQL. An event matches a step when any alternative of the
step's binding holds in all its conditions; the first such alternative gives the pick.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import duckdb

from blueprint.design import Alternative, Condition, Design, Signal
from blueprint.queries import make_table, run

_COLUMNS = {
    "source": "e.source",
    "activity": "e.activity",
    "actor_kind": "e.actor_kind",
    "role": "e.role",
    "channel": "e.channel",
    "public": "cast(e.public as varchar)",
    "actor": "e.actor",
}
FIELDS = frozenset(_COLUMNS)
"""The fields of the normal form, beside `attributes.NAME`."""
_ATTRIBUTE = "attributes."
_NUMBERED = ("source", "activity")  # fields that numbered_events has, too: no look at the event
_MATCHES = (
    "event_no bigint, step step_id, pick varchar,"
    " ts_us bigint, source source_id, precision_us bigint, sequence bigint"
)


@dataclass(slots=True)
class _Parameters:
    """Values on their way into a query; `name` gives the next placeholder."""

    values: dict[str, object] = field(default_factory=dict)

    def name(self, value: object) -> str:
        """The placeholder for a value."""
        key = f"v{len(self.values)}"
        self.values[key] = value
        return f"${key}"


def match_events(connection: duckdb.DuckDBPyConnection, design: Design) -> None:
    """Makes `matches`, `ignored` (event_no) and `signal_matches` from the events of the log.

    Grain of `matches`: one row per event and step that it matches, with what orders the event; of
    `signal_matches` (event_no, signal, answer): one row per event and signal that it is.
    """
    make_table(connection, "event_names")
    connection.execute(f"create or replace table matches ({_MATCHES})")
    for step, alternatives in design.bindings.steps.items():
        _add_matches(connection, step, alternatives)
    connection.execute("create or replace table ignored (event_no bigint)")
    if design.bindings.ignore:
        _add_ignored(connection, design.bindings.ignore)
    columns = "event_no bigint, signal varchar, answer varchar"
    connection.execute(f"create or replace table signal_matches ({columns})")
    for signal in design.bindings.signals:
        _add_signal(connection, signal)


def match_outcomes(connection: duckdb.DuckDBPyConnection, design: Design) -> None:
    """Makes `failed_events` (event_no, step): events of a step of which its `outcome` holds."""
    connection.execute("create or replace table failed_events (event_no bigint, step varchar)")
    for step, conditions in design.outcomes.items():
        parameters = _Parameters()
        statement = f"""
            insert into failed_events
            select n.event_no, m.step
            from matches as m
            inner join numbered_events as n on n.event_no = m.event_no
            inner join events as e on e.event_id = n.event_id
            where m.step = {parameters.name(step)} and {_all_of(conditions, parameters)}"""
        run(connection, "outcomes", statement, parameters.values)


def match_assignees(connection: duckdb.DuckDBPyConnection, design: Design) -> None:
    """Makes `assignees` (event_no, step, assignee): who is in charge after an event of a step."""
    columns = "event_no bigint, step varchar, assignee varchar"
    connection.execute(f"create or replace table assignees ({columns})")
    for step in design.blueprint.steps:
        if step.assignee is None:
            continue
        parameters = _Parameters()
        statement = f"""
            insert into assignees
            select n.event_no, m.step, {_column(step.assignee, parameters)} as assignee
            from matches as m
            inner join numbered_events as n on n.event_no = m.event_no
            inner join events as e on e.event_id = n.event_id
            where m.step = {parameters.name(step.id)} and assignee is not null"""
        run(connection, "assignees", statement, parameters.values)


def _add_matches(
    connection: duckdb.DuckDBPyConnection, step: str, alternatives: Iterable[Alternative]
) -> None:
    """The events that one step binds."""
    parameters = _Parameters()
    among = _events(alternatives, parameters)
    branches = [
        f"when {_all_of(a.conditions, parameters)} then {parameters.name(a.pick)}"
        for a in alternatives
    ]
    statement = f"""
        insert into matches
        select e.event_no, {parameters.name(step)}, case {" ".join(branches)} end as pick,
            e.ts_us, e.source, e.precision_us, e.sequence
        from ({among}) as e
        where pick is not null"""
    run(connection, "bindings", statement, parameters.values)


def _add_ignored(connection: duckdb.DuckDBPyConnection, ignore: Iterable[Alternative]) -> None:
    """The events that the design knows as noise: first those that source and activity tell."""
    parameters = _Parameters()
    told = [a for a in ignore if _is_numbered(a)]
    rest = [a for a in ignore if not _is_numbered(a)]
    named = _any_of(told, parameters)
    statement = f"insert into ignored select e.event_no from ({_named(named)}) as e"
    if rest:
        statement += f"""
            union all
            select e.event_no
            from ({_events(rest, parameters)}) as e
            where ({_any_of(rest, parameters)}) and not ({named})"""
    run(connection, "bindings", statement, parameters.values)


def _add_signal(connection: duckdb.DuckDBPyConnection, signal: Signal) -> None:
    """The events that are one signal, each with its answer as text where the signal has a value."""
    parameters = _Parameters()
    condition = _all_of(signal.conditions, parameters)
    answer = _column(signal.value, parameters) if signal.value else "null"
    numbered = tuple(c for c in signal.conditions if c.field in _NUMBERED)
    likely = _all_of(numbered, parameters)
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
    parameters = _Parameters()
    column = _column(name, parameters)
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


def _events(alternatives: Iterable[Alternative], parameters: _Parameters) -> str:
    """The events that may match by source and activity; with all else only where that is asked."""
    asked = list(alternatives)
    numbered = [Alternative(tuple(c for c in a.conditions if c.field in _NUMBERED)) for a in asked]
    likely = _any_of(numbered, parameters)
    return _named(likely) if all(map(_is_numbered, asked)) else _joined(likely)


def _is_numbered(alternative: Alternative) -> bool:
    """Whether source and activity alone tell which events match."""
    return all(c.field in _NUMBERED for c in alternative.conditions)


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


def _any_of(alternatives: Iterable[Alternative], parameters: _Parameters) -> str:
    """Whether any alternative holds."""
    return " or ".join(f"({_all_of(a.conditions, parameters)})" for a in alternatives) or "false"


def _all_of(conditions: Iterable[Condition], parameters: _Parameters) -> str:
    """All conditions of one alternative; a missing value fulfils none but `!`."""
    return " and ".join(_one(c, parameters) for c in conditions) or "true"


def _one(condition: Condition, parameters: _Parameters) -> str:
    """One condition as SQL that is true or false, never unknown."""
    column = _column(condition.field, parameters)
    if condition.operator == "=":
        return (
            f"coalesce(list_contains({parameters.name(list(condition.values))}, {column}), false)"
        )
    if condition.operator == "!":
        values = parameters.name(list(condition.values))
        return f"not coalesce(list_contains({values}, {column}), false)"
    if condition.operator == "~":
        patterns = [parameters.name(v) for v in condition.values]
        found = " or ".join(f"regexp_matches({column}, {p})" for p in patterns)
        return f"coalesce({found}, false)"
    number = parameters.name(float(condition.values[0]))
    return f"coalesce(try_cast({column} as double) {condition.operator} {number}, false)"


def _column(name: str, parameters: _Parameters) -> str:
    """The SQL expression of a field of the normal form; always text."""
    if name.startswith(_ATTRIBUTE):
        path = '$."' + name[len(_ATTRIBUTE) :].replace('"', "") + '"'
        return f"json_extract_string(e.attributes, {parameters.name(path)})"
    return _COLUMNS[name]
