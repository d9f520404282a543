"""What a gap rule is: a function from a judged subject to its place, tolerance and words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from blueprint.design.values import Rule
from blueprint.experience import Mood
from blueprint.findings import StageMeasure
from blueprint.flow import Choice, Tree, choices
from blueprint.mean_test import MeanTest
from blueprint.model import Blueprint, Lane, Link, Role, Stage, Step, line_crossed

MICROSECONDS = 1_000_000
HOUR_US = 3600 * MICROSECONDS
MOMENT_OF_TRUTH_WEIGHT = 2.0
LINE_WEIGHT = 1.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What one test is about: the step, pair, stage or activity, and how many it hit."""

    name: str
    facet: str | None
    eligible: int
    affected: int
    details: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Where a gap stands on the blueprint, what is tolerated, and the words to tell it.

    `each` is what one unit of the effect counts for in the ranking, where the measure is an
    instance that went wrong once: one hour is a share of the time promised (`per_promise`), a
    customer lost the stages that were still to come (`Context.stages_left`).
    """

    stage: str
    tolerance: float
    unit: str
    lane: str | None = None
    line: str | None = None
    weight: float = 1.0
    each: float = 1.0
    expected: float = 0.0  # of the eligible the design has so many affected: the effect is the rest
    parameters: Mapping[str, Any] = field(default_factory=dict)
    follows_from: tuple[str, ...] = ()
    mean: MeanTest | None = None  # where a mean is tested, not the share of the affected
    template: str | None = None  # where one kind and facet has several sentences


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The designed blueprint and what was measured, as rules look things up in it."""

    designed: Blueprint
    tolerances: Mapping[str, float]
    measures: Mapping[str, StageMeasure]
    undesigned: Mapping[str, Step]
    next_due: Mapping[str, str]  # stage -> the step that most abandoned instances lacked
    moods: Mapping[str, Mood] = field(default_factory=dict)
    flows: Mapping[str, Tree] = field(default_factory=dict)
    blind: frozenset[str] = frozenset()
    rules: Mapping[str, Rule] = field(default_factory=dict)

    def step(self, step: str) -> Step:
        """The designed step of that id."""
        return next(s for s in self.designed.steps if s.id == step)

    def stage(self, stage: str) -> Stage:
        """The designed stage of that id."""
        return next(s for s in self.designed.stages if s.id == stage)

    def choice(self, name: str) -> Choice:
        """The choice of that name; of a step's name the outermost with an arm that begins so."""
        found = (c for tree in self.flows.values() for c in choices(tree))
        return next(choice for choice in found if name == choice.name or name in choice.arms)

    def line(self, first: Step, second: Step) -> str | None:
        """The line between the lanes of two steps, None where they share a role."""
        return line_crossed(self._lane(first.lane).role, self._lane(second.lane).role)

    def timed_link(self, source: str, target: str) -> Link:
        """The first designed link between two steps that has a time."""
        return next(
            x
            for x in self.designed.links
            if (x.source, x.target) == (source, target) and x.within_us is not None
        )

    def is_above(self, step: Step) -> bool:
        """Whether the customer should see the step: its lane is above the line of visibility."""
        return self._lane(step.lane).role in (Role.CUSTOMER, Role.FRONTSTAGE)

    def stages_left(self, stage: str) -> int:
        """How many stages there are from this one on, by `next`, it included."""
        following = {s.id: s.next for s in self.designed.stages}
        passed: list[str] = []
        at: str | None = stage
        while at and at not in passed:
            passed.append(at)
            at = following.get(at)
        return len(passed)

    def _lane(self, lane: str) -> Lane:
        return next(x for x in self.designed.lanes if x.id == lane)


GapRule = Callable[[Subject, Context], Placement]
"""One rule per file; its name is the kind, its docstring the definition shown everywhere."""


def weight_of(step: Step, line: str | None = None) -> float:
    """How much a gap at this step weighs: more at a moment of truth, more across a line."""
    truth = MOMENT_OF_TRUTH_WEIGHT if step.moment_of_truth else 1.0
    return truth * (LINE_WEIGHT if line else 1.0)


def link_placement(subject: Subject, context: Context) -> Placement:
    """The place of a gap of a link `source>target`: its second step, and the line it crosses."""
    source, target = (context.step(s) for s in subject.name.split(">", 1))
    link = context.timed_link(source.id, target.id)
    line = context.line(source, target)
    promised = target.sla is not None and target.sla.after == source.id
    return Placement(
        stage=source.stage,
        lane=target.lane,
        line=line,
        tolerance=round(1 - (1.0 if link.share is None else link.share), 9),
        unit="hours",
        weight=weight_of(target, line),
        each=per_promise(link.within_us),
        parameters={
            "step": target.id,
            "after": source.id,
            "stage": source.stage,
            "within_s": seconds(link.within_us),
            "clock": "calendar",
            "never": subject.details.get("never", 0),
        },
        follows_from=(f"late_step:{target.id}",) if promised else (),
    )


def clock_of(stage: Stage) -> str:
    """The clock that a stage is timed on."""
    return stage.time.clock if stage.time else "calendar"


def mostly(subject: Subject) -> str:
    """What was seen most often in the affected rows (`detail`); of equals the first by name."""
    seen = sorted(subject.details.items(), key=lambda found: (-found[1], found[0]))
    return seen[0][0] if seen else ""


def seconds(microseconds: int | None) -> float | None:
    """Microseconds as seconds."""
    return None if microseconds is None else microseconds / MICROSECONDS


def per_promise(promised_us: int | None) -> float:
    """What one hour counts for: being late by the whole time promised counts as one instance."""
    return HOUR_US / promised_us if promised_us else 1.0
