"""Runs the blueprint floor's SQL files; each file says its grain in its first line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from miner.warehouse import LogError

_FOLDER = Path(__file__).parent


def select(
    connection: duckdb.DuckDBPyConnection, name: str, parameters: Mapping[str, Any] | None = None
) -> list[tuple[Any, ...]]:
    """Rows of `<name>.sql` (below blueprint/). Raises `LogError` with the SQL when it fails."""
    return run(connection, name, _text(name), parameters).fetchall()


def make_table(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Makes the table that `sql/<name>.sql` selects, under that name."""
    run(connection, name, f"create or replace table {name} as {_text(f'sql/{name}')}")


def make_type(connection: duckdb.DuckDBPyConnection, name: str, values: str) -> None:
    """Makes an enum type of the `id` that `<values>.sql` selects, in its order."""
    run(
        connection,
        name,
        f"create or replace type {name} as enum (select id from ({_text(values)}))",
    )


def add_rows(connection: duckdb.DuckDBPyConnection, kind: str) -> None:
    """Adds the rows of one gap kind to `instance_rows`."""
    columns = "subject, facet, instance_no, case_no, customer_no, detail, affected, effect"
    rows = f"select '{kind}' as kind, {columns} from ({_text(f'gaps/{kind}')}\n)"
    statement = f"insert into instance_rows by name {rows}"
    run(connection, kind, statement)


def fill(
    connection: duckdb.DuckDBPyConnection, table: str, columns: str, rows: Iterable[Sequence[Any]]
) -> None:
    """Makes a small table from Python rows: `columns` as in a create statement."""
    connection.execute(f"create or replace table {table} ({columns})")
    values = [tuple(row) for row in rows]
    if values:
        marks = ", ".join("?" * len(values[0]))
        connection.executemany(f"insert into {table} values ({marks})", values)


def name_type(connection: duckdb.DuckDBPyConnection, name: str, ids: Iterable[str]) -> None:
    """Makes an enum type of ours, values by name: a byte or two in tables as long as the log."""
    fill(connection, "type_ids", "id varchar", sorted((i,) for i in set(ids)))
    connection.execute(f"create or replace type {name} as enum (from type_ids order by id)")


def pointer(name: str) -> str:
    """Where a JSON object has an attribute of any name (a JSON pointer, RFC 6901)."""
    return "/" + name.replace("~", "~0").replace("/", "~1")


def _text(name: str) -> str:
    return (_FOLDER / f"{name}.sql").read_text(encoding="utf-8")


def run(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    sql: str,
    parameters: Mapping[str, Any] | None = None,
) -> duckdb.DuckDBPyConnection:
    """Runs a query. Raises `LogError` with its name and SQL when it fails."""
    try:
        return connection.execute(sql, parameters or {})
    except duckdb.Error as error:
        raise LogError(f"{name}: the query failed: {error}\n{sql}") from error
