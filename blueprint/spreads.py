"""The sums of every test, gap or not, from the rows of the kinds."""

from __future__ import annotations

import duckdb

from blueprint.clustering import SizeSums
from blueprint.gaps import RULES
from blueprint.queries import select
from blueprint.statistics import Spread

MANY_ROWS = 2_000_000
"""From so many rows on they are summed one kind after the other: a fifth less work."""


def counts(connection: duckdb.DuckDBPyConnection) -> list[Spread]:
    """Every test's sums, gap or not: what an oracle can be compared with."""
    return counts_in(connection, "instance_rows")


def counts_in(connection: duckdb.DuckDBPyConnection, table: str) -> list[Spread]:
    """The same over the rows of another table of ours; of many rows one kind after the other."""
    (rows,) = connection.table(table).count("*").fetchall()[0]
    if rows < MANY_ROWS:
        return _spreads_of(connection, f"from {table}")
    kinds = sorted(rule.__name__ for rule in RULES)
    parts = [_spreads_of(connection, f"from {table} where kind = '{kind}'") for kind in kinds]
    return [spread for part in parts for spread in part]


def _spreads_of(connection: duckdb.DuckDBPyConnection, rows: str) -> list[Spread]:
    """The sums of some rows; the customers of one kind fit in a cache where those of all do not."""
    connection.execute(f"create or replace view tested_rows as {rows}")
    return _spreads(connection)


def _spreads(connection: duckdb.DuckDBPyConnection) -> list[Spread]:
    names = ("kind", "subject", "facet", "n", "x", "customers", "customers_hit", "e", "ee", "en")
    return [
        Spread(
            **dict(zip(names, sums, strict=True)),
            sizes=tuple(SizeSums(*size) for size in sizes),
            details=details or {},
        )
        for *sums, sizes, details in select(connection, "sql/spread")
    ]
