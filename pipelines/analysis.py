"""The loaded log of a project, prepared and bound to its design: for commands that look at it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from blueprint import instances
from blueprint.design import Design, DesignError, load_design
from blueprint.findings import SourceState
from blueprint.mistakes import Mistake
from miner.prepared import Recipe, prepare_kept, prepared_path
from miner.warehouse import open_for_analysis
from pipelines.project import Project, load_project
from pipelines.pseudonyms import with_customer
from pipelines.run import LOCK_WAIT_S, identity_rules
from pipelines.source_states import source_states


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundLog:
    """The tables of `blueprint.instances.build`, over a project's warehouse.

    `ambiguous` are the events that two steps bind, as mistakes; a run would be refused for them.
    """

    connection: duckdb.DuckDBPyConnection
    project: Project
    design: Design
    sources: list[SourceState]
    ambiguous: tuple[Mistake, ...]


@contextmanager
def bound_log(folder: Path) -> Iterator[BoundLog]:
    """What is loaded, bound to the design as it stands now.

    Raises `SourceError` and `DesignError` with all mistakes, `LogError` without a warehouse.
    """
    project = load_project(folder)
    design = load_design(project.design_path)
    with bound(project, design) as log:
        yield log


@contextmanager
def bound(project: Project, design: Design, wait_s: float = LOCK_WAIT_S) -> Iterator[BoundLog]:
    """The same for a project and a design that were read already."""
    project = with_customer(project, design.bindings.customer)
    with open_for_analysis(project.warehouse_path, wait_s) as connection:
        sources = source_states(connection, project.sources, datetime.now(UTC), {})
        recipe = Recipe(
            customer_type=design.bindings.customer,
            rules=identity_rules(project),
            notion=design.case,
        )
        prepare_kept(connection, prepared_path(project.warehouse_path), recipe)
        yield BoundLog(
            connection=connection,
            project=project,
            design=design,
            sources=sources,
            ambiguous=_built(connection, design, sources),
        )


def _built(
    connection: duckdb.DuckDBPyConnection, design: Design, sources: list[SourceState]
) -> tuple[Mistake, ...]:
    """Builds the instances; what is ambiguous is told only after all of them are there."""
    try:
        instances.build(connection, design, sources, (None, None))
    except DesignError as error:
        return error.mistakes
    return ()
