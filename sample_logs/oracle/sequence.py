"""Gaps of sequence: wrong order, wrong branch, undesigned paths."""

from __future__ import annotations

from collections.abc import Iterator

from sample_logs.oracle.events import is_tie
from sample_logs.oracle.instances import Case, Instance
from sample_logs.oracle.setting import Setting
from sample_logs.oracle.verdicts import Verdict


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
        if not is_tie(one, other):
            yield f"{a}>{b}", "", other.order < one.order
