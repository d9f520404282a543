"""The mart: Parquet tables for dashboards, the same bytes from run to run, with comments inside.

One table per `mart/<table>.sql`. The file's first line is the table's grain, the `-- column: text`
lines below it are its data dictionary; both travel in the Parquet file's key-value metadata.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from blueprint.queries import make_table

TABLES = ("cases", "instances", "steps", "links", "gaps", "deviations")
_FOLDER = Path(__file__).with_name("mart")
_COLUMN = re.compile(r"-- ([a-z_0-9]+): (.+)")


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the mart: its name, grain, columns with their comments, and its SQL."""

    name: str
    grain: str
    columns: Mapping[str, str]
    sql: str


def table(name: str) -> Table:
    """The table of that name, read from its SQL file."""
    sql = (_FOLDER / f"{name}.sql").read_text(encoding="utf-8")
    first, *rest = sql.splitlines()
    columns = {c[1]: c[2] for line in rest if (c := _COLUMN.fullmatch(line))}
    return Table(name, first.removeprefix("-- "), columns, sql)


def write_tables(
    connection: duckdb.DuckDBPyConnection, findings_json: str, folder: Path
) -> list[Path]:
    """Writes every table as `<folder>/<name>.parquet` from what the comparison left and found."""
    folder.mkdir(parents=True, exist_ok=True)
    make_table(connection, "deviations")
    return [_write(connection, table(name), findings_json, folder) for name in TABLES]


def _write(
    connection: duckdb.DuckDBPyConnection, written: Table, findings_json: str, folder: Path
) -> Path:
    """One Parquet file; parameters carry the path and the findings, never the SQL text."""
    path = folder / f"{written.name}.parquet"
    parameters = {"path": str(path)}
    if "$findings" in written.sql:
        parameters["findings"] = findings_json
    connection.execute(
        f"copy ({written.sql}\n) to $path (format parquet, kv_metadata {{{_metadata(written)}}})",
        parameters,
    )
    return path


def _metadata(written: Table) -> str:
    """Grain and column comments as key-value pairs, quoted; the text is our own."""
    pairs = {"comment": written.grain}
    pairs |= {f"column.{name}": text for name, text in written.columns.items()}
    return ", ".join(f'"{key}": {_quoted(value)}' for key, value in pairs.items())


def _quoted(text: str) -> str:
    """A SQL string."""
    return "'" + text.replace("'", "''") + "'"
