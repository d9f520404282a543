"""Which kinds a design leaves unjudged, for which subject, and what lacks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from blueprint.design.check_names import GAP_KINDS
from blueprint.design.unjudged_actors import unjudged_actors
from blueprint.design.unjudged_experience import unjudged_experience
from blueprint.design.unjudged_flow import unjudged_flow
from blueprint.design.unjudged_form import Asked, Unjudged, no_end, no_limit, no_start
from blueprint.design.unjudged_waits import unjudged_waits
from blueprint.design.values import Signal
from blueprint.flow import Tree, mandatory
from blueprint.model import Blueprint, Stage, Step


def unjudged(asked: Asked, signals: tuple[Signal, ...] = ()) -> list[dict[str, str]]:
    """Kind, subject and why, in the order of the kinds and of the file."""
    blueprint, flows, blind = asked.blueprint, asked.flows, asked.blind
    found = [row for stage in blueprint.stages for row in _stage(stage, flows, blind)]
    found += [row for step in blueprint.steps for row in _step(step, flows, blind)]
    found += [row for stage in blueprint.stages for row in _promises(stage, blueprint)]
    found += unjudged_actors(blueprint, blind)
    found += unjudged_experience(blueprint, signals)
    found += unjudged_waits(blueprint, blind)
    found += unjudged_flow(asked)
    ranked = sorted(found, key=lambda row: GAP_KINDS.index(row[0]))
    return [{"kind": kind, "subject": subject, "why": why} for kind, subject, why in ranked]


def _stage(stage: Stage, flows: Mapping[str, Tree], blind: Mapping[str, str]) -> Iterator[Unjudged]:
    why = no_limit(stage) or no_end(stage, blind)
    if why or stage.abandon_max is None:
        yield "abandonment", stage.id, why or "the stage has no abandon_max"
    for facet in ("p50", "p90", "limit"):
        lacks = _no_target(stage, facet) or why or no_start(stage, blind)
        if lacks:
            yield "slow_stage", f"{stage.id}.{facet}", lacks
    if stage.id not in flows:
        yield "wrong_order", stage.id, "the stage has no flow"


def _no_target(stage: Stage, facet: str) -> str:
    if stage.time is None:
        return "the stage has no time"
    targets = {"p50": stage.time.p50_us, "p90": stage.time.p90_us, "limit": stage.time.limit_us}
    return f"its time has no {facet}" if targets[facet] is None else ""


def _step(step: Step, flows: Mapping[str, Tree], blind: Mapping[str, str]) -> Iterator[Unjudged]:
    tree = flows.get(step.stage, Tree("sequence"))
    why = blind.get(step.id)
    if step.id in mandatory(tree, [step]) and why:
        yield "skipped_step", step.id, why
    if step.most == 0 and why:
        yield "forbidden_step", step.id, why
    if step.most != 0 and (why or step.most is None):
        yield "repeated_step", step.id, why or "its occurs has no upper limit"
    if step.sla is not None and (why or step.sla.after in blind):
        after = f'"{step.sla.after}", from which it is timed, cannot be seen'
        yield "late_step", step.id, why or after


def _promises(stage: Stage, blueprint: Blueprint) -> Iterator[Unjudged]:
    steps = [step for step in blueprint.steps if step.stage == stage.id]
    if steps and all(step.sla is None for step in steps):
        yield "late_step", stage.id, "no step of the stage has an sla"
