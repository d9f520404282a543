"""Findings: everything one run found; the one value that report, board, mart and others read.

Grain: one `Findings` per run. Durations are seconds (rounded to milliseconds), shares 0 to 1 (to
six places), times ISO 8601 in UTC. `to_json` is deterministic: same findings, same bytes.
"""

from __future__ import annotations

import json
import types
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, is_dataclass
from enum import Enum
from typing import Any, Union, get_args, get_origin, get_type_hints

from blueprint.agreement import Conformance, Disagreement, JourneyConformance, MinedModel, Variant
from blueprint.before import Before, RateBefore, StageBefore, StepBefore
from blueprint.gap import (
    Accepted,
    Counted,
    Effect,
    Example,
    FixedGap,
    Gap,
    Interval,
    Segment,
    Sentence,
    Within,
)
from blueprint.gates import ActivityCoverage, Gates
from blueprint.model import Blueprint
from blueprint.source_state import SourceState
from blueprint.stage_experience import Friction, GapEffect, SignalMeasure, StageExperience
from blueprint.trend import GapWeek, GapWeeks, RateInRun, TimesInRun, TrendRun

__all__ = [
    "SCHEMA",
    "Accepted",
    "ActivityCoverage",
    "Before",
    "Conformance",
    "Counted",
    "Disagreement",
    "Effect",
    "Example",
    "Findings",
    "FixedGap",
    "Friction",
    "Gap",
    "GapEffect",
    "GapWeek",
    "GapWeeks",
    "Gates",
    "Interval",
    "JourneyConformance",
    "LaneWait",
    "LinkMeasure",
    "MinedModel",
    "RateBefore",
    "RateInRun",
    "Run",
    "Segment",
    "Sentence",
    "SignalMeasure",
    "SourceState",
    "StageBefore",
    "StageExperience",
    "StageMeasure",
    "StepBefore",
    "StepMeasure",
    "TimesInRun",
    "TrendRun",
    "Variant",
    "Within",
    "from_json",
    "to_json",
]

SCHEMA = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Which run this is and over what: `at` and `id` differ from run to run, nothing else does."""

    id: str
    at: str
    version: str
    data_sha256: str
    design_sha256: str
    window: tuple[str | None, str | None]
    sources: list[SourceState]
    language: str = "en"
    labels: str = "canonical"  # what rows and lines are called: canonical, apto or milda
    customers: int = 0
    cases: int = 0
    events: int = 0
    case_rule: str = "customer 1"  # what a case is: the rule and its version
    episode_gap: tuple[float, str] | None = None  # seconds; set, from data, or usual


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneWait:
    """How long it was one lane's turn in a stage: the time before each of its steps."""

    lane: str
    instances: int  # timed ones (finished, cohort by limit) in which it ever was
    customers: int  # distinct, in these instances
    p50_s: float | None  # of the summed time of one instance, over these
    p90_s: float | None
    share: float | None  # of all time of all timed instances of the stage


@dataclass(frozen=True, slots=True, kw_only=True)
class StageMeasure:
    """One stage, measured: instances that entered in the window."""

    id: str
    entered: int
    finished: int
    went_on: int
    abandoned: int
    overdue: int
    open: int
    left_truncated: int
    customers: int
    judged: int  # finished, entered by cut - limit, duration known: the n of the times below
    mean_s: float | None
    p10_s: float | None
    p50_s: float | None
    p90_s: float | None
    within_target: float | None  # share of judged within the designed p90
    within_limit: float | None  # share of judged within the designed limit
    reached_next: float | None  # share of all entered whose case entered `next`
    target: dict[str, Any]  # p50_s, p90_s, limit_s, clock
    histogram: dict[str, Any]  # edges_s (log spaced), counts, customers
    crossings: float | None = None  # mean crossings of the line of interaction per instance
    p50_interval_s: tuple[float | None, float | None] | None = None  # 95 %; an end may be unknown
    p90_interval_s: tuple[float | None, float | None] | None = None
    calendar_p50_s: float | None = None  # by calendar, of a stage on another clock
    calendar_p90_s: float | None = None
    waits: list[LaneWait] = field(default_factory=list)  # lanes from top to bottom
    silence_p90_s: float | None = None  # longest time without a sign to the customer, on the clock

    @property
    def clock(self) -> str:
        """The clock of its times: that of its target, else the calendar."""
        return str(self.target.get("clock") or "calendar")


@dataclass(frozen=True, slots=True, kw_only=True)
class StepMeasure:
    """One step, measured; share is of the instances of its stage."""

    id: str
    stage: str
    lane: str
    cases: int
    instances: int
    share: float | None
    events: int
    instrumented: bool
    customers: int  # distinct, in these instances
    designed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkMeasure:
    """Step `target` after step `source` in one instance, with no designed step between them."""

    source: str
    target: str
    instances: int
    share: float | None  # of the instances that have `source`
    p50_s: float | None
    designed: bool
    crosses: str | None  # interaction, visibility, internal_interaction
    customers: int  # distinct, in these instances


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """Everything one run found."""

    schema: int
    run: Run
    gates: Gates
    designed: Blueprint
    as_is: Blueprint
    stages: list[StageMeasure]
    steps: list[StepMeasure]
    links: list[LinkMeasure]
    gaps: list[Gap]  # largest first: confirmed, indicated, not_enough_data; then follows_from ones
    unjudged: list[dict[str, str]]  # kind, subject, why
    conformance: list[Conformance]
    models: list[MinedModel]
    variants: list[Variant]  # of cases, in steps: top 50, then one ["others"]
    throughput: dict[str, Any]  # cases, mean_s, p50_s, p90_s
    journeys: list[JourneyConformance] = field(default_factory=list)
    disagreements: list[Disagreement] = field(default_factory=list)  # largest first, at most 20
    experience: list[StageExperience] = field(default_factory=list)
    trend: list[TrendRun] = field(default_factory=list)  # two measurements or more, this one last
    weeks: list[GapWeeks] = field(default_factory=list)
    within: list[Within] = field(default_factory=list)  # tested and no gap, by id
    fixed: list[FixedGap] = field(default_factory=list)  # gaps of the last period that are none now
    before: Before | None = None  # the last run over other data or another window, if one is kept


def to_json(findings: Findings) -> str:
    """Findings as JSON, two spaces, UTF-8, keys in the order of the fields."""
    return json.dumps(asdict(findings), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def from_json(text: str) -> Findings:
    """Findings back from their JSON. Raises KeyError or TypeError when it is not of this schema."""
    value = _build(Findings, json.loads(text))
    if not isinstance(value, Findings) or value.schema != SCHEMA:
        raise TypeError(f"findings.json is of another schema than {SCHEMA}")
    return value


def _build(kind: Any, value: Any) -> Any:
    """A value of the annotated type from plain JSON."""
    if value is None or kind is Any:
        return value
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        known = [f.name for f in fields(kind) if f.name in value]
        return kind(**{name: _build(hints[name], value[name]) for name in known})  # type: ignore[operator]
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(value)
    return _build_container(get_origin(kind), get_args(kind), value)


def _build_container(origin: Any, arguments: tuple[Any, ...], value: Any) -> Any:
    """A list, tuple, mapping or union; plain values as they are."""
    if origin in (Union, types.UnionType):
        return _build(next(a for a in arguments if a is not type(None)), value)
    if origin is list:
        return [_build(arguments[0], item) for item in value]
    if origin is tuple:
        kinds = arguments[:1] * len(value) if Ellipsis in arguments else arguments
        return tuple(_build(k, item) for k, item in zip(kinds, value, strict=True))
    if origin in (dict, Mapping):
        return {key: _build(arguments[1], item) for key, item in value.items()}
    return value
