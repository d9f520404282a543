"""How the rows of each source ended in one load, in words: every row is accounted for."""

from __future__ import annotations

from typing import NamedTuple

from miner.warehouse import NoWarehouseError, WarehouseLockedError, open_for_analysis
from pipelines.project import Project
from pipelines.staged_files import sql

LOCK_WAIT_S = 2


class _Sums(NamedTuple):
    """The counts of one source, in the order of the query."""

    source: str
    files: int
    rows_read: int
    rows_loaded: int
    rows_duplicate: int
    rows_quarantined: int
    events_loaded: int
    events_conflicting: int


def load_sums(project: Project, run_id: str) -> list[str]:
    """One sentence per source of the project that was not stopped; none while others load."""
    try:
        with open_for_analysis(project.warehouse_path, LOCK_WAIT_S) as connection:
            rows = connection.execute(sql("load_sums.sql"), {"run_id": run_id}).fetchall()
    except (NoWarehouseError, WarehouseLockedError):
        return []
    return [_sentence(_Sums(*row)) for row in rows] or ["Nothing new was loaded."]


def _sentence(load: _Sums) -> str:
    """What was read is what was loaded, was there already, or was set aside."""
    files = "1 file" if load.files == 1 else f"{load.files:,} files"
    told = (
        f"{load.source}: {load.rows_read:,} rows of {files} read"
        f" = {load.rows_loaded:,} loaded + {load.rows_duplicate:,} duplicate"
        f" + {load.rows_quarantined:,} quarantined; {load.events_loaded:,} new events"
    )
    if load.events_conflicting:
        told += f"; {load.events_conflicting:,} have a known id and other content"
    return told
