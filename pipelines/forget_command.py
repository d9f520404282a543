"""`blueprint-miner forget`: asks a person at a terminal, forgets, says what is left to do."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from pipelines.faults import DONE
from pipelines.forgetting import forget
from pipelines.plain import plain
from pipelines.project import load_project
from pipelines.terminal import progress


def forget_customer(project: Path, identifier: str, kind: str | None, *, yes: bool) -> int:
    """Forgets the customer that an identifier names.

    Raises `click.UsageError` without `yes` where there is no terminal to ask at.
    """
    if not yes:
        if not sys.stdin.isatty():
            raise click.UsageError("nobody can be asked here: give --yes to erase for good")
        click.confirm("This erases the customer for good. Go on?", abort=True, err=True)
    with progress("forgetting"):
        erased = forget(project, identifier, kind)
    click.echo(
        f"Erased {erased.events} events, {erased.links} links, {erased.quarantine_rows} rejected"
        f" rows and {erased.runs} published runs. Later rows about them are rejected as forgotten."
    )
    files = sorted({name for source in load_project(project).sources for name in source.files})
    click.echo(
        plain(f"The exports are yours and keep what they say of this person: {', '.join(files)}."),
        err=True,
    )
    return DONE
