"""Publishes a run: written whole beside the others, then `out/latest` is switched in one step.

    out/runs/<id>/   report.html  board.svg  findings.json  mart/*.parquet
    out/latest       -> runs/<id> of the last good run

A run that is killed leaves a `.partial-…` folder, which the next publication removes; readers never
see it. One publication at a time, held by a file lock that the system frees when its holder dies.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from blueprint.board import draw
from blueprint.findings import Findings, to_json
from blueprint.report import page
from pipelines.mart import write_tables

KEPT_RUNS = 20
PARTIAL = ".partial-"


def publish(
    out: Path, findings: Findings, connection: duckdb.DuckDBPyConnection, keep: int = KEPT_RUNS
) -> Path:
    """Writes the run's files and makes it the latest; gives back `out/runs/<id>`.

    `connection` is the one the comparison worked in: the mart is selected from its tables.
    """
    runs = out / "runs"
    runs.mkdir(parents=True, exist_ok=True)
    with _one_at_a_time(out):
        _remove_leftovers(out)
        partial = runs / f"{PARTIAL}{findings.run.id}"
        _write_files(partial, findings, connection)
        _sync_tree(partial)
        final = runs / findings.run.id
        partial.rename(final)
        _sync(runs)
        _switch(out, final)
        _remove_old(out, keep)
    return final


@contextmanager
def _one_at_a_time(out: Path) -> Iterator[None]:
    """Holds `out/.publishing`; waits while another process does."""
    with (out / ".publishing").open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _remove_leftovers(out: Path) -> None:
    """What a killed publication left behind."""
    for folder in (out / "runs").glob(f"{PARTIAL}*"):
        shutil.rmtree(folder)
    for link in out.glob(f"{PARTIAL}*"):
        link.unlink()


def _write_files(folder: Path, findings: Findings, connection: duckdb.DuckDBPyConnection) -> None:
    """The files of one run."""
    text = to_json(findings)
    folder.mkdir()
    (folder / "findings.json").write_text(text, encoding="utf-8")
    (folder / "board.svg").write_text(draw(findings), encoding="utf-8")
    (folder / "report.html").write_text(page(findings), encoding="utf-8")
    write_tables(connection, text, folder / "mart")


def _switch(out: Path, final: Path) -> None:
    """Points `out/latest` to the run, in one step."""
    link = out / f"{PARTIAL}latest"
    link.symlink_to(final.relative_to(out), target_is_directory=True)
    link.replace(out / "latest")
    _sync(out)


def _remove_old(out: Path, keep: int) -> None:
    """All but the newest `keep` runs; ids begin with their time, so names sort by age."""
    published = (out / "latest").resolve()
    runs = sorted(p for p in (out / "runs").iterdir() if p.is_dir() and p != published)
    surplus = max(0, len(runs) + 1 - keep)
    for folder in runs[:surplus]:
        _remove(folder)


def remove_runs(out: Path, doomed: Iterable[Path]) -> None:
    """Removes published runs; `out/latest` goes with the run that it leads to."""
    with _one_at_a_time(out):
        for folder in doomed:
            if (out / "latest").resolve() == folder.resolve():
                (out / "latest").unlink()
            _remove(folder)


def _remove(folder: Path) -> None:
    """One run; killed in between, the next publication removes the rest."""
    doomed = folder.with_name(f"{PARTIAL}{folder.name}")
    folder.rename(doomed)
    shutil.rmtree(doomed)


def _sync_tree(folder: Path) -> None:
    """Every file and folder below, on the disk before the rename makes them visible."""
    for path in [*folder.rglob("*"), folder]:
        _sync(path)


def _sync(path: Path) -> None:
    """One file or folder on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
