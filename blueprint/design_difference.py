"""What changed between two versions of a design: structure and promises, no texts, no measures.

Both designs are written down as facts; what is in one only was added or removed, what differs was
changed, or moved where it says the place. So two equal designs differ in nothing, and changing
their places turns every difference round.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from blueprint.design import Design
from blueprint.flow import Tree
from blueprint.model import Link, Stage, StageTime, Step

Fact = tuple[str, str, str]
"""What it is (lane, stage, step, link, rule ...), its id, the field; "" says that it is there."""

PLACES = frozenset({"stage", "lane", "flow", "order"})
"""Fields that say where a thing stands: a difference in them is a move."""
ORDER = ("design", "stage", "lane", "step", "link", "rule", "calendar", "tolerance")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference: `how` is added, removed, moved or changed; durations are seconds."""

    how: str
    what: str
    id: str
    field: str
    before: Any
    after: Any

    def turned(self) -> Change:
        """The same difference, seen from the other design."""
        how = {"added": "removed", "removed": "added"}.get(self.how, self.how)
        return Change(
            how=how,
            what=self.what,
            id=self.id,
            field=self.field,
            before=self.after,
            after=self.before,
        )


def changes(old: Design, new: Design) -> list[Change]:
    """Every difference, in the order of kinds of things, then by id and field."""
    shared = _ids(old) & _ids(new)
    before, after = _facts(old, shared), _facts(new, shared)
    keys = sorted(before.keys() | after.keys(), key=lambda k: (ORDER.index(k[0]), k[1:]))
    found = (_change(key, before, after) for key in keys)
    return [change for change in found if change is not None]


def _change(key: Fact, before: Mapping[Fact, Any], after: Mapping[Fact, Any]) -> Change | None:
    """The difference in one fact; a field of what is in one design only is told by that thing."""
    what, name, field = key
    there = (what, name, "")
    was, is_ = there in before, there in after
    if field and was != is_:
        return None
    old, new = before.get(key), after.get(key)
    if (was, old) == (is_, new):
        return None
    how = "moved" if field in PLACES else "changed"
    if was != is_:
        how = "added" if is_ else "removed"
    return Change(how=how, what=what, id=name, field=field, before=old, after=new)


def _ids(design: Design) -> set[str]:
    """Stages and steps; the order is compared over those that both designs have."""
    return {s.id for s in design.blueprint.stages} | {s.id for s in design.blueprint.steps}


def _facts(design: Design, shared: Collection[str]) -> dict[Fact, Any]:
    """Every fact that is compared; a field that is not set is not there."""
    rows = [*_things(design), *_orders(design, shared)]
    return {(what, name, field): value for what, name, field, value in rows if value is not None}


Row = tuple[str, str, str, Any]


def _things(design: Design) -> Iterator[Row]:
    blueprint = design.blueprint
    yield ("design", "design", "", True)
    for lane in blueprint.lanes:
        yield from _rows("lane", lane.id, {"role": lane.role.value, "actor": lane.actor})
    for stage in blueprint.stages:
        yield from _rows("stage", stage.id, _stage(stage))
    for step in blueprint.steps:
        yield from _rows("step", step.id, _step(step, design))
    for link in (x for x in blueprint.links if x.kind != "flow" or x.within_us is not None):
        yield from _rows("link", f"{link.source} > {link.target}", _link(link))
    yield from _agreed(design)


def _agreed(design: Design) -> Iterator[Row]:
    """What holds for the whole of a design: rules, calendars, tolerances."""
    for rule in design.rules:
        told = {"kind": rule.kind, "steps": list(rule.steps), "count": rule.count, "per": rule.per}
        yield from _rows("rule", rule.id, told | {"within_s": _seconds(rule.within_us)})
    for calendar in design.calendars.values():
        holidays = [calendar.country, calendar.subdivision, *map(str, calendar.closed)]
        yield from _rows("calendar", calendar.id, {"hours": calendar.hours, "holidays": holidays})
    for name, value in design.gap.items():
        yield from _rows("tolerance", name, {"value": value})


def _rows(what: str, name: str, fields: Mapping[str, Any]) -> Iterator[Row]:
    yield (what, name, "", True)
    yield from ((what, name, field, value) for field, value in fields.items())


def _stage(stage: Stage) -> dict[str, Any]:
    budget = {lane: _seconds(time) for lane, time in sorted(stage.wait_budget_us.items())}
    return {
        **_time(stage.time),
        "next": stage.next,
        "reach": stage.reach,
        "abandon_max": stage.abandon_max,
        "restart": stage.restart,
        "silence_s": _seconds(stage.silence_us),
        "wait_budget_s": budget or None,
        "emotion": stage.emotion,
        "instances": stage.instances,
    }


def _time(time: StageTime | None) -> dict[str, Any]:
    if time is None:
        return {}
    return {
        "from": list(time.start),
        "to": list(time.end),
        "p50_s": _seconds(time.p50_us),
        "p90_s": _seconds(time.p90_us),
        "limit_s": _seconds(time.limit_us),
        "clock": time.clock,
    }


def _step(step: Step, design: Design) -> dict[str, Any]:
    outcome = design.outcomes.get(step.id)
    return {
        "stage": step.stage,
        "lane": step.lane,
        "occurs": f"{step.least}..{'*' if step.most is None else step.most}",
        **_promise(step),
        "role": sorted(step.roles) or None,
        "channel": sorted(step.channels) or None,
        "systems": sorted(step.systems) or None,
        "moment_of_truth": step.moment_of_truth or None,
        "fail_point": step.fail_point or None,
        "fail_max": step.fail_max,
        "outcome": [f"{c.field}{c.operator}{','.join(c.values)}" for c in outcome or ()] or None,
        "observable": None if step.observable else False,
    }


def _promise(step: Step) -> dict[str, Any]:
    if step.sla is None:
        return {}
    return {
        "sla.after": step.sla.after,
        "sla.within_s": _seconds(step.sla.within_us),
        "sla.share": step.sla.share,
        "sla.clock": step.sla.clock,
    }


def _link(link: Link) -> dict[str, Any]:
    return {"kind": link.kind, "within_s": _seconds(link.within_us), "share": link.share}


def _seconds(microseconds: int | None) -> float | None:
    return None if microseconds is None else microseconds / 1_000_000


def _orders(design: Design, shared: Collection[str]) -> Iterator[Row]:
    """The order of stages and lanes, and each stage's flow, over what both designs have."""
    stages = [stage.id for stage in design.blueprint.stages if stage.id in shared]
    yield ("design", "design", "order", stages)
    for stage, tree in design.flows.items():
        yield ("stage", stage, "flow", flow_text(tree, shared))


def flow_text(tree: Tree, kept: Collection[str]) -> str:
    """A flow in one line, with the steps in `kept` alone; the parts of `and`, `choice` by name."""
    if tree.step is not None:
        return tree.step if tree.step in kept else ""
    parts = [text for child in tree.children if (text := flow_text(child, kept))]
    if tree.operator in {"and", "choice"}:
        parts = sorted(parts)
    if not parts or (len(parts) == 1 and tree.operator in {"sequence", "and", "choice"}):
        return "".join(parts)
    joined = ", ".join(parts)
    return f"({joined})" if tree.operator == "sequence" else f"{tree.operator}({joined})"
