"""EventLog: a log of cases as tables in DuckDB; the only place where SQL is composed.

A log is the name of a table of traces (one row per event of a case, with its predecessor stored)
and of a table of labels. There are two kinds of word: verbs (log to log) and measures (log to
rows). Conditions are SQL text of ours, never a user's: what users give goes in as parameters.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import duckdb

from miner.warehouse import LogError

MEASURES = Path(__file__).with_name("sql")
_NAME = re.compile(r"\$([a-z_][a-z0-9_]*)")
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


@dataclass(frozen=True, slots=True)
class EventLog:
    """A log: `traces` and `labels` name tables (or hold a select in parentheses) in `connection`.

    `traces` has the columns of the table traces of `miner.cases.prepare`, `labels` has
    activity_no and activity. Nothing is computed until a measure is asked for.
    """

    connection: duckdb.DuckDBPyConnection
    traces: str = "traces"
    labels: str = "activities"
    parameters: Mapping[str, Any] = field(default_factory=dict)

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

    def table(self, name: str, **parameters: Any) -> list[tuple[Any, ...]]:
        """The rows of the measure in miner/sql/<name>.sql over this log.

        Raises `LogError` with the measure's name and its SQL when the query fails.
        """
        sql = self.explain(name)
        return _fetched(self.connection, f"measure {name}", sql, {**self.parameters, **parameters})

    def explain(self, name: str) -> str:
        """The SQL of a measure as it runs over this log."""
        sql = (MEASURES / f"{name}.sql").read_text(encoding="utf-8")
        head = f"traces as (from {_main(self.traces)}), activities as (from {_main(self.labels)})"
        return f"with {head}\nfrom (\n{sql})"

    def _with(self, parameters: Mapping[str, Any], traces: str) -> EventLog:
        """The log over other traces; a parameter's name stands for one value only."""
        taken = sorted(parameters.keys() & self.parameters.keys())
        if taken:
            raise LogError(f"the log has values for {', '.join(taken)} already: use other names.")
        return replace(self, traces=traces, parameters={**self.parameters, **parameters})


def run_script(
    connection: duckdb.DuckDBPyConnection, script: Path, **parameters: Any
) -> list[tuple[Any, ...]]:
    """Runs the statements of a .sql file, each with the parameters it names; the last one's rows.

    Raises `LogError` with the file's name and the SQL of the statement that fails.
    """
    rows: list[tuple[Any, ...]] = []
    for statement in connection.extract_statements(script.read_text(encoding="utf-8")):
        rows = _fetched(connection, script.name, statement.query, parameters)
    return rows


def _fetched(
    connection: duckdb.DuckDBPyConnection, name: str, sql: str, parameters: Mapping[str, Any]
) -> list[tuple[Any, ...]]:
    """The rows of one statement, given only the parameters that it names."""
    named = {key: parameters[key] for key in _NAME.findall(sql) if key in parameters}
    try:
        return connection.execute(sql, named).fetchall()
    except duckdb.Error as error:
        raise LogError(f"{name} failed: {error}\n{sql}") from error


def _main(table: str) -> str:
    """The table by its full name, so that a measure's `traces` does not mean itself."""
    return table if table.startswith("(") else f"main.{table}"
