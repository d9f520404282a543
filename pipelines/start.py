"""What the commands that run something do: check the input, run, show, say how it ended."""

from __future__ import annotations

from pathlib import Path

import click

from blueprint.design import load_design
from blueprint.findings import Findings
from pipelines import server
from pipelines.check import refuse_unknown_sources
from pipelines.demo import copy_sample
from pipelines.fail_on import Limit, exceeded, parse
from pipelines.faults import DONE, GAPS, UNSOUND
from pipelines.load_sums import load_sums
from pipelines.plain import plain
from pipelines.project import load_project
from pipelines.published import findings_of
from pipelines.terminal import progress, show_run

Window = tuple[str | None, str | None]


def demo(folder: Path) -> int:
    """Copies the sample project and runs it."""
    return run(copy_sample(folder), (None, None), ())


def run(project: Path, window: Window, fail_on: tuple[str, ...], *, verify: bool = False) -> int:
    """The Prefect flow, on the configured server or a temporary one."""
    limits = _limits(fail_on)
    settings = load_project(project)
    refuse_unknown_sources(settings, load_design(settings.design_path))
    with progress("starting Prefect"), server.available() as wait:
        from pipelines import flows  # noqa: PLC0415 - its import and the server's start overlap

        wait()
        folder = Path(flows.blueprint_run(str(project.resolve()), *window, verify))
    for sentence in load_sums(settings, folder.name):
        click.echo(plain(sentence))
    return _ended(folder, limits)


def compare(project: Path, window: Window, fail_on: tuple[str, ...]) -> int:
    """The same from what is loaded, without Prefect."""
    from pipelines.run import compare_loaded, new_order  # noqa: PLC0415 - heavy: errors come first

    limits = _limits(fail_on)
    with progress("comparing"):
        folder = compare_loaded(new_order(project, *window))
    return _ended(folder, limits)


def draft(project: Path, output: Path | None) -> int:
    """Writes a design drafted from the logs alone, and says where it is and what to do with it.

    Gives 4 when it had to load the exports, and a source was stopped.
    """
    from pipelines import drafting  # noqa: PLC0415 - heavy: errors come first

    settings = load_project(project)
    with progress("drafting"):
        loads = drafting.load_when_missing(settings)
        stopped = [f"{load.source} was stopped: {load.stopped}" for load in loads if load.stopped]
        sums = load_sums(settings, drafting.DRAFT) if loads else []
        path = drafting.draft_project(project, output)
    for sentence in (*sums, *stopped):
        click.echo(plain(sentence))
    click.echo(plain(f"Drafted {path}. {_after_draft(path, settings.design_path)}"))
    return UNSOUND if stopped else DONE


def _after_draft(drafted: Path, design: Path) -> str:
    """What to do with a draft: where it is not the project's design, it must become that first."""
    if drafted.resolve() == design.resolve():
        return "Look at every line of it, then run `blueprint-miner compare`."
    return (
        f"Look at every line of it; `blueprint-miner compare` reads {design.name},"
        " so put it there first."
    )


def schedule(project: Path, cron: str, timezone: str | None) -> int:
    """Serves the flow on a cron until it is stopped; the design's zone unless another is named."""
    design = load_design(load_project(project).design_path)
    server.silence()
    from pipelines import flows  # noqa: PLC0415 - after silence()

    flows.serve(project.resolve(), cron, timezone or design.timezone)
    return DONE


def _limits(texts: tuple[str, ...]) -> list[Limit]:
    """The limits of `--fail-on`; wrong usage when one cannot be read."""
    try:
        return [parse(text) for text in texts]
    except ValueError as error:
        raise click.UsageError(f"--fail-on: {error}") from None


def _ended(folder: Path, limits: list[Limit]) -> int:
    """Shows the run and gives its exit status."""
    findings = findings_of(folder)
    show_run(findings, folder)
    too_many = exceeded(findings, limits)
    for sentence in too_many:
        click.echo(sentence, err=True)
    return GAPS if too_many else _soundness(findings)


def _soundness(findings: Findings) -> int:
    """4 when a source was stopped or is stale."""
    return UNSOUND if any(s.stale or s.stopped for s in findings.run.sources) else DONE
