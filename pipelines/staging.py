"""Staging: one source parsed to Parquet in a work folder; the warehouse is read only."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from miner.warehouse import NoWarehouseError, open_for_analysis
from pipelines.contents import UNKNOWN, Content, look_into
from pipelines.conversion import converted
from pipelines.listing import Listed, Watermark, listed
from pipelines.parsing import Parser, mark_repeats
from pipelines.project import Project, SourceSettings
from pipelines.project_file import SourceError
from pipelines.pseudonyms import Pseudonyms, pseudonyms_of, refuse_other_names
from pipelines.source_format import SQL, SourceFormat
from pipelines.sources import source_format
from pipelines.staged_files import FileToParse, StagedFile
from pipelines.stopping import check_staged, reject_reason
from pipelines.unpacking import unpacked
from pipelines.work_folder import leave, work_folder

LOCK_WAIT_S = 600.0
WAREHOUSE = threading.Lock()
"""Held while this process has the warehouse open: DuckDB opens a file in one way at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StagedSource:
    """What staging one source gave: small, so that it can pass between tasks."""

    source: str
    run_id: str
    folder: str
    files: tuple[StagedFile, ...]  # those to commit: new, changed, or to be looked at again
    replaced: Mapping[str, tuple[str, ...]]  # file to the loads of it that the new one takes away
    stopped: str | None  # why the source was stopped
    watermark: Watermark | None = None  # how far a database was read


def stage_source(
    project: Project,
    settings: SourceSettings,
    keep: frozenset[str],
    run_id: str,
    wait_s: float = LOCK_WAIT_S,
) -> StagedSource:
    """Parses the files of a source that are not loaded yet; `keep` names the attributes to keep.

    Raises `SourceError` when files or columns lack, a time has no zone, or nothing is an event.
    """
    source = source_format(settings.format)
    names = pseudonyms_of(project)
    known = known_loads(project, settings.name, names, wait_s)
    kept = tuple(sorted(keep | set(settings.keep)))
    folder = work_folder(project.warehouse_path, settings.name, run_id)
    try:
        found = _listed(project, settings, source, kept, folder)
        files = _files_to_parse(source, settings, found.files, kept, folder)
    except SourceError:
        leave(folder)
        raise
    parser = Parser(source=source, settings=settings, kept=kept, folder=folder, names=names)
    references = parser.references(files)
    chosen = _chosen(source, settings, _with_said(files, references, names), known)
    staged = check_staged(parser, parser.staged(chosen, references), known_events=bool(known))
    mark_repeats([file.staged for file in staged], folder)
    return StagedSource(
        source=settings.name,
        run_id=run_id,
        folder=str(folder),
        files=staged,
        replaced=_replaced(found, staged, known),
        watermark=found.watermark,
        stopped=reject_reason(settings, staged),
    )


def _listed(
    project: Project,
    settings: SourceSettings,
    source: SourceFormat,
    kept: tuple[str, ...],
    folder: Path,
) -> Listed:
    """What there is to read; the warehouse knows how far a database was read."""
    with WAREHOUSE:
        return listed(project, settings, source, kept, folder)


def _replaced(
    found: Listed, staged: Sequence[StagedFile], known: Mapping[str, Mapping[str, int]]
) -> dict[str, tuple[str, ...]]:
    """The loads that the staged files take the place of, by file."""
    names = known if found.replaces_all else {f.source_file: () for f in staged}
    return {name: tuple(known.get(name, {})) for name in names}


def known_loads(
    project: Project, source: str, names: Pseudonyms | None, wait_s: float
) -> dict[str, dict[str, int]]:
    """The loads of a source in the warehouse: file to load id to its duplicate rows.

    Raises `SourceError` when the warehouse names persons in another way than the project.
    """
    query = (SQL / "known_loads.sql").read_text(encoding="utf-8")
    try:
        with WAREHOUSE, open_for_analysis(project.warehouse_path, wait_s) as connection:
            refuse_other_names(connection, project, names)
            rows = connection.execute(query, {"source": source}).fetchall()
    except NoWarehouseError:
        return {}
    known: dict[str, dict[str, int]] = {}
    for source_file, load_id, duplicates in rows:
        known.setdefault(source_file, {})[load_id] = duplicates
    return known


def _files_to_parse(
    source: SourceFormat,
    settings: SourceSettings,
    paths: Mapping[str, Path],
    kept: tuple[str, ...],
    folder: Path,
) -> list[FileToParse]:
    """The files with what they hold and the id of their load; all mistakes at once."""
    files: list[FileToParse] = []
    mistakes: list[str] = []
    for number, (name, path) in enumerate(paths.items()):
        try:
            readable, content = _looked_into(source, settings, path, folder / f"unpacked-{number}")
        except SourceError as error:
            mistakes.extend(error.mistakes)
            continue
        except (OSError, EOFError) as error:
            mistakes.append(f"{path}: cannot be read ({error}). Export it again.")
            continue
        sha256 = _file_sha256(path)
        mapping = _mapping_digest(source.scripts_of(content.table), settings, kept)
        files.append(
            FileToParse(
                number=number,
                source_file=name,
                path=str(readable),
                sha256=sha256,
                load_id=_digest(settings.name, name, sha256, mapping),
                content=content,
            )
        )
    if files and all(file.content.table is UNKNOWN for file in files):
        mistakes += [_fits_no_table(source, file) for file in files]
    if mistakes:
        raise SourceError(*(f"source {settings.name}: {mistake}" for mistake in mistakes))
    return files


def _fits_no_table(source: SourceFormat, file: FileToParse) -> str:
    """What stands in a file, and which tables would be known."""
    return (
        f"{file.source_file}:1: the columns {', '.join(file.content.columns[:12])} fit no table of"
        f" {source.name}. Known by their columns: {source.known_tables()}."
    )


def _looked_into(
    source: SourceFormat, settings: SourceSettings, path: Path, target: Path
) -> tuple[Path, Content]:
    """Where a file can be read (unpacked, when it is an archive), and what it holds."""
    readable = converted(unpacked(path, target), target, settings)
    try:
        return readable, look_into(source, readable, settings)
    except SourceError as error:
        told = [mistake.replace(str(readable), str(path)) for mistake in error.mistakes]
        raise SourceError(told) from error


def _mapping_digest(scripts: Sequence[Path], settings: SourceSettings, kept: Sequence[str]) -> str:
    """A hash of all that says how rows become events: our SQL, the settings, the kept names."""
    texts = [path.read_text(encoding="utf-8") for path in (SQL / "macros.sql", *scripts)]
    said = {
        key: value
        for key, value in asdict(settings).items()
        if key
        in (
            "format",
            "zone",
            "timestamp_format",
            "precision",
            "encoding",
            "bots",
            "static",
            "probes",
            "heartbeats",
            "columns",
            "links",
        )
    }
    return _digest(*texts, json.dumps(said, sort_keys=True), *kept)


def _digest(*texts: str) -> str:
    return hashlib.sha256(json.dumps(texts).encode()).hexdigest()[:32]


def _file_sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _with_said(
    files: Sequence[FileToParse], references: Mapping[str, str], names: Pseudonyms | None
) -> list[FileToParse]:
    """Who an actor is, and how persons are named, belongs to the id of each load."""
    digests = [_file_sha256(Path(references[kind])) for kind in sorted(references)]
    if names is not None:
        digests += [names.fingerprint, *names.types]
    if not digests:
        return list(files)
    return [replace(file, load_id=_digest(file.load_id, *digests)) for file in files]


def _chosen(
    source: SourceFormat,
    settings: SourceSettings,
    files: Sequence[FileToParse],
    known: Mapping[str, Mapping[str, int]],
) -> list[FileToParse]:
    """The files to parse: the new and the changed ones.

    When a changed file takes the place of an earlier load, what it no longer says may stand in
    another file, where it was a duplicate: such files are looked at again.
    """
    new = [file for file in files if file.load_id not in known.get(file.source_file, {})]
    if not any(file.source_file in known for file in new):
        return new
    apart = source.rows_are_apart or (source.declared and not settings.links)
    names = {file.source_file for file in new}
    return [
        file
        for file in files
        if file.source_file in names or not apart or any(known[file.source_file].values())
    ]
