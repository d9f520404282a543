"""How the log and the design agree: variants, conformance of stages and journeys, mined models."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """A distinct sequence of steps (or activities) with its cases."""

    trace: list[str]
    cases: int
    share: float
    customers: int  # distinct; of "others" a lower bound
    p50_s: float | None = None  # of whole journeys: first to last of its steps, calendar clock
    p90_s: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Conformance:
    """How one stage's instances agree with its designed tree (alignments of distinct variants)."""

    stage: str
    instances: int
    clean: int | None
    fitness: float | None
    precision: float | None
    not_computed: dict[str, Any] | None  # why, variants, instances
    top_variants: list[Variant]


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """A sequence of steps that one engine calls a run of the stage's flow, and the other not.

    Grain: stage and distinct sequence of finished instances. Sets are the SQL of
    `sql/clean_by_sets.sql`, alignments those of `miner.conformance`.
    """

    stage: str
    trace: list[str]
    instances: int
    customers: int  # distinct
    clean_by_sets: bool
    clean_by_alignment: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class JourneyConformance:
    """How finished journeys through stages that follow each other agree with the designed flow."""

    stages: list[str]
    instances: int
    customers: int  # distinct
    clean: int | None
    fitness: float | None
    precision: float | None
    not_computed: dict[str, Any] | None  # why, variants, instances


@dataclass(frozen=True, slots=True, kw_only=True)
class MinedModel:
    """What pm4py discovered from the variants of a stage, as a process tree in text."""

    stage: str
    tree: str
    noise: float
    fitness: float | None
    precision: float | None
