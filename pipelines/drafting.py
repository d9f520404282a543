"""`blueprint-miner draft`: a first design from what is loaded; loads it when nothing is."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from pathlib import Path

from blueprint.draft import customer_type_of, draft
from miner.cases import prepare
from miner.warehouse import open_for_analysis
from pipelines.load import load_all
from pipelines.manifest import SourceLoad
from pipelines.project import Project, SourceError, load_project
from pipelines.run import LOCK_WAIT_S, identity_rules
from pipelines.source_states import source_states

log = logging.getLogger("blueprint_miner")
DRAFT = "draft"
"""Run that a load for a draft belongs to."""


def draft_project(folder: Path, output: Path | None = None) -> Path:
    """Drafts a design from a project's logs and writes it; gives back the file that it wrote.

    Without `output` that is the project's design when there is none yet, else a file beside it
    (`blueprint.draft.yaml`). The design itself is not read. Attributes are those that `keep:` of
    the sources names. Raises `SourceError` and `LogError`; nothing is written then.
    """
    project = load_project(folder)
    load_when_missing(project)
    text = drafted(project)
    path = output or _beside(project.design_path)
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise SourceError(f"{path}: the draft cannot be written: {error.strerror}") from error
    return path


def load_when_missing(project: Project) -> tuple[SourceLoad, ...]:
    """Loads every source of a project that has no warehouse yet; gives the loads, else nothing."""
    if project.warehouse_path.exists():
        return ()
    log.info("loading the exports")
    return load_all(project, frozenset(), DRAFT)


def drafted(project: Project) -> str:
    """The text of a design from what is loaded; the time zone is the first that a source has."""
    with open_for_analysis(project.warehouse_path, LOCK_WAIT_S) as connection:
        log.info("finding customers and cases")
        customer_type = customer_type_of(connection)
        prepare(connection, customer_type, identity_rules(project))
        states = source_states(connection, project.sources, datetime.now(UTC), {})
        log.info("drafting")
        return draft(
            connection,
            name=project.name,
            zone=next((s.zone for s in project.sources if s.zone), "UTC"),
            customer_type=customer_type,
            sources=states,
        )


def _beside(design: Path) -> Path:
    """The design's own path, or one beside it when there is a design already."""
    return design.with_name(f"{design.stem}.draft{design.suffix}") if design.exists() else design
