"""Stage instances of one case, ticket or incident, from its raw rows and the design's YAML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from tests.real_logs.casewise.moments import Clock


@dataclass(frozen=True)
class Row:
    """One raw row: when (microseconds, UTC), what, and the rest of it."""

    at: int
    sequence: int | None
    activity: str
    more: Mapping[str, Any] = field(compare=False)

    def ties(self, other: Row) -> bool:
        """At one time, and no sequence that tells them apart."""
        if self.at != other.at:
            return False
        return self.sequence is None or self.sequence == other.sequence


@dataclass
class Plan:
    """A design as its YAML has it, and how far the log goes."""

    said: dict[str, Any]
    covered_from: int = 0
    cut: int = 0
    whatever_picked: bool = (
        False  # a step is what its activity says, also where `pick` leaves it out
    )

    @classmethod
    def of(cls, file: Path) -> Plan:
        """Reads blueprint.yaml."""
        return cls(YAML(typ="safe").load(file.read_text(encoding="utf-8")))

    @cached_property
    def steps(self) -> dict[str, dict[str, Any]]:
        return {step["id"]: step for step in self.said["steps"]}

    @cached_property
    def stages(self) -> dict[str, dict[str, Any]]:
        return {stage["id"]: stage for stage in self.said["stages"]}

    @cached_property
    def lanes(self) -> dict[str, dict[str, Any]]:
        return {lane["id"]: lane for lane in self.said["lanes"]}

    @cached_property
    def clocks(self) -> dict[str, Clock]:
        zone, calendars = self.said["scope"]["timezone"], self.said["scope"].get("calendars", {})
        return {"calendar": Clock(None, zone)} | {k: Clock(v, zone) for k, v in calendars.items()}

    def clock(self, stage: str) -> Clock:
        """The clock of a stage."""
        return self.clocks[self.stages[stage]["time"].get("clock", "calendar")]

    def limit(self, stage: str) -> int:
        """The limit of a stage."""
        return self.clock(stage).length(self.stages[stage]["time"]["limit"])

    def timed_by(self, stage: str, end: str) -> list[str]:
        """The steps of `time.from` or `time.to`."""
        steps = self.stages[stage]["time"][end]
        return [steps] if isinstance(steps, str) else steps

    def later(self, stage: str) -> Iterator[str]:
        """The stages that one reaches by `next`."""
        while stage := self.stages[stage].get("next"):
            yield stage

    def role(self, step: str) -> str:
        """The role of a step's lane."""
        return self.lanes[self.steps[step]["lane"]]["role"]

    @cached_property
    def bindings(self) -> list[tuple[str, str, re.Pattern[str]]]:
        """Step, pick and a pattern of its activities, one for each alternative."""
        found = []
        for step, alternatives in self.said["bindings"]["steps"].items():
            for one in alternatives:
                names = one.get("activity", [])
                exact = "|".join(map(re.escape, [names] if isinstance(names, str) else names))
                pattern = re.compile(one.get("activity~", f"^({exact})$"))
                found.append((step, one.get("pick", "all"), pattern))
        return found

    @cached_property
    def _known(self) -> dict[str, list[tuple[str, str]]]:
        return {}

    def matches(self, activity: str) -> list[tuple[str, str]]:
        """The steps and picks that an activity matches."""
        if activity not in self._known:
            found = [(s, pick) for s, pick, pattern in self.bindings if pattern.search(activity)]
            self._known[activity] = found
        return self._known[activity]

    @cached_property
    def ignored(self) -> set[str]:
        """Activities that are known noise."""
        said = [one["activity"] for one in self.said["bindings"].get("ignore", [])]
        return {name for names in said for name in ([names] if isinstance(names, str) else names)}


@dataclass
class Pass:
    """One stage instance: what was matched and picked, in order."""

    plan: Plan
    stage: str
    matched: list[tuple[Row, str]]
    picked: list[tuple[Row, str]]

    @cached_property
    def own(self) -> list[tuple[Row, str]]:
        """Picked events of the stage's own steps."""
        return [one for one in self.picked if self.plan.steps[one[1]]["stage"] == self.stage]

    def first(self, step: str) -> Row | None:
        """The first picked event of a step."""
        return next((row for row, found in self.picked if found == step), None)

    def _time(self, end: str) -> int | None:
        firsts = (self.first(step) for step in self.plan.timed_by(self.stage, end))
        return next((row.at for row in firsts if row is not None), None)

    @cached_property
    def started(self) -> int | None:
        return self._time("from")

    @cached_property
    def ended(self) -> int | None:
        return self._time("to")

    @cached_property
    def entered(self) -> int:
        return self.matched[0][0].at if self.started is None else self.started

    @cached_property
    def duration(self) -> int | None:
        if self.started is None or self.ended is None or self.ended < self.started:
            return None
        return self.plan.clock(self.stage).between(self.started, self.ended)

    @property
    def left_truncated(self) -> bool:
        """It may have begun before the log does."""
        since = self.plan.clock(self.stage).between(self.plan.covered_from, self.entered)
        return self.started is None and since < self.plan.limit(self.stage)

    def aged(self, long: int) -> bool:
        """It was entered at least so long before the cut, on the stage's clock."""
        return self.plan.clock(self.stage).between(self.entered, self.plan.cut) >= long

    @property
    def by_limit(self) -> bool:
        return self.aged(self.plan.limit(self.stage))


@dataclass
class Unit:
    """A case, ticket or incident: its rows in order, and its pass through each stage."""

    plan: Plan
    name: str
    rows: list[Row]

    @cached_property
    def passes(self) -> dict[str, Pass]:
        found = {stage: self._pass(stage) for stage in self.plan.stages}
        return {stage: one for stage, one in found.items() if one is not None}

    def _pass(self, stage: str) -> Pass | None:
        plan = self.plan
        own = {step for step, said in plan.steps.items() if said["stage"] == stage}
        begins = own | {*plan.timed_by(stage, "from")}
        mine = begins | {*plan.timed_by(stage, "to")}
        matched = [
            (row, [(s, pick) for s, pick in plan.matches(row.activity) if s in mine])
            for row in self.rows
        ]
        matched = [(row, steps) for row, steps in matched if steps]
        while matched and not any(step in begins for step, _ in matched[0][1]):
            matched.pop(0)
        if not matched:
            return None
        seen: set[str] = set()
        picked = []
        for row, steps in matched:
            step = next((s for s, p in steps if p == "all" or (p == "rest") == (s in seen)), None)
            seen |= {s for s, _ in steps}
            picked += [(row, step)] if step else []
        return Pass(plan, stage, [(row, steps[0][0]) for row, steps in matched], picked)

    def state(self, stage: str) -> str:
        """Finished, went_on, abandoned, overdue or open, at the cut."""
        plan, here = self.plan, self.passes[stage]
        if here.ended is not None:
            return "finished"
        by_object = stage in plan.said["scope"].get("instances", {})
        later = [
            one
            for name in plan.later(stage)
            if name in self.passes
            for one in self.passes[name].own
        ]
        later = [row for row, step in later if by_object or plan.role(step) == "customer"]
        if any(row.at >= here.entered for row in later):
            return "went_on"
        last = max((row.at for row, _ in here.own), default=here.entered)
        if plan.clock(stage).between(last, plan.cut) >= plan.limit(stage):
            return "abandoned"
        return "overdue" if here.by_limit else "open"

    def picked(self, step: str) -> list[Row]:
        """The picked events of a step in its own stage."""
        here = self.passes.get(self.plan.steps[step]["stage"])
        if here is None:
            return []
        if self.plan.whatever_picked:
            return [
                row
                for row in self.rows
                if any(s == step for s, _ in self.plan.matches(row.activity))
            ]
        return [row for row, found in here.own if found == step]
