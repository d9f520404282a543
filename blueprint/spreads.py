"""The sums of every test, gap or not, from the rows of the kinds."""

from __future__ import annotations

from pathlib import Path

import duckdb

from blueprint.clustering import SizeSums
from blueprint.queries import run, select
from blueprint.statistics import Spread

_LONE = Path(__file__).parent / "sql" / "lone_instances.sql"


def mark_lone(connection: duckdb.DuckDBPyConnection) -> None:
    """Makes `lone_instances` (bits), by which most rows need no sum over their customer.

    It only saves work: whether these customers have one row indeed is looked at for every test.
    """
    (most,) = connection.table("judged").max("instance_no").fetchall()[0]
    statement = f"create or replace table lone_instances as {_LONE.read_text('utf-8')}"
    run(connection, "lone_instances", statement, {"most": most or 0})


def counts(connection: duckdb.DuckDBPyConnection) -> list[Spread]:
    """Every test's sums, gap or not: what an oracle can be compared with."""
    return counts_in(connection, "instance_rows")


def counts_in(connection: duckdb.DuckDBPyConnection, table: str) -> list[Spread]:
    """The same over the rows of another table of ours."""
    (most,) = connection.table(table).max("customer_no").fetchall()[0]
    connection.execute("create table if not exists lone_instances (bits bit)")
    connection.execute(f"create or replace view tested_rows as from {table}")
    names = ("kind", "subject", "facet", "n", "x", "customers", "customers_hit", "e", "ee", "en")
    return [
        Spread(
            **dict(zip(names, sums, strict=True)),
            sizes=tuple(SizeSums(*size) for size in sizes),
            details=details or {},
        )
        for *sums, sizes, details in select(connection, "sql/spread", {"most": most or 0})
    ]
