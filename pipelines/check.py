"""`blueprint-miner check`: project, design and bindings, with every mistake at once."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

import click

from blueprint.design import Design, DesignError, load_design
from pipelines.faults import DONE, WRONG_INPUT
from pipelines.plain import plain
from pipelines.project import Project, SourceError, load_project


def check_project(folder: Path) -> int:
    """Tells every mistake on standard error, or on standard output what was found to be right."""
    project, mistakes = _project(folder)
    design, more = _design(project.design_path if project else folder / "blueprint.yaml")
    mistakes += more
    if project and design:
        mistakes += list(unknown_sources(project, design))
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


def unknown_sources(project: Project, design: Design) -> Iterator[str]:
    """Bindings that name a source which the project does not have: they would never match."""
    known = [settings.name for settings in project.sources]
    for step, name in sorted(_named_sources(design)):
        if name not in known:
            near = get_close_matches(name, known, n=1)
            hint = f'Did you mean "{near[0]}"?' if near else f"Expected one of {', '.join(known)}."
            yield f'{design_file(project)}: the binding of {step} names source "{name}". {hint}'


def refuse_unknown_sources(project: Project, design: Design) -> None:
    """Raises `SourceError` when a binding names a source that the project does not have."""
    if mistakes := list(unknown_sources(project, design)):
        raise SourceError(*mistakes)


def design_file(project: Project) -> str:
    """The design's path as the project writes it."""
    path = project.design_path
    return str(path.relative_to(project.root) if path.is_relative_to(project.root) else path)


def _named_sources(design: Design) -> set[tuple[str, str]]:
    """Step and source, for every source that a binding demands by name."""
    return {
        (f'step "{step}"', value)
        for step, alternatives in design.bindings.steps.items()
        for alternative in alternatives
        for condition in alternative.conditions
        if condition.field == "source" and condition.operator == "="
        for value in condition.values
    }


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
