"""Runs SQL: statements get the parameters that they name, and an error tells which SQL it was."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb

from miner.warehouse import LogError

_NAME = re.compile(r"\$([a-z_][a-z0-9_]*)")


def run_script(
    connection: duckdb.DuckDBPyConnection, script: Path, **parameters: Any
) -> list[tuple[Any, ...]]:
    """Runs the statements of a .sql file, each with the parameters it names; the last one's rows.

    Raises `LogError` with the file's name and the SQL of the statement that fails.
    """
    rows: list[tuple[Any, ...]] = []
    for statement in connection.extract_statements(script.read_text(encoding="utf-8")):
        rows = fetched(connection, script.name, statement.query, parameters)
    return rows


def fetched(
    connection: duckdb.DuckDBPyConnection, name: str, sql: str, parameters: Mapping[str, Any]
) -> list[tuple[Any, ...]]:
    """The rows of one statement, given only the parameters that it names.

    Raises `LogError` with the name and the SQL when it fails.
    """
    named = {key: parameters[key] for key in _NAME.findall(sql) if key in parameters}
    try:
        return connection.execute(sql, named).fetchall()
    except duckdb.Error as error:
        raise LogError(f"{name} failed: {error}\n{sql}") from error
