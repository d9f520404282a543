"""The rows of a file that its reader refused, put beside those that were staged."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import duckdb

from pipelines.contents import Content
from pipelines.sql_variables import set_variables
from pipelines.staged_files import sql
from pipelines.text_lines import TextLines


class PartRead(NamedTuple):
    """A file, or a part of one, as it was read: its rows, those of them that were refused."""

    staged: str  # Parquet file: one row per input row and event in it
    rows: int
    rejects: int


def lines_read(connection: duckdb.DuckDBPyConnection, lines: TextLines, staged: str) -> PartRead:
    """A file of lines, staged without those that are no text."""
    if lines.faulty_rows:
        staged = _with_rejects(connection, staged, "line_rejects.sql")
    return PartRead(staged, lines.rows, lines.faulty_rows)


def rows_read(
    connection: duckdb.DuckDBPyConnection,
    content: Content,
    staged: str,
    counting: str,
    by_lines: int | None,
) -> PartRead:
    """A file whose rows its lines or the query count, staged without those that were refused."""
    rejects = 0
    if content.reader == "csv":
        rejects = count(connection, "select count(distinct line) from reject_errors")
    if by_lines is not None and not rejects:
        return PartRead(staged, by_lines, 0)
    rows = count(connection, counting)
    if rejects:
        staged = _with_rejects(connection, staged, "rejects.sql")
    return PartRead(staged, rows + rejects, rejects)


def forget_rejects(connection: duckdb.DuckDBPyConnection) -> None:
    """Empties the tables in which DuckDB notes the lines that it could not split."""
    connection.execute("drop table if exists reject_errors; drop table if exists reject_scans")


def _with_rejects(connection: duckdb.DuckDBPyConnection, staged: str, query: str) -> str:
    target = staged.replace(".parquet", ".all.parquet")
    set_variables(connection, {"staged_with_rejects": target})
    connection.execute(sql(query))
    Path(staged).unlink()
    return target


def count(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    """The one number that a query gives."""
    row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0
