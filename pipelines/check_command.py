"""`blueprint-miner check`: project, design and bindings, with every mistake at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from blueprint.design import Design, DesignError, load_design
from miner.warehouse import LogError
from pipelines.analysis import bound
from pipelines.check import unknown_sources
from pipelines.faults import DONE, WRONG_INPUT
from pipelines.plain import plain
from pipelines.project import Project, SourceError, load_project


def check_project(folder: Path) -> int:
    """Tells every mistake on standard error, or on standard output what was found to be right."""
    project, mistakes = _project(folder)
    design, more = _design(project.design_path if project else folder / "blueprint.yaml")
    mistakes += more
    if project and design:
        mistakes += list(unknown_sources(project, design)) or _ambiguous(project, design)
    for mistake in mistakes:
        click.echo(plain(mistake), err=True)
    if mistakes or project is None or design is None:
        return WRONG_INPUT
    for line in _summary(project, design):
        click.echo(plain(line))
    return DONE


def _project(folder: Path) -> tuple[Project | None, list[str]]:
    """The project, or what is wrong with it."""
    try:
        return load_project(folder), []
    except SourceError as error:
        return None, list(error.mistakes)


def _design(path: Path) -> tuple[Design | None, list[str]]:
    """The design, or what is wrong with it."""
    try:
        return load_design(path), []
    except DesignError as error:
        return None, [str(mistake) for mistake in error.mistakes]


def _ambiguous(project: Project, design: Design) -> list[str]:
    """Steps that bind one event, with such an event, as far as events are loaded."""
    if not project.warehouse_path.exists():
        return []
    try:
        with bound(project, design, wait_s=0) as log:
            return [str(mistake) for mistake in log.ambiguous]
    except LogError as error:
        click.echo(plain(f"warning: what is loaded was not looked at: {error}"), err=True)
        return []


def _summary(project: Project, design: Design) -> Iterator[str]:
    """What was found, and what the design leaves unjudged."""
    blueprint = design.blueprint
    yield f"project {project.name}: {', '.join(settings.name for settings in project.sources)}"
    yield (
        f"design {blueprint.id} {blueprint.version}: {len(blueprint.stages)} stages,"
        f" {len(blueprint.lanes)} lanes, {len(blueprint.steps)} steps,"
        f" {len(design.bindings.steps)} of them bound"
    )
    yield from (f"warning: {warning}" for warning in design.warnings)
    for row in design.unjudged:
        yield f"not judged: {row['kind']} of {row['subject']}: {row['why']}"
    yield "No mistake found."
