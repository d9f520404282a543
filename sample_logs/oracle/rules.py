"""Gaps of rules: each form of rule over the units that its `per` names."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sample_logs.oracle.design import Rule, Stage
from sample_logs.oracle.events import Event, is_tie
from sample_logs.oracle.instances import Case, Instance
from sample_logs.oracle.setting import Setting
from sample_logs.oracle.verdicts import Verdict


class Unit:
    """What a rule is judged by: a case, an instance, or all instances of one object."""

    def __init__(self, instances: list[Instance], rule: Rule, setting: Setting) -> None:
        """Some instances of one case."""
        self.instances = instances
        self.rule = rule
        self.setting = setting

    def events(self, step: str, *, judged: bool = False) -> list[Event]:
        """The occurrences of a step, in order."""
        found = [
            event
            for one in self.instances
            if one.is_judged or not judged
            for own, event in one.own
            if own == step
        ]
        return sorted(found, key=lambda event: event.order)

    def known(self, step: str) -> int:
        """How often a step occurred; of one instance only what is not after the cut."""
        alone = self.rule.per == "stage"
        every = [one.is_known(e) for one in self.instances for own, e in one.own if own == step]
        return sum(every) if alone else len(every)

    def beginning(self, step: str) -> Instance | None:
        """The earliest instance, if from it on the step would have been seen."""
        target = self.setting.design.steps[step]
        stages = self.setting.design.stages
        followed = {stage.next for stage in stages.values()}
        opening = [
            one
            for one in self.instances
            if one.stage.id == target.stage
            or target.stage in one.stage.later
            or (one.stage.id not in followed and one.stage.next)
        ]
        first = min(opening, key=_first_order, default=None)
        if first is None or first.left_truncated:
            return None
        begins = [self.setting.period.coverage_from[s] for s in self.setting.sources(target)]
        return first if first.entered >= max(begins) else None


def _first_order(instance: Instance) -> tuple[object, ...]:
    return min(event.order for event in instance.events)


def broken_rule(case: Case, setting: Setting) -> Iterator[Verdict]:
    """A rule across steps and stages was broken."""
    for rule in setting.design.rules:
        if setting.blind & set(rule.steps) or _repeats(rule, setting):
            continue
        for unit in _units(case, rule, setting):
            broken = FORMS[rule.kind](unit)
            if broken is not None:
                yield rule.id, "", broken


def _units(case: Case, rule: Rule, setting: Setting) -> Iterator[Unit]:
    every = [one for own in case.instances.values() for one in own]
    if rule.per in ("case", "customer"):
        yield Unit(every, rule, setting)
    elif rule.per == "stage":
        stage = setting.design.steps[rule.steps[0]].stage
        yield from (Unit([one], rule, setting) for one in case.instances[stage])
    else:
        own = [one for one in every if one.stage.object_type == rule.per]
        for key in dict.fromkeys(one.key for one in own):
            yield Unit([one for one in own if one.key == key], rule, setting)


def _repeats(rule: Rule, setting: Setting) -> bool:
    """Whether flow or `occurs` say the same of the same unit and tolerate no more."""
    step = setting.design.steps[rule.steps[0]]
    stage = setting.design.stages[step.stage]
    allowed = setting.design.tolerances
    same = rule.per in ("stage", stage.object_type) or (
        rule.per == "case" and stage.object_type is None and stage.restart is None
    )
    if rule.kind == "never" and step.most == 0:
        above = allowed["forbidden_above"]
        return above == 0 or (same and above <= allowed["rule_above"])
    if rule.kind == "at_most" and step.most and step.most <= rule.count:
        return same and allowed["repeated_above"] <= allowed["rule_above"]
    if rule.kind == "before" and rule.steps in stage.before and step.mandatory and not step.arm:
        above = max(allowed["skipped_above"], allowed["order_above"])
        return same and above <= allowed["rule_above"]
    return False


def _before(unit: Unit) -> bool | None:
    a, b = unit.rule.steps
    seconds = unit.events(b, judged=True)
    first = unit.beginning(a)
    if not seconds or first is None or _first_order(first) > seconds[0].order:
        return None
    if seconds[0].time > unit.setting.complete_until(unit.setting.design.steps[a]):
        return None
    firsts = unit.events(a)
    if not firsts:
        return True
    return firsts[0].order > seconds[0].order and not is_tie(firsts[0], seconds[0])


def _leads_to(unit: Unit) -> bool | None:
    a, b = (unit.setting.design.steps[step] for step in unit.rule.steps)
    within = unit.rule.within
    last = _last_moment(unit, a.stage, b.stage)
    if last is None:
        return None
    begins = max(unit.setting.period.coverage_from[s] for s in unit.setting.sources(b))
    due = [e for e in unit.events(a.id, judged=True) if begins <= e.time <= last]
    if not due:
        return None
    answers = unit.events(b.id)
    return any(
        not any(
            (answer.time >= event.time or is_tie(answer, event))
            and (within is None or answer.time <= event.time + within)
            for answer in answers
        )
        for event in due
    )


def _last_moment(unit: Unit, start: str, end: str) -> int | None:
    """Until when something must have happened to have had its time."""
    setting, rule = unit.setting, unit.rule
    target = setting.design.steps[rule.steps[-1]]
    own, last = setting.cuts[start], setting.complete_until(target)
    if own is None:
        return None
    if rule.within is not None:
        return min(own, last) - rule.within
    other = setting.cuts[end]
    return None if other is None else _by_limits(min(own, last, other), start, end, setting)


def _by_limits(cut: int, start: str, end: str, setting: Setting) -> int | None:
    """The cut less the limits of the stages from one to another, the last one first."""
    for stage in reversed(_way(start, end, setting)):
        if stage.limit is None:
            return None
        cut = stage.clock.back(cut, stage.limit)
    return cut


def _way(start: str, end: str, setting: Setting) -> list[Stage]:
    """The stages along `next`, where it leads there; else those two."""
    stages = setting.design.stages
    if start == end:
        return [stages[start]]
    later = stages[start].later
    on_the_way = later[: later.index(end) + 1] if end in later else (end,)
    return [stages[start], *(stages[name] for name in on_the_way)]


def _never(unit: Unit) -> bool | None:
    if not any(one.is_judged for one in unit.instances):
        return None
    return bool(unit.events(unit.rule.steps[0], judged=True))


def _must(unit: Unit) -> bool | None:
    step = unit.setting.design.steps[unit.rule.steps[0]]
    first = unit.beginning(step.id)
    if first is None or not first.is_judged:
        return None
    last = _last_moment(unit, first.stage.id, step.stage)
    if last is None or first.entered > last:
        return None
    return not unit.events(step.id)


def _first(unit: Unit) -> bool | None:
    step = unit.setting.design.steps[unit.rule.steps[0]]
    begun = unit.beginning(step.id)
    if begun is None or not any(one.is_judged for one in unit.instances):
        return None
    own = sorted((e.order, e, s) for one in unit.instances for s, e in one.own)
    _, event, _ = own[0]
    if _first_order(begun) > event.order or event.time > unit.setting.complete_until(step):
        return None
    wanted = unit.events(step.id)
    return not wanted or (wanted[0].order > event.order and not is_tie(wanted[0], event))


def _not_both(unit: Unit) -> bool | None:
    if not any(unit.events(step, judged=True) for step in unit.rule.steps):
        return None
    return all(unit.known(step) for step in unit.rule.steps)


def _at_most(unit: Unit) -> bool | None:
    if not unit.events(unit.rule.steps[0], judged=True):
        return None
    return unit.known(unit.rule.steps[0]) > unit.rule.count


FORMS: dict[str, Callable[[Unit], bool | None]] = {
    "before": _before,
    "leads_to": _leads_to,
    "never": _never,
    "must": _must,
    "first": _first,
    "not_both": _not_both,
    "at_most": _at_most,
}
"""Whether a unit broke the rule; None where it is not eligible."""
