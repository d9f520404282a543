"""The prepared log, kept between runs: a file beside the warehouse with the tables of `prepare`.

It is only ever a shortcut: safe to delete, made anew when it is another program's, another set of
rules' or cannot be read, and brought up to date by `miner.increment` when loads came or went. It is
replaced in one rename and updated in one transaction, so a process that is killed leaves the old
one or the next one. Where another process is writing it, the log is prepared in memory instead.
"""

from __future__ import annotations

import hashlib
import json
import logging
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb

from miner.case_notions import CUSTOMER, CaseNotion, cut
from miner.cases import MOST_HOPS, assign
from miner.identity import IdentityRules
from miner.increment import GAP, PREPARED, AnewError, add, is_current
from miner.log import EventLog, run_script

_LOG = logging.getLogger("blueprint_miner")
_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """What a log is prepared by: another recipe gives another log."""

    customer_type: str
    rules: IdentityRules
    notion: CaseNotion


@dataclass(frozen=True, slots=True)
class Preparation:
    """The log, and in words how it came to be: kept, brought up to date, or made anew and why."""

    log: EventLog
    how: str


class _BusyError(Exception):
    """Another process has the prepared log open for writing."""


def prepared_path(warehouse: Path) -> Path:
    """Where the prepared log of a warehouse is kept: beside it."""
    return warehouse.with_name(f"{warehouse.stem}.prepared{warehouse.suffix}")


def remove_prepared(warehouse: Path) -> None:
    """Removes the prepared log of a warehouse; it is made anew when it is next needed."""
    path = prepared_path(warehouse)
    for each in (path, _making(path)):
        _remove(each)


def prepare_kept(connection: duckdb.DuckDBPyConnection, path: Path, recipe: Recipe) -> Preparation:
    """The tables of `miner.cases.prepare`, from the prepared log in `path` as far as it serves.

    Afterwards the prepared log in `path` has what the warehouse has. That it cannot be written is
    logged and does no harm.
    """
    with connection.cursor() as working:
        working.execute("set timezone = 'UTC'")
        run_script(working, PREPARED / "loads.sql")
        _define_rows(working)
        fingerprint = _fingerprint(working, recipe)
        try:
            how = _kept(working, path, fingerprint, recipe)
            run_script(working, PREPARED / "views.sql")
        except AnewError as reason:
            how = f"made anew: {reason}"
            _make(working, recipe)
            _store(working, path, fingerprint)
        except _BusyError:
            how = "made anew, in memory: another process is writing the prepared log"
            _make(working, recipe)
    return Preparation(EventLog(connection), how)


def _define_rows(working: duckdb.DuckDBPyConnection) -> None:
    """The view `object_rows`: event_objects with the number of each row in its table."""
    query = "select count(*) from duckdb_databases() where database_name = 'warehouse'"
    is_attached = working.execute(query).fetchone() == (1,)
    name = "rows_of_warehouse.sql" if is_attached else "rows_here.sql"
    run_script(working, PREPARED / name)


def _kept(working: duckdb.DuckDBPyConnection, path: Path, fingerprint: str, recipe: Recipe) -> str:
    """Attaches the prepared log, brought up to date where loads came or went.

    Raises `AnewError` with the reason when it does not serve; it is not attached then.
    """
    if not path.exists():
        raise AnewError("nothing was kept")
    _attach(working, path, fingerprint, "read_only")
    if is_current(working):
        return "as it was kept: nothing was loaded since"
    working.execute("detach prepared")
    _attach(working, path, fingerprint, "read_write")
    try:
        how = add(working, recipe.customer_type, recipe.rules, recipe.notion)
    finally:
        working.execute("detach prepared")
    _attach(working, path, fingerprint, "read_only")
    return how


def _attach(working: duckdb.DuckDBPyConnection, path: Path, fingerprint: str, mode: str) -> None:
    """Attaches the file as `prepared`; raises when it is locked, damaged or another recipe's."""
    quoted = str(path).replace("'", "''")
    try:
        working.execute(f"attach '{quoted}' as prepared ({mode})")
        row = working.execute("select fingerprint from prepared.stamp").fetchone()
    except duckdb.Error as error:
        working.execute("detach database if exists prepared")
        if "lock" in str(error).lower():
            raise _BusyError from error
        raise AnewError("what was kept cannot be read") from error
    if row != (fingerprint,):
        working.execute("detach prepared")
        raise AnewError("the rules, the notion of a case or the program have changed")


def _make(working: duckdb.DuckDBPyConnection, recipe: Recipe) -> None:
    """The tables of `miner.cases.prepare`, and beside them what `miner.increment` needs to know."""
    assign(working, recipe.customer_type, recipe.rules)
    is_customer = recipe.notion.name == CUSTOMER
    run_script(working, PREPARED / "neighbourhoods.sql", is_customer=is_customer)
    run_script(working, _HERE / "cases_done.sql")
    cut(working, recipe.notion, MOST_HOPS)
    run_script(working, PREPARED / "loose_events.sql")
    run_script(working, _HERE / "traces.sql")


def _store(working: duckdb.DuckDBPyConnection, path: Path, fingerprint: str) -> None:
    """Writes the tables into a new file that takes the place of the old one."""
    making = _making(path)
    quoted = str(making).replace("'", "''")
    try:
        _remove(making)
        working.execute(f"attach '{quoted}' as prepared")
        run_script(working, PREPARED / "store.sql", gap=GAP, fingerprint=fingerprint)
        working.execute("checkpoint prepared")
        working.execute("detach prepared")
        _remove(path)
        making.replace(path)
    except (duckdb.Error, OSError) as error:
        _LOG.warning("the prepared log cannot be kept: %s", error)
        working.execute("detach database if exists prepared")


def _making(path: Path) -> Path:
    """Where it is written before it takes its place."""
    return path.with_name(f"{path.name}.making")


def _remove(path: Path) -> None:
    """The file and what a killed process left beside it."""
    for each in (path, path.with_name(f"{path.name}.wal")):
        each.unlink(missing_ok=True)


def _fingerprint(working: duckdb.DuckDBPyConnection, recipe: Recipe) -> str:
    """One hash over all that a prepared log depends on, besides the loads."""
    forgotten = working.execute("select count(*), max(forgotten_at)::varchar from forgotten")
    said = {
        "recipe": asdict(recipe),
        "forgotten": forgotten.fetchone(),
        "duckdb": duckdb.__version__,
        "program": [
            hashlib.sha256(file.read_bytes()).hexdigest()
            for folder in (_HERE, PREPARED)
            for file in sorted((*folder.glob("*.sql"), *folder.glob("*.py")))
        ],
    }
    return hashlib.sha256(json.dumps(said, sort_keys=True, default=_plain).encode()).hexdigest()


def _plain(value: Any) -> object:
    """A setting that JSON does not know, as one that it does."""
    return value / timedelta(microseconds=1) if isinstance(value, timedelta) else str(value)
