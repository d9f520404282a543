"""The numbers of a segment, counted again: eligible, affected, rate, the rest's rate, lift."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.real_logs.casewise.moments import MICRO
from tests.real_logs.casewise.passes import Pass, Unit
from tests.real_logs.casewise.rules import shown_at

STAGE_OF_TWO = ("wrong_order", "undesigned_path", "dropped_handoff")


def differing(
    gap: dict[str, Any], told: dict[str, Any], answers: Mapping[str, Any], cases: Mapping[str, Unit]
) -> Iterator[str]:
    """What of a segment's numbers is not as the raw rows have it."""
    inside, outside = [], []
    for name, answer in answers.items():
        if answer is not None and answer != []:
            unit = cases[name]
            value = value_of(unit, _pass_of(unit, gap), told["attribute"])
            each = answer if isinstance(answer, list) else [answer]
            (inside if value == told["value"] else outside).extend(each)
    rates = [sum(one > 0 for one in side) / len(side) for side in (inside, outside)]
    found = {
        "eligible": len(inside),
        "affected": sum(one > 0 for one in inside),
        "rate": rates[0],
        "rest_rate": rates[1],
        "lift": rates[0] / rates[1] if rates[1] else None,
    }
    for field, number in found.items():
        if abs((told[field] or 0) - (number or 0)) > 1e-6 * max(1, number or 0):
            yield f"{told['attribute']} {told['value']}: {field} told {told[field]}, is {number}"


def _pass_of(unit: Unit, gap: dict[str, Any]) -> Pass:
    """The instance that a gap is counted in."""
    plan, kind, subject = unit.plan, gap["kind"], gap["subject"]
    if kind == "broken_rule":
        return shown_at(unit, subject)
    if kind == "late_step":
        return unit.passes[plan.steps[plan.steps[subject]["sla"]["after"]]["stage"]]
    stage = subject.split(">")[0] if kind in STAGE_OF_TWO else subject.split("/")[0]
    return unit.passes[plan.steps[stage]["stage"] if stage in plan.steps else stage]


def value_of(unit: Unit, here: Pass, attribute: str) -> str | None:
    """The first value of the stage's own picked events, else of the unit; weeks by their Monday."""
    if attribute == "week":
        zone = ZoneInfo(unit.plan.said["scope"]["timezone"])
        day = datetime.fromtimestamp(here.entered // MICRO, UTC).astimezone(zone).date()
        return str(day - timedelta(days=day.weekday()))
    values = [row.more.get(attribute) for row in (*(row for row, _ in here.own), *unit.rows)]
    return next((value for value in values if value), None)
