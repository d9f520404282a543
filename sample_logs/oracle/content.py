"""Gaps of content: what lacks, what is too much, who did not go on (gaps.md, section 3)."""

from __future__ import annotations

from collections.abc import Iterator

from sample_logs.oracle.design import Step
from sample_logs.oracle.events import Event
from sample_logs.oracle.instances import Case, Instance
from sample_logs.oracle.setting import Setting
from sample_logs.oracle.verdicts import Verdict


def slug(activity: str) -> str:
    """An activity as it stands in a gap's id: lower case, other characters become one `_`."""
    words = "".join(letter if letter.isalnum() else " " for letter in activity.lower()).split()
    return "_".join(words)


def skipped_step(instance: Instance, case: Case, setting: Setting) -> Iterator[Verdict]:
    """A mandatory step did not happen, although something that comes after it did."""
    if instance.state == "open" or instance.left_truncated:
        return
    for name in instance.stage.steps:
        step = setting.design.steps[name]
        if step.mandatory and name not in setting.blind and _is_due(step, instance, case, setting):
            yield name, "", name not in {own for own, _ in instance.own}


def _is_due(step: Step, instance: Instance, case: Case, setting: Setting) -> bool:
    """Whether its arm was taken, and a later step was seen while its sources were covered."""
    if step.arm is not None and not step.arm & set(instance.picked):
        return False
    witnesses = [event.time for _, _, event in case.later_steps(instance)]
    witnesses += [
        event.time for other, event in instance.own if (step.id, other) in instance.stage.before
    ]
    if not witnesses:
        return False
    end = max(*(event.time for event in instance.events), min(witnesses))
    return setting.is_covered(step, instance.entered, end)


def abandonment(instance: Instance, _case: Case, setting: Setting) -> Iterator[Verdict]:
    """The customer never came back."""
    stage = instance.stage
    exit_blind = set(stage.end) <= setting.blind
    if stage.abandon_max is None or exit_blind or not instance.is_older_than(stage.limit):
        return
    yield stage.id, "", instance.state == "abandoned"


def undesigned_step(instance: Instance, case: Case, setting: Setting) -> Iterator[Verdict]:
    """Something that the design does not know happened inside, or before the next stage."""
    kept = [event for events in instance.picked.values() for event in events]
    first = min(event.order for event in kept)
    until = _until(instance, case, max(event.order for event in kept))
    counted = {stage.object_type for stage in setting.design.stages.values()} - {None}
    seen = {
        slug(event.activity)
        for event in case.unknown
        if first <= event.order <= until and _belongs(event, instance, counted)
    }
    for activity in sorted(seen):
        yield f"{instance.stage.id}/{activity}", "", True


def _belongs(event: Event, instance: Instance, counted: set[str | None]) -> bool:
    """An event of a ticket belongs to the ticket's stage only."""
    kind = instance.stage.object_type
    if kind:
        return event.objects.get(kind) == instance.key
    return not counted & set(event.objects)


def _until(instance: Instance, case: Case, last: tuple[object, ...]) -> tuple[object, ...]:
    """Up to the first entry into `next`, always before the stage's next instance begins."""
    following = instance.stage.next
    last_own = max((event.order for _, event in instance.own), default=last)
    reached = [_entry(one) for one in case.of_later_stage(instance, following)] if following else []
    until = max(last, min((at for at in reached if at >= last_own), default=last))
    siblings = [one for one in case.instances[instance.stage.id] if one.key == instance.key]
    begins = [min(event.order for event in one.events) for one in siblings]
    own = min(event.order for event in instance.events)
    following_begin = min((at for at in begins if at > own), default=None)
    if following_begin is not None and until >= following_begin:
        return (following_begin[0], "")  # sorts before the event that begins the next
    return until


def _entry(instance: Instance) -> tuple[object, ...]:
    """Place of the event with which an instance was entered."""
    kept = [event for events in instance.picked.values() for event in events]
    return min(
        (event.order for event in kept if event.time == instance.entered),
        default=(instance.entered, ""),
    )


def forbidden_step(instance: Instance, _case: Case, setting: Setting) -> Iterator[Verdict]:
    """A step that must not happen did."""
    for name in instance.stage.steps:
        if setting.design.steps[name].most == 0 and name not in setting.blind:
            yield name, "", name in instance.picked


def repeated_step(instance: Instance, _case: Case, setting: Setting) -> Iterator[Verdict]:
    """A step happened more often than it may."""
    for name in instance.stage.steps:
        most = setting.design.steps[name].most
        known = [event for event in instance.picked.get(name, []) if instance.is_known(event)]
        if most and known and name not in setting.blind:
            yield name, "", len(known) > most
