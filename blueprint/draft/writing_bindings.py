"""The data team's half of a draft: bindings, what is ignored, tolerances."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import ceil
from typing import Any

from blueprint.design import GAP_DEFAULTS
from blueprint.draft.candidates import Candidate, Way
from blueprint.draft.sheet import Sheet
from blueprint.draft.texts import comment, quoted

GAP_KEYS = (
    *("min_cases", "skipped_above", "undesigned_above", "repeated_above", "order_above"),
    "time_tolerance",
)
_LATE = GAP_DEFAULTS["limit_above"]
_FIRST = "    # it comes again among other steps: only the first time has a place in the order"
SEVERAL = 2
"""Times in the median unit, from which a step could be several."""


def bindings(sheet: Sheet) -> Iterator[str]:
    """Which events are which step, and which are no step at all."""
    yield "# Over source, activity, actor_kind, role, channel, public, attributes.NAME."
    yield "bindings:"
    yield f"  customer: {quoted(sheet.customer_type)}    # object type"
    yield "  steps:"
    for step in sheet.plan.steps:
        first = step.id in sheet.again
        ways = ", ".join(
            way_text((*way, ("pick", "first")) if first else way) for way in step.candidate.ways
        )
        yield f"    {step.id}: [{ways}]{_FIRST if first else _several(step.candidate)}"
    if sheet.ignored:
        yield "  # Neither a step nor reported as undesigned: take out what should be."
        yield "  ignore:"
        yield from _ignored(sheet.ignored)


def _several(one: Candidate) -> str:
    """A hint, where an attribute that was not kept may part the activity."""
    if one.part is not None or one.repeats < SEVERAL:
        return ""
    return (
        f"    # {one.repeats} times in the median case: if an attribute tells them apart,"
        " name it under keep: of the source in project.yaml, run and draft again"
    )


def _ignored(found: Iterable[tuple[Candidate, str]]) -> Iterator[str]:
    for one, why in sorted(found, key=lambda pair: (-pair[0].events, pair[0].no)):
        for way in one.ways:
            yield f"    - {way_text(way)}    # {one.events:,} events; {comment(why)}"


def way_text(way: Way) -> str:
    """One alternative of a binding as a YAML mapping on one line."""
    return "{" + ", ".join(f"{_field(field)}: {_value(value)}" for field, value in way) + "}"


def _field(name: str) -> str:
    return name if name.isidentifier() else quoted(name)


def _value(value: Any) -> str:
    if isinstance(value, list):
        return _value(value[0]) if len(value) == 1 else f"[{', '.join(map(_value, value))}]"
    return str(value).lower() if isinstance(value, bool) else quoted(str(value))


def gap(sheet: Sheet) -> Iterator[str]:
    """The tolerances: the defaults, but for the share over the limits, which is as measured."""
    yield "gap:                               # when a difference counts: the defaults"
    for key in GAP_KEYS:
        yield f"  {key}: {GAP_DEFAULTS[key]:g}"
    late = _late(sheet)
    told = "    # as measured: longer than the limit, or never finished" if late > _LATE else ""
    yield f"  limit_above: {max(late, _LATE):g}{told}"


def _late(sheet: Sheet) -> float:
    """The largest share of a stage's instances over its limit, rounded up to a hundredth."""
    counts = [count for stage in sheet.plan.stages if (count := sheet.stage_count(stage))]
    return max((ceil(100 * c.late / c.timed) / 100 for c in counts if c.timed), default=0.0)
