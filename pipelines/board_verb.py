"""`board`: a view of the last run's blueprint as a file for slides and print."""

from __future__ import annotations

from pathlib import Path

import click

from pipelines.options import project_option

VIEWS = ("gaps", "designed", "as_is", "journey", "flow", "before-after")
LANGUAGES = ("en", "es", "pl")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@project_option
@click.option(
    "--view",
    type=click.Choice(VIEWS),
    default=VIEWS[0],
    show_default=True,
    help="Which side of the blueprint.",
)
@click.option("--language", type=click.Choice(LANGUAGES), help="Default: that of the run.")
def board(file: Path, project: Path, view: str, language: str | None) -> int:
    """Writes a view of the last run's blueprint as FILE: .svg, .png or .pdf.

    A PNG has two pixels for each of the picture's own; a PDF is one A3 page, landscape.
    """
    from pipelines import board_files  # noqa: PLC0415 - heavy

    return board_files.write(file, project, view, language)
