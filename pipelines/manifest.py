"""The manifest of loads: how the rows of each file ended, checked before each commit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import duckdb

from pipelines.staged_files import StagedFile, sql


class UnaccountedRowsError(Exception):
    """Rows were lost on the way: a fault of ours; nothing of the file was committed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLoad:
    """How the rows of one source ended in this load; files loaded before count nothing."""

    source: str
    files: int = 0
    rows_read: int = 0
    rows_loaded: int = 0
    rows_duplicate: int = 0
    rows_quarantined: int = 0
    events_loaded: int = 0
    events_duplicate: int = 0
    events_conflicting: int = 0  # duplicates with the id of another event, but other content
    stopped: str | None = None


class Counts(NamedTuple):
    """How the rows of one file ended."""

    load_id: str
    source_file: str
    rows_read: int
    rows_loaded: int
    rows_duplicate: int
    rows_quarantined: int
    events_loaded: int
    events_duplicate: int
    events_conflicting: int


def said(file: StagedFile) -> dict[str, object]:
    """What the manifest says of a file before its rows are committed."""
    return {
        "file_no": file.number,
        "load_id": file.load_id,
        "source_file": file.source_file,
        "sha256": file.sha256,
        "rows_read": file.rows_read,
        "is_one_each": file.is_one_each,
    }


def counted(connection: duckdb.DuckDBPyConnection, files: Sequence[StagedFile]) -> list[Counts]:
    """The counts of those files that are in the manifest."""
    load_ids = [file.load_id for file in files]
    rows = connection.execute(sql("load_counts.sql"), {"load_ids": load_ids}).fetchall()
    return [Counts(*row) for row in rows]


def check(loads: Sequence[Counts]) -> None:
    """Every row that was read ended in one way. Raises `UnaccountedRowsError`."""
    for load in loads:
        if load.rows_read != load.rows_loaded + load.rows_duplicate + load.rows_quarantined:
            raise UnaccountedRowsError(
                f"{load.source_file}: {load.rows_read} rows were read, but"
                f" {load.rows_loaded} loaded + {load.rows_duplicate} duplicate"
                f" + {load.rows_quarantined} quarantined"
            )


def stopped_load(source: str, files: Sequence[StagedFile], reason: str) -> SourceLoad:
    """A source of which nothing was loaded, with the rows that were read until it was stopped."""
    return SourceLoad(
        source=source,
        files=len(files),
        rows_read=sum(file.rows_read for file in files),
        rows_quarantined=sum(r.rows for file in files for r in file.rejected),
        stopped=reason,
    )


def summed(source: str, loads: Sequence[Counts]) -> SourceLoad:
    """The sums over the files of one load."""
    return SourceLoad(
        source=source,
        files=len(loads),
        rows_read=sum(load.rows_read for load in loads),
        rows_loaded=sum(load.rows_loaded for load in loads),
        rows_duplicate=sum(load.rows_duplicate for load in loads),
        rows_quarantined=sum(load.rows_quarantined for load in loads),
        events_loaded=sum(load.events_loaded for load in loads),
        events_duplicate=sum(load.events_duplicate for load in loads),
        events_conflicting=sum(load.events_conflicting for load in loads),
    )
