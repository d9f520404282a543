"""What a service blueprint is: lanes, stages, steps and links; designed and as-is are one type.

Terms follow Shostack (1984) and Bitner, Ostrom & Morgan (2008): customer actions, frontstage,
backstage and support processes, parted by the lines of interaction, visibility and internal
interaction. Durations are integer microseconds on the clock that the stage names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Text = Mapping[str, str]
"""A text in several languages: `{"en": ..., "es": ...}`; the key "" holds a plain string."""


class Role(StrEnum):
    """Role of a lane, top to bottom; the three lines lie between one role and the next."""

    CUSTOMER = "customer"
    FRONTSTAGE = "frontstage"
    BACKSTAGE = "backstage"
    SUPPORT = "support"


LINES: Mapping[tuple[Role, Role], str] = {
    (Role.CUSTOMER, Role.FRONTSTAGE): "interaction",
    (Role.FRONTSTAGE, Role.BACKSTAGE): "visibility",
    (Role.BACKSTAGE, Role.SUPPORT): "internal_interaction",
}
"""The line below a role and above the next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """A row of the blueprint; several lanes may share a role."""

    id: str
    role: Role
    actor: str
    name: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class StageTime:
    """From which step to which step a stage is timed, its targets, and on which clock."""

    start: tuple[str, ...]
    end: tuple[str, ...]
    p50_us: int | None = None
    p90_us: int | None = None
    limit_us: int | None = None
    clock: str = "calendar"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A phase of the journey (a column); `instances` names the object type it is counted by."""

    id: str
    name: Text
    time: StageTime | None = None
    next: str | None = None
    reach: float | None = None
    abandon_max: float | None = None
    restart: str | None = None
    silence_us: int | None = None
    wait_budget_us: Mapping[str, int] = field(default_factory=dict)
    emotion: float | None = None
    instances: str | None = None
    section: Text | None = None
    description: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sla:
    """A promise: the step comes `within` of `after` in at least `share` of the cases."""

    after: str
    within_us: int
    share: float = 1.0
    clock: str = "calendar"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One box: a stage and a lane. `most` None means without limit; `most` 0 must not happen."""

    id: str
    stage: str
    lane: str
    name: Text
    least: int = 1
    most: int | None = 1
    kind: str | None = None
    sla: Sla | None = None
    roles: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    systems: tuple[str, ...] = ()
    evidence: tuple[Text, ...] = ()
    policy: Text | None = None
    description: Text | None = None
    moment_of_truth: bool = False
    fail_point: bool = False
    fail_max: float | None = None
    outcome: str | None = None
    assignee: str | None = None
    observable: bool = True
    designed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Step `target` may follow step `source`; kind is flow, trigger, agreement or needs."""

    source: str
    target: str
    kind: str = "flow"
    within_us: int | None = None
    share: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """A channel, system or role as the design names it, for the rows of the method."""

    name: Text
    contact: str | None = None  # of a channel: digital, remote or in_person
    team: Text | None = None
    does: Text | None = None
    external: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Blueprint:
    """A service blueprint, designed or as-is; what it declares is by id."""

    id: str
    version: str
    name: Text
    lanes: tuple[Lane, ...]
    stages: tuple[Stage, ...]
    steps: tuple[Step, ...]
    links: tuple[Link, ...]
    channels: Mapping[str, Declared] = field(default_factory=dict)
    systems: Mapping[str, Declared] = field(default_factory=dict)
    roles: Mapping[str, Declared] = field(default_factory=dict)


def say(text: Text | None, language: str = "en") -> str:
    """The text in a language; else plain, else English, else whatever there is, else empty."""
    if not text:
        return ""
    for key in (language, "", "en"):
        if key in text:
            return text[key]
    return next(iter(text.values()))


def lanes_named(blueprint: Blueprint, name: str) -> tuple[str, ...]:
    """The lane of that id; where there is none, all lanes of that role."""
    if any(lane.id == name for lane in blueprint.lanes):
        return (name,)
    return tuple(lane.id for lane in blueprint.lanes if lane.role == name)


def line_crossed(upper: Role, lower: Role) -> str | None:
    """The outermost line between two roles (order does not matter), None inside one role.

    Of several lines the uppermost is told: it is the one that the customer is nearest to.
    """
    order = list(Role)
    first, last = sorted((order.index(upper), order.index(lower)))
    return None if first == last else LINES[order[first], order[first + 1]]
