"""Whether a rule of the design holds in one case, ticket or incident."""

from __future__ import annotations

from tests.real_logs.casewise.kinds import Answer
from tests.real_logs.casewise.passes import Pass, Plan, Unit


def broken_rule(unit: Unit, subject: str, _: str | None) -> Answer:
    """By the form of the rule: before, leads_to with within, at_most."""
    rule = rule_of(unit.plan, subject)
    if "before" in rule:
        return _before(unit, *rule["before"])
    if "leads_to" in rule:
        within = unit.plan.clocks["calendar"].length(rule["within"])
        return _leads_to(unit, *rule["leads_to"], within)
    [(step, most)] = rule["at_most"].items()
    times = len(unit.picked(step))
    return float(times > most) if times else None


def rule_of(plan: Plan, subject: str) -> dict[str, object]:
    """A rule by its id."""
    return next(one for one in plan.said["rules"] if one["id"] == subject)


def shown_at(unit: Unit, subject: str) -> Pass:
    """The instance that a rule's unit is counted with: the earliest in which a step of it was."""
    rule = rule_of(unit.plan, subject)
    form = next(form for form in ("before", "leads_to", "at_most") if form in rule)
    inside = [one for one in unit.passes.values() if any(s in rule[form] for _, s in one.own)]
    return min(inside, key=lambda one: one.entered)


def _before(unit: Unit, first: str, then: str) -> Answer:
    b = next(iter(unit.picked(then)), None)
    begin = _beginning(unit, first)
    if b is None or begin is None or begin.left_truncated or begin.matched[0][0].at > b.at:
        return None
    a = next(iter(unit.picked(first)), None)
    return float(
        a is None or (a.at > b.at or (a.at == b.at and not a.ties(b) and a.sequence > b.sequence))
    )


def _beginning(unit: Unit, step: str) -> Pass | None:
    """The earliest instance of the step's stage, of one leading to it, or beginning a journey."""
    plan, stage = unit.plan, unit.plan.steps[step]["stage"]
    led_to = {said.get("next") for said in plan.stages.values()}
    may = [
        s
        for s in plan.stages
        if s == stage or stage in plan.later(s) or (s not in led_to and plan.stages[s].get("next"))
    ]
    return min(
        (unit.passes[s] for s in may if s in unit.passes),
        key=lambda one: one.matched[0][0].at,
        default=None,
    )


def _leads_to(unit: Unit, first: str, then: str, within: int) -> Answer:
    asked = [row.at for row in unit.picked(first) if row.at <= unit.plan.cut - within]
    came = [row.at for row in unit.picked(then)]
    if not asked:
        return None
    return float(any(not any(at <= one <= at + within for one in came) for at in asked))
