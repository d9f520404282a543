"""Whether project and design fit together: sources that bindings name must be there."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from blueprint.design import Design
from pipelines.project import Project, SourceError


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
