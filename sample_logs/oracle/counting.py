"""Counts of every kind, subject and facet over all customers.

    design = read_design(path)                     # or parse_design(mapping)
    period = Period(coverage_from={...}, complete_until={...})
    counts = count_gaps(journeys, design, period)  # (kind, subject, facet) -> Count

A journey is the list of `Event` of one case in `Event.order`. The oracle reads any design that the
software accepts with `scope.case: customer`; it matches no bindings (see `events.Event.steps`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sample_logs.oracle.content import (
    abandonment,
    forbidden_step,
    repeated_step,
    skipped_step,
    undesigned_step,
)
from sample_logs.oracle.design import Design
from sample_logs.oracle.events import Event
from sample_logs.oracle.instances import Case, make_case
from sample_logs.oracle.sequence import wrong_order
from sample_logs.oracle.setting import Period, Setting
from sample_logs.oracle.timing import late_step, slow_stage
from sample_logs.oracle.verdicts import CaseRule, InstanceRule

Key = tuple[str, str, str]  # kind, subject, facet
Told = tuple[Key, bool]

INSTANCE_RULES: dict[str, InstanceRule] = {
    "skipped_step": skipped_step,
    "abandonment": abandonment,
    "undesigned_step": undesigned_step,
    "forbidden_step": forbidden_step,
    "repeated_step": repeated_step,
    "wrong_order": wrong_order,
    "slow_stage": slow_stage,
    "late_step": late_step,
}
CASE_RULES: dict[str, CaseRule] = {}
OVER_ALL = ("undesigned_step",)
"""Kinds whose subjects come from the log: every judged instance of the stage could have had it."""


@dataclass(slots=True)
class Count:
    """Instances (or occurrences) that could have the gap, and those that have it."""

    eligible: int = 0
    affected: int = 0


def count_gaps(journeys: Iterable[list[Event]], design: Design, period: Period) -> dict[Key, Count]:
    """Count all judged instances of all customers; without one eligible there is no key."""
    setting = Setting(design, period)
    counts: dict[Key, Count] = {}
    judged = dict.fromkeys(design.stages, 0)
    for journey in journeys:
        case = make_case(journey, setting)
        for instance in case.judged:
            judged[instance.stage.id] += 1
        for key, affected in _verdicts(case, setting):
            count = counts.setdefault(key, Count())
            count.eligible += 1
            count.affected += affected
    for (kind, subject, _), count in counts.items():
        if kind in OVER_ALL:
            count.eligible = judged[subject.partition("/")[0]]
    return counts


def _verdicts(case: Case, setting: Setting) -> Iterator[Told]:
    """What the instances of a case, and the case itself, are eligible for."""
    for instance in case.judged:
        for kind, rule in INSTANCE_RULES.items():
            for subject, facet, affected in rule(instance, case, setting):
                yield (kind, subject, facet), affected
    for kind, case_rule in CASE_RULES.items():
        for subject, facet, affected in case_rule(case, setting):
            yield (kind, subject, facet), affected
