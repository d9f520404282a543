"""Gaps of content that need more than the instance: reach, failed touchpoints, ping-pong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from sample_logs.oracle.design import Step
from sample_logs.oracle.events import Event
from sample_logs.oracle.instances import Case, Instance
from sample_logs.oracle.setting import Setting
from sample_logs.oracle.verdicts import Verdict


def low_reach(instance: Instance, case: Case, setting: Setting) -> Iterator[Verdict]:
    """The next stage was not entered within its limit of leaving this one."""
    stage = instance.stage
    following = setting.design.stages.get(stage.next or "")
    if following is None or stage.reach is None or stage.limit is None or following.limit is None:
        return
    cuts = (instance.cut, setting.cuts[following.id])
    covered = setting.covered_from[following.id]
    if None in cuts or covered is None or set(following.start) <= setting.blind:
        return
    cut = min(at for at in cuts if at is not None)
    last_leave = following.clock.back(cut, following.limit)
    left = instance.last_own if instance.ended is None else instance.ended
    old_enough = instance.entered <= stage.clock.back(last_leave, stage.limit)
    if not old_enough or left > last_leave or instance.entered < covered:
        return
    yield (
        stage.id,
        "",
        not any(
            following.clock.between(left, other.entered) <= following.limit
            for other in case.of_later_stage(instance, following.id)
            if other.entered >= instance.entered or _comes_once(instance, other)
        ),
    )


def _comes_once(instance: Instance, other: Instance) -> bool:
    """Whether the next stage can be entered only once, so that an earlier entry counts."""
    by_other = other.stage.object_type not in (None, instance.stage.object_type)
    return other.stage.restart is None and not by_other


def failed_touchpoint(instance: Instance, _case: Case, setting: Setting) -> Iterator[Verdict]:
    """A fail point happened, or a step whose outcome says that it failed."""
    ends = setting.ends(instance.stage)
    for name in instance.stage.steps:
        step = setting.design.steps[name]
        judged = step.fail_point or step.outcome is not None
        if step.fail_max is None or name in setting.blind or not judged:
            continue
        begins = name in ends.first or name not in instance.stage.flow_steps
        reached = {name} | {a for a, b in ends.links if b == name}
        if begins or reached & set(instance.picked):
            yield name, "", any(_has_failed(step, e) for e in instance.picked.get(name, []))


def _has_failed(step: Step, event: Event) -> bool:
    if step.outcome is None:
        return True
    outcome = {step.outcome: True} if isinstance(step.outcome, str) else step.outcome
    return all(holds(event, condition, wanted) for condition, wanted in outcome.items())


def holds(event: Event, condition: str, wanted: Any) -> bool:
    """One condition `field: value` or `field: [values]`; other operators are not needed here."""
    values = wanted if isinstance(wanted, list) else [wanted]
    said = value_of(event, condition)
    return said is not None and str(said).lower() in {str(value).lower() for value in values}


def value_of(event: Event, name: str) -> str | None:
    """A field of the normal form, or `attributes.NAME`."""
    if name.startswith("attributes."):
        return event.attributes.get(name.removeprefix("attributes."))
    told: Mapping[str, str | None] = {
        "source": event.source,
        "activity": event.activity,
        "actor_kind": event.actor_kind,
        "actor": event.actor,
        "role": event.role,
        "channel": event.channel,
    }
    return told[name]


def pingpong(instance: Instance, _case: Case, setting: Setting) -> Iterator[Verdict]:
    """Who is in charge after a step was x, then y, then x again."""
    for name in instance.stage.steps:
        step = setting.design.steps[name]
        if step.assignee is None or name in setting.blind:
            continue
        matching = [e for e in instance.events if name in dict(e.steps) and instance.is_known(e)]
        said = [value_of(event, step.assignee) for event in matching]
        hands = [hand for hand, _ in groupby(one for one in said if one is not None)]
        if hands:
            yield name, "pingpong", any(a == c for a, c in zip(hands, hands[2:], strict=False))
