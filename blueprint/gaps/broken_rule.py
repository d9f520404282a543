from __future__ import annotations

from typing import Any

from blueprint.design.values import Rule
from blueprint.gaps.rule import Context, Placement, Subject, seconds, weight_of


def broken_rule(subject: Subject, context: Context) -> Placement:
    """A rule of the design (`rules:`) does not hold.

    Counted per unit that the rule names (`per`: case, customer, stage or an object type) and that
    it speaks of: `before` those with the second step, `leads_to` those whose first step had the
    time that the rule or the limits give it, `must` those that had the time to come there,
    `not_both` and `at_most` those with such a step, `never` and `first` all. A rule that only
    repeats what the flow or `occurs` says is told by that gap. Tolerated up to `rule_above`.
    """
    rule = context.rules[subject.name]
    first, last = context.step(rule.steps[0]), context.step(rule.steps[-1])
    line = context.line(first, last)
    timed = rule.kind == "leads_to" and rule.within_us is not None
    return Placement(
        stage=last.stage,
        lane=last.lane,
        line=line,
        tolerance=context.tolerances["rule_above"],
        unit="instances",
        weight=weight_of(last, line),
        parameters=_parameters(rule, last.stage),
        follows_from=_parents(rule, context),
        template="broken_rule.within" if timed else f"broken_rule.{rule.kind}",
    )


def _parameters(rule: Rule, stage: str) -> dict[str, Any]:
    first, last = rule.steps[0], rule.steps[-1]
    said: dict[str, Any] = {
        "rule": rule.id,
        "why": rule.why or rule.id,
        "stage": stage,
        "steps": list(rule.steps),
        "step": last,
        "before": first,
        "after": last,
    }
    if rule.count is not None:
        said["most"] = rule.count
    if rule.within_us is not None:
        said |= {"within_s": seconds(rule.within_us), "clock": "calendar"}
    return said


def _parents(rule: Rule, context: Context) -> tuple[str, ...]:
    """The gaps that blame the same step, if they are reported."""
    first, last = rule.steps[0], rule.steps[-1]
    sla = context.step(last).sla
    return {
        "never": (f"forbidden_step:{first}",),
        "must": (f"skipped_step:{first}",),
        "before": (f"skipped_step:{first}", f"wrong_order:{first}>{last}"),
        "at_most": (f"repeated_step:{first}",),
        "leads_to": (f"late_step:{last}",) if sla and sla.after == first else (),
    }.get(rule.kind, ())
