"""The designed blueprint, read plainly: only what the counts need. Durations are microseconds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from sample_logs.oracle.hours import Clock, calendar, opening_hours

UNITS = {"s": 1_000_000, "m": 60_000_000, "h": 3_600_000_000}


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """The step comes `within` of the first `after`."""

    after: str
    within: int
    clock: Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A designed step; `most` 0 means that it must not happen, None that there is no limit."""

    id: str
    stage: str
    role: str
    most: int | None
    mandatory: bool
    sources: frozenset[str]
    promise: Promise | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A designed stage; `later` are the stages reached by following `next`."""

    id: str
    start: tuple[str, ...]
    end: tuple[str, ...]
    targets: Mapping[str, int]  # p50, p90
    limit: int
    clock: Clock
    next: str | None
    later: frozenset[str]
    restart: str | None
    per_ticket: bool
    judges_abandonment: bool
    steps: tuple[str, ...]
    before: frozenset[tuple[str, str]]  # a comes before b in every run that has both
    sources: frozenset[str]  # of the steps of its flow


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """All of it."""

    stages: Mapping[str, Stage]
    steps: Mapping[str, Step]
    lanes: Mapping[str, str]  # lane -> role
    time_tolerance: float


def read_design(path: Path) -> Design:
    """Read blueprint.yaml."""
    raw = YAML(typ="safe").load(path.read_text("utf-8"))
    clocks = {"calendar": calendar()}
    zone = raw["scope"]["timezone"]
    for name, hours in raw["scope"]["calendars"].items():
        clocks[name] = opening_hours(hours["hours"], hours["holidays"], zone)
    lanes = {lane["id"]: lane["role"] for lane in raw["lanes"]}
    steps = {step["id"]: _step(step, raw, lanes, clocks) for step in raw["steps"]}
    return Design(
        stages={stage["id"]: _stage(stage, raw, steps, clocks) for stage in raw["stages"]},
        steps=steps,
        lanes=lanes,
        time_tolerance=raw["gap"]["time_tolerance"],
    )


def microseconds(text: str, clock: Clock) -> int:
    """`5m`, `4h`, `2d`: a `d` is one day of that clock."""
    amount, unit = int(text[:-1]), text[-1]
    return amount * (clock.day if unit == "d" else UNITS[unit])


def _step(
    raw: Mapping[str, Any],
    design: Mapping[str, Any],
    lanes: Mapping[str, str],
    clocks: Mapping[str, Clock],
) -> Step:
    least, most = _occurs(str(raw.get("occurs", "1")))
    free = _free_steps(design["flow"][raw["stage"]])
    sla = raw.get("sla")
    promise = None
    if sla:
        clock = clocks[sla.get("clock", "calendar")]
        promise = Promise(
            after=sla["after"], within=microseconds(sla["within"], clock), clock=clock
        )
    return Step(
        id=raw["id"],
        stage=raw["stage"],
        role=lanes[raw["lane"]],
        most=most,
        mandatory=least > 0 and raw["id"] not in free,
        sources=frozenset(one["source"] for one in design["bindings"]["steps"][raw["id"]]),
        promise=promise,
    )


def _occurs(text: str) -> tuple[int, int | None]:
    """`1`, `0..2`, `1..*` as least and most."""
    least, _, most = text.partition("..")
    if not most:
        return int(least), int(least)
    return int(least), None if most == "*" else int(most)


def _stage(
    raw: Mapping[str, Any],
    design: Mapping[str, Any],
    steps: Mapping[str, Step],
    clocks: Mapping[str, Clock],
) -> Stage:
    time = raw["time"]
    clock = clocks[time.get("clock", "calendar")]
    tree = design["flow"][raw["id"]]
    return Stage(
        id=raw["id"],
        start=_listed(time["from"]),
        end=_listed(time["to"]),
        targets={facet: microseconds(time[facet], clock) for facet in ("p50", "p90")},
        limit=microseconds(time["limit"], clock),
        clock=clock,
        next=raw.get("next"),
        later=frozenset(_later(raw, {stage["id"]: stage for stage in design["stages"]})),
        restart=raw.get("restart"),
        per_ticket=raw["id"] in design["scope"]["instances"],
        judges_abandonment="abandon_max" in raw,
        steps=tuple(step.id for step in steps.values() if step.stage == raw["id"]),
        before=frozenset(_before(tree)),
        sources=frozenset().union(*(steps[step].sources for step in _leaves(tree))),
    )


def _listed(value: str | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _later(stage: Mapping[str, Any], stages: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    following = stage.get("next")
    while following:
        yield following
        following = stages[following].get("next")


def _children(node: Any) -> tuple[str, list[Any]]:
    """An operator with its parts: sequence, and, optional, repeat or loop."""
    if isinstance(node, list):
        return "sequence", node
    [(operator, below)] = node.items()
    if operator == "loop":
        return "loop", [below["do"], below["again"]]
    return operator, below if isinstance(below, list) and operator == "and" else [below]


def _leaves(node: Any) -> list[str]:
    """The steps below a node."""
    if isinstance(node, str):
        return [node]
    return [leaf for child in _children(node)[1] for leaf in _leaves(child)]


def _free_steps(node: Any) -> set[str]:
    """Steps under an `optional`, a `repeat` or the `again` of a loop: a run may do without them."""
    if isinstance(node, str):
        return set()
    operator, parts = _children(node)
    if operator in ("optional", "repeat"):
        return set(_leaves(node))
    free = set().union(*(_free_steps(part) for part in parts))
    return free | set(_leaves(parts[1])) if operator == "loop" else free


def _before(node: Any, *, in_loop: bool = False) -> Iterator[tuple[str, str]]:
    """Pairs (a, b): every run with both puts all a before all b."""
    if isinstance(node, str):
        return
    operator, parts = _children(node)
    inside = in_loop or operator == "loop"
    for position, part in enumerate(parts):
        yield from _before(part, in_loop=inside)
        if operator == "sequence" and not inside:
            for following in parts[position + 1 :]:
                yield from ((a, b) for a in _leaves(part) for b in _leaves(following))
