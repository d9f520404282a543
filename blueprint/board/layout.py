"""Where each step stands: the sheets of a board, their stages, and one row and column per step.

One rule makes the columns: walk the flow; if the next step is in a lower lane stay in the column,
else open a new one. A sheet has at most sixteen columns; a service that needs more has several,
and a stage that needs more is cut into parts of about one width.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from blueprint.board.packing import packed
from blueprint.board.theme import LEAST_COLUMNS, MOST_COLUMNS
from blueprint.findings import Findings, LinkMeasure
from blueprint.model import Blueprint, Lane, Role, Step


@dataclass(frozen=True, slots=True)
class Place:
    """One step on a sheet: its row is the place of its lane from the top."""

    step: Step
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Span:
    """The columns of one stage on a sheet, both included; `part` counts up when it was split."""

    stage: str
    first: int
    last: int
    part: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """One strip of the board: whole stages where possible, at most sixteen columns."""

    spans: tuple[Span, ...]
    places: tuple[Place, ...]
    columns: int


@dataclass(frozen=True, slots=True)
class StageColumns:
    """One stage laid out alone: its columns from 0, then cut into parts of a sheet's width."""

    stage: str
    places: tuple[Place, ...]
    columns: int


def drawn(findings: Findings) -> Blueprint:
    """The blueprint that is drawn: the design and, in its lanes, the steps that nobody designed."""
    designed = findings.designed
    known = {step.id for step in designed.steps}
    extra = [step for step in findings.as_is.steps if step.id not in known]
    steps = (*designed.steps, *(replace(step, designed=False) for step in extra))
    return with_lanes(replace(designed, steps=steps), findings)


def with_lanes(blueprint: Blueprint, findings: Findings) -> Blueprint:
    """A blueprint with the lanes of the design and those that only the log has."""
    return replace(blueprint, lanes=_lanes(findings.designed.lanes, findings.as_is.lanes))


def _lanes(designed: Sequence[Lane], as_is: Sequence[Lane]) -> tuple[Lane, ...]:
    """The designed lanes and those only the log has, from the customer down; empty ones stay."""
    known = {lane.id for lane in designed}
    lanes = [*designed, *(lane for lane in as_is if lane.id not in known)]
    return tuple(sorted(lanes, key=lambda lane: list(Role).index(lane.role)))


def sheets(blueprint: Blueprint, links: Sequence[LinkMeasure] = ()) -> tuple[Sheet, ...]:
    """The sheets of a board, in the order of the stages."""
    parts = [part for stage in blueprint.stages for part in _parts(blueprint, stage.id, links)]
    groups = packed([_room(part) for _, part in parts], MOST_COLUMNS)
    return tuple(_sheet([parts[place] for place in group]) for group in groups)


def _room(stage: StageColumns) -> int:
    """The columns that a stage needs on a sheet: its own, and no fewer than its time needs."""
    return max(LEAST_COLUMNS, stage.columns)


def _sheet(parts: Sequence[tuple[int, StageColumns]]) -> Sheet:
    """Stages side by side."""
    spans: list[Span] = []
    places: list[Place] = []
    at = 0
    for part, stage in parts:
        spans.append(Span(stage.stage, at, at + stage.columns - 1, part))
        places += [replace(place, column=place.column + at) for place in stage.places]
        at += stage.columns
    return Sheet(tuple(spans), tuple(places), at)


def _parts(
    blueprint: Blueprint, stage: str, links: Sequence[LinkMeasure]
) -> list[tuple[int, StageColumns]]:
    """A stage cut into parts of about one width that fit on a sheet: nearly always one."""
    whole = stage_columns(blueprint, stage, links)
    parts = []
    cuts = -(-whole.columns // MOST_COLUMNS)
    for part in range(cuts):
        first, last = (whole.columns * n // cuts for n in (part, part + 1))
        inside = [p for p in whole.places if first <= p.column < last]
        moved = tuple(replace(place, column=place.column - first) for place in inside)
        parts.append((part, StageColumns(stage, moved, last - first)))
    return parts


def stage_columns(
    blueprint: Blueprint, stage: str, links: Sequence[LinkMeasure] = ()
) -> StageColumns:
    """One stage by the rule; steps that nobody designed come where they happen."""
    rows = {lane.id: row for row, lane in enumerate(blueprint.lanes)}
    steps = [step for step in blueprint.steps if step.stage == stage and step.lane in rows]
    columns: list[dict[int, Step]] = []
    for step in walk([step for step in steps if step.designed], blueprint):
        row = rows[step.lane]
        if not columns or row <= max(columns[-1]):
            columns.append({})
        columns[-1][row] = step
    for step in (step for step in steps if not step.designed):
        _insert(columns, step, rows[step.lane], _predecessor(step, links))
    places = [
        Place(step, row, number)
        for number, column in enumerate(columns)
        for row, step in column.items()
    ]
    return StageColumns(stage, tuple(places), max(1, len(columns)))


def _insert(columns: list[dict[int, Step]], step: Step, row: int, after: str | None) -> None:
    """Put a step into the column after its predecessor's, where its lane is free; else open one."""
    homes = [
        n for n, column in enumerate(columns) for other in column.values() if other.id == after
    ]
    at = homes[0] + 1 if homes else len(columns)
    if at < len(columns) and row not in columns[at]:
        columns[at][row] = step
    else:
        columns.insert(at, {row: step})


def _predecessor(step: Step, links: Iterable[LinkMeasure]) -> str | None:
    """The step after which this one comes most often."""
    into = [link for link in links if link.target == step.id and link.source != step.id]
    best = max(into, key=lambda link: (link.instances, link.source), default=None)
    return best.source if best else None


def walk(steps: Sequence[Step], blueprint: Blueprint) -> list[Step]:
    """Steps in the order of the flow; where it leaves a choice or runs in a circle, of the file."""
    inside = {step.id for step in steps}
    before: dict[str, set[str]] = {step.id: set() for step in steps}
    for link in blueprint.links:
        if link.kind == "flow" and {link.source, link.target} <= inside:
            before[link.target].add(link.source)
    waiting, ordered = list(steps), list[Step]()
    while waiting:
        step = _next(waiting, before, {done.id for done in ordered})
        waiting.remove(step)
        ordered.append(step)
    return ordered


def _next(waiting: Sequence[Step], before: Mapping[str, set[str]], done: set[str]) -> Step:
    """The first step whose predecessors are all placed; the first of all in a circle."""
    ready = (step for step in waiting if before[step.id] - {step.id} <= done)
    return next(ready, waiting[0])
