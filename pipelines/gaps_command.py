"""`blueprint-miner gaps`: the gaps of the last run, as published; the warehouse is not opened."""

from __future__ import annotations

import csv
import json
from dataclasses import asdict
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import click

from blueprint.findings import Findings, Gap
from blueprint.gap_traces import traced_cases
from blueprint.gaps import definitions
from pipelines.compared import compared_path, open_compared
from pipelines.faults import DONE
from pipelines.gap_in_full import show_gap
from pipelines.plain import plain
from pipelines.project import Project, SourceError, load_project
from pipelines.published import findings_of, latest
from pipelines.terminal import show_run

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def show(project: Path, gap_id: str | None, *, as_json: bool, all_cases: Path | None) -> int:
    """Shows every gap or one of them, as words, JSON or a file of all cases."""
    settings = load_project(project)
    folder = latest(settings.out_path)
    findings = findings_of(folder)
    gap = None if gap_id is None else _gap(findings, gap_id)
    if all_cases is not None:
        count = write_cases(folder, gap_id, all_cases)
        click.echo(f"{count} instances written to {all_cases}", err=True)
    elif as_json:
        _show_json(findings.gaps if gap is None else gap)
    elif gap is None:
        show_run(findings, folder, most=None)
    else:
        _show_one(settings, findings, gap)
    return DONE


def _show_one(project: Project, findings: Findings, gap: Gap) -> None:
    """One gap in full; with the times of its cases where the tables of its run are kept."""
    tables = compared_path(project.warehouse_path)
    connection = open_compared(tables, findings.run.id)
    cases = None
    if connection is not None:
        with connection:
            cases = traced_cases(connection, gap, findings.designed)
    show_gap(findings, gap, definitions().get(gap.kind, ""), cases, tables)


def write_cases(folder: Path, gap_id: str | None, target: Path) -> int:
    """Writes the affected instances of one gap, or of all, as CSV; gives their number."""
    names, rows = _deviations(folder / "mart" / "deviations.parquet", gap_id)
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        writer.writerows([defused(value) for value in row] for row in rows)
    return len(rows)


def defused(value: Any) -> Any:
    """A cell that a spreadsheet will not take for a formula."""
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return "'" + value
    return value


def _deviations(path: Path, gap_id: str | None) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Column names and rows of the deviations of one gap, or of all."""
    import duckdb  # noqa: PLC0415 - only --all-cases needs it

    with duckdb.connect(":memory:") as connection:
        connection.execute("set timezone = 'UTC'")
        found = connection.execute(
            "from read_parquet($path) where $gap is null or gap_id = $gap",
            {"path": str(path), "gap": gap_id},
        )
        return [column[0] for column in found.description or []], found.fetchall()


def _gap(findings: Findings, gap_id: str) -> Gap:
    """The gap of that id. Raises `SourceError` with the nearest ids when there is none."""
    by_id = {gap.id: gap for gap in findings.gaps}
    if gap_id not in by_id:
        near = get_close_matches(gap_id, by_id, n=3, cutoff=0.3)
        hint = f" Did you mean {' or '.join(near)}?" if near else ""
        raise SourceError(plain(f"found no gap {gap_id!r} in the last run.{hint}"))
    return by_id[gap_id]


def _show_json(value: Gap | list[Gap]) -> None:
    """Gaps as JSON on standard output."""
    content = [asdict(gap) for gap in value] if isinstance(value, list) else asdict(value)
    click.echo(json.dumps(content, ensure_ascii=True, indent=1))
