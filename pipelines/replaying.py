"""Replay: the files of rejected rows are read again, after a fix of settings, files or labels.

A replay is a load of the source in which those files are parsed although they are loaded: whatever
else is new in the source is loaded, too, and the rules of loading hold. Rows that are no fault
(bots, static files) are not tried: they follow `bots:` and `static:` in the next run.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from miner.warehouse import NoWarehouseError, open_for_analysis
from pipelines.load import commit_source
from pipelines.one_writer import LOCK_WAIT_S
from pipelines.project import Project
from pipelines.run import new_order, read
from pipelines.staged_files import sql
from pipelines.staging import Staging
from pipelines.stopped_sources import staged_or_stopped
from pipelines.stopping import NO_FAULT


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """What became of the rejected rows of one source."""

    source: str
    replayed: int = 0
    still_bad: int = 0
    is_readable_again: bool = False  # it could not be read at all before
    gone: Mapping[str, int] = field(default_factory=dict)  # file to its rows that stay
    stopped: str | None = None


def replayed_sources(folder: Path, source: str | None) -> list[Replayed]:
    """Tries the rejected rows of one source or of all again; sources without any are left out.

    Raises `SourceError` and `DesignError` for a project that is wrong, `WarehouseLockedError`.
    """
    order = new_order(folder)
    project, design = read(order)
    waiting = _waiting(project, source)
    known = {settings.name: settings for settings in project.sources}
    done = []
    for name, files in waiting.items():
        if name in known:
            staging = Staging(
                project=project,
                settings=known[name],
                keep=design.kept_attributes,
                run_id=order.run_id,
                again=frozenset(files),
            )
            done.append(_replayed(staging, files))
        else:
            done.append(Replayed(source=name, gone=files))
    return done


def _waiting(project: Project, source: str | None) -> dict[str, dict[str, int]]:
    """The files with rejected rows, by source, with the number of the rows."""
    asked = {"source": source, "no_fault": list(NO_FAULT)}
    try:
        with open_for_analysis(project.warehouse_path, LOCK_WAIT_S) as connection:
            rows = connection.execute(sql("quarantine_to_replay.sql"), asked).fetchall()
    except NoWarehouseError:
        return {}
    waiting: dict[str, dict[str, int]] = {}
    for name, file, count in rows:
        waiting.setdefault(name, {})[file] = count
    return waiting


def _replayed(staging: Staging, files: Mapping[str, int]) -> Replayed:
    """One source, read again."""
    staged = staged_or_stopped(staging)
    load = commit_source(staging.project, staged)
    there = {file.source_file for file in staged.files}
    waiting = _waiting(staging.project, staging.settings.name).get(staging.settings.name, {})
    gone = {} if staged.unread else {f: waiting[f] for f in files if f in {*waiting} - there}
    source = staging.settings.name
    with open_for_analysis(staging.project.warehouse_path, LOCK_WAIT_S) as connection:
        asked = {"source": source, "run_id": staging.run_id, "no_fault": list(NO_FAULT)}
        row = connection.execute(sql("quarantine_of_run.sql"), asked).fetchone() or (0, 0)
    return Replayed(
        source=source,
        replayed=row[0],
        still_bad=row[1],
        is_readable_again=not load.stopped and not all(files.values()),
        gone=gone,
        stopped=load.stopped,
    )
