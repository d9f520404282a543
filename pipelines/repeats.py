"""Which staged events another one of the same load stands for: ids that come more than once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb

from pipelines.sql_variables import set_variables
from pipelines.staged_files import StagedFile, connected, sql

REPEATS = "repeats.parquet"
_AT_A_TIME = 20_000_000
"""Ids that are compared at a time: eight bytes each."""


def mark_repeats(staged: Sequence[StagedFile], folder: Path) -> None:
    """Marks the staged events (and rows without one) that another one of this load stands for."""
    if not staged:
        return
    with connected(folder) as connection:
        files = [part for file in staged for part in file.parts]
        set_variables(connection, {"staged_files": files, "repeats": str(folder / REPEATS)})
        events = sum(file.events for file in staged)
        alike = has_repeats(connection, events // _AT_A_TIME + 1)
        connection.execute(sql("suspects.sql" if alike else "no_suspects.sql"))
        connection.execute(sql("repeats.sql"))


def has_repeats(connection: duckdb.DuckDBPyConnection, slices: int) -> bool:
    """Whether any two ids of staged events have the same hash; looked at in so many slices.

    Sorted hashes tell it in a third of the time that grouping takes.
    """
    import numpy as np  # noqa: PLC0415 - a tenth of a second

    for number in range(slices):
        asked = {"slices": slices, "slice": number}
        found = connection.execute(sql("id_hashes.sql"), asked).fetchnumpy()["id_hash"]
        hashes = np.sort(np.asarray(found))
        if (hashes[1:] == hashes[:-1]).any():
            return True
    return False
