"""EventLog: a log of cases as tables in DuckDB; the only place where SQL is composed.

A log is the name of a table of traces (one row per event of a case, with its predecessor stored)
and of a table of labels. There are two kinds of word: verbs (log to log) and measures (log to
rows). A measure's SQL reads `traces` with a `group_no` in each row and groups by it first, so one
query gives the rows of every group. Conditions and expressions are SQL text of ours, never a
user's: what users give goes in as parameters.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import Any

import duckdb

from miner.groups import GroupedLog
from miner.queries import fetched, run_script
from miner.warehouse import LogError

__all__ = ["BY_EVENT", "MEASURES", "EventLog", "run_script"]

MEASURES = Path(__file__).with_name("sql")
BY_EVENT = (
    "activities",
    "directly_follows",
    "concurrency",
    "handoffs",
    "batches",
    "waits",
    "wait_histogram",
)
"""The measures that count events one by one, and so can be grouped by what an event has."""

_NUMBERS = count(1)
_RETRACED = """select
    kept.case_no,
    kept.event_no,
    (row_number() over moments)::integer as position,
    kept.activity_no,
    kept.ts_us,
    lag(kept.activity_no) over moments as previous_activity_no,
    lag(kept.ts_us) over moments as previous_ts_us
from (
    select case_no, event_no, {activity} as activity_no, ts_us
    from ({traces}) as traced
    where {condition}
) as kept
where kept.activity_no is not null
window moments as (partition by kept.case_no order by kept.event_no)"""
_CLOCKED = """with moments as (select traced.*, $on_clock as clock from ({traces}) as traced)
select
    timed.* exclude (clock, worked_us, previous_ts_us) replace (timed.worked_us as ts_us),
    lag(timed.worked_us) over (
        partition by timed.case_no order by timed.event_no
    ) as previous_ts_us
from with_worked('moments') as timed"""
_NUMBERED = """create temp table {name} as
with told as (
    select
        traced.*,
        cases.* exclude (case_no),
        {columns}
    from ({traces}) as traced
    left join main.cases using (case_no)
    {events}
    where {condition}
),
valued as (select told.{key}, {expression} as group_value from told),
numbers as (
    select group_value, (row_number() over (order by group_value nulls last))::integer as group_no
    from (select distinct group_value from valued)
)
select valued.{key}, numbers.group_no, numbers.group_value
from valued
inner join numbers on valued.group_value is not distinct from numbers.group_value"""
_WITH_EVENTS = {
    "columns": """make_timestamptz(coalesce(numbered.ts_us, traced.ts_us)) as "timestamp",
        events.* exclude ("timestamp", event_id, load_id)""",
    "events": """left join main.numbered_events as numbered on traced.event_no = numbered.event_no
    left join main.events on numbered.event_id = events.event_id""",
}
_FLAT = {"columns": """make_timestamptz(traced.ts_us) as "timestamp\"""", "events": ""}
_HAS_EVENTS = """select count(*) = 2 from information_schema.tables
where table_name in ('events', 'numbered_events') and table_schema = 'main'
    and table_catalog = current_catalog()"""
_VALUES = "create temp table {name}_values as select distinct group_no, group_value from {name}"
_VALUES_IN_ORDER = "select group_value from {name}_values order by group_no"


@dataclass(frozen=True, slots=True)
class EventLog:
    """A log: `traces` and `labels` name tables (or hold a select in parentheses) in `connection`.

    `traces` has the columns of the table traces of `miner.cases.prepare`, `labels` has activity_no
    and activity. `groups` is None, or a temporary table with group_no and its key: case_no or
    event_no. Nothing but groups is computed until a measure is asked for.
    """

    connection: duckdb.DuckDBPyConnection
    traces: str = "traces"
    labels: str = "activities"
    parameters: Mapping[str, Any] = field(default_factory=dict)
    groups: tuple[str, str] | None = None

    def where_case(self, condition: str, **parameters: Any) -> EventLog:
        """The log of the cases that meet a condition over the columns of the table cases.

        Whole cases stay or go, so the stored predecessors stay right.
        """
        chosen = f"select case_no from main.cases where {condition}"
        traces = f"(from {_main(self.traces)} where case_no in ({chosen}))"
        return self._with(parameters, traces=traces)

    def retrace(
        self, condition: str = "true", activity: str = "activity_no", **parameters: Any
    ) -> EventLog:
        """The log of the events that meet a condition over the columns of traces.

        `activity` is an expression for the new activity_no; where it is null the event goes. The
        predecessors are computed anew. Name other labels with `labelled`.
        """
        traces = _RETRACED.format(
            activity=activity, condition=condition, traces=f"from {_main(self.traces)}"
        )
        return self._with(parameters, traces=f"({traces})")

    def labelled(self, labels: str) -> EventLog:
        """The same log with the names of another table of activity_no and activity."""
        return replace(self, labels=labels)

    def relabelled(self, expression: str, **parameters: Any) -> EventLog:
        """The log of what an expression over the event gives (columns as in `by`), not activities.

        `role`, `actor` or `source`, for example. An event without a value keeps its place in the
        case and has no name: no pair with it is counted. Raises `LogError` when none has one.
        """
        name, values = self._numbered("event_no", expression, "true", parameters)
        if values == (None,):
            raise LogError(f"no event of the log has a value of {expression}.")
        activity = f"(select l.group_no from temp.{name} as l where l.event_no = traced.event_no)"
        labels = "select group_no as activity_no, group_value::varchar as activity"
        known = f"({labels} from temp.{name}_values where group_value is not null)"
        return self.retrace(activity=activity).labelled(known)

    def on_clock(self, clock: str) -> EventLog:
        """The log with time as a business clock of `miner.calendar.register` has run.

        Every measure of how long something took is then in business time. Measures of when it
        happened are of no use on it. Raises `LogError` for a clock that is not registered.
        """
        if clock == "calendar":
            return self
        if "on_clock" in self.parameters:
            raise LogError(f"the log is on a clock already: {self.parameters['on_clock']}.")
        known = "select count(*) from main.calendar_spans where clock = $clock"
        if fetched(self.connection, f"clock {clock}", known, {"clock": clock}) == [(0,)]:
            raise LogError(f'"{clock}" is no clock of this log: register it first.')
        traces = _CLOCKED.format(traces=f"from {_main(self.traces)}")
        return self._with({"on_clock": clock}, traces=f"({traces})")

    def table(self, name: str, **parameters: Any) -> list[tuple[Any, ...]]:
        """The rows of the measure in miner/sql/<name>.sql over this log.

        Raises `LogError` with the measure's name and its SQL when the query fails, and when a
        measure that counts cases is asked for groups of events.
        """
        sql = self.explain(name)
        return fetched(self.connection, f"measure {name}", sql, {**self.parameters, **parameters})

    def explain(self, name: str) -> str:
        """The SQL of a measure as it runs over this log; a log without groups is one group."""
        sql = (MEASURES / f"{name}.sql").read_text(encoding="utf-8")
        labels = f"activities as (from {_main(self.labels)})"
        columns = "* exclude (group_no)" if self.groups is None else "*"
        plain = self.groups is None and not self.traces.startswith("(")
        read = "not materialized" if plain else ""  # a table is read twice rather than copied
        traces = f"traces as {read} ({self._in_groups(name)})"
        return f"with {traces}, {labels}\nselect {columns} from (\n{sql})"

    def _in_groups(self, name: str) -> str:
        """The traces as a measure reads them, each row with the number of its group."""
        if self.groups is None:
            return f"select *, 1::integer as group_no from {_main(self.traces)}"
        table, key = self.groups
        if key == "event_no" and name not in BY_EVENT:
            raise LogError(
                f"{name} is counted by case, so it cannot be grouped by what its events have."
                " Group the cases with `by`."
            )
        groups = f"select {key}, group_no from temp.{table}"
        return f"from {_main(self.traces)} inner join ({groups}) using ({key})"

    def by(self, expression: str, **parameters: Any) -> GroupedLog:
        """The log with its cases in groups, by an expression over the case and its first event.

        The columns are those of the tables cases and events (`timestamp` is the time of the event
        in this log): `channel`; `json_extract_string(attributes, $path)`; or a week in a zone,
        `date_trunc('week', "timestamp" at time zone $zone)::date`. What has no value is a group
        too, the last one. The groups are worked out here, measures when they are asked for.
        """
        name, values = self._numbered("case_no", expression, "traced.position = 1", parameters)
        return GroupedLog(replace(self, groups=(name, "case_no")), values)

    def by_event(self, expression: str, **parameters: Any) -> GroupedLog:
        """The log with its events in groups, by an expression over the event (columns as in `by`).

        Only measures that count events one by one can be grouped so (`BY_EVENT`): a pair is in
        the group of its later event.
        """
        name, values = self._numbered("event_no", expression, "true", parameters)
        return GroupedLog(replace(self, groups=(name, "event_no")), values)

    def _numbered(
        self, key: str, expression: str, condition: str, parameters: Mapping[str, Any]
    ) -> tuple[str, tuple[Any, ...]]:
        """A temporary table of the number of each case's or event's value, and the values."""
        log = self._with(parameters, traces=self.traces)
        named = {
            "name": f"groups_{next(_NUMBERS)}",
            "key": key,
            "expression": expression,
            "condition": condition,
            "traces": f"from {_main(self.traces)}",
        }
        title = f"grouping by {expression}"
        if fetched(self.connection, title, _HAS_EVENTS, {}) == [(True,)]:
            named |= _WITH_EVENTS
        else:
            named |= _FLAT
            title += " (a flat log has no more than cases, activities and times)"
        for sql in (_NUMBERED, _VALUES):
            fetched(self.connection, title, sql.format(**named), log.parameters)
        values = fetched(self.connection, title, _VALUES_IN_ORDER.format(**named), {})
        return named["name"], tuple(value for (value,) in values)

    def _with(self, parameters: Mapping[str, Any], traces: str) -> EventLog:
        """The log over other traces; a parameter's name stands for one value only."""
        taken = sorted(parameters.keys() & self.parameters.keys())
        if taken:
            raise LogError(f"the log has values for {', '.join(taken)} already: use other names.")
        return replace(self, traces=traces, parameters={**self.parameters, **parameters})


def _main(table: str) -> str:
    """The table by its full name, so that a measure's `traces` does not mean itself."""
    return table if table.startswith("(") else f"main.{table}"
