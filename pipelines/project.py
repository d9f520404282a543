"""project.yaml: which logs a project has, how they are read, and where the results go.

Read once, at the edge, into frozen values; unknown keys are refused and all mistakes are told at
once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import available_timezones

from pipelines.programs import BOTS, PROBES, STATIC, read_pattern
from pipelines.project_columns import Columns, LinkSettings, read_columns, read_links
from pipelines.project_database import KEYS as DATABASE_KEYS
from pipelines.project_database import DatabaseSettings, read_database
from pipelines.project_file import Section, SourceError, nearest, read_yaml
from pipelines.project_identity import IdentitySettings, read_identity
from pipelines.project_privacy import PrivacySettings, read_privacy
from pipelines.project_times import Plausible, read_plausible
from pipelines.sources import SOURCES

__all__ = [
    "Columns",
    "IdentitySettings",
    "LinkSettings",
    "PrivacySettings",
    "Project",
    "SourceError",
    "SourceSettings",
    "load_project",
]

FORMATS = tuple(source.name for source in SOURCES)
LANGUAGES = ("en", "es", "pl")
LABELS = ("canonical", "apto", "milda")
PRECISIONS = ("us", "ms", "s", "minute", "day")
ENCODINGS = ("utf-8", "latin-1", "utf-16")
PROJECT_KEYS = (
    "project", "name", "design", "warehouse", "out", "language", "labels", "sources", "identity",
    "privacy",
)  # fmt: skip
SOURCE_KEYS = (
    "format", "files", "zone", "timestamp_format", "precision", "encoding", "complete_until",
    "coverage_from", "plausible", "stale_after", "reject_limit", "keep", "bots", "static", "probes",
    "heartbeats", "columns", "defaults", "links",
    "sheet", *DATABASE_KEYS,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSettings:
    """One source of project.yaml: one format, several files."""

    name: str
    format: str
    files: tuple[str, ...]  # globs, relative to the project
    zone: str | None = None  # IANA, for times written without one
    timestamp_format: str | None = None  # strptime; None: ISO and a few known forms
    precision: str | None = None  # None: inferred from how each time is written
    encoding: str = "utf-8"
    complete_until: datetime | None = None
    coverage_from: datetime | None = None
    plausible: Plausible = field(default_factory=Plausible)
    stale_after: timedelta | None = None  # None: when it ends a week before the others
    reject_limit: float = 0.2  # share of rejected rows (bots apart) that stops the source
    keep: tuple[str, ...] = ()
    bots: str = BOTS  # pattern of the user agents that are no customers
    static: str = STATIC  # pattern of the paths that are no pages
    probes: str = PROBES  # pattern of the paths that only programs ask for
    heartbeats: str | None = None  # pattern of the events that say nothing; None: the format's own
    columns: Columns = field(default_factory=Columns)
    links: tuple[LinkSettings, ...] = ()
    sheet: str | None = None  # of a workbook; None: the first
    database: DatabaseSettings | None = None  # in place of files
    where: str = "project.yaml"  # file:line, for messages


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A user's project: a folder with project.yaml, a design and exports."""

    root: Path
    name: str
    design_path: Path
    warehouse_path: Path
    out_path: Path
    language: str
    labels: str
    sources: tuple[SourceSettings, ...]
    identity: IdentitySettings
    privacy: PrivacySettings


def load_project(path: Path | str) -> Project:
    """The project of a project.yaml, or of the folder that holds one.

    Raises `SourceError` with every mistake, each with file and line.
    """
    given = Path(path)
    file = given / "project.yaml" if given.is_dir() else given
    if not file.exists():
        raise SourceError(
            f"{file}: there is no project here. `blueprint-miner demo DIR` makes one."
        )
    top = read_yaml(file)
    top.known_keys(*PROJECT_KEYS)
    if top.content.get("project") != 1:
        top.wrong("project", f"expected project: 1, found {top.content.get('project')!r}")
    project = _project(top, file.resolve().parent)
    _refuse_fuzzy_pseudonyms(top, project)
    if top.mistakes:
        raise SourceError(*top.mistakes)
    return project


def _refuse_fuzzy_pseudonyms(top: Section, project: Project) -> None:
    """Two spellings of a name have two pseudonyms, and nothing in those is alike."""
    section = top.section("identity") if project.identity.fuzzy else None
    if section is not None and project.privacy.identifiers != "plain":
        section.wrong(
            "fuzzy",
            '"fuzzy" compares spellings, and two spellings have two pseudonyms with nothing alike.'
            " Expected privacy: {identifiers: plain}, or no fuzzy:",
        )


def _project(top: Section, root: Path) -> Project:
    return Project(
        root=root,
        name=top.text("name") or root.name,
        design_path=root / str(top.text("design", "blueprint.yaml")),
        warehouse_path=root / str(top.text("warehouse", "warehouse.duckdb")),
        out_path=root / str(top.text("out", "out")),
        language=top.choice("language", LANGUAGES, "en") or "en",
        labels=top.choice("labels", LABELS, LABELS[0]) or LABELS[0],
        sources=_sources(top),
        identity=read_identity(top.section("identity")),
        privacy=read_privacy(top.section("privacy")),
    )


def _sources(top: Section) -> tuple[SourceSettings, ...]:
    sources = top.section("sources")
    if sources is None or not sources.content:
        top.wrong("sources", 'no sources. Expected "sources: {web: {format: segment, files: ...}}"')
        return ()
    return tuple(
        _source(section, str(name))
        for name in sources.content
        if (section := _named(sources, str(name))) is not None
    )


def _named(sources: Section, name: str) -> Section | None:
    """A source's section, called by its name in messages."""
    if ":" in name:  # it parts the source's name from its own id in the ids of events
        sources.wrong(name, f'source "{name}": a name may not hold a colon. Name it such as web_eu')
    if sources.content.get(name) is None:
        sources.wrong(name, f'source "{name}" is empty: expected format: and files:')
    section = sources.section(name)
    if section is None:
        return None
    return Section(section.path, section.content, f"source {name}", section.line, section.mistakes)


def _source(section: Section, name: str) -> SourceSettings:
    section.known_keys(*SOURCE_KEYS)
    zone = _zone(section)
    return SourceSettings(
        name=name,
        format=_format(section),
        files=_files(section),
        zone=zone,
        timestamp_format=section.text("timestamp_format"),
        precision=section.choice("precision", PRECISIONS),
        encoding=section.choice("encoding", ENCODINGS, "utf-8") or "utf-8",
        complete_until=section.instant("complete_until", zone),
        coverage_from=section.instant("coverage_from", zone),
        plausible=read_plausible(section, zone),
        stale_after=section.duration("stale_after"),
        reject_limit=section.number("reject_limit", 0.2, 0, 1),
        keep=section.texts("keep"),
        bots=read_pattern(section, "bots", BOTS),
        static=read_pattern(section, "static", STATIC),
        probes=read_pattern(section, "probes", PROBES),
        heartbeats=read_pattern(section, "heartbeats", "") or None,
        columns=read_columns(section),
        links=read_links(section),
        sheet=section.text("sheet"),
        database=read_database(section),
        where=f"{section.path}:{section.line}",
    )


def _format(section: Section) -> str:
    if not section.has("format"):
        section.wrong("format", f'"format" lacks{nearest("", FORMATS)}')
        return FORMATS[0]
    return section.choice("format", FORMATS, FORMATS[0]) or FORMATS[0]


def _files(section: Section) -> tuple[str, ...]:
    files = section.texts("files")
    if section.content.get("format") == "postgres":
        if section.has("files"):
            section.wrong("files", '"files" is not for postgres: expected connection: and table:')
        return ()
    if not section.has("files"):
        section.wrong("files", '"files" lacks: expected a path or a glob, such as exports/*.csv')
    return files


def _zone(section: Section) -> str | None:
    zone = section.text("zone")
    if zone is not None and zone not in available_timezones():
        hint = nearest(zone, available_timezones())
        short = hint if "mean" in hint else ". Expected an IANA name such as Europe/Warsaw."
        section.wrong("zone", f'zone "{zone}" is not known{short}')
        return None
    return zone
