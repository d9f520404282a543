"""A designed blueprint as read: plain values, nothing of the file's form is left in them.

Durations are integer microseconds on the clock that stands beside them (`calendar` where none
does); shares are 0 to 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from blueprint.flow import Tree
from blueprint.model import Blueprint, Text
from miner.calendar_hours import ClockSettings
from miner.case_notions import CaseNotion


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a binding on a field of the normal form; `values` are alternatives.

    `field` is source, activity, actor_kind, role, channel, public (`true`, `false`) or
    `attributes.NAME`; `operator` is `=` (any of), `!` (none of), `~` (any of the RE2 patterns is
    found in it), `>` or `<` (one number).
    """

    field: str
    operator: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way in which an event is a step: all conditions hold; `pick` is all, first or rest."""

    conditions: tuple[Condition, ...]
    pick: str = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """Events of the emotion row; `kind` is self_report, model or friction.

    `value` is the field with the answer, `scale` maps the answers onto -2 to 2: a mapping of
    answers, or the lowest and highest of a numeric scale.
    """

    id: str
    conditions: tuple[Condition, ...]
    kind: str
    value: str | None = None
    scale: Mapping[str, float] | tuple[float, float] | None = None
    stage: str | None = None
    stage_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bindings:
    """Which events are which step; `customer` is the object type that is the customer.

    `places` has the file and line of each step's binding.
    """

    customer: str
    steps: Mapping[str, tuple[Alternative, ...]]
    ignore: tuple[Alternative, ...] = ()
    signals: tuple[Signal, ...] = ()
    places: Mapping[str, tuple[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """Business hours by name, in the design's time zone.

    `country` and `subdivision` (ISO 3166) name its public holidays, `closed` further closed days.
    `day_us` is one working day, `week_days` the number of days of a week that are open at all.
    """

    id: str
    hours: str
    country: str | None = None
    subdivision: str | None = None
    closed: tuple[date, ...] = ()
    day_us: int
    week_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A channel: its type of contact (digital, remote, in_person), the logs' words for it."""

    id: str
    contact: str
    name: Text
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """A system; `sources` are the sources whose events show it."""

    id: str
    name: Text
    sources: tuple[str, ...]
    external: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleEntry:
    """Who acts: team, responsibilities, the logs' names for the role."""

    id: str
    name: Text
    words: tuple[str, ...]
    team: Text | None = None
    does: Text | None = None
    external: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A constraint across stages: before, leads_to, never, must, first, not_both or at_most.

    `steps` are two for before, leads_to and not_both, one for the others; `count` is at_most's.
    `per` names the case that it is judged by: `case`, or an object type.
    """

    id: str
    kind: str
    steps: tuple[str, ...]
    count: int | None = None
    within_us: int | None = None
    per: str = "case"
    why: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """What people expect of an action: a measure, from its value now to another."""

    metric: str
    start: float | None = None
    target: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """A plan of people, tied to a gap by its id; declared, never measured."""

    id: str
    gap: str
    what: Text
    owner: str | None = None
    due: date | None = None
    status: str | None = None
    expect: Expectation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """The designed blueprint with all that the comparison needs to know of it.

    `unjudged` lists kind, subject and why for what the design leaves out; `segments`
    are the attributes that gaps are looked at by; `kept_attributes` are
    the names of the attributes that bindings, signals and outcomes speak of.
    """

    blueprint: Blueprint
    flows: Mapping[str, Tree]
    bindings: Bindings
    gap: Mapping[str, float]
    calendars: Mapping[str, Calendar]
    timezone: str
    channels: Mapping[str, Channel]
    systems: Mapping[str, System]
    roles: Mapping[str, RoleEntry]
    outcomes: Mapping[str, tuple[Condition, ...]]
    rules: tuple[Rule, ...]
    actions: tuple[Action, ...]
    case: CaseNotion
    customer: Text | None
    status: str
    owner: str | None
    reviewed: date | None
    effective_from: datetime | None
    segments: tuple[str, ...]
    kept_attributes: frozenset[str]
    unjudged: list[dict[str, str]]
    warnings: tuple[str, ...]
    sha256: str

    def clocks(self) -> tuple[ClockSettings, ...]:
        """The business clocks, as `miner.calendar.register` takes them."""
        return tuple(
            ClockSettings(
                name=calendar.id,
                zone=self.timezone,
                hours=calendar.hours,
                country=calendar.country,
                subdivision=calendar.subdivision,
                closed=calendar.closed,
            )
            for calendar in self.calendars.values()
        )
