"""What can become a gap in a made-up service: each kind's subjects, and the steps they claim."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from tests.services.drawing import LANES
from tests.services.service import Flow, Key, Service, Stage

Subject = tuple[Key, tuple[str, ...]]
"""What can be planted, with the steps that it needs for itself."""
BELOW = ("backstage", "support")


def subjects(service: Service) -> Iterator[Subject]:
    """Everything that can be planted, stage by stage; promised steps and their starts stand alone."""
    for stage in service.stages.values():
        for find in _FINDERS:
            yield from find(service, stage)


def _of_stages(_service: Service, stage: Stage) -> Iterator[Subject]:
    yield ("slow_stage", stage.id, "p50"), ()
    yield ("slow_stage", stage.id, "p90"), ()
    if not stage.stays:
        yield ("slow_stage", stage.id, "limit"), ()
        yield ("abandonment", stage.id, ""), (_all_of(stage),)
    if stage.emotion is not None:
        yield ("low_emotion", stage.id, ""), ()
    if stage.next:
        yield ("low_reach", stage.id, ""), ()


def _of_times(service: Service, stage: Stage) -> Iterator[Subject]:
    """Silence and waits, where every step of the stage can be seen."""
    if any(
        step.source == service.unlogged for step in service.steps.values() if step.stage == stage.id
    ):
        return
    if stage.silence is not None:
        yield ("silence", stage.id, ""), ()
    for lane in stage.budgets:
        yield ("long_wait", stage.id, lane), ()


def _skipped(service: Service, stage: Stage) -> Iterator[Subject]:
    """A step of an arm is due where another of that arm is seen."""
    alone = {
        s
        for arms in choices(stage.flow)
        for arm in arms
        if not service.seen.issuperset(arm)
        for s in arm
    }
    for step in service.steps_of(stage.id, "plain", "arm", "beside"):
        if step.id not in service.timed | alone:
            yield ("skipped_step", step.id, ""), (step.id,)


def _repeated(service: Service, stage: Stage) -> Iterator[Subject]:
    for step in service.steps_of(stage.id, "plain", "repeat", "optional", "do", "rest"):
        if step.id not in service.timed:
            yield ("repeated_step", step.id, ""), (step.id,)
    for step in service.steps_of(stage.id, "held"):
        yield ("repeated_step", step.id, "pingpong"), (step.id,)


def _forbidden(service: Service, stage: Stage) -> Iterator[Subject]:
    for step in service.steps_of(stage.id, "forbidden"):
        yield ("forbidden_step", step.id, ""), (step.id,)


def _swapped(service: Service, stage: Stage) -> Iterator[Subject]:
    for one, other in service.pairs(stage.id):
        if not {one, other} & service.timed:
            yield ("wrong_order", f"{one}>{other}", ""), (one, other)


def _promised(service: Service, stage: Stage) -> Iterator[Subject]:
    for promise in service.promises.values():
        pair = (promise.after, promise.step)
        if service.steps[promise.step].stage == stage.id and service.seen.issuperset(pair):
            yield promise.key, pair


def _undesigned(service: Service, stage: Stage) -> Iterator[Subject]:
    for name, (_, ignored) in service.noise.items():
        if not ignored:
            yield ("undesigned_step", f"{stage.id}/{slug(name)}", ""), ()


def _failed(service: Service, stage: Stage) -> Iterator[Subject]:
    """A fail point that happens, with the step before it; a step that says that it failed."""
    for at, node in enumerate(stage.flow):
        step = node.get("optional") if isinstance(node, dict) else None
        if step in service.seen and service.steps[step].place == "failing":
            yield ("failed_touchpoint", step, ""), (stage.flow[at - 1], step)
    for step in service.steps_of(stage.id, "plain"):
        if step.fail_max is not None and step.id not in service.timed:
            yield ("failed_touchpoint", step.id, ""), (step.id,)


def _ruled(service: Service, stage: Stage) -> Iterator[Subject]:
    for rule in service.rules:
        if rule.stage == stage.id and service.seen.issuperset(rule.odds_of):
            yield ("broken_rule", rule.id, ""), ()


def _branched(service: Service, stage: Stage) -> Iterator[Subject]:
    for arms in choices(stage.flow):
        steps = [step for arm in arms for step in arm]
        if service.seen.issuperset(steps):
            yield ("wrong_branch", "|".join(arm[0] for arm in arms), ""), tuple(steps)
            if arms[0][0] in stage.odds.get("shares", {}):
                yield ("wrong_branch", arms[0][0], "share"), ()


def choices(flow: list[Flow]) -> Iterator[list[list[str]]]:
    """The arms of each choice of a stage's sequence."""
    for node in flow:
        if isinstance(node, dict) and "choice" in node:
            yield [arm["do"] if isinstance(arm, dict) else arm for arm in node["choice"]]


def _gone_back(service: Service, stage: Stage) -> Iterator[Subject]:
    """A step that may come twice comes once more after the step that should follow it."""
    for step, following in pairwise(stage.flow):
        strays = isinstance(step, str) and service.steps[step].place == "straying"
        if strays and service.seen.issuperset((step, following)):
            yield ("undesigned_path", f"{following}>{step}", ""), (step, following, _all_of(stage))


def _all_of(stage: Stage) -> str:
    """Claimed by what needs that nobody leaves a stage, and by giving up."""
    return f"all of {stage.id}"


def _acted(service: Service, stage: Stage) -> Iterator[Subject]:
    """Who did it where, and whether the customer saw it: any step that may happen."""
    for step in service.steps.values():
        if step.stage != stage.id or step.most == 0 or step.id not in service.seen:
            continue
        yield ("wrong_role", step.id, ""), ()
        if step.channels:
            yield ("wrong_channel", step.id, ""), ()
        if step.tells_public:
            yield ("visibility_breach", step.id, ""), ()


def is_below(service: Service, step: str) -> bool:
    """Whether a step stands below the line of visibility."""
    return LANES[service.steps[step].lane][0] in BELOW


_FINDERS = (
    *(_of_stages, _of_times, _skipped, _repeated, _forbidden, _swapped, _promised, _undesigned),
    *(_failed, _ruled, _branched, _gone_back, _acted),
)


def slug(activity: str) -> str:
    """An activity as a gap's id has it."""
    return activity.lower().replace(" ", "_")
