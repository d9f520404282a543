"""The designed blueprint as plain values: only what the counts need. Durations are microseconds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sample_logs.oracle.hours import Clock
from sample_logs.oracle.trees import Choice, Pair

Words = frozenset[str] | None
"""What the logs may say; None where the design allows anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """The step comes `within` of the first `after`, in that share."""

    after: str
    within: int
    share: float
    clock: Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A designed step; `most` 0 means that it must not happen, None that there is no limit.

    `role` is its lane's, `actor` the kind of actor on that lane; `arm` the other steps of its arm
    of a choice, None outside of one; `sources` None means any.
    """

    id: str
    stage: str
    lane: str
    role: str
    actor: str
    most: int | None
    mandatory: bool
    arm: frozenset[str] | None
    sources: Words
    observable: bool
    promise: Promise | None
    roles: Words
    channels: Words
    systems: tuple[str, ...]
    assignee: str | None
    fail_point: bool
    fail_max: float | None
    outcome: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A designed stage; `later` are the stages reached by following `next`, in that order."""

    id: str
    start: tuple[str, ...]
    end: tuple[str, ...]
    targets: Mapping[str, int]  # p50, p90
    limit: int | None
    clock: Clock
    next: str | None
    reach: float | None
    later: tuple[str, ...]
    restart: str | None
    object_type: str | None
    abandon_max: float | None
    silence: int | None
    wait_budget: Mapping[str, int]  # role of a lane, or a lane -> time
    emotion: float | None
    steps: tuple[str, ...]
    flow: Any  # as it stands in the file, None without one
    flow_steps: tuple[str, ...]
    before: frozenset[Pair]  # a comes before b in every run that has both
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An extra arrow; with `within` it is judged for time."""

    start: str
    end: str
    kind: str
    within: int | None
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A constraint: before, leads_to, not_both (two steps), never, must, first, at_most (one)."""

    id: str
    kind: str
    steps: tuple[str, ...]
    count: int
    within: int | None
    per: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """An input of the emotion row; `value` names the attribute with the answer."""

    id: str
    kind: str
    value: str | None
    scale: Any
    stage: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """All of it; `tolerances` are the keys of `gap:` with their defaults."""

    stages: Mapping[str, Stage]
    steps: Mapping[str, Step]
    lanes: Mapping[str, str]  # lane -> role
    links: tuple[Link, ...]
    rules: tuple[Rule, ...]
    signals: Mapping[str, Signal]
    role_words: frozenset[str]  # the logs' words for all roles of the design
    tolerances: Mapping[str, float]

    @property
    def time_tolerance(self) -> float:
        """By how much a target may be missed, as a share of it."""
        return self.tolerances["time_tolerance"]
