"""How the rows of each source ended in one load, in words: every row is accounted for."""

from __future__ import annotations

from miner.warehouse import NoWarehouseError, WarehouseLockedError, open_for_analysis
from pipelines.manifest import SourceLoad
from pipelines.project import Project
from pipelines.staged_files import sql

LOCK_WAIT_S = 2


def load_sums(project: Project, run_id: str) -> list[str]:
    """One sentence per source of the project that was not stopped; none while others load."""
    try:
        with open_for_analysis(project.warehouse_path, LOCK_WAIT_S) as connection:
            rows = connection.execute(sql("load_sums.sql"), {"run_id": run_id}).fetchall()
    except (NoWarehouseError, WarehouseLockedError):
        return []
    return [_sentence(_load(*row)) for row in rows]


def _load(source: str, files: int, *counts: int) -> SourceLoad:
    """The counts by their names, in the order of the query."""
    names = ("read", "loaded", "duplicate", "quarantined")
    rows = {f"rows_{name}": count for name, count in zip(names, counts, strict=False)}
    events = {"events_loaded": counts[4], "events_conflicting": counts[5]}
    return SourceLoad(source=source, files=files, **rows, **events)


def _sentence(load: SourceLoad) -> str:
    """What was read is what was loaded, was there already, or was set aside."""
    told = (
        f"{load.source}: {load.rows_read:,} rows of {load.files:,} files read"
        f" = {load.rows_loaded:,} loaded + {load.rows_duplicate:,} duplicate"
        f" + {load.rows_quarantined:,} quarantined; {load.events_loaded:,} new events"
    )
    if load.events_conflicting:
        told += f"; {load.events_conflicting:,} have a known id and other content"
    return told
