"""Published runs that show somebody who was forgotten: they go, and a new run takes their place."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import duckdb

from blueprint.design import Design
from miner.warehouse import LogError
from pipelines.project import Project, SourceError
from pipelines.pseudonyms import OBJECT_TYPES
from pipelines.publish import remove_runs
from pipelines.run import compare_loaded, new_order
from pipelines.sql_variables import set_variables
from pipelines.staged_files import sql
from pipelines.withholding import define_tombstones


def without_runs(project: Project, folder: Path, design: Design, tombstones: Sequence[str]) -> int:
    """Publishes anew what is left, removes the runs that show the forgotten; gives their number.

    The new run comes first, so that `out/latest` is always a whole report. When nothing can be
    published any more, there is none afterwards.
    """
    doomed = _showing(project, design, tombstones)
    if not doomed:
        return 0
    with suppress(LogError, SourceError):  # nothing may be left to compare
        compare_loaded(new_order(folder))
    remove_runs(project.out_path, doomed)
    return len(doomed)


def _showing(project: Project, design: Design, tombstones: Sequence[str]) -> list[Path]:
    """The runs with a case that is named by somebody forgotten, or by a ticket of theirs."""
    runs = sorted(path.parent for path in project.out_path.glob("runs/*/findings.json"))
    if not runs or not tombstones:
        return []
    with duckdb.connect(":memory:") as connection:
        define_tombstones(connection, project, tombstones)
        types = {design.bindings.customer, design.case.name, *OBJECT_TYPES, *design.case.objects}
        set_variables(connection, {"case_types": sorted(types)})
        return [run for run in runs if _shows(connection, run / "mart" / "cases.parquet")]


def _shows(connection: duckdb.DuckDBPyConnection, cases: Path) -> bool:
    """Whether a forgotten customer is among the cases of a run; one without a list is not kept."""
    if not cases.exists():
        return True
    row = connection.execute(sql("forget/case_names.sql"), {"cases": str(cases)}).fetchone()
    return bool(row and row[0])
