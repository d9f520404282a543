"""`blueprint-miner quarantine`: what was rejected and why, and another try after a fix."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from rich.table import Table
from rich.text import Text

from miner.warehouse import open_for_analysis
from pipelines.faults import DONE, UNSOUND
from pipelines.plain import plain
from pipelines.project import Project, SourceError, load_project
from pipelines.project_file import nearest
from pipelines.replaying import Replayed, replayed_sources
from pipelines.staged_files import sql
from pipelines.stopping import NO_FAULT
from pipelines.terminal import open_console, progress

LOCK_WAIT_S = 10
HEADINGS = ("source", "reason", "file", "rows", "first line", "state", "detail")


def show(
    folder: Path, source: str | None, reason: str | None, *, as_json: bool, single: bool
) -> int:
    """Shows the rejected rows by source, reason and file, or one by one; as words or as JSON."""
    project = load_project(folder)
    _refuse_unknown(project, source)
    query = "quarantine_list.sql" if single else "quarantine_groups.sql"
    found = _found(project, query, {"source": source, "reason": reason})
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=True, indent=1, default=str))
    elif not found:
        click.echo(_none_found(source, reason))
    elif single:
        _list(found)
    else:
        _table(found)
    return DONE


def _none_found(source: str | None, reason: str | None) -> str:
    """That nothing was found, and what was looked for."""
    asked = " and ".join(plain(f'"{text}"') for text in (source, reason) if text)
    return f"No row of {asked} is set aside." if asked else "No row is set aside."


def replay(folder: Path, source: str | None) -> int:
    """Reads the files of rejected rows again, and says what became of the rows.

    Gives 4 when a source was stopped.
    """
    _refuse_unknown(load_project(folder), source)
    with progress("reading again"):
        done = replayed_sources(folder, source)
    for one in done:
        for sentence in _sentences(one):
            click.echo(plain(sentence))
    if not done:
        click.echo("No row is set aside that could be read now.")
    elif any(one.replayed or one.is_readable_again for one in done):
        click.echo("Run `blueprint-miner compare` for a report with them.")
    return UNSOUND if any(one.stopped for one in done) else DONE


def _sentences(one: Replayed) -> list[str]:
    """What became of the rows of one source."""
    gone = [
        f"{one.source}: {file} is gone, or files: does not name it any more: its {rows} rows stay."
        for file, rows in one.gone.items()
    ]
    if one.stopped:
        return [f"{one.source} was stopped: {one.stopped}", *gone]
    told = [f"{one.source} can be read again."] if one.is_readable_again else []
    if tried := one.replayed + one.still_bad:
        told += [
            f"{one.source}: {one.replayed} of {tried} rows are read now, {one.still_bad} still bad."
        ]
    return [*told, *gone]


def _refuse_unknown(project: Project, source: str | None) -> None:
    """Raises `SourceError` for a source that the project does not have."""
    names = [settings.name for settings in project.sources]
    if source is not None and source not in names:
        raise SourceError(plain(f'--source "{source}" is not known{nearest(source, names)}'))


def _found(project: Project, query: str, asked: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rows of a query over the warehouse, by column; times as ISO 8601."""
    with open_for_analysis(project.warehouse_path, LOCK_WAIT_S) as connection:
        rows = connection.execute(sql(query), dict(asked))
        names = [column[0] for column in rows.description or ()]
        return [dict(zip(names, map(_written, row), strict=True)) for row in rows.fetchall()]


def _written(value: object) -> object:
    """A time as ISO 8601, anything else as it is."""
    return value.isoformat() if isinstance(value, datetime) else value


def _table(groups: list[dict[str, Any]]) -> None:
    """One line per source, reason and file."""
    table = Table(header_style="bold", show_edge=False, pad_edge=False)
    for heading in HEADINGS:
        right = heading in {"rows", "first line"}
        table.add_column(heading, justify="right" if right else "left", overflow="fold")
    for group in groups:
        place = (group["source"], group["reason"], group["source_file"])
        counts = (group["rows"], group["first_row"], _state(group), group["detail"] or "")
        table.add_row(*(Text(plain(cell)) for cell in (*place, *counts)))
    shown = open_console()
    shown.print(table)
    rows = sum(group["rows"] for group in groups)
    faults = sum(g["rows"] - g["replayed"] for g in groups if g["reason"] not in NO_FAULT)
    shown.print(Text(f"{rows} rows are set aside, {faults} of them for a fault."))


def _state(group: Mapping[str, Any]) -> str:
    """What replays made of a group."""
    if group["reason"] in NO_FAULT:
        return "no fault"
    told = [f"{group[key]} {word}" for key, word in _STATES.items() if group[key]]
    return ", ".join(told) or "new"


_STATES = {"still_bad": "still bad", "replayed": "read since"}


def _list(rows: list[dict[str, Any]]) -> None:
    """Two lines per row: where and why, and what it looks like."""
    for row in rows:
        place = f"{row['source']}  {row['source_file']}:{row['source_row']}  {row['reason']}"
        click.echo(plain(f"{place}  {row['replay_status']}  {row['detail'] or ''}"))
        if row["raw_text"]:
            click.echo(plain(f"    {row['raw_text']}"))
