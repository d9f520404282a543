"""One run in plain functions, without Prefect: load each source, mine, compare, publish.

`flows.py` wraps these very functions and `compare` calls them directly, so both find the same.
Values that pass between them are small; each function opens the warehouse itself.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb

from blueprint.comparison import RunFacts, compare
from blueprint.design import Design, DesignError, load_design
from blueprint.findings import Findings, SourceState
from blueprint.history import with_history
from blueprint.suppression import withhold
from miner.identity import IdentityRules
from miner.prepared import Recipe, prepare_kept, prepared_path
from miner.warehouse import LogError, open_for_analysis
from pipelines.check import refuse_unknown_sources
from pipelines.compared import compared_path, keep_compared
from pipelines.load import SourceLoad, StagedSource, commit_source, load_all
from pipelines.project import Project, SourceError, load_project
from pipelines.pseudonyms import blocked_names, with_customer, withdrawn_names
from pipelines.publish import publish
from pipelines.published import past_runs
from pipelines.source_states import source_states
from pipelines.staging import Staging
from pipelines.stopped_sources import refuse_nothing, staged_or_stopped

LOCK_WAIT_S = 600
"""How long a run waits for another that holds the warehouse."""

log = logging.getLogger("blueprint_miner")


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What one run is asked for: project folder, window (`until` is not in it), time and name."""

    project: Path
    since: str | None = None
    until: str | None = None
    at: datetime
    run_id: str
    verify: bool = False  # hash files whose size and time of change are as they were, too


def new_order(
    project: Path, since: str | None = None, until: str | None = None, *, verify: bool = False
) -> Order:
    """An order for a run now; ids begin with their time, so that they sort by age."""
    at = datetime.now(UTC).replace(microsecond=0)
    run_id = f"{at:%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"
    return Order(project=project, since=since, until=until, at=at, run_id=run_id, verify=verify)


def read(order: Order) -> tuple[Project, Design]:
    """Project and design of an order, checked before anything else is done.

    Raises `SourceError` or `DesignError` with every mistake.
    """
    project = load_project(order.project)
    design = load_design(project.design_path)
    refuse_unknown_sources(project, design)
    _window(order, design)
    return with_customer(project, design.bindings.customer), design


def stage(order: Order, source: str) -> StagedSource:
    """Parses one source's files to Parquet; the warehouse is only read.

    A source that cannot be read is stopped, or ends the run, as `stopped_sources` says.
    """
    project, design = read(order)
    settings = next(s for s in project.sources if s.name == source)
    log.info("reading %s", source)
    staging = Staging(
        project=project,
        settings=settings,
        keep=design.kept_attributes,
        run_id=order.run_id,
        verify=order.verify,
    )
    return staged_or_stopped(staging)


def commit(order: Order, staged: StagedSource) -> SourceLoad:
    """Writes one staged source into the warehouse: one writer, waiting for its turn."""
    log.info("loading %s", staged.source)
    return commit_source(load_project(order.project), staged)


def load_sources(order: Order) -> tuple[SourceLoad, ...]:
    """Loads every source in turn. Raises `SourceError` with the mistakes of all of them."""
    project, design = read(order)
    log.info("loading")
    return load_all(project, design.kept_attributes, order.run_id, verify=order.verify)


def stopped(loads: Iterable[SourceLoad]) -> dict[str, str]:
    """Why a source was stopped, by its name; those that were not are left out."""
    return {load.source: load.stopped for load in loads if load.stopped}


def all_staged(results: Sequence[StagedSource | BaseException]) -> list[StagedSource]:
    """The staged sources. Raises `SourceError` with the mistakes of all those that failed."""
    mistakes = [m for r in results if isinstance(r, SourceError) for m in r.mistakes]
    for result in results:
        if isinstance(result, BaseException) and not isinstance(result, SourceError):
            raise result
    if mistakes:
        raise SourceError(*mistakes)
    staged = [result for result in results if not isinstance(result, BaseException)]
    refuse_nothing(staged)
    return staged


def is_worth_retrying(result: object) -> bool:
    """Whether a failed task may succeed the next time: not when the input is wrong."""
    return not isinstance(result, LogError | SourceError | DesignError)


def compare_loaded(order: Order, stops: Mapping[str, str] | None = None) -> Path:
    """Mines what is loaded, compares it with the design and publishes; gives `out/runs/<id>`.

    Raises `LogError` when there is no warehouse, or no event in it.
    """
    project, design = read(order)
    log.info("reading the warehouse")
    with open_for_analysis(project.warehouse_path, LOCK_WAIT_S) as connection:
        facts = _facts(order, project, design, connection, stops or {})
        log.info("finding customers and cases")
        recipe = Recipe(
            customer_type=design.bindings.customer,
            rules=identity_rules(project),
            notion=design.case,
        )
        log.info(prepare_kept(connection, prepared_path(project.warehouse_path), recipe).how)
        log.info("comparing with the design")
        findings = compare(connection, design, facts)
        _refuse_empty_window(order, findings)
        keep_compared(connection, compared_path(project.warehouse_path), order.run_id)
        smallest = project.privacy.smallest_group
        findings = withhold(connection, findings, smallest)
        findings = with_history(findings, past_runs(project.out_path, smallest), design.actions)
        log.info("publishing")
        return publish(project.out_path, findings, connection)


def _refuse_empty_window(order: Order, findings: Findings) -> None:
    """Raises `SourceError` when nothing entered the window: that there is no gap says nothing."""
    if (order.since or order.until) and not any(s.entered for s in findings.stages):
        reach = ", ".join(
            f"{s.source} {(s.coverage_from or '')[:10]} to {(s.complete_until or '')[:10]}"
            for s in findings.run.sources
        )
        raise SourceError(f"--window: nothing entered a stage in it. The logs reach: {reach}.")


def _facts(
    order: Order,
    project: Project,
    design: Design,
    connection: duckdb.DuckDBPyConnection,
    stops: Mapping[str, str],
) -> RunFacts:
    """What the run knows besides the log."""
    states = source_states(connection, project.sources, order.at, stops)
    if not any(state.events for state in states):
        raise LogError(_no_events(project, states))
    return RunFacts(
        id=order.run_id,
        at=order.at.isoformat(),
        version=version("blueprint-miner"),
        sources=states,
        window=_window(order, design),
        language=project.language,
        labels=project.labels,
    )


def _no_events(project: Project, states: list[SourceState]) -> str:
    """Why nothing can be compared, and where to look."""
    rejected = sum(state.rows_quarantined for state in states)
    return (
        f"{project.warehouse_path}: found no event in it, expected some of"
        f" {', '.join(state.source for state in states)}; {rejected} rows were rejected."
        " Check `files:` in project.yaml, then run `blueprint-miner run`."
    )


def identity_rules(project: Project) -> IdentityRules:
    """The project's identity settings as the miner takes them."""
    settings = project.identity
    return IdentityRules(
        keys=settings.keys,
        leaves=settings.leaves,
        single=settings.single,
        unique=settings.unique,
        blocked=blocked_names(project),
        blocked_patterns=settings.blocked_patterns,
        fan_out=settings.fan_out,
        fan_outs=dict(settings.fan_outs),
        pause=settings.pause,
        withdrawn=withdrawn_names(project),
        fuzzy=settings.fuzzy,
    )


def _window(order: Order, design: Design) -> tuple[datetime | None, datetime | None]:
    """The window's two moments, dates being midnight in the design's zone."""
    zone = ZoneInfo(design.timezone)
    low, high = moment(order.since, zone), moment(order.until, zone)
    if low and high and low >= high:
        raise SourceError(
            f"--window: found {order.since} to {order.until}, expected the earlier one first"
        )
    return low, high


def moment(text: str | None, zone: ZoneInfo) -> datetime | None:
    """A date or time; in the design's zone if it names none. Raises `SourceError`."""
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise SourceError(f"--window: found {text!r}, expected a date such as 2026-01-31") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)
