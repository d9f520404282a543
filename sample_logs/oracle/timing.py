"""Gaps of timing: slow stages, late steps, dropped hand-offs, waits, silence."""

from __future__ import annotations

from collections.abc import Iterator

from sample_logs.oracle.design import Promise, Step
from sample_logs.oracle.instances import Case, Instance
from sample_logs.oracle.setting import Setting
from sample_logs.oracle.verdicts import Verdict

MILLION = 1_000_000


def slow_stage(instance: Instance, _case: Case, setting: Setting) -> Iterator[Verdict]:
    """It took longer than the design says."""
    stage, duration = instance.stage, instance.duration
    if instance.left_truncated or stage.limit is None or not instance.is_older_than(stage.limit):
        return
    allowed = MILLION + round(setting.design.time_tolerance * MILLION)
    for facet, target in stage.targets.items():
        if duration is not None:
            yield stage.id, facet, duration * MILLION > target * allowed
    exit_blind = set(stage.end) <= setting.blind
    if instance.started is not None and instance.state != "went_on" and not exit_blind:
        too_long = duration is not None and duration > stage.limit
        yield stage.id, "limit", instance.state != "finished" or too_long


def late_step(instance: Instance, case: Case, setting: Setting) -> Iterator[Verdict]:
    """A promised step came too late, or never."""
    if instance.left_truncated:
        return
    for step in setting.design.steps.values():
        promise = step.promise
        if promise is None or step.id in setting.blind or promise.after not in instance.stage.steps:
            continue
        since = instance.first((promise.after,))
        if since is None or not _is_due(step, promise, since, instance, setting):
            continue
        came = [at for at in _times(step, instance, case) if at >= since]
        late = not came or promise.clock.between(since, min(came)) > promise.within
        yield step.id, "", late


def _is_due(step: Step, promise: Promise, since: int, instance: Instance, setting: Setting) -> bool:
    """Whether the promise has had its time, and the step's sources cover its beginning."""
    begin = max(setting.period.coverage_from[source] for source in setting.sources(step))
    if instance.cut is None or since < begin:
        return False
    cut = min(instance.cut, setting.complete_until(step))
    return promise.clock.between(since, cut) >= promise.within


def _times(step: Step, instance: Instance, case: Case) -> list[int]:
    """When a step happened: in the instance, or in any of its own stage that belongs to it."""
    if step.id in instance.stage.steps:
        return [event.time for event in instance.picked.get(step.id, [])]
    return [
        event.time
        for other in case.of_later_stage(instance, step.stage)
        for event in other.picked.get(step.id, [])
    ]
