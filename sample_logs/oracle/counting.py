"""Counts of every kind, subject and facet over all customers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sample_logs.oracle.design import Design
from sample_logs.oracle.instances import Period, make_case
from sample_logs.oracle.journeys import Event
from sample_logs.oracle.kinds_of_gaps import RULES

Key = tuple[str, str, str]  # kind, subject, facet


@dataclass(slots=True)
class Count:
    """Instances that could have the gap, and those that have it."""

    eligible: int = 0
    affected: int = 0


def count_gaps(journeys: Iterable[list[Event]], design: Design, period: Period) -> dict[Key, Count]:
    """Count all judged instances of all customers."""
    counts: dict[Key, Count] = {}
    judged = dict.fromkeys(design.stages, 0)
    for journey in journeys:
        for stage, key, affected in _verdicts(journey, design, period):
            if key is None:
                judged[stage] += 1
                continue
            count = counts.setdefault(key, Count())
            count.eligible += 1
            count.affected += affected
    for (kind, subject, _), count in counts.items():
        if kind == "undesigned_step":  # every judged instance could have had it
            count.eligible = judged[subject.partition("/")[0]]
    return counts


def _verdicts(
    journey: list[Event], design: Design, period: Period
) -> Iterator[tuple[str, Key | None, bool]]:
    """What each judged instance of a customer is eligible for; first, for being counted."""
    case = make_case(journey, design, period)
    judged = (one for own in case.instances.values() for one in own if one.is_judged)
    for instance in judged:
        yield instance.stage.id, None, False
        for kind, rule in RULES.items():
            for subject, facet, affected in rule(instance, case, design, period):
                yield instance.stage.id, (kind, subject, facet), affected
