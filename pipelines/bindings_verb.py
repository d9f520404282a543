"""The verb `bindings` of the command line; what is heavy is imported where it is used."""

from __future__ import annotations

from pathlib import Path

import click

from pipelines.options import project_option


@click.command()
@project_option
@click.option("--json", "as_json", is_flag=True, help="For scripts: everything as JSON.")
def bindings(project: Path, *, as_json: bool) -> int:
    """Shows what is bound, ignored and unbound, and suggests steps for what is unbound.

    By activity, with counts and examples (file:row). Suggestions are lines to paste under
    `bindings: steps:`, each with its score and what speaks for it. Reads what is loaded.
    """
    from pipelines import bindings_command  # noqa: PLC0415 - heavy

    return bindings_command.show(project, as_json=as_json)
