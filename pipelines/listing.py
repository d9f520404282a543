"""What a source has to read: its files, or what is new in its database, fetched into files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from miner.warehouse import NoWarehouseError, open_for_analysis
from pipelines.phones import names_phones
from pipelines.project import Project, SourceSettings
from pipelines.pseudonyms import Pseudonyms, pseudonyms_of
from pipelines.source_files import source_files
from pipelines.source_format import SourceFormat
from pipelines.sources import source_format
from pipelines.staged_files import sql


@dataclass(frozen=True, slots=True, kw_only=True)
class Watermark:
    """How far a database was read: the next load begins there."""

    settings: str  # hash of what it was read with: with others, all is read anew
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """The files of a source by their name, and how far they reach."""

    files: Mapping[str, Path]
    hashes: Mapping[str, str] = field(default_factory=dict)  # of those that are as they were
    watermark: Watermark | None = None
    replaces_all: bool = False  # they take the place of every earlier load


def listed(
    project: Project,
    settings: SourceSettings,
    source: SourceFormat,
    kept: tuple[str, ...],
    folder: Path,
) -> Listed:
    """The files that project.yaml names, or the rows of a database as files in `folder`.

    Raises `SourceError` for what is not there, and for a database that cannot be read.
    """
    if not source.fetched:
        return Listed(files=source_files(project, settings))
    from pipelines.databases import fetch  # noqa: PLC0415 - loads libpq

    said = load_digests(project, settings, pseudonyms_of(project))
    digest = _settings_digest(source, settings, (*kept, *said))
    known = _known_watermark(project, settings.name)
    since = known.value if known and known.settings == digest else None
    fetched = fetch(settings, since, folder)
    highest = fetched.watermark or since
    return Listed(
        files=fetched.files,
        watermark=Watermark(settings=digest, value=highest) if highest else None,
        replaces_all=known is not None and known.settings != digest,
    )


def load_digests(
    project: Project, settings: SourceSettings, names: Pseudonyms | None
) -> tuple[str, ...]:
    """What of the project says how persons stand in the warehouse: it belongs to each load's id."""
    region = project.identity.region
    is_called = region and names_phones(source_format(settings.format), settings)
    return (*((f"region {region}",) if is_called else ()), *(names.told if names else ()))


def _settings_digest(source: SourceFormat, settings: SourceSettings, said: tuple[str, ...]) -> str:
    """A hash of what is asked for, and of how rows become events."""
    told = asdict(settings) | {"where": "", "reject_limit": 0}
    mapping = source.mapping_of(None).read_text(encoding="utf-8")
    text = json.dumps([told, said, mapping], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _known_watermark(project: Project, source: str) -> Watermark | None:
    """How far a source was read before."""
    query = sql("known_watermark.sql")
    try:
        with open_for_analysis(project.warehouse_path) as connection:
            row = connection.execute(query, {"source": source}).fetchone()
    except NoWarehouseError:
        return None
    return Watermark(settings=str(row[0]), value=str(row[1])) if row else None
