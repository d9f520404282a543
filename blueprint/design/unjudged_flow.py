"""What lacks for the kinds that speak of reach, failures, branches, rules and paths."""

from __future__ import annotations

from collections.abc import Iterator

from blueprint.design.repeating import why_unjudged
from blueprint.design.unjudged_form import Asked, Unjudged, no_limit, no_start
from blueprint.flow import Choice, choices, is_taken_unseen, seen_arms
from blueprint.model import Stage, Step


def unjudged_flow(asked: Asked) -> Iterator[Unjudged]:
    """Kind, subject and why, for each of these kinds."""
    yield from _reach(asked)
    yield from _failures(asked)
    yield from _branches(asked)
    yield from _rules(asked)
    yield from _paths(asked)


def _reach(asked: Asked) -> Iterator[Unjudged]:
    stages = {stage.id: stage for stage in asked.blueprint.stages}
    leading = [stage for stage in stages.values() if stage.next]
    if not leading:
        yield "low_reach", "all stages", "no stage has a next"
    for stage in leading:
        why = _no_reach(stage, stages[stage.next or ""], asked)
        if why:
            yield "low_reach", stage.id, why


def _no_reach(stage: Stage, following: Stage, asked: Asked) -> str:
    if stage.reach is None:
        return "the stage has no reach"
    lacks = no_limit(following) or no_start(following, asked.blind) or _no_flow(following, asked)
    return no_limit(stage) or (lacks and f'of the next stage "{following.id}": {lacks}')


def _no_flow(stage: Stage, asked: Asked) -> str:
    """From when its beginnings are in the logs is told by the sources of its flow."""
    return "" if stage.id in asked.flows else "the stage has no flow"


def _failures(asked: Asked) -> Iterator[Unjudged]:
    points = [s for s in asked.blueprint.steps if s.fail_point or s.outcome or s.fail_max]
    if not points:
        yield "failed_touchpoint", "all steps", "no step is a fail_point or has an outcome"
    for step in points:
        why = asked.blind.get(step.id) or _no_failure(step)
        if why:
            yield "failed_touchpoint", step.id, why


def _no_failure(step: Step) -> str:
    if step.fail_max is None:
        return "the step has no fail_max"
    return "" if step.fail_point or step.outcome else "it is no fail_point and has no outcome"


def _branches(asked: Asked) -> Iterator[Unjudged]:
    found = [choice for tree in asked.flows.values() for choice in choices(tree)]
    if not found:
        yield "wrong_branch", "all stages", "no flow has a choice"
    for choice in found:
        why = _no_choice(choice, asked)
        if why:
            yield "wrong_branch", choice.name, why
        elif all(arm.share is None for arm in choice.arms.values()):
            yield "wrong_branch", f"{choice.name}.share", "no way of it has a share"
        elif is_taken_unseen(choice, asked.blueprint.steps, asked.blind):
            yield "wrong_branch", f"{choice.name}.share", "a way of it may be taken unseen"


def _no_choice(choice: Choice, asked: Asked) -> str:
    if choice.repeated:
        return "it stands in a loop, where each round chooses anew"
    return (
        "" if len(seen_arms(choice, asked.blind)) > 1 else "fewer than two of its ways can be seen"
    )


def _rules(asked: Asked) -> Iterator[Unjudged]:
    if not asked.rules:
        yield "broken_rule", "all rules", "the design has no rules"
    for rule in asked.rules:
        why = why_unjudged(rule, asked)
        if why:
            yield "broken_rule", rule.id, why


def _paths(asked: Asked) -> Iterator[Unjudged]:
    for stage in asked.blueprint.stages:
        if stage.id not in asked.flows:
            yield "undesigned_path", stage.id, "the stage has no flow"
