"""Rules that the flow or `occurs` say already, and rules that nothing can judge."""

from __future__ import annotations

from blueprint.design.unjudged_form import Asked, no_limit
from blueprint.design.values import Rule
from blueprint.flow import choice_arms, mandatory, precedence
from blueprint.model import Stage, Step


def why_unjudged(rule: Rule, asked: Asked) -> str:
    """Why a rule is not judged; empty where it is."""
    hidden = next((step for step in rule.steps if step in asked.blind), None)
    if hidden:
        return f'its step "{hidden}" cannot be seen'
    repeated = repeats(rule, asked)
    if repeated:
        return f"it only repeats {' and '.join(repeated)}"
    timed = rule.kind == "must" or (rule.kind == "leads_to" and rule.within_us is None)
    return _no_time(rule, asked) if timed else ""


def repeats(rule: Rule, asked: Asked) -> tuple[str, ...]:
    """The gaps that tell the same of the same unit and tolerate no more than the rule."""
    steps = {step.id: step for step in asked.blueprint.steps}
    step = steps[rule.steps[0]]
    gaps, keys = _same(rule, step, asked)
    above = max((asked.tolerances[key] for key in keys), default=0)
    whatever = rule.kind == "never" and above == 0
    told = above <= asked.tolerances["rule_above"] and (_same_unit(rule, step, asked) or whatever)
    return gaps if told else ()


def _same(rule: Rule, step: Step, asked: Asked) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The gaps that say what the rule says, and the keys of their tolerances."""
    if rule.kind == "never" and step.most == 0:
        return (f"forbidden_step:{step.id}",), ("forbidden_above",)
    if rule.kind == "at_most" and step.most and step.most <= (rule.count or 0):
        return (f"repeated_step:{step.id}",), ("repeated_above",)
    tree = asked.flows.get(step.stage)
    if rule.kind == "before" and tree is not None and rule.steps in precedence(tree):
        certain = mandatory(tree, asked.blueprint.steps) - choice_arms(tree).keys()
        if step.id in certain:
            order = f"wrong_order:{'>'.join(rule.steps)}"
            return (f"skipped_step:{step.id}", order), ("skipped_above", "order_above")
    return (), ()


def _same_unit(rule: Rule, step: Step, asked: Asked) -> bool:
    """Whether the rule is judged by what the instances of the step's stage are."""
    stage = next(s for s in asked.blueprint.stages if s.id == step.stage)
    if rule.per == "case":
        return stage.instances is None and stage.restart is None
    return rule.per in {"stage", stage.instances}


def _no_time(rule: Rule, asked: Asked) -> str:
    """Which limit lacks, so that nobody can say when the rule is broken for good."""
    stages = {stage.id: stage for stage in asked.blueprint.stages}
    owners = {step.id: step.stage for step in asked.blueprint.steps}
    for stage in _timing(rule, stages, owners):
        if no_limit(stage):
            return f'of stage "{stage.id}": {no_limit(stage)}'
    return ""


def _timing(rule: Rule, stages: dict[str, Stage], owners: dict[str, str]) -> list[Stage]:
    return [stages[id_] for id_ in dict.fromkeys(owners[step] for step in rule.steps)]
