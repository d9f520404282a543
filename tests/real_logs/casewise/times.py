"""Whether a sentence about time is true of one case; what each function gives is told in kinds.py."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from tests.real_logs.casewise.kinds import Answer
from tests.real_logs.casewise.moments import MICRO
from tests.real_logs.casewise.passes import Pass, Unit

HOUR = 3600 * MICRO


def slow_stage(unit: Unit, subject: str, facet: str | None) -> Answer:
    """Longer than the target and a tenth; not done within the limit."""
    here, limit = unit.passes.get(subject), unit.plan.limit(subject)
    if here is None or here.left_truncated or not here.by_limit:
        return None
    if facet == "limit":
        if here.started is None or unit.state(subject) == "went_on":
            return None
        return float(here.ended is None or (here.duration or 0) > limit)
    if here.duration is None:
        return None
    target = unit.plan.clock(subject).length(unit.plan.stages[subject]["time"][facet])
    return (here.duration - target) / HOUR if here.duration * 10 > target * 11 else 0.0


def late_step(unit: Unit, subject: str, _: str | None) -> Answer:
    """It came later than promised after the step that the promise names, or never."""
    plan, promise = unit.plan, unit.plan.steps[subject]["sla"]
    stage = plan.steps[promise["after"]]["stage"]
    after, clock = unit.picked(promise["after"]), plan.clocks[promise.get("clock", "calendar")]
    within = clock.length(promise["within"])
    if (
        not after
        or unit.passes[stage].left_truncated
        or clock.between(after[0].at, plan.cut) < within
    ):
        return None
    came = next((row.at for row in unit.picked(subject) if row.at >= after[0].at), None)
    if came is not None:
        return max(0.0, (clock.between(after[0].at, came) - within) / HOUR)
    return _in_vain(unit.passes[stage], after[0].at, clock.between, within)


def _in_vain(here: Pass, since: int, run: Callable[[int, int], int], within: int) -> float:
    """Hours beyond the promise where it never came: until the end, else the limit, to the cut."""
    waited = run(since, here.ended) if here.ended is not None else here.plan.limit(here.stage)
    return max(0.0, (min(waited, run(since, here.plan.cut)) - within) / HOUR) or 1e-9


def dropped_handoff(unit: Unit, subject: str, _: str | None) -> Answer:
    """The second step of a link came later than its `within`, or never."""
    first, then = subject.split(">")
    plan, a = unit.plan, unit.picked(first)
    [link] = [one for one in plan.said["links"] if (one["from"], one["to"]) == (first, then)]
    within = plan.clocks["calendar"].length(link["within"])
    stage = plan.steps[first]["stage"]
    if not a or unit.passes[stage].left_truncated or plan.cut - a[0].at < within:
        return None
    came = next((row.at for row in unit.picked(then) if row.at >= a[0].at), None)
    if came is not None:
        return max(0.0, (came - a[0].at - within) / HOUR)
    return _in_vain(unit.passes[stage], a[0].at, lambda one, two: two - one, within)


def silence(unit: Unit, subject: str, _: str | None) -> Answer:
    """The longest time between two signs to the customer was over the stage's `silence`."""
    plan, here = unit.plan, unit.passes.get(subject)
    if here is None or here.left_truncated or not here.by_limit:
        return None
    until = here.ended
    if until is None:
        until = here.matched[-1][0].at if unit.state(subject) == "went_on" else plan.cut
    if until < here.entered:
        return None
    signs = [row.at for row, step in here.picked if plan.role(step) in ("customer", "frontstage")]
    moments = [here.entered, *(at for at in signs if here.entered < at < until), until]
    clock = plan.clock(subject)
    longest = max(clock.between(a, b) for a, b in pairwise(moments))
    most = clock.length(plan.stages[subject]["silence"])
    if longest > most and here.ended is None:
        return max(0.0, (min(longest, plan.limit(subject)) - most) / HOUR)
    return max(0.0, (longest - most) / HOUR)


def long_wait(unit: Unit, subject: str, facet: str | None) -> Answer:
    """The times before one lane's steps add up to more than its budget."""
    plan, here = unit.plan, unit.passes.get(subject)
    if here is None or here.left_truncated or not here.by_limit or here.duration is None:
        return None
    assert here.ended is not None
    clock, since, waited = plan.clock(subject), here.entered, 0
    for row, step in here.picked:
        if here.entered <= row.at <= here.ended:
            mine = facet in (plan.steps[step]["lane"], plan.role(step))
            waited += clock.between(since, row.at) if mine else 0
            since = row.at
    budget = clock.length(plan.stages[subject]["wait_budget"][facet or ""])
    return max(0.0, (waited - budget) / HOUR)
