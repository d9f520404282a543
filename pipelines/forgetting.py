"""Forgetting a customer: their events, links, rejected rows, and the published runs that show them.

The warehouse is written anew without them, beside the old one, and takes its place in one step: no
byte of them stays in the file, and a process that is killed leaves the old one or the new one. What
is left is a tombstone for each of their identifiers, a keyed hash, so that a load of the same
exports does not bring them back.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from miner.cases import prepare
from miner.prepared import remove_prepared
from miner.warehouse import TABLES, open_for_analysis, open_for_loading
from pipelines.compared import remove_compared
from pipelines.one_writer import LOCK_WAIT_S, WAREHOUSE
from pipelines.project import Project
from pipelines.project_file import SourceError
from pipelines.pseudonyms import (
    Pseudonyms,
    keyed,
    pseudonyms_of,
    refuse_other_names,
    warehouse_name,
)
from pipelines.run import identity_rules, new_order, read
from pipelines.snapshots import without_runs
from pipelines.sql_variables import set_variables
from pipelines.staged_files import sql
from pipelines.withholding import define_tombstones, tombstones_of

FILTERED = ("events", "event_objects", "object_links", "quarantine", "forgotten")
_SEPARATOR = chr(31)


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """What was erased; nothing when the customer had been forgotten before."""

    events: int = 0
    links: int = 0
    quarantine_rows: int = 0
    runs: int = 0


def forget(folder: Path, identifier: str, kind: str | None = None) -> Forgotten:
    """Erases the customer that an identifier names (of one type, when `kind` names one).

    Safe to repeat and to kill. Raises `SourceError` when it names nobody or several,
    `LogError` when there is no warehouse.
    """
    project, design = read(new_order(folder))
    with WAREHOUSE, _alone(project, design.bindings.customer) as connection:
        customer_no = _customer(connection, project, identifier.strip(), kind)
        erased = Forgotten()
        if customer_no is not None:
            _find_all(connection, keyed(project), customer_no, identifier.strip())
            erased = _rewritten(connection, project.warehouse_path)
    tombstones = tombstones_of(project.warehouse_path, LOCK_WAIT_S)
    runs = without_runs(project, folder, design, tombstones)
    return Forgotten(
        events=erased.events, links=erased.links, quarantine_rows=erased.quarantine_rows, runs=runs
    )


def _find_all(
    connection: duckdb.DuckDBPyConnection, names: Pseudonyms, customer_no: int, given: str
) -> None:
    """The tables of what goes with a customer."""
    said = {"customer_no": customer_no, "given": given, "now": datetime.now(UTC)}
    acting = [names.hashed("actor", given), names.hashed("actor", given.lower())]
    set_variables(connection, said | {"given_as_actor": acting})
    connection.execute(sql("forget/gone.sql"))


def _alone(project: Project, customer_type: str) -> duckdb.DuckDBPyConnection:
    """The analysis of the warehouse, with nobody else at it: no reader publishes what goes."""
    connection = open_for_analysis(project.warehouse_path, LOCK_WAIT_S, alone=True)
    refuse_other_names(connection, project, pseudonyms_of(project))
    prepare(connection, customer_type, identity_rules(project))
    define_tombstones(connection, project, [])
    return connection


def _customer(
    connection: duckdb.DuckDBPyConnection, project: Project, identifier: str, kind: str | None
) -> int | None:
    """The customer of an identifier, None when they were forgotten before."""
    kinds = [
        k
        for (k,) in connection.execute("select distinct identifier_type from identities").fetchall()
    ]
    asked = [kind] if kind else sorted({*kinds, *project.identity.keys, *project.identity.leaves})
    wanted = sorted(
        {f"{k}{_SEPARATOR}{name}" for k in asked for name in _as_named(project, k, identifier)}
    )
    found = connection.execute(
        "select distinct identifier_type, customer_no from identities"
        " where list_contains($wanted, identifier_type || chr(31) || identifier) order by all",
        {"wanted": wanted},
    ).fetchall()
    customers = {customer for _, customer in found}
    if len(customers) > 1:
        told = ", ".join(sorted({k for k, _ in found}))
        raise SourceError(
            f"found {len(customers)} customers by this identifier (types: {told})."
            " Say which one with --type, or name them by an identifier that is theirs alone."
        )
    if customers:
        return int(customers.pop())
    if _is_forgotten(connection, wanted):
        return None
    types = f"of type {kind}" if kind else f"(looked among {', '.join(asked)})"
    raise SourceError(f"found nobody by this identifier {types}. Is it written as in the exports?")


def _as_named(project: Project, kind: str, identifier: str) -> set[str]:
    """How an identifier may stand in the warehouse: as it is compared, or a pseudonym as shown."""
    names = pseudonyms_of(project)
    return {identifier.removeprefix(f"{kind}:"), warehouse_name(project, names, kind, identifier)}


def _is_forgotten(connection: duckdb.DuckDBPyConnection, wanted: list[str]) -> bool:
    """Whether a tombstone stands for one of these names."""
    row = connection.execute(
        "select count(*) from (select unnest($wanted) as name) where tombstone("
        "split_part(name, chr(31), 1), split_part(name, chr(31), 2))"
        " in (select tombstone from forgotten)",
        {"wanted": wanted},
    ).fetchone()
    return bool(row and row[0])


def _rewritten(connection: duckdb.DuckDBPyConnection, warehouse: Path) -> Forgotten:
    """Writes the warehouse without the customer, and puts it in the place of the old one."""
    fresh = warehouse.with_name(f"{warehouse.name}.forgetting")
    for left in (fresh, fresh.with_name(f"{fresh.name}.wal")):
        left.unlink(missing_ok=True)
    open_for_loading(fresh).close()
    quoted = str(fresh).replace("'", "''")
    connection.execute(f"attach '{quoted}' as fresh")
    # what a killed load left beside the old file would fit no other: nobody could open the new one
    connection.execute("checkpoint warehouse")
    for table in sorted(set(TABLES) - set(FILTERED)):
        connection.execute(f"insert into fresh.{table} by name from warehouse.{table}")
    connection.execute(sql("forget/kept.sql"))
    counts = connection.execute(sql("forget/counts.sql")).fetchone() or (0, 0, 0)
    connection.execute("checkpoint fresh")
    connection.execute("detach fresh")
    shutil.copymode(warehouse, fresh)
    remove_prepared(warehouse)
    remove_compared(warehouse)
    fresh.replace(warehouse)
    _sync(warehouse.parent)
    events, links, quarantine_rows = counts
    return Forgotten(events=events, links=links, quarantine_rows=quarantine_rows)


def _sync(folder: Path) -> None:
    """The new name on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
