"""`export`: the loaded log in a file for other programs, OCEL 2.0 or XES."""

from __future__ import annotations

from pathlib import Path

import click

from blueprint.design import load_design
from miner.cases import prepare
from miner.export import OCEL, XES, write_ocel, write_xes
from miner.warehouse import open_for_analysis
from pipelines.plain import plain
from pipelines.project import SourceError, load_project
from pipelines.run import LOCK_WAIT_S, identity_rules


def export(project_path: Path, target: Path) -> int:
    """Writes every event with its objects (OCEL), or the cases with their events (XES)."""
    if not target.name.endswith((*OCEL, *XES)):
        raise SourceError(
            f"{target}: expected a name that ends in {', '.join((*OCEL, *XES))}:"
            " OCEL 2.0 as JSON, XML or SQLite, or XES."
        )
    project = load_project(project_path)
    with open_for_analysis(project.warehouse_path, LOCK_WAIT_S) as connection:
        if target.name.endswith(XES):
            design = load_design(project.design_path)
            prepare(connection, design.bindings.customer, identity_rules(project), design.case)
            write_xes(connection, target)
        else:
            write_ocel(connection, target)
    click.echo(plain(f"Written: {target}"))
    return 0
