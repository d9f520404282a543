"""Counts of every kind, subject and facet over all customers.

    design = read_design(path)                     # or parse_design(mapping)
    period = Period(coverage_from={...}, complete_until={...})
    counts = count_gaps(journeys, design, period)  # (kind, subject, facet) -> Count

A journey is the list of `Event` of one case in `Event.order`. The oracle reads any design that the
software accepts with `scope.case: customer`; it matches no bindings (see `events.Event.steps`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from sample_logs.oracle.actors import visibility_breach, wrong_channel, wrong_role
from sample_logs.oracle.content import (
    abandonment,
    forbidden_step,
    repeated_step,
    skipped_step,
    undesigned_step,
)
from sample_logs.oracle.design import Design
from sample_logs.oracle.events import Event
from sample_logs.oracle.experience import low_emotion
from sample_logs.oracle.handing import dropped_handoff, long_wait, silence, slow_system
from sample_logs.oracle.instances import Case, make_case
from sample_logs.oracle.reaching import failed_touchpoint, low_reach, pingpong
from sample_logs.oracle.rules import broken_rule
from sample_logs.oracle.sequence import undesigned_path, wrong_branch, wrong_order
from sample_logs.oracle.setting import Period, Setting
from sample_logs.oracle.timing import late_step, slow_stage
from sample_logs.oracle.verdicts import CaseRule, InstanceRule

Key = tuple[str, str, str]  # kind, subject, facet
Told = tuple[Key, bool]

INSTANCE_RULES: tuple[tuple[str, InstanceRule], ...] = (
    ("skipped_step", skipped_step),
    ("abandonment", abandonment),
    ("low_reach", low_reach),
    ("undesigned_step", undesigned_step),
    ("forbidden_step", forbidden_step),
    ("repeated_step", repeated_step),
    ("repeated_step", pingpong),
    ("failed_touchpoint", failed_touchpoint),
    ("wrong_order", wrong_order),
    ("wrong_branch", wrong_branch),
    ("wrong_role", wrong_role),
    ("wrong_channel", wrong_channel),
    ("visibility_breach", visibility_breach),
    ("slow_stage", slow_stage),
    ("late_step", late_step),
    ("dropped_handoff", dropped_handoff),
    ("long_wait", long_wait),
    ("silence", silence),
    ("slow_system", slow_system),
    ("undesigned_path", undesigned_path),
)
CASE_RULES: tuple[tuple[str, CaseRule], ...] = (
    ("broken_rule", broken_rule),
    ("low_emotion", low_emotion),
)


@dataclass(slots=True)
class Count:
    """Instances (or occurrences) that could have the gap, and those that have it."""

    eligible: int = 0
    affected: int = 0


def count_gaps(journeys: Iterable[list[Event]], design: Design, period: Period) -> dict[Key, Count]:
    """Count all judged instances of all customers; without one eligible there is no key."""
    setting = Setting(design, period)
    cases = [make_case(journey, setting) for journey in journeys]
    for case in cases:
        setting.hear(one for own in case.instances.values() for each in own for one in each.own)
    counts: dict[Key, Count] = {}
    for case in cases:
        for key, affected in _verdicts(case, setting):
            count = counts.setdefault(key, Count())
            count.eligible += 1
            count.affected += affected
    _over_all(counts, cases)
    _toward_the_larger(counts, design)
    return counts


def _verdicts(case: Case, setting: Setting) -> Iterator[Told]:
    """What the instances of a case, and the case itself, are eligible for."""
    for instance in case.judged:
        for kind, rule in INSTANCE_RULES:
            for subject, facet, affected in rule(instance, case, setting):
                yield (kind, subject, facet), affected
    for kind, case_rule in CASE_RULES:
        for subject, facet, affected in case_rule(case, setting):
            yield (kind, subject, facet), affected


def _over_all(counts: dict[Key, Count], cases: list[Case]) -> None:
    """Subjects that come from the log: every judged instance of the stage could have had them."""
    judged = [one for case in cases for one in case.judged]
    whole = [one for one in judged if not one.left_truncated]
    by_stage = Counter(one.stage.id for one in judged)
    of_step = Counter(step for one in whole for step in one.stage.steps)
    for (kind, subject, _), count in counts.items():
        if kind == "undesigned_step":
            count.eligible = by_stage[subject.partition("/")[0]]
        if kind == "undesigned_path":
            count.eligible = of_step[subject.partition(">")[0]]


def _toward_the_larger(counts: dict[Key, Count], design: Design) -> None:
    """A share that is too small is told as the share of those who did otherwise."""
    choices = [choice for stage in design.stages.values() for choice in stage.choices]
    designed = {
        arm[0]: share for one in choices for arm, share in zip(one.arms, one.shares, strict=True)
    }
    for (kind, subject, facet), count in counts.items():
        if (kind, facet) == ("wrong_branch", "share"):
            share = Fraction(str(designed[subject]))
            if Fraction(count.affected, count.eligible) < share:
                count.affected = count.eligible - count.affected
