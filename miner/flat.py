"""A flat log, one table of case, activity and time, straight into the tables of the analysis.

What a benchmark or a notebook has: a Parquet or CSV file, or a frame of pandas, polars or Arrow.
Cases are ranked by their id, activities by their name; events are ordered by case, time and
activity, and `event_no` is their rank in that order: it compares events of one case, not of two.
The order of the rows never counts. Two rows that are alike are two events.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import duckdb
from duckdb import ColumnExpression, ConstantExpression, Expression, FunctionExpression

from miner.flat_csv import CsvRows
from miner.log import EventLog, run_script
from miner.warehouse import LogError

_HERE = Path(__file__).parent
_ZONED = "TIMESTAMP WITH TIME ZONE"
_LOCAL = ("TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS", "DATE")
_CSV = (".csv", ".csv.gz", ".tsv", ".txt")


class FlatColumns(NamedTuple):
    """The names of the columns that hold the case, the activity and the time of an event."""

    case: str = "case"
    activity: str = "activity"
    time: str = "time"


class FlatRows(NamedTuple):
    """What became of the rows; `read` is the sum of the others, for a row is counted once.

    A row without a case, an activity (missing or blank) or a time (missing, infinite or not
    readable) is no event, nor is a malformed one: a line of a CSV file unlike the others.
    """

    read: int
    events: int
    without_case: int
    without_activity: int
    without_time: int
    malformed: int


class FlatLog(NamedTuple):
    """The log, and what became of the rows that it was made from."""

    log: EventLog
    rows: FlatRows


_COLUMNS = FlatColumns()


def flat_log(
    connection: duckdb.DuckDBPyConnection,
    source: object,
    columns: FlatColumns = _COLUMNS,
    zone: str | None = None,
) -> FlatLog:
    """Makes activities, cases and traces from a flat log, and flat_rows with what became of it.

    `source` is the path of a Parquet file (or a pattern of several), of a CSV file with a header,
    or a frame. Times that carry no zone need `zone`, the one they are written in; they are kept
    to the microsecond. For a log larger than memory, give a connection to a database file.

    Raises `LogError` when a column lacks, a zone is needed, or no row is an event.
    """
    try:
        connection.execute("set timezone = 'UTC'")
        run_script(connection, _HERE / "flat_begin.sql")
        rows, malformed = _read(connection, source, columns)
        selected = _selected(rows, columns, zone)
        selected.create_view("flat_source")
        run_script(connection, _HERE / "flat_rows.sql", malformed=malformed)
        told = FlatRows(*connection.execute("from flat_rows").fetchall()[0])
        _events(selected, told).create_view("flat_events")
        run_script(connection, _HERE / "flat.sql")
        run_script(connection, _HERE / "flat_traces.sql")
    except duckdb.Error as error:
        raise LogError(f"the flat log cannot be read: {error}") from error
    finally:
        run_script(connection, _HERE / "flat_done.sql")
        connection.unregister("flat_frame")
    _refuse_empty(told)
    return FlatLog(EventLog(connection), told)


def _read(
    connection: duckdb.DuckDBPyConnection, source: object, columns: FlatColumns
) -> tuple[duckdb.DuckDBPyRelation, int]:
    """The rows of a file or a frame, and how many malformed lines were left out."""
    if not isinstance(source, str | Path):
        connection.register("flat_frame", source)
        return connection.view("flat_frame"), 0
    if not str(source).lower().endswith(_CSV):
        return connection.read_parquet(str(source)), 0
    rows = CsvRows(Path(source), columns)
    connection.register("flat_frame", rows.stream)
    run_script(connection, _HERE / "flat_staged.sql")
    return connection.table("flat_staged"), rows.malformed


def _selected(
    rows: duckdb.DuckDBPyRelation, columns: FlatColumns, zone: str | None
) -> duckdb.DuckDBPyRelation:
    """Case and activity as text, the time with its zone."""
    types = dict(zip(rows.columns, map(str, rows.types), strict=True))
    for name in columns:
        if name not in types:
            found = ", ".join(types)
            raise LogError(f"the flat log has no column {name!r}; its columns are: {found}.")
    return rows.select(
        ColumnExpression(columns.case).cast("VARCHAR").alias("case_id"),
        ColumnExpression(columns.activity).cast("VARCHAR").alias("activity"),
        _moment(ColumnExpression(columns.time), types[columns.time], zone).alias("moment"),
    )


def _events(rows: duckdb.DuckDBPyRelation, told: FlatRows) -> duckdb.DuckDBPyRelation:
    """The rows that are events; where all are, none is looked at again."""
    if told.events == told.read - told.malformed:
        return rows
    return rows.filter("not flat_lacks(activity) and not flat_lacks(case_id) and isfinite(moment)")


def _moment(time: Expression, kind: str, zone: str | None) -> Expression:
    """A column as a time with zone; what carries none is read in `zone`, never guessed."""
    if kind == _ZONED:
        return time
    if kind == "VARCHAR":
        return FunctionExpression("flat_written_moment", time, ConstantExpression(zone))
    if kind not in _LOCAL:
        raise LogError(f"the time of the flat log is of type {kind}: give it as a time or as text.")
    if zone is None:
        raise LogError("the times of the flat log carry no zone: say which, such as zone='UTC'.")
    return FunctionExpression("timezone", ConstantExpression(zone), time.cast("TIMESTAMP"))


def _refuse_empty(rows: FlatRows) -> None:
    """Refuses a log whose every row was left out: the columns or the zone are wrong."""
    if rows.read and not rows.events:
        raise LogError(
            f"no row of the flat log is an event: of {rows.read:,}, {rows.without_case:,} have no"
            f" case, {rows.without_activity:,} no activity, {rows.without_time:,} no readable time"
            f" (a text without a zone needs one: zone='UTC'), {rows.malformed:,} are malformed."
        )
