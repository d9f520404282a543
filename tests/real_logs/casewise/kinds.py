"""Whether a gap's sentence is true of one case: by kind, from docs/definitions.md.

Each function gives None where the case is not eligible, else the effect (hours, occurrences or 1;
0 where it is not affected). Of occurrences it gives one number for each of the eligible ones.
"""

from __future__ import annotations

from itertools import pairwise

from tests.real_logs.casewise import trees
from tests.real_logs.casewise.passes import Unit

Answer = float | None


def skipped_step(unit: Unit, subject: str, _: str | None) -> Answer:
    """The step lacks, though a step after it in the flow, or of a later stage, happened."""
    stage = unit.plan.steps[subject]["stage"]
    here = unit.passes.get(stage)
    if here is None or here.left_truncated or unit.state(stage) == "open":
        return None
    follow = {b for a, b in trees.before(unit.plan.said["flow"][stage]) if a == subject}
    later = [
        row
        for name in unit.plan.later(stage)
        if name in unit.passes
        for row, _ in unit.passes[name].own
    ]
    shown = any(step in follow for _, step in here.picked)
    if not shown and not any(row.at >= here.entered for row in later):
        return None
    return float(here.first(subject) is None)


def abandonment(unit: Unit, subject: str, _: str | None) -> Answer:
    """It ended in the stage, and was not seen for the limit."""
    here = unit.passes.get(subject)
    if here is None or not here.by_limit:
        return None
    return float(unit.state(subject) == "abandoned")


def low_reach(unit: Unit, subject: str, _: str | None) -> Answer:
    """It left the stage and did not enter the next one within that one's limit."""
    plan, here = unit.plan, unit.passes.get(subject)
    follows = plan.stages[subject]["next"]
    clock, limit = plan.clock(follows), plan.limit(follows)
    had_time = clock.latest(plan.cut, limit)
    if here is None or plan.clock(subject).between(here.entered, had_time) < plan.limit(subject):
        return None
    left = here.own[-1][0].at if here.ended is None else here.ended
    if clock.between(left, plan.cut) < limit:
        return None
    there = unit.passes.get(follows)
    return float(there is None or clock.between(left, there.entered) > limit)


def undesigned_step(unit: Unit, subject: str, _: str | None) -> Answer:
    """An activity that no binding knows, while the stage ran or before the next one began."""
    stage, slug = subject.split("/")
    here = unit.passes.get(stage)
    if here is None:
        return None
    ends = here.picked[-1][0]
    begins, until = unit.rows.index(here.picked[0][0]), unit.rows.index(ends)
    follows = unit.passes.get(unit.plan.stages[stage].get("next", ""))
    strange = [
        (place, row)
        for place, row in enumerate(unit.rows)
        if not unit.plan.matches(row.activity)
        and row.activity not in unit.plan.ignored
        and slug_of(row.activity) == slug
    ]
    until_next = follows.entered if follows and follows.entered >= ends.at else ends.at
    return float(
        any(begins < place < until or ends.at <= row.at < until_next for place, row in strange)
    )


def slug_of(activity: str) -> str:
    """Lower case, other characters as one _."""
    letters = "".join(c if c.isalnum() else " " for c in activity.lower())
    return "_".join(letters.split())


def repeated_step(unit: Unit, subject: str, facet: str | None) -> Answer:
    """More often than `occurs` allows; or from one assignee to another and back."""
    if facet == "pingpong":
        return _pingpong(unit, subject)
    times = len(unit.picked(subject))
    most = str(unit.plan.steps[subject].get("occurs", 1)).split("..")[-1]
    return max(0.0, times - int(most)) if times else None


def _pingpong(unit: Unit, subject: str) -> Answer:
    named = unit.plan.steps[subject]["assignee"].removeprefix("attributes.")
    rows = [
        row for row in unit.rows if any(s == subject for s, _ in unit.plan.matches(row.activity))
    ]
    hands = [row.more[named] for row in rows if row.more.get(named)]
    runs = [hand for place, hand in enumerate(hands) if not place or hands[place - 1] != hand]
    return float(sum(a == b for a, b in zip(runs, runs[2:], strict=False))) if runs else None


def failed_touchpoint(unit: Unit, subject: str, _: str | None) -> Answer:
    """It failed by its outcome, or, without one, it happened."""
    said = unit.plan.steps[subject]
    assert trees.may_begin(unit.plan.said["flow"][said["stage"]], subject), "else who came so far"
    if said["stage"] not in unit.passes:
        return None
    wanted = {k.removeprefix("attributes."): v for k, v in said.get("outcome", {}).items()}
    rows = unit.picked(subject)
    return float(any(all(row.more.get(k) == v for k, v in wanted.items()) for row in rows))


def wrong_order(unit: Unit, subject: str, _: str | None) -> Answer:
    """Neighbours a before b by the flow, of which b came first."""
    first, then = subject.split(">")
    stage = unit.plan.steps[first]["stage"]
    here = unit.passes.get(stage)
    if here is None or here.left_truncated:
        return None
    a, b = here.first(first), here.first(then)
    order = {*trees.before(unit.plan.said["flow"][stage])}
    between = any(
        (first, c) in order and (c, then) in order and here.first(c) for c in unit.plan.steps
    )
    if a is None or b is None or between or a.ties(b):
        return None
    return float((b.at, b.sequence or 0) < (a.at, a.sequence or 0))


def undesigned_path(unit: Unit, subject: str, _: str | None) -> Answer:
    """One step straight after another, which no run of the flow has."""
    first, then = subject.split(">")
    here = unit.passes.get(unit.plan.steps[first]["stage"])
    if here is None or here.left_truncated:
        return None
    own = here.own
    ties = [a.ties(b) for (a, _), (b, _) in pairwise(own)]
    for place, ((_, one), (row, other)) in enumerate(pairwise(own)):
        if (
            (one, other) == (first, then)
            and row.at <= unit.plan.cut
            and not any(ties[max(0, place - 1) : place + 2])
        ):
            return 1.0
    return 0.0


def wrong_role(unit: Unit, subject: str, _: str | None) -> list[float]:
    """Of each occurrence with a role: whether it is none of the step's."""
    roles = unit.plan.steps[subject]["role"]
    may = {
        word
        for role in ([roles] if isinstance(roles, str) else roles)
        for word in unit.plan.said["roles"][role]["is"]
    }
    seen = [row.more.get("role") for row in unit.picked(subject)]
    return [float(word not in may) for word in seen if word]
