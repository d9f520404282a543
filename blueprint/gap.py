"""A gap: a difference between the designed and the as-is blueprint, with its size.

Grain: one `Gap` per kind, subject and facet (gaps.md, section 5). Shares are 0 to 1.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from blueprint.before import RateBefore

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """How large: hours, customers, instances, acts, occurrences too many, or points of a mean."""

    unit: str
    value: float
    interval: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence that can be said in any language: the template's id and its parameters."""

    template: str
    parameters: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One affected instance to look up."""

    case: str
    instance: str
    entered: str
    trace: list[str]
    after_s: list[float] = field(default_factory=list)  # since the first of them, by calendar


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Eligible and affected instances, and their share."""

    eligible: int
    affected: int
    rate: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A group of instances in which a gap is more frequent than in the rest; no cause is claimed.

    `lift` is rate / rest_rate (None where nothing in the rest is affected), with its 95 % interval,
    clustered by customer; `q` is corrected for every value of every attribute and gap tested.
    """

    attribute: str  # channel, role, week (of entry, its Monday), or one of scope.segments
    value: str
    eligible: int
    affected: int
    customers: int  # affected, inside
    rate: float
    rest_rate: float
    rest_customers: int  # affected, outside
    lift: float | None
    interval: tuple[float, float | None]
    q: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """That people accept a gap for now (an action of the design with `status: accepted`)."""

    until: str | None
    owner: str | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Within:
    """What was tested with enough data and is within tolerance: no gap."""

    id: str
    kind: str
    subject: str
    facet: str | None
    eligible: int
    affected: int
    customers: int  # affected ones
    rate: float
    interval: Interval
    tolerance: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedGap:
    """A gap that an earlier run told and that is within tolerance now; sure: the rate fell."""

    id: str
    kind: str
    subject: str
    facet: str | None
    first_seen: str
    last_run: str
    rate_before: float
    interval_before: Interval
    rate: float
    interval: Interval
    tolerance: float
    is_sure: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A difference between the two blueprints, with its size and how sure we are."""

    id: str
    kind: str
    subject: str
    facet: str | None
    stage: str
    lane: str | None
    line: str | None
    eligible: int
    affected: int
    customers: int
    rate: float
    interval: Interval
    tolerance: float
    p_value: float
    q: float | None
    effect: Effect
    weight: float
    verdict: str  # confirmed, indicated, not_enough_data
    follows_from: str | None
    sentence: Sentence
    cases: list[Example]
    sql: str
    on_sure_cases: Counted | None = None  # the same on cases with sure identities, if it differs
    size: float = (
        0.0  # what it is ranked by: lower end of the effect, made comparable, times weight
    )
    histogram: dict[str, Any] | None = None  # of the effect: unit, edges, counts, customers
    segments: list[Segment] = field(default_factory=list)  # associated with it, strongest first
    first_seen: str | None = None  # time of the first run that told it
    status: str | None = None  # new, persisting, worse, better, came_back: against earlier runs
    accepted: Accepted | None = None  # while it is, `--fail-on` does not count it
    before: RateBefore | None = None  # in the last run over other data that tested it
