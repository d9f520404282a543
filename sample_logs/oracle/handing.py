"""Gaps of timing between steps: links, silence, and whose turn it is."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from sample_logs.oracle.actors import known_public
from sample_logs.oracle.design import Link
from sample_logs.oracle.events import Event, is_tie
from sample_logs.oracle.instances import Case, Instance
from sample_logs.oracle.setting import Setting
from sample_logs.oracle.verdicts import Verdict

ABOVE = ("customer", "frontstage")


def dropped_handoff(instance: Instance, case: Case, setting: Setting) -> Iterator[Verdict]:
    """Over a line, the second step of a link came too late or never."""
    for link in _links(setting):
        one, other = setting.design.steps[link.start], setting.design.steps[link.end]
        if one.role != other.role:
            yield from _in_time(link, instance, case, setting)


def slow_system(instance: Instance, case: Case, setting: Setting) -> Iterator[Verdict]:
    """From one system to another it took too long."""
    for link in _links(setting):
        one, other = setting.design.steps[link.start], setting.design.steps[link.end]
        if one.systems and other.systems and not set(one.systems) & set(other.systems):
            yield from _in_time(link, instance, case, setting)


def _links(setting: Setting) -> list[Link]:
    """Timed links; of two between the same steps the first."""
    found: dict[tuple[str, str], Link] = {}
    for link in setting.design.links:
        if link.within is not None and not setting.blind & {link.start, link.end}:
            found.setdefault((link.start, link.end), link)
    return list(found.values())


def _in_time(link: Link, instance: Instance, case: Case, setting: Setting) -> Iterator[Verdict]:
    if instance.left_truncated or link.start not in instance.stage.steps or instance.cut is None:
        return
    target = setting.design.steps[link.end]
    begins = instance.picked.get(link.start)
    within = link.within or 0
    cut = min(instance.cut, setting.complete_until(target))
    if not begins or not setting.is_covered(target, begins[0].time, begins[0].time):
        return
    first = begins[0]
    if cut - first.time < within:
        return
    came = [
        max(event.time - first.time, 0)
        for event in _second(link, instance, case, setting)
        if event.time >= first.time or is_tie(event, first)
    ]
    yield f"{link.start}>{link.end}", "", not came or min(came) > within


def _second(link: Link, instance: Instance, case: Case, setting: Setting) -> list[Event]:
    """The link's second steps, in the instance or in the other step's own stage."""
    if link.end in instance.stage.steps:
        return instance.picked.get(link.end, [])
    stage = setting.design.steps[link.end].stage
    others = case.of_later_stage(instance, stage)
    return [event for other in others for event in other.picked.get(link.end, [])]


def silence(instance: Instance, case: Case, setting: Setting) -> Iterator[Verdict]:
    """For too long the customer saw nothing."""
    stage = instance.stage
    cohort = stage.limit if stage.limit is not None else stage.silence
    hidden = any(
        setting.design.steps[step].role in ABOVE for step in stage.steps if step in setting.blind
    )
    if stage.silence is None or hidden or instance.left_truncated:
        return
    end = _watched_until(instance)
    if end is None or end < instance.entered or not instance.is_older_than(cohort):
        return
    seen = [at for at in _signs(instance, case, setting) if instance.entered < at < end]
    moments = [instance.entered, *sorted(seen), end]
    longest = max(stage.clock.between(a, b) for a, b in pairwise(moments))
    yield stage.id, "", longest > stage.silence


def _watched_until(instance: Instance) -> int | None:
    if instance.ended is not None:
        return instance.ended
    if instance.state == "went_on":
        return max(event.time for event in instance.events)
    return instance.cut


def _signs(instance: Instance, case: Case, setting: Setting) -> Iterator[int]:
    """When something showed: picked steps above the line, and whatever else was public."""
    stage = instance.stage
    picked = set()
    for step, events in instance.picked.items():
        for event in events:
            picked.add(id(event))
            public = known_public(step, event, setting)
            above = setting.design.steps[step].role in ABOVE
            if above if public is None else public:
                yield event.time
    counted = {one.object_type for one in setting.design.stages.values()} - {None}
    for event in case.events:
        kind = stage.object_type
        mine = event.objects.get(kind) == instance.key if kind else not counted & set(event.objects)
        if event.public and event.actor_kind != "customer" and mine and id(event) not in picked:
            yield event.time


def long_wait(instance: Instance, _case: Case, setting: Setting) -> Iterator[Verdict]:
    """All in all it was one side's turn for too long."""
    stage, steps = instance.stage, setting.design.steps
    if instance.left_truncated or instance.state != "finished" or instance.duration is None:
        return
    for name, budget in stage.wait_budget.items():
        lanes = {name} if name in setting.design.lanes else _lanes_of(name, setting)
        blind = any(steps[s].lane not in lanes for s in stage.steps if s in setting.blind)
        cohort = stage.limit if stage.limit is not None else budget
        if not blind and instance.is_older_than(cohort):
            yield stage.id, name, _turns(instance, lanes, setting) > budget


def _lanes_of(role: str, setting: Setting) -> set[str]:
    return {lane for lane, own in setting.design.lanes.items() if own == role}


def _turns(instance: Instance, lanes: set[str], setting: Setting) -> int:
    """Time between neighbours belongs to the lane of the later one."""
    end = instance.ended or instance.entered
    acts = sorted(
        ((event, step) for step, events in instance.picked.items() for event in events),
        key=lambda act: act[0].order,
    )
    total, since = 0, instance.entered
    for event, step in acts:
        until = min(event.time, end)
        if until > since:
            if setting.design.steps[step].lane in lanes:
                total += instance.stage.clock.between(since, until)
            since = until
    return total
