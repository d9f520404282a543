"""The design as small tables, so that every rule is a query over instances and design alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import duckdb

from blueprint import flow
from blueprint.bound_sources import sources_of_steps
from blueprint.declared_tables import write_declared
from blueprint.design import Design
from blueprint.findings import SourceState
from blueprint.flow_tables import write_flows
from blueprint.model import Stage
from blueprint.queries import fill, name_type

Window = tuple[datetime | None, datetime | None]
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FAR_US = 2**62


def microseconds(moment: datetime | str) -> int:
    """A moment (with zone) as integer microseconds since 1970 in UTC."""
    value = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return (value - _EPOCH) // timedelta(microseconds=1)


def write_design(
    connection: duckdb.DuckDBPyConnection,
    design: Design,
    sources: list[SourceState],
    window: Window,
) -> None:
    """Makes the tables of the design, of the sources and of the run's window in the connection."""
    seen = {s.source: s for s in sources if s.events and s.coverage_from and s.complete_until}
    shown = sources_of_steps(design, frozenset(seen))
    name_types(connection, design, seen)
    fill(connection, "source_states", _SOURCES, _source_rows(seen))
    fill(connection, "step_sources", "step step_id, source source_id", _pairs(shown))
    fill(connection, "steps", _STEPS, _step_rows(design, shown))
    fill(connection, "stages", _STAGES, _stage_rows(design, shown))
    fill(connection, "stage_times", _TIMES, _time_rows(design))
    fill(connection, "precedence", _PRECEDENCE, _precedence_rows(design))
    fill(connection, "later_stages", _LATER, _later_rows(design))
    fill(connection, "arms", "step step_id, other step_id", _arm_rows(design))
    fill(connection, "promises", _PROMISES, _promise_rows(design))
    write_flows(connection, design, blind_steps(design, shown))
    fill(connection, "run_window", _WINDOW, [_window_row(design, window)])
    write_declared(connection, design)
    fill(connection, "identity_gate", "identity_min double", [(design.gap["identity_min"],)])


def has_types(connection: duckdb.DuckDBPyConnection, design: Design) -> bool:
    """Whether the types of ids in the connection have the steps of this design."""
    found = connection.execute("select labels from duckdb_types() where type_name = 'step_id'")
    known = {label for (labels,) in found.fetchall() for label in labels}
    return known == {step.id for step in design.blueprint.steps}


def name_types(
    connection: duckdb.DuckDBPyConnection, design: Design, sources: Iterable[str] = ()
) -> None:
    """Ids as types: a byte or two in tables as long as the log, text to whoever reads them."""
    logged = connection.execute("select distinct source from numbered_events").fetchall()
    names = {
        "step_id": {s.id for s in design.blueprint.steps},
        "stage_id": {s.id for s in design.blueprint.stages},
        "source_id": {*sources, *(source for (source,) in logged)},
    }
    for name, ids in names.items():
        name_type(connection, name, ids)


_SOURCES = "source source_id, coverage_from_us bigint, complete_until_us bigint"
_STEPS = (
    "step step_id, stage stage_id, lane varchar, role varchar, position integer, least integer,"
    " most integer, mandatory boolean, in_flow boolean, blind boolean"
)
_STAGES = (
    "stage stage_id, position integer, next stage_id, restart step_id, object_type varchar,"
    " p50_us bigint, p90_us bigint, limit_us bigint, clock varchar,"
    " abandon_max double, exit_blind boolean, entry_blind boolean"
)
_TIMES = "stage stage_id, bound varchar, rank integer, step step_id"
_PRECEDENCE = 'stage stage_id, "before" step_id, "after" step_id'
_PROMISES = 'step step_id, stage stage_id, "after" step_id, within_us bigint, clock varchar'
_LATER = "stage stage_id, later stage_id, other_object boolean"
_WINDOW = "from_us bigint, to_us bigint, effective_us bigint, time_tolerance_millionths bigint"


def _source_rows(seen: Mapping[str, SourceState]) -> Iterator[tuple[Any, ...]]:
    for name, state in sorted(seen.items()):
        yield (
            name,
            microseconds(state.coverage_from or ""),
            microseconds(state.complete_until or ""),
        )


def _pairs(shown: Mapping[str, frozenset[str]]) -> Iterator[tuple[str, str]]:
    for step, sources in shown.items():
        yield from ((step, source) for source in sorted(sources))


def blind_steps(design: Design, shown: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Steps that no log can show: no binding, not observable, or no source with an event."""
    return frozenset(
        s.id for s in design.blueprint.steps if not s.observable or not shown.get(s.id, frozenset())
    )


def _step_rows(design: Design, shown: Mapping[str, frozenset[str]]) -> Iterator[tuple[Any, ...]]:
    roles = {lane.id: lane.role.value for lane in design.blueprint.lanes}
    blind = blind_steps(design, shown)
    mandatory = frozenset[str]().union(
        *(flow.mandatory(t, design.blueprint.steps) for t in design.flows.values())
    )
    flowing = frozenset[str]().union(*(flow.steps_of(t) for t in design.flows.values()))
    for position, step in enumerate(design.blueprint.steps):
        yield (
            *(step.id, step.stage, step.lane, roles[step.lane], position, step.least, step.most),
            *(step.id in mandatory, step.id in flowing, step.id in blind),
        )


def _stage_rows(design: Design, shown: Mapping[str, frozenset[str]]) -> Iterator[tuple[Any, ...]]:
    blind = blind_steps(design, shown)
    for position, stage in enumerate(design.blueprint.stages):
        time = stage.time
        targets = (
            (time.p50_us, time.p90_us, time.limit_us, time.clock)
            if time
            else (None,) * 3 + ("calendar",)
        )
        exits = set(time.end) if time else set()
        entries = set(time.start) if time else set()
        yield (
            *(stage.id, position, stage.next, stage.restart, stage.instances, *targets),
            *(stage.abandon_max, exits <= blind, entries <= blind),
        )


def _time_rows(design: Design) -> Iterator[tuple[Any, ...]]:
    for stage in design.blueprint.stages:
        if stage.time:
            yield from ((stage.id, "from", rank, s) for rank, s in enumerate(stage.time.start))
            yield from ((stage.id, "to", rank, s) for rank, s in enumerate(stage.time.end))


def _precedence_rows(design: Design) -> Iterator[tuple[Any, ...]]:
    for stage, tree in design.flows.items():
        yield from ((stage, *pair) for pair in sorted(flow.precedence(tree)))


def later_stages(stages: tuple[Stage, ...]) -> dict[str, list[str]]:
    """For each stage the stages reached by following `next`, in that order."""
    follows = {s.id: s.next for s in stages}
    later: dict[str, list[str]] = {}
    for stage, following in follows.items():
        reached: list[str] = []
        here = following
        while here and here not in reached:
            reached.append(here)
            here = follows.get(here)
        later[stage] = reached
    return later


def _later_rows(design: Design) -> Iterator[tuple[str, str, bool]]:
    """Stage, later stage, and whether they are counted by different objects."""
    objects = {s.id: s.instances for s in design.blueprint.stages}
    for stage, later in later_stages(design.blueprint.stages).items():
        yield from ((stage, x, objects[stage] != objects[x]) for x in later)


def _arm_rows(design: Design) -> Iterator[tuple[str, str | None]]:
    """Pairs of steps of one arm; a step alone in its arm has none beside it: never due."""
    for tree in design.flows.values():
        for step, others in sorted(flow.choice_arms(tree).items()):
            alone: list[str | None] = [None]
            yield from ((step, other) for other in sorted(others) or alone)


def _promise_rows(design: Design) -> Iterator[tuple[Any, ...]]:
    for step in design.blueprint.steps:
        if step.sla:
            yield step.id, step.stage, step.sla.after, step.sla.within_us, step.sla.clock


def _window_row(design: Design, window: Window) -> tuple[int, int, int, int]:
    low = microseconds(window[0]) if window[0] else -FAR_US
    high = microseconds(window[1]) if window[1] else FAR_US
    effective = microseconds(design.effective_from) if design.effective_from else -FAR_US
    return low, high, effective, round(design.gap["time_tolerance"] * 1_000_000)
