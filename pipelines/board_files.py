"""A view of what was published last, written as SVG, PNG or PDF; never from the warehouse."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from blueprint.board import draw, files
from blueprint.board.telling import tell
from blueprint.board.views import View, offered
from blueprint.findings import Findings
from blueprint.model import say
from blueprint.sentences import word
from pipelines.faults import DONE
from pipelines.plain import plain
from pipelines.project import SourceError, load_project
from pipelines.published import findings_of, latest

FORMATS = (".svg", ".png", ".pdf")


def write(target: Path, project: Path, view: str, language: str | None) -> int:
    """Writes the file. Raises `SourceError` for another format, or a view with nothing in it."""
    form = target.suffix.lower()
    if form not in FORMATS:
        told = ", ".join(FORMATS)
        raise SourceError(f"{target.name}: found no format by its end, expected one of {told}")
    findings = findings_of(latest(load_project(project).out_path))
    if language:
        findings = replace(findings, run=replace(findings.run, language=language))
    if View(view) not in offered(findings):
        raise SourceError(
            f"--view {view}: no earlier run over other data or another window is kept,"
            " there is nothing to compare with"
        )
    target.write_bytes(_content(findings, View(view), form))
    click.echo(plain(f"Written: {target}"))
    return DONE


def _content(findings: Findings, view: View, form: str) -> bytes:
    """The bytes of a view in a format."""
    svg = draw(findings, view)
    if form == ".svg":
        return svg.encode()
    if form == ".png":
        return files.png(svg)
    story = tell(findings, view)
    name = say(story.blueprint.name, story.language) or story.blueprint.id
    return files.pdf(svg, f"{name}: {word(f'view_{view}', story.language)}")
