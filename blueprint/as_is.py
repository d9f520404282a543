"""The blueprint that the log shows: the same type as the designed one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import duckdb

from blueprint.findings import LinkMeasure, StageMeasure, StepMeasure
from blueprint.model import Blueprint, Lane, Link, Role, Stage, Step
from blueprint.queries import select

UNDESIGNED_LINK_SHARE = 0.05
_ROLES = {"customer": Role.CUSTOMER, "partner": Role.SUPPORT}


@dataclass(frozen=True, slots=True, kw_only=True)
class UndesignedStep:
    """An activity of a stage that nobody designed, as a step with its counts and its place."""

    step: Step
    measure: StepMeasure
    after_step: str | None


def undesigned_steps(
    connection: duckdb.DuckDBPyConnection, designed: Blueprint, entered: Mapping[str, int]
) -> dict[str, UndesignedStep]:
    """The undesigned activities by subject (`stage/slug`), each in the lane of who acted."""
    return {
        row[0]: _undesigned(row, designed, entered)
        for row in select(connection, "sql/undesigned_steps")
    }


def _undesigned(
    row: tuple[Any, ...],
    designed: Blueprint,
    entered: Mapping[str, int],
) -> UndesignedStep:
    subject, stage, activity, _, actor, _, channel, is_public = row[:8]
    instances, cases, events, after, customers = row[8:]
    lane = lane_for(designed.lanes, actor, is_public=is_public)
    step = Step(
        id=subject,
        stage=stage,
        lane=lane.id,
        name={"": activity},
        least=0,
        most=None,
        channels=(channel,) if channel else (),
        designed=False,
    )
    whole = entered.get(stage, 0)
    measure = StepMeasure(
        id=subject,
        stage=stage,
        lane=lane.id,
        cases=cases,
        instances=instances,
        share=round(instances / whole, 6) if whole else None,
        events=events,
        instrumented=True,
        customers=customers,
        designed=False,
    )
    return UndesignedStep(step=step, measure=measure, after_step=after)


def lane_for(lanes: tuple[Lane, ...], actor: str, *, is_public: bool) -> Lane:
    """The lane of an event by who acted and whether the customer saw it; the nearest there is.

    Customer: customer lane; public acts: frontstage; unseen acts of people: backstage; of systems:
    support.
    """
    hidden = Role.BACKSTAGE if actor == "person" else Role.SUPPORT
    role = _ROLES.get(actor) or (Role.FRONTSTAGE if is_public else hidden)
    order = list(Role)
    return min(
        lanes, key=lambda x: (abs(order.index(x.role) - order.index(role)), x.actor != actor)
    )


def as_is(
    designed: Blueprint,
    stages: Iterable[StageMeasure],
    steps: Iterable[StepMeasure],
    links: Iterable[LinkMeasure],
    undesigned: Iterable[UndesignedStep],
) -> Blueprint:
    """The blueprint as measured: real times of stages, steps that were seen, links taken."""
    measured = {s.id: s for s in stages}
    seen = {s.id for s in steps if s.events}
    added = list(undesigned)
    taken = [
        Link(source=x.source, target=x.target, share=x.share)
        for x in links
        if x.instances and (x.designed or (x.share or 0) >= UNDESIGNED_LINK_SHARE)
    ]
    to_added = [Link(source=u.after_step, target=u.step.id) for u in added if u.after_step]
    return replace(
        designed,
        stages=tuple(_measured(s, measured.get(s.id)) for s in designed.stages),
        steps=(*(s for s in designed.steps if s.id in seen), *(u.step for u in added)),
        links=(*taken, *to_added),
    )


def _measured(stage: Stage, measure: StageMeasure | None) -> Stage:
    """The stage with the times that were measured in place of the targets."""
    if stage.time is None or measure is None:
        return stage
    time = replace(stage.time, p50_us=_us(measure.p50_s), p90_us=_us(measure.p90_s), limit_us=None)
    return replace(stage, time=time, reach=measure.reached_next, abandon_max=None)


def _us(value: float | None) -> int | None:
    return None if value is None else round(value * 1_000_000)
