"""Loading: the exports of each source into the warehouse, twice is once, no row is lost.

Every input row ends as exactly one of
- *quarantined*: it has a reason why it cannot be read;
- *loaded*: it gave at least one new event or link; or it can give none (a row of a reference table,
  an identify call without a new id, an audit that changed nothing we know) and no equal row came
  before it in the load;
- *duplicate*: all it says is known, from another row of the load or from the warehouse.
`rows_read = rows_loaded + rows_duplicate + rows_quarantined` is checked before each commit;
`rows_read` is counted by reading the file once more, not from what the format's SQL gave back.

Of several events with one id the earliest by (arrival, time, content) stays, of equal ones the
first by (file, row); one that is in the warehouse already stays before all. A file whose load id
(source, name, content, settings, kept attributes, and who the actors are) is known is skipped.
A changed file takes the place of its earlier load. A transaction takes whole files: a few small
ones, or one large one; all of the source when loads are replaced.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from miner.warehouse import open_for_loading
from pipelines.manifest import SourceLoad, check, counted, said, stopped_load, summed
from pipelines.one_writer import LOCK_WAIT_S, WAREHOUSE
from pipelines.project import Project, SourceSettings
from pipelines.project_file import SourceError
from pipelines.pseudonyms import naming_of, pseudonyms_of, refuse_other_names
from pipelines.quarantine_keeping import keep_quarantine
from pipelines.repeats import REPEATS
from pipelines.seen_files import note
from pipelines.sql_variables import set_variables
from pipelines.staged_files import StagedFile, sql
from pipelines.staging import StagedSource, Staging, stage_source
from pipelines.stopped_sources import refuse_nothing, staged_or_stopped
from pipelines.stopping import EXPECTED
from pipelines.work_folder import leave

__all__ = [
    "SourceLoad",
    "StagedSource",
    "commit_source",
    "load_all",
    "load_source",
    "stage_source",
]


GROUP_BYTES = 256_000_000
"""Staged bytes that one transaction takes at most (a file is never split)."""
GROUP_FILES = 64


def load_all(
    project: Project,
    keep: frozenset[str],
    run_id: str,
    wait_s: float = LOCK_WAIT_S,
    *,
    verify: bool = False,
) -> tuple[SourceLoad, ...]:
    """Loads every source, one after the other. A source that is stopped does not stop the others.

    Files whose size and time of change are as they were are hashed only to `verify` them.

    Raises `SourceError` with the mistakes of all sources, before anything is committed, as
    `stopped_sources` says.
    """
    staged: list[StagedSource] = []
    mistakes: list[str] = []
    for settings in project.sources:
        try:
            staging = Staging(
                project=project,
                settings=settings,
                keep=keep,
                run_id=run_id,
                wait_s=wait_s,
                verify=verify,
            )
            staged.append(staged_or_stopped(staging))
        except SourceError as error:
            mistakes.extend(error.mistakes)
    if mistakes:
        raise SourceError(*mistakes)
    refuse_nothing(staged)
    return tuple(commit_source(project, source, wait_s) for source in staged)


def load_source(
    project: Project,
    settings: SourceSettings,
    keep: frozenset[str],
    run_id: str,
    wait_s: float = LOCK_WAIT_S,
) -> SourceLoad:
    """Stages and commits one source. Raises `SourceError` when it cannot be read."""
    return commit_source(project, stage_source(project, settings, keep, run_id, wait_s), wait_s)


def commit_source(
    project: Project, staged: StagedSource, wait_s: float = LOCK_WAIT_S
) -> SourceLoad:
    """Writes a staged source into the warehouse, and removes its work folder.

    Safe to repeat, and to kill at any moment: a file is loaded or it is not. Raises
    `WarehouseLockedError` when another process holds the warehouse for `wait_s` seconds.
    """
    with WAREHOUSE, open_for_loading(project.warehouse_path, wait_s) as connection:
        names = pseudonyms_of(project)
        refuse_other_names(connection, project, names)
        set_variables(connection, _constants(project, staged) | naming_of(names))
        keep_quarantine(connection, project.privacy)
        connection.execute(sql("staged_rows.sql") + sql("remember.sql"))
        for group in _transactions(staged):
            _in_transaction(connection, staged, group)
        if staged.watermark is not None and staged.stopped is None:
            set_variables(connection, asdict(staged.watermark))
            connection.execute(sql("watermark.sql"))
        note(connection, staged.source, staged.seen)
        load = _summary(connection, staged)
    if staged.folder:
        leave(Path(staged.folder))
    return load


def _constants(project: Project, staged: StagedSource) -> dict[str, object]:
    """What all statements of a load share."""
    settings = next(s for s in project.sources if s.name == staged.source)
    return {
        "source": staged.source,
        "run_id": staged.run_id,
        "now": datetime.now(UTC),
        "expected": [{"key": reason, "value": text} for reason, text in EXPECTED.items()],
        "repeats": str(Path(staged.folder) / REPEATS),
        "source_files": ", ".join(settings.files),
        "stopped": staged.stopped,
        "is_replay": staged.is_replay,
        "coming": [file.source_file for file in staged.files],
        "staged_loads": [file.load_id for file in staged.files],
        "replaced": [load_id for ids in staged.replaced.values() for load_id in ids],
    }


def _in_transaction(
    connection: duckdb.DuckDBPyConnection, staged: StagedSource, files: Sequence[StagedFile]
) -> None:
    connection.begin()
    try:
        _commit(connection, staged, files)
        connection.commit()
    except BaseException:
        connection.rollback()
        raise


def _transactions(staged: StagedSource) -> list[list[StagedFile]]:
    """The files that are committed together: some at a time, where nothing is taken back first."""
    if staged.stopped is not None or any(staged.replaced.values()):
        return [list(staged.files)]
    groups: list[list[StagedFile]] = [[]]
    size = 0
    for file in staged.files:
        size += _bytes(file)
        if groups[-1] and (size > GROUP_BYTES or len(groups[-1]) == GROUP_FILES):
            groups.append([])
            size = _bytes(file)
        groups[-1].append(file)
    return groups


def _bytes(file: StagedFile) -> int:
    return sum(Path(part).stat().st_size for part in file.parts)


def _commit(
    connection: duckdb.DuckDBPyConnection, staged: StagedSource, files: Sequence[StagedFile]
) -> None:
    """One transaction: the old loads go, the new ones come."""
    connection.execute(sql("naming.sql"))
    connection.execute(sql("forget_stopped.sql"))
    if staged.unread:
        connection.execute(sql("unread_source.sql"))
    if staged.stopped is None:
        connection.execute(sql("remove_loads.sql"))
    done = {counts.load_id for counts in counted(connection, files)}
    files = [file for file in files if file.load_id not in done]
    if not files:
        return
    staged_files = [part for file in files for part in file.parts]
    set_variables(connection, {"files": [*map(said, files)], "staged_files": staged_files})
    connection.execute(sql("quarantine_rows.sql"))
    if staged.stopped is None:
        connection.execute(sql("commit_files.sql"))
        connection.execute(sql("replayed_rows.sql"))
        check(counted(connection, files))


def _summary(connection: duckdb.DuckDBPyConnection, staged: StagedSource) -> SourceLoad:
    """The sums over the files of this load."""
    if staged.stopped is not None:
        return stopped_load(staged.source, staged.files, staged.stopped)
    return summed(staged.source, counted(connection, staged.files))
