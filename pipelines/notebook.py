"""A loaded project as a log, for Python and notebooks."""

from __future__ import annotations

from pathlib import Path

from miner.cases import prepare
from miner.log import EventLog
from miner.warehouse import open_for_analysis
from pipelines.run import identity_rules, new_order, read


def open_project(folder: Path | str) -> EventLog:
    """The log of a project that has been loaded: customers and cases as the project says.

    Prepared in memory; nothing is written. Raises `SourceError` or `DesignError` for mistakes in
    the project, `LogError` when there is no warehouse yet or another process holds it.
    """
    project, design = read(new_order(Path(folder)))
    connection = open_for_analysis(project.warehouse_path)
    return prepare(connection, design.bindings.customer, identity_rules(project), design.case)
