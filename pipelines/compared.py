"""What a comparison counted on, kept beside the warehouse: so that every gap can be counted again.

`<warehouse>.compared.duckdb` has the tables that the rules of gaps read, of the last run. It stands
beside the warehouse and not in `out/`, because it knows every instance, also those about which
results are withheld. It is replaced in one rename, safe to delete, and made anew by each run.
"""

from __future__ import annotations

import logging
from pathlib import Path

import duckdb

from blueprint.counting import tables_read
from blueprint.queries import make_table

_LOG = logging.getLogger("blueprint_miner")


def compared_path(warehouse: Path) -> Path:
    """Where the tables of the last comparison are kept: beside the warehouse."""
    return warehouse.with_name(f"{warehouse.stem}.compared{warehouse.suffix}")


def remove_compared(warehouse: Path) -> None:
    """Removes the kept tables and what a killed process left of them."""
    path = compared_path(warehouse)
    for each in (path, _making(path)):
        each.unlink(missing_ok=True)
        each.with_name(f"{each.name}.wal").unlink(missing_ok=True)


def keep_compared(connection: duckdb.DuckDBPyConnection, path: Path, run_id: str) -> None:
    """Writes the tables of a comparison; that they cannot be kept is logged and does no harm."""
    making = _making(path)
    quoted = str(making).replace("'", "''")
    try:
        making.unlink(missing_ok=True)
        connection.execute(f"attach '{quoted}' as compared")
        _write(connection, run_id)
        connection.execute("detach compared")
        making.replace(path)
    except (duckdb.Error, OSError) as error:
        _LOG.warning("the tables of the comparison cannot be kept: %s", error)
        connection.execute("detach database if exists compared")


def _write(connection: duckdb.DuckDBPyConnection, run_id: str) -> None:
    """Every table that a rule reads, and the run that they are of."""
    stamp = "create table compared.compared_run as select $run as run_id"
    connection.execute(stamp, {"run": run_id})
    make_table(connection, "unbound_events")
    for table in tables_read(connection):
        connection.execute(f'create table compared."{table}" as from "{table}"')
    connection.execute("checkpoint compared")


def open_compared(path: Path, run_id: str) -> duckdb.DuckDBPyConnection | None:
    """The kept tables, for reading; None when they are not there or not of this run."""
    if not path.exists():
        return None
    try:
        connection = duckdb.connect(str(path), read_only=True)
        connection.execute("set timezone = 'UTC'")
        found = connection.execute("select run_id from compared_run").fetchone()
    except duckdb.Error as error:
        _LOG.warning("%s: cannot be read: %s", path, error)
        return None
    if found == (run_id,):
        return connection
    connection.close()
    return None


def _making(path: Path) -> Path:
    """Where it is written before it takes its place."""
    return path.with_name(f"{path.name}.making")
