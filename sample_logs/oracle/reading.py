"""Reads blueprint.yaml plainly, without a check: a design that the software accepts is given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from sample_logs.oracle.design import Design, Link, Promise, Rule, Signal, Stage, Step, Words
from sample_logs.oracle.hours import Clock, calendar, opening_hours
from sample_logs.oracle.trees import arms, before, choices, free_steps, leaves

UNITS = {"s": 1_000_000, "m": 60_000_000, "h": 3_600_000_000}
DEFAULTS = {
    "min_cases": 36, "time_tolerance": 0.10, "skipped_above": 0.05, "undesigned_above": 0.02,
    "forbidden_above": 0, "repeated_above": 0.02, "order_above": 0.02, "limit_above": 0.02,
    "branch_above": 0.02, "rule_above": 0, "role_above": 0.02, "channel_above": 0.02,
    "visibility_above": 0, "wait_above": 0.1, "silence_above": 0.1, "emotion_below": 0.25,
    "path_above": 0.1,
}  # fmt: skip
"""Defaults of `gap:` (gaps.md, section 3)."""
RULE_KINDS = ("before", "leads_to", "never", "must", "first", "not_both", "at_most")
Raw = Mapping[str, Any]
Clocks = Mapping[str, Clock]


def read_design(path: Path) -> Design:
    """Read blueprint.yaml."""
    return parse_design(YAML(typ="safe").load(path.read_text("utf-8")))


def parse_design(raw: Raw) -> Design:
    """The design from the mapping that stands in the file."""
    scope = raw.get("scope", {})
    clocks = {"calendar": calendar()}
    for name, hours in scope.get("calendars", {}).items():
        closed = hours.get("holidays", [])
        clocks[name] = opening_hours(hours["hours"], closed, scope.get("timezone", "UTC"))
    steps = {step["id"]: _step(step, raw, clocks) for step in raw["steps"]}
    return Design(
        stages={stage["id"]: _stage(stage, raw, steps, clocks) for stage in raw["stages"]},
        steps=steps,
        lanes={lane["id"]: lane["role"] for lane in raw["lanes"]},
        links=tuple(_link(link, clocks["calendar"]) for link in raw.get("links", [])),
        rules=tuple(_rule(rule, clocks["calendar"]) for rule in raw.get("rules", [])),
        signals={name: _signal(name, one) for name, one in _bindings(raw, "signals").items()},
        role_words=_words(list(raw.get("roles", {})), raw.get("roles", {})) or frozenset(),
        tolerances={**DEFAULTS, **(raw.get("gap") or {})},
    )


def microseconds(text: str, clock: Clock) -> int:
    """`5m`, `4h`, `2d`, `1w`: a `d` is one day of that clock, a `w` its open days of a week."""
    amount, unit = int(text[:-1]), text[-1]
    return amount * {"d": clock.day, "w": clock.week, **UNITS}[unit]


def listed(value: Any) -> tuple[Any, ...]:
    """One value, several, or none."""
    if value is None:
        return ()
    return tuple(value) if isinstance(value, list) else (value,)


def _bindings(raw: Raw, part: str) -> Mapping[str, Any]:
    return (raw.get("bindings") or {}).get(part) or {}


def _words(named: Any, declared: Raw) -> Words:
    """The logs' words for some roles or channels of the design."""
    if not listed(named):
        return None
    entries = {name: (declared.get(name) or {}) for name in listed(named)}
    return frozenset(w for name, one in entries.items() for w in listed(one.get("is")) or (name,))


def _step(raw: Raw, design: Raw, clocks: Clocks) -> Step:
    lane = next(one for one in design["lanes"] if one["id"] == raw["lane"])
    tree = (design.get("flow") or {}).get(raw["stage"], [])
    least, most = _occurs(str(raw.get("occurs", "1")))
    return Step(
        id=raw["id"],
        stage=raw["stage"],
        lane=raw["lane"],
        role=lane["role"],
        actor=lane["actor"],
        most=most,
        mandatory=least > 0 and raw["id"] in leaves(tree) and raw["id"] not in free_steps(tree),
        arm=_arm(raw["id"], tree),
        sources=_sources(listed(_bindings(design, "steps").get(raw["id"]))),
        observable=raw.get("observable", True),
        promise=_promise(raw.get("sla"), clocks),
        roles=_words(raw.get("role"), design.get("roles", {})),
        channels=_words(raw.get("channel"), design.get("channels", {})),
        systems=listed(raw.get("systems")),
        assignee=raw.get("assignee"),
        fail_point=raw.get("fail_point", False),
        fail_max=raw.get("fail_max"),
        outcome=raw.get("outcome"),
    )


def _occurs(text: str) -> tuple[int, int | None]:
    """`1`, `0..2`, `1..*` as least and most."""
    least, _, most = text.partition("..")
    if not most:
        return int(least), int(least)
    return int(least), None if most == "*" else int(most)


def _arm(step: str, tree: Any) -> frozenset[str] | None:
    """The others of the step's innermost arm."""
    own = [arm for choice in arms(tree) for arm in choice if step in arm]
    return frozenset(own[-1]) - {step} if own else None


def _sources(alternatives: tuple[Any, ...]) -> Words:
    """The sources that a step's events can come from; empty without a binding."""
    if any("source" not in one for one in alternatives):
        return None
    return frozenset(source for one in alternatives for source in listed(one["source"]))


def _promise(sla: Raw | None, clocks: Clocks) -> Promise | None:
    if not sla:
        return None
    clock = clocks[sla.get("clock", "calendar")]
    within = microseconds(sla["within"], clock)
    return Promise(after=sla["after"], within=within, share=sla.get("share", 1.0), clock=clock)


def _stage(raw: Raw, design: Raw, steps: Mapping[str, Step], clocks: Clocks) -> Stage:
    time = raw.get("time") or {}
    clock = clocks[time.get("clock", "calendar")]
    tree = (design.get("flow") or {}).get(raw["id"])
    stages = {stage["id"]: stage for stage in design["stages"]}
    return Stage(
        id=raw["id"],
        start=listed(time.get("from")),
        end=listed(time.get("to")),
        targets={at: microseconds(time[at], clock) for at in ("p50", "p90") if at in time},
        limit=microseconds(time["limit"], clock) if "limit" in time else None,
        clock=clock,
        next=raw.get("next"),
        reach=raw.get("reach"),
        later=tuple(_later(raw, stages)),
        restart=raw.get("restart"),
        object_type=design.get("scope", {}).get("instances", {}).get(raw["id"]),
        abandon_max=raw.get("abandon_max"),
        silence=microseconds(raw["silence"], clock) if "silence" in raw else None,
        wait_budget={
            at: microseconds(text, clock) for at, text in raw.get("wait_budget", {}).items()
        },
        emotion=raw.get("emotion"),
        steps=tuple(step.id for step in steps.values() if step.stage == raw["id"]),
        flow=tree,
        flow_steps=tuple(leaves(tree or [])),
        before=frozenset(before(tree or [])),
        choices=tuple(choices(tree or [])),
    )


def _later(stage: Raw, stages: Mapping[str, Raw]) -> Iterator[str]:
    seen: set[str] = set()
    following = stage.get("next")
    while following and following not in seen:
        seen.add(following)
        yield following
        following = stages[following].get("next")


def _link(raw: Raw, clock: Clock) -> Link:
    within = microseconds(raw["within"], clock) if "within" in raw else None
    return Link(
        start=raw["from"],
        end=raw["to"],
        kind=raw["kind"],
        within=within,
        share=raw.get("share", 1.0),
    )


def _rule(raw: Raw, clock: Clock) -> Rule:
    kind = next(kind for kind in RULE_KINDS if kind in raw)
    count = next(iter(raw[kind].values())) if kind == "at_most" else 0
    return Rule(
        id=raw["id"],
        kind=kind,
        steps=tuple(raw[kind]) if kind == "at_most" else listed(raw[kind]),
        count=count,
        within=microseconds(raw["within"], clock) if "within" in raw else None,
        per=raw.get("per", "case"),
    )


def _signal(name: str, raw: Raw) -> Signal:
    return Signal(
        id=name,
        kind=raw["kind"],
        value=raw.get("value"),
        scale=raw.get("scale"),
        stage=raw.get("stage"),
    )
