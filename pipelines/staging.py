"""Staging: one source parsed to Parquet in a work folder; the warehouse is read only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from miner.warehouse import NoWarehouseError, open_for_analysis
from pipelines.export_files import digest, file_sha256, files_to_parse
from pipelines.listing import Listed, Watermark, listed, load_digests
from pipelines.one_writer import LOCK_WAIT_S, WAREHOUSE
from pipelines.parsed_files import parsed
from pipelines.parsing import Parser
from pipelines.project import Project, SourceSettings
from pipelines.pseudonyms import Pseudonyms, pseudonyms_of, refuse_other_names
from pipelines.repeats import mark_repeats
from pipelines.seen_files import SeenFile, SeenFiles, look_at, seen_before
from pipelines.source_format import SQL, SourceFormat
from pipelines.sources import source_format
from pipelines.staged_files import FileToParse, StagedFile
from pipelines.stopping import check_staged, reject_reason
from pipelines.superseded import marked_superseded
from pipelines.withholding import without_forgotten
from pipelines.work_folder import leave, work_folder


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
    seen: Mapping[str, SeenFile] | None = None  # what is to be known of the files; None: as it is
    unread: bool = False  # stopped before a row was read
    is_replay: bool = False  # what was rejected before is tried again
    is_known: bool = True  # was loaded before


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
    staging = Staging(project=project, settings=settings, keep=keep, run_id=run_id, wait_s=wait_s)
    return staging.staged()


@dataclass(frozen=True, slots=True, kw_only=True)
class Staging:
    """One source that is to be staged."""

    project: Project
    settings: SourceSettings
    keep: frozenset[str]
    run_id: str
    wait_s: float = LOCK_WAIT_S
    verify: bool = False  # hash files that are as they were, too
    again: frozenset[str] | None = None  # a replay: these files are parsed though they are loaded

    def staged(self) -> StagedSource:
        """The source, parsed. Raises as `stage_source` does."""
        names = pseudonyms_of(self.project)
        known = known_loads(self.project, self.settings.name, names, self.wait_s)
        folder = work_folder(self.project.warehouse_path, self.settings.name, self.run_id)
        try:
            return self._parsed(names, known, folder)
        except BaseException:
            leave(folder)
            raise

    def unread(self, reason: str) -> StagedSource:
        """The source, stopped before a row of it was read."""
        known = known_loads(
            self.project, self.settings.name, pseudonyms_of(self.project), self.wait_s
        )
        return StagedSource(
            source=self.settings.name,
            run_id=self.run_id,
            folder="",
            files=(),
            replaced={},
            stopped=reason,
            unread=True,
            is_known=bool(known),
        )

    def _parsed(
        self, names: Pseudonyms | None, known: Mapping[str, Mapping[str, int]], folder: Path
    ) -> StagedSource:
        """What is new, changed, or asked for again, in the work folder."""
        source = source_format(self.settings.format)
        kept = tuple(sorted(self.keep | set(self.settings.keep)))
        with WAREHOUSE:  # it knows how far a database was read
            found = listed(self.project, self.settings, source, kept, folder)
            seen = self._seen({} if source.fetched else found.files)
        found = replace(found, hashes={} if self.verify else seen.hashes())
        files = files_to_parse(source, self.settings, found, kept, folder)
        files = marked_superseded(source, files, known)
        parser = Parser(
            source=source,
            settings=self.settings,
            kept=kept,
            folder=folder,
            names=names,
            region=self.project.identity.region,
        )
        references = parser.references(files)
        said = [*load_digests(self.project, self.settings, names), *_digests(references)]
        # what takes the place of all is read whole, though some of it may be known
        there = {} if found.replaces_all else known
        chosen = self._chosen(source, _with_said(files, said), there)
        files_parsed = parsed(parser, chosen, references)
        kept_back = without_forgotten(self.project, files_parsed, folder, self.wait_s)
        staged = check_staged(parser, kept_back, known_events=bool(known))
        mark_repeats(staged, folder)
        return StagedSource(
            source=self.settings.name,
            run_id=self.run_id,
            folder=str(folder),
            files=staged,
            replaced=_replaced(found, staged, known),
            watermark=found.watermark,
            seen=seen.news(files),
            stopped=reject_reason(self.settings, staged),
            is_known=bool(known),
            is_replay=self.again is not None,
        )

    def _seen(self, paths: Mapping[str, Path]) -> SeenFiles:
        """The files beside what the warehouse knows of them."""
        known = seen_before(self.project.warehouse_path, self.settings.name, self.wait_s)
        return look_at(paths, known)

    def _chosen(
        self,
        source: SourceFormat,
        files: Sequence[FileToParse],
        known: Mapping[str, Mapping[str, int]],
    ) -> list[FileToParse]:
        """The files to parse: the new and the changed ones, and those asked for again.

        When a changed file takes the place of an earlier load, what it no longer says may stand in
        another file, where it was a duplicate: such files are looked at again.
        """
        again = self.again or frozenset()
        new = [
            file
            for file in files
            if file.source_file in again or file.load_id not in known.get(file.source_file, {})
        ]
        if not any(file.source_file in known for file in new):
            return new
        apart = source.rows_are_apart or (source.declared and not self.settings.links)
        names = {file.source_file for file in new}
        return [
            file
            for file in files
            if file.source_file in names or not apart or any(known[file.source_file].values())
        ]


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


def _digests(references: Mapping[str, str]) -> list[str]:
    """What tells who an actor is, and what ids are called."""
    return [file_sha256(Path(references[kind])) for kind in sorted(references)]


def _with_said(files: Sequence[FileToParse], said: Sequence[str]) -> list[FileToParse]:
    """Who an actor is, and how persons are named, belongs to the id of each load."""
    if not said:
        return list(files)
    return [replace(file, load_id=digest(file.load_id, *said)) for file in files]
