"""The DuckDB warehouse: opened for loading by one writer, for analysis read-only, or in memory."""

from __future__ import annotations

import logging
import re
import time
from pathlib import Path

import duckdb

SCHEMA_VERSION = 2
_LOG = logging.getLogger("blueprint_miner")
_SCHEMA = Path(__file__).with_name("schema.sql")
_MIGRATIONS = Path(__file__).with_name("migrations")
_NOT_YET = "there is no warehouse yet. Run `blueprint-miner run` first."
TABLES = (
    "events", "event_objects", "object_links", "quarantine", "loads", "naming", "forgotten",
    "watermarks",
)  # fmt: skip


class LogError(Exception):
    """The log cannot be read or measured; the message says what, where and the likely fix."""


class NoWarehouseError(LogError):
    """There is no warehouse yet, or the very first load was broken off before it had a table."""


class WarehouseLockedError(LogError):
    """Another process holds the warehouse; the message names it."""


def in_memory() -> duckdb.DuckDBPyConnection:
    """An empty warehouse in memory, in the normal form: for tests and small logs."""
    connection = _configured(duckdb.connect(":memory:"))
    create_schema(connection)
    return connection


def open_for_loading(path: Path, wait_s: float = 0) -> duckdb.DuckDBPyConnection:
    """The warehouse file, made or checked for its schema version; waits for another's lock.

    Raises `WarehouseLockedError` after `wait_s` seconds, `LogError` for a newer schema.
    """
    connection = _configured(_connect_waiting(str(path), wait_s))
    create_schema(connection)
    return connection


def open_for_analysis(
    path: Path, wait_s: float = 0, *, alone: bool = False
) -> duckdb.DuckDBPyConnection:
    """A working database in memory with the warehouse attached behind views, for reading only.

    With `alone` nobody else may read it meanwhile.

    An older warehouse is migrated first. Raises `NoWarehouseError` when there is none, `LogError`
    when it is newer, `WarehouseLockedError` when it stays locked.
    """
    if not path.exists():
        raise NoWarehouseError(f"{path}: {_NOT_YET}")
    connection = _configured(duckdb.connect(":memory:"))
    _attach_waiting(connection, path, wait_s, alone=alone)
    found = _version(connection, "warehouse.")
    if found is None:
        connection.close()
        raise NoWarehouseError(f"{path}: {_NOT_YET}")
    _refuse_newer(found)
    if found < SCHEMA_VERSION:
        connection.execute("detach warehouse")
        open_for_loading(path, wait_s).close()
        _attach_waiting(connection, path, wait_s, alone=alone)
    for table in TABLES:
        connection.execute(f"create view {table} as from warehouse.{table}")
    return connection


def create_schema(connection: duckdb.DuckDBPyConnection) -> None:
    """Makes the tables of the normal form where they lack; an older warehouse is migrated.

    Raises `LogError` for a newer one, which stays as it is.
    """
    found = _version(connection)
    if found is not None:
        _refuse_newer(found)
    connection.begin()  # a process that is killed leaves all of it or nothing
    for version in range(found or SCHEMA_VERSION, SCHEMA_VERSION):
        connection.execute((_MIGRATIONS / f"{version + 1}.sql").read_text(encoding="utf-8"))
    connection.execute(_SCHEMA.read_text(encoding="utf-8"))
    connection.execute("delete from schema_version where version < $v", {"v": SCHEMA_VERSION})
    connection.execute(
        "insert into schema_version select $v where not exists (from schema_version)",
        {"v": SCHEMA_VERSION},
    )
    connection.commit()


def _configured(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """UTC, no progress bar, no network: the same bytes on every machine."""
    connection.execute("set timezone = 'UTC'")
    connection.execute("set autoinstall_known_extensions = false")
    connection.execute("set enable_progress_bar = false")
    return connection


def _version(connection: duckdb.DuckDBPyConnection, catalog: str = "") -> int | None:
    """The schema version of the tables that are there, None when there are none."""
    try:
        row = connection.execute(f"select max(version) from {catalog}schema_version").fetchone()
    except duckdb.CatalogException:
        return None
    return None if row is None or row[0] is None else int(row[0])


def _refuse_newer(found: int) -> None:
    """Refuses a warehouse of a newer blueprint-miner."""
    if found > SCHEMA_VERSION:
        raise LogError(
            f"the warehouse has schema version {found}, this program knows {SCHEMA_VERSION}."
            " Update blueprint-miner, or load the exports into a new warehouse."
        )


def _connect_waiting(path: str, wait_s: float) -> duckdb.DuckDBPyConnection:
    """A connection; tries until the lock is free or the time is over."""
    deadline = time.monotonic() + wait_s
    while True:
        try:
            return duckdb.connect(path)
        except duckdb.IOException as error:
            _wait_or_raise(error, path, deadline)


def _attach_waiting(
    connection: duckdb.DuckDBPyConnection, path: Path, wait_s: float, *, alone: bool
) -> None:
    """Attaches the warehouse; tries until the lock is free or the time is over."""
    mode = "read_write" if alone else "read_only"
    quoted = str(path).replace("'", "''")
    deadline = time.monotonic() + wait_s
    while True:
        try:
            connection.execute(f"attach '{quoted}' as warehouse ({mode})")
        except duckdb.IOException as error:
            _wait_or_raise(error, str(path), deadline)
        else:
            return


def _wait_or_raise(error: duckdb.IOException, path: str, deadline: float) -> None:
    """Sleeps a little when the trouble is a lock and there is time; else a named error."""
    if "lock" not in str(error).lower():
        raise LogError(f"{path}: cannot be opened as a warehouse: {error}") from error
    held = _who_holds(str(error), path)
    if time.monotonic() >= deadline:
        raise WarehouseLockedError(held) from error
    _LOG.info("waiting: %s", held)
    time.sleep(0.2)


def _who_holds(message: str, path: str) -> str:
    """Who holds the lock, in a sentence, from DuckDB's message."""
    found = re.search(r"held in (.+?) \(PID (\d+)\)", message)
    holder = f"process {found[2]} ({found[1]})" if found else "another process"
    return f"{path}: {holder} holds the warehouse. Wait until it ends, or stop it, and run again."
