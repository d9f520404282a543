"""The verb `diff` of the command line; what is heavy is imported where it is used."""

from __future__ import annotations

from pathlib import Path

import click

from pipelines.options import project_option


@click.command()
@click.argument(
    "designs", nargs=-1, metavar="[OLD.yaml [NEW.yaml]]", type=click.Path(path_type=Path)
)
@project_option
@click.option(
    "--window",
    "windows",
    multiple=True,
    metavar="FROM..TO",
    help="A period; two, or one to compare with the one before it.",
)
@click.option(
    "--where",
    "wheres",
    multiple=True,
    metavar="FIELD=VALUE",
    help="A segment; two, or one to compare with the rest.",
)
@click.option("--json", "as_json", is_flag=True, help="For scripts: everything as JSON.")
def diff(
    designs: tuple[Path, ...],
    project: Path,
    windows: tuple[str, ...],
    wheres: tuple[str, ...],
    *,
    as_json: bool,
) -> int:
    """Compares any two: periods, segments, or versions of a design.

    Of what is loaded: `--window 2026-01-01..2026-02-01 --window 2026-02-01..2026-03-01`, or
    `--where channel=chat --where channel=email` (fields as in bindings). Both sides are as-is; the
    shares of all gap kinds and the stages' times are told with intervals on the difference.

    Of designs: `OLD.yaml NEW.yaml`, or one to compare with the project's: steps added, removed and
    moved, promises changed.
    """
    from pipelines import diff_command  # noqa: PLC0415 - heavy

    asked = diff_command.Asked(designs=designs, windows=windows, wheres=wheres)
    return diff_command.show(project, asked, as_json=as_json)
