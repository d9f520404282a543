"""Rows about customers who were forgotten do not come back: rejected, without their content."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import duckdb

from miner.warehouse import NoWarehouseError, open_for_analysis
from pipelines.one_writer import WAREHOUSE
from pipelines.project import Project
from pipelines.pseudonyms import define_names, keyed
from pipelines.sql_variables import set_variables
from pipelines.staged_files import StagedFile, connected, sql


def without_forgotten(
    project: Project, staged: Sequence[StagedFile], folder: Path, wait_s: float
) -> list[StagedFile]:
    """The staged files, with rows about forgotten customers rejected as `forgotten`."""
    tombstones = tombstones_of(project.warehouse_path, wait_s) if staged else []
    if not tombstones:
        return list(staged)
    with connected(folder) as connection:
        define_tombstones(connection, project, tombstones)
        return [_withheld(connection, file) for file in staged]


def tombstones_of(warehouse: Path, wait_s: float) -> list[str]:
    """What the warehouse keeps of the forgotten: one keyed hash per identifier."""
    try:
        with WAREHOUSE, open_for_analysis(warehouse, wait_s) as connection:
            rows = connection.execute("select tombstone from forgotten order by all").fetchall()
    except NoWarehouseError:
        return []
    return [tombstone for (tombstone,) in rows]


def define_tombstones(
    connection: duckdb.DuckDBPyConnection, project: Project, tombstones: Sequence[str]
) -> None:
    """The macros that tell whether a name in the warehouse is a forgotten one's."""
    define_names(connection, keyed(project))
    keys = [*project.identity.keys, *project.privacy.persons]
    set_variables(connection, {"tombstones": list(tombstones), "key_types": keys})
    connection.execute(sql("forget/macros.sql"))


def _withheld(connection: duckdb.DuckDBPyConnection, file: StagedFile) -> StagedFile:
    """The file as it is when it touches nobody who was forgotten, else a new one."""
    set_variables(connection, {"staged": list(file.parts)})
    gone = [name for (name,) in connection.execute(sql("forget/touched.sql")).fetchall()]
    if not gone:
        return file
    without = file.parts[0].replace(".parquet", ".without.parquet")
    set_variables(connection, {"gone": gone, "staged_without": without})
    connection.execute(sql("forget/withheld.sql"))
    return replace(file, parts=(without,))
