"""Loading: the exports of each source into the warehouse, twice is once, no row is lost.

Every input row ends as exactly one of
- *quarantined*: it has a reason why it cannot be read;
- *loaded*: it gave at least one new event or link; or it can give none (a row of a reference table,
  an identify call without a new id, an audit that changed nothing we know) and no equal row came
  before it in the load;
- *duplicate*: all it says is known, from another row of the load or from the warehouse.
`rows_read = rows_loaded + rows_duplicate + rows_quarantined` is checked before each commit;
`rows_read` is counted by reading the file once more, not from what the format's SQL gave back.

Of several events with one id the earliest by (time, content) stays, of equal ones the first by
(file, row); one that is in the warehouse already stays before all. A file whose load id (source,
name, content, settings, kept attributes, and who the actors are) is known is skipped. A changed
file takes the place of its earlier load. Each file is one transaction; when loads are replaced, the
whole source is.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from miner.warehouse import open_for_loading
from pipelines.parsing import REPEATS, StagedFile, sql
from pipelines.project import Project, SourceSettings
from pipelines.project_file import SourceError
from pipelines.staging import LOCK_WAIT_S, WAREHOUSE, StagedSource, stage_source
from pipelines.stopping import EXPECTED

__all__ = [
    "SourceLoad",
    "StagedSource",
    "commit_source",
    "load_all",
    "load_source",
    "stage_source",
]


_EXPECTED = [{"key": reason, "value": text} for reason, text in EXPECTED.items()]


class UnaccountedRowsError(Exception):
    """Rows were lost on the way: a fault of ours; nothing of the file was committed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLoad:
    """How the rows of one source ended in this load; files loaded before count nothing."""

    source: str
    files: int = 0
    rows_read: int = 0
    rows_loaded: int = 0
    rows_duplicate: int = 0
    rows_quarantined: int = 0
    events_loaded: int = 0
    events_duplicate: int = 0
    events_conflicting: int = 0  # duplicates with the id of another event, but other content
    stopped: str | None = None


def load_all(
    project: Project, keep: frozenset[str], run_id: str, wait_s: float = LOCK_WAIT_S
) -> tuple[SourceLoad, ...]:
    """Loads every source, one after the other. A source that is stopped does not stop the others.

    Raises `SourceError` with the mistakes of all sources, before anything is committed.
    """
    staged: list[StagedSource] = []
    mistakes: list[str] = []
    for settings in project.sources:
        try:
            staged.append(stage_source(project, settings, keep, run_id, wait_s))
        except SourceError as error:
            mistakes.extend(error.mistakes)
    if mistakes:
        raise SourceError(*mistakes)
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

    Safe to repeat, and to kill at any moment: a file is loaded or it is not.
    """
    with WAREHOUSE, open_for_loading(project.warehouse_path, wait_s) as connection:
        _set(connection, source=staged.source, now=datetime.now(UTC), expected=_EXPECTED)
        _set(connection, repeats=str(Path(staged.folder) / REPEATS))
        _set(connection, replaced=sum(staged.replaced.values(), ()))
        connection.execute(sql("remember.sql"))
        for group in _transactions(staged):
            connection.begin()
            try:
                _commit(connection, staged, group)
                connection.commit()
            except BaseException:
                connection.rollback()
                raise
        load = _summary(connection, staged)
    shutil.rmtree(staged.folder, ignore_errors=True)
    _remove_if_empty(Path(staged.folder).parent)
    return load


def _remove_if_empty(folder: Path) -> None:
    """Removes the work folders of the run and the project when nothing is in them any more."""
    for empty in (folder, folder.parent):
        if empty.is_dir() and not any(empty.iterdir()):
            empty.rmdir()


def _transactions(staged: StagedSource) -> list[tuple[StagedFile, ...]]:
    """The files that must be committed together."""
    if any(staged.replaced.values()):
        return [staged.files]
    return [(file,) for file in staged.files] or [()]


def _set(connection: duckdb.DuckDBPyConnection, **values: object) -> None:
    """Sets SQL variables."""
    for name, value in values.items():
        connection.execute(f"set variable {name} = $value", {"value": value})


def _commit(
    connection: duckdb.DuckDBPyConnection, staged: StagedSource, files: Sequence[StagedFile]
) -> None:
    """One transaction: the old loads go, the new ones come."""
    connection.execute(sql("forget_stopped.sql"))
    files = [file for file in files if not _is_loaded(connection, staged, file)]
    if staged.stopped is None:
        connection.execute(sql("remove_loads.sql"))
    for file in files:
        _set(connection, load_id=file.load_id, source_file=file.source_file, sha256=file.sha256)
        _set(connection, staged=file.staged, file_no=file.number, rows_read=file.rows_read)
        connection.execute(sql("quarantine_rows.sql"))
        if staged.stopped is None:
            connection.execute(sql("commit_file.sql"))
            _check(_counts(connection, file.load_id), file)


def _is_loaded(
    connection: duckdb.DuckDBPyConnection, staged: StagedSource, file: StagedFile
) -> bool:
    """Whether another run has loaded the file since it was staged."""
    found = connection.execute(sql("load_counts.sql"), {"load_id": file.load_id}).fetchone()
    return found is not None and file.load_id not in staged.replaced[file.source_file]


def _counts(connection: duckdb.DuckDBPyConnection, load_id: str) -> tuple[int, ...]:
    """Rows read, loaded, duplicate, quarantined; events loaded, duplicate; zeros if not loaded."""
    row = connection.execute(sql("load_counts.sql"), {"load_id": load_id}).fetchone()
    return tuple(row) if row else (0, 0, 0, 0, 0, 0)


def _check(counts: tuple[int, ...], file: StagedFile) -> None:
    """Every row that was read ended in one way. Raises `UnaccountedRowsError`."""
    read, loaded, duplicate, quarantined = counts[:4]
    if read != loaded + duplicate + quarantined:
        raise UnaccountedRowsError(
            f"{file.source_file}: {read} rows were read, but {loaded} loaded"
            f" + {duplicate} duplicate + {quarantined} quarantined"
        )


def _summary(connection: duckdb.DuckDBPyConnection, staged: StagedSource) -> SourceLoad:
    """The sums over the files of this load."""
    if staged.stopped is not None:
        return SourceLoad(
            source=staged.source,
            files=len(staged.files),
            rows_read=sum(file.rows_read for file in staged.files),
            rows_quarantined=sum(r.rows for file in staged.files for r in file.rejected),
            stopped=staged.stopped,
        )
    counts = [_counts(connection, file.load_id) for file in staged.files]
    sums = [sum(column) for column in zip(*counts, strict=True)] or [0] * 6
    return SourceLoad(
        source=staged.source,
        files=len(staged.files),
        rows_read=sums[0],
        rows_loaded=sums[1],
        rows_duplicate=sums[2],
        rows_quarantined=sums[3],
        events_loaded=sums[4],
        events_duplicate=sums[5],
        events_conflicting=staged.conflicts,
    )
