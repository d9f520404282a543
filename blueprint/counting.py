"""The statement that counts a gap, complete as printed, over the tables that a comparison keeps."""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib.resources import files

import duckdb

from blueprint.gap import Gap
from blueprint.gaps import RULES

TRACED = ("cases", "instances", "occurrences", "precedence", "unbound_events")
"""Tables that the examples of gaps are told from, beside those that the rules read."""

_NAMED = """
    select json_serialize_sql($sql)::varchar, (
        select list(t.table_name) from information_schema.tables as t
    )"""


def sql_of(kind: str) -> str:
    """The SQL of a kind of gap: one row per subject and eligible unit. Empty for no such kind."""
    file = files("blueprint.gaps") / f"{kind}.sql"
    return file.read_text(encoding="utf-8") if file.is_file() else ""


def rows_sql(gap: Gap) -> str:
    """A query with the rows of one gap: every eligible unit, `affected` or not."""
    facet = "is null" if gap.facet is None else f"= {_quoted(gap.facet)}"
    return (
        f"from (\n{sql_of(gap.kind).rstrip()}\n) as counted\n"
        f"where counted.subject = {_quoted(gap.subject)} and counted.facet {facet}"
    )


def statement(gap: Gap) -> str:
    """A complete statement that gives the gap's `eligible` and `affected`, in this order."""
    counts = "count(*) as eligible, count(*) filter (where affected) as affected"
    return f"select {counts}\n{rows_sql(gap)};\n"


def tables_read(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The tables that any rule reads, and those that examples are told from; by name."""
    queries = (sql for rule in RULES if (sql := sql_of(rule.__name__)))
    return sorted(set(TRACED).union(*(_named(connection, sql) for sql in queries)))


def _named(connection: duckdb.DuckDBPyConnection, sql: str) -> Iterable[str]:
    """The tables of the connection that a query names; `get_table_names` refuses asof joins."""
    tree, there = connection.execute(_NAMED, {"sql": sql}).fetchone() or ("", [])
    return set(re.findall(r'"table_name":"([^"]+)"', tree)) & set(there)


def _quoted(text: str) -> str:
    """A text as a SQL string."""
    return "'" + text.replace("'", "''") + "'"
