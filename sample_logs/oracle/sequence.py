"""Gaps of sequence: wrong order, wrong branch, undesigned paths."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from sample_logs.oracle.events import is_tie
from sample_logs.oracle.instances import Case, Instance
from sample_logs.oracle.setting import Setting
from sample_logs.oracle.trees import Choice
from sample_logs.oracle.verdicts import Verdict

TWO = 2


def wrong_order(instance: Instance, _case: Case, _setting: Setting) -> Iterator[Verdict]:
    """Of two neighbours in the design, the second came first."""
    if instance.left_truncated:
        return
    before = instance.stage.before
    present = dict(reversed(instance.own))  # the first of each step
    for a, b in sorted(before):
        between = any((a, c) in before and (c, b) in before for c in present)
        if a not in present or b not in present or between:
            continue
        one, other = present[a], present[b]
        known = instance.is_known(one) and instance.is_known(other)
        if known and not is_tie(one, other):
            yield f"{a}>{b}", "", other.order < one.order


def wrong_branch(instance: Instance, _case: Case, setting: Setting) -> Iterator[Verdict]:
    """Two arms of a choice were taken; `.share` tells for each arm whether it was the one."""
    if instance.left_truncated:
        return
    known = {step for step, event in instance.own if instance.is_known(event)}
    for choice in instance.stage.choices:
        visible = [not setting.blind.issuperset(arm) for arm in choice.arms]
        taken = [not known.isdisjoint(arm) for arm in choice.arms]
        if choice.in_round or sum(visible) < TWO or not any(taken):
            continue
        yield choice.name, "", sum(taken) > 1
        limit = instance.stage.limit
        if sum(taken) == 1 and (limit is None or instance.is_older_than(limit)):
            yield from _shares(choice, taken, setting)


def _shares(choice: Choice, taken: list[bool], setting: Setting) -> Iterator[Verdict]:
    """Of two arms with shares the first says it all; no arm may be taken unseen."""
    if not all(certain - setting.blind for certain in choice.certain):
        return
    judged = [at for at, share in enumerate(choice.shares) if share is not None]
    for at in judged[:1] if len(judged) == len(choice.arms) == TWO else judged:
        yield choice.arms[at][0], "share", taken[at]


def undesigned_path(instance: Instance, _case: Case, setting: Setting) -> Iterator[Verdict]:
    """One step came directly after another, as in no run of the flow."""
    if instance.left_truncated or instance.cut is None:
        return
    flow = set(instance.stage.flow_steps)
    own = instance.own
    tied = [is_tie(one, other) for (_, one), (_, other) in pairwise(own)]
    designed = setting.links[instance.stage.id]
    seen = set()
    for at, ((a, _), (b, event)) in enumerate(pairwise(own)):
        if not any(tied[max(at - 1, 0) : at + 2]) and event.time <= instance.cut:
            seen.add((a, b))
    for a, b in sorted(pair for pair in seen - designed if flow.issuperset(pair)):
        yield f"{a}>{b}", "", True
