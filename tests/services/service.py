"""A made-up service: its design, how its world departs from it, and so the truth of every gap.

Every number that can become a gap has a rate by construction: `rates[kind, subject, facet]` is the
chance that an eligible instance departs from the design. A rate over the design's tolerance is a
planted gap, one at or below it is noise that must not become one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

Key = tuple[str, str, str]
"""Kind, subject, facet ("" where the kind has none)."""
Flow = Any
"""As the design file has it: a step, a list, or an operator with its parts."""


@dataclass(slots=True, kw_only=True)
class Step:
    """A designed step, and the activity by which its events are known."""

    id: str
    stage: str
    lane: str
    source: str
    activity: str
    least: int = 1
    most: int | None = 1
    pick: str = "all"
    kind_of: str | None = None
    """Value of the attribute `type`, where several steps share an activity."""
    place: str = "plain"
    """first, last, plain (of the stage's own sequence), arm, beside, optional, repeat, do, again,
    once, rest, failing, ruled, held, straying, forbidden, early."""
    roles: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    tells_public: bool = False
    """Whether its events say if the customer saw them."""
    system: str | None = None
    fail_max: float | None = None


@dataclass(slots=True, kw_only=True)
class Promise:
    """A step comes `within` (microseconds of the stage's clock) of the step straight before it.

    `kind` is the gap that a late one is: late_step, or dropped_handoff or slow_system of a link.
    """

    after: str
    step: str
    within: int
    share: float
    kind: str = "late_step"

    @property
    def key(self) -> Key:
        """The gap that it can become."""
        return self.kind, self.step if self.kind == "late_step" else f"{self.after}>{self.step}", ""


@dataclass(slots=True, kw_only=True)
class Rule:
    """A rule over steps of one stage; `odds_of` are optional steps whose odds keep or break it."""

    id: str
    form: str
    stage: str
    steps: tuple[str, ...]
    odds_of: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class Stage:
    """A designed stage. Times are microseconds on its clock; `odds` say how its runs are drawn."""

    id: str
    flow: Flow = None
    clock: str = "calendar"
    p50: int = 0
    p90: int = 0
    limit: int = 0
    next: str | None = None
    reach: float = 1.0
    abandon_max: float = 0.0
    restart: str | None = None
    by_ticket: bool = False
    stays: bool = False
    """Nobody gives up in it or goes beyond its limit: rules are planted here."""
    silence: int | None = None
    emotion: int | None = None
    """What customers should feel, from -2 to 2; they are asked then."""
    budgets: dict[str, int] = field(default_factory=dict)
    """Of lanes and of roles of lanes."""
    odds: dict[str, Any] = field(default_factory=dict)

    @property
    def first(self) -> str:
        """The step that it is timed from."""
        return self.flow[0]

    @property
    def last(self) -> str:
        """The step that it is timed to."""
        return self.flow[-1]


@dataclass(slots=True, kw_only=True)
class Service:
    """All of it. `noise` are activities that no step binds, with whether the design ignores them."""

    seed: int
    stages: dict[str, Stage] = field(default_factory=dict)
    steps: dict[str, Step] = field(default_factory=dict)
    promises: dict[str, Promise] = field(default_factory=dict)
    rules: list[Rule] = field(default_factory=list)
    precision: dict[str, int] = field(default_factory=dict)
    """Microseconds to which each source that is logged writes its times."""
    complete_until: dict[str, int] = field(default_factory=dict)
    """Until when each source is exported, in microseconds: one of them ends before the others."""
    unlogged: str | None = None
    """A source of the design that has no event in any log."""
    noise: dict[str, tuple[str, bool]] = field(default_factory=dict)
    surveys: dict[str, str] = field(default_factory=dict)
    """Of this noise, what customers answer, and of which stage they were asked."""
    gap: dict[str, float] = field(default_factory=dict)
    rates: dict[Key, float] = field(default_factory=dict)
    customers: int = 0
    days: int = 0
    by_customer: bool = False
    """Whether what befalls one instance of a customer befalls all of them."""
    evenly: bool = False
    """Whether the ways of a choice are taken in turn by their shares, not by chance."""

    def steps_of(self, stage: str, *places: str) -> list[Step]:
        """The steps of a stage that stand in one of these places, if they can be seen at all."""
        return [
            step
            for step in self.steps.values()
            if step.stage == stage and step.place in places and step.source != self.unlogged
        ]

    def pairs(self, stage: str) -> list[tuple[str, str]]:
        """Steps that stand side by side in the stage's own sequence, neither first nor last."""
        plain = {step.id for step in self.steps_of(stage, "plain")}
        flow = self.stages[stage].flow
        return [
            (one, other)
            for one, other in pairwise(flow)
            if isinstance(one, str) and isinstance(other, str) and {one, other} <= plain
        ]

    @property
    def timed(self) -> set[str]:
        """The promised steps, and those that they are timed from."""
        return {
            step for promise in self.promises.values() for step in (promise.after, promise.step)
        }

    @property
    def seen(self) -> set[str]:
        """The steps that a log can show."""
        return {step.id for step in self.steps.values() if step.source != self.unlogged}
