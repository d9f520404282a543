"""The eight kinds of gaps, counted: each function tells for one instance what it was eligible for.

A verdict is (subject, facet, affected); an instance that is not eligible gives none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sample_logs.oracle.design import Design, Step
from sample_logs.oracle.instances import Case, Instance, Period
from sample_logs.oracle.journeys import is_tie

Verdict = tuple[str, str, bool]
Rule = Callable[[Instance, Case, Design, Period], Iterator[Verdict]]


def slug(activity: str) -> str:
    """An activity as it stands in a gap's id: lower case, other characters become one `_`."""
    words = "".join(letter if letter.isalnum() else " " for letter in activity.lower()).split()
    return "_".join(words)


def skipped_step(
    instance: Instance, case: Case, design: Design, period: Period
) -> Iterator[Verdict]:
    """A mandatory step did not happen, although something that comes after it did."""
    if instance.state == "open" or instance.left_truncated:
        return
    for name in instance.stage.steps:
        step = design.steps[name]
        if step.mandatory and _has_covered_witness(step, instance, case, period):
            yield name, "", name not in instance.picked


def _has_covered_witness(step: Step, instance: Instance, case: Case, period: Period) -> bool:
    """Whether a later step was seen while all sources of the step were covered."""
    witnesses = [event.time for _, event in case.later_steps(instance)]
    for other, events in instance.picked.items():
        if (step.id, other) in instance.stage.before:
            witnesses += [event.time for event in events]
    if not witnesses:
        return False
    end = max(*instance.times, min(witnesses))
    return all(
        period.coverage_from[source] <= instance.entered and end <= period.complete_until[source]
        for source in step.sources
    )


def abandonment(instance: Instance, *_: object) -> Iterator[Verdict]:
    """The customer never came back."""
    stage = instance.stage
    if stage.judges_abandonment and instance.is_older_than(stage.limit):
        yield stage.id, "", instance.state == "abandoned"


def undesigned_step(instance: Instance, case: Case, *_: object) -> Iterator[Verdict]:
    """Something that the design does not know happened inside, or before the next stage."""
    if instance.stage.per_ticket:
        return
    first, last = min(instance.times), max(instance.times)
    entries = [other.entered for other in case.instances.get(instance.stage.next or "", [])]
    until = min((entered for entered in entries if entered > last), default=last)
    seen = {event.kind.activity for event in case.unknown if first <= event.time <= until}
    for activity in sorted(seen):
        yield f"{instance.stage.id}/{slug(activity)}", "", True


def forbidden_step(
    instance: Instance, _case: Case, design: Design, *_: object
) -> Iterator[Verdict]:
    """A step that must not happen did."""
    for name in instance.stage.steps:
        if design.steps[name].most == 0:
            yield name, "", name in instance.picked


def repeated_step(instance: Instance, _case: Case, design: Design, *_: object) -> Iterator[Verdict]:
    """A step happened more often than it may."""
    for name in instance.stage.steps:
        most = design.steps[name].most
        if most and name in instance.picked:
            yield name, "", len(instance.picked[name]) > most


def wrong_order(instance: Instance, _case: Case, design: Design, *_: object) -> Iterator[Verdict]:
    """Of two neighbours in the design, the second came first."""
    if instance.left_truncated:
        return
    before, present = instance.stage.before, instance.picked
    allowed = [name for name in present if design.steps[name].most != 0]
    for a, b in sorted(before):
        between = any((a, c) in before and (c, b) in before for c in allowed)
        if a not in present or b not in present or between:
            continue
        one, other = present[a][0], present[b][0]
        if not is_tie(one, other):
            yield f"{a}>{b}", "", other.order < one.order


def slow_stage(instance: Instance, _case: Case, design: Design, *_: object) -> Iterator[Verdict]:
    """It took longer than the design says."""
    stage, duration = instance.stage, instance.duration
    if instance.left_truncated or not instance.is_older_than(stage.limit):
        return
    for facet, target in stage.targets.items():
        if duration is not None:
            yield stage.id, facet, duration > target * (1 + design.time_tolerance)
    if instance.started is not None and instance.state != "went_on":
        too_long = duration is not None and duration > stage.limit
        yield stage.id, "limit", instance.state != "finished" or too_long


def late_step(instance: Instance, _case: Case, design: Design, *_: object) -> Iterator[Verdict]:
    """A promised step came too late, or never."""
    if instance.left_truncated:
        return
    for name in instance.stage.steps:
        promise = design.steps[name].promise
        if promise is None or promise.after not in instance.picked:
            continue
        since = instance.picked[promise.after][0].time
        if promise.clock.between(since, instance.cut) < promise.within:
            continue
        came = [event.time for event in instance.picked.get(name, []) if event.time >= since]
        yield name, "", not came or promise.clock.between(since, came[0]) > promise.within


RULES: dict[str, Rule] = {
    "skipped_step": skipped_step,
    "abandonment": abandonment,
    "undesigned_step": undesigned_step,
    "forbidden_step": forbidden_step,
    "repeated_step": repeated_step,
    "wrong_order": wrong_order,
    "slow_stage": slow_stage,
    "late_step": late_step,
}
