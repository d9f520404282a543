"""How finished instances agree with their stage's designed tree, and what pm4py discovers."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import duckdb

from blueprint import flow
from blueprint.design import Design
from blueprint.findings import (
    Conformance,
    Disagreement,
    JourneyConformance,
    MinedModel,
    Variant,
)
from blueprint.queries import fill, make_table, run, select
from blueprint.two_engines import clean_by_sets, disagreements

if TYPE_CHECKING:
    from miner.conformance import Alignment

NOISE = 0.2
TOP_VARIANTS = 10
Variants = Mapping[tuple[str, ...], int]
_STAGE_VARIANTS = """
    select stage, trace, instances, customers
    from stage_variants
    order by variant_no"""
_ByStage = dict[str, dict[tuple[str, ...], int]]


class StageAgreement(NamedTuple):
    """Per stage with a flow and a finished instance; disagreements of the two engines."""

    conformance: list[Conformance]
    models: list[MinedModel]
    disagreements: list[Disagreement]


def conformance_of_stages(connection: duckdb.DuckDBPyConnection, design: Design) -> StageAgreement:
    """Conformance and mined model of each stage, and where alignments and sets differ.

    From distinct variants of steps only. Steps that must not happen stand in the variants: an
    instance with one is not clean.
    """
    variants, customers = stage_variants(connection)
    blind = [step for (step,) in select(connection, "sql/blind_steps")]
    stages = [s.id for s in design.blueprint.stages if s.id in design.flows and variants.get(s.id)]
    aligned = {s: _aligned(s, design, variants[s], blind) for s in stages}
    clean = {(s, v): not cost for s in stages for v, cost in aligned[s].costs.items()}
    counts = {(s, v): (n, customers[s][v]) for s in stages for v, n in variants[s].items()}
    return StageAgreement(
        [_conformance(s, aligned[s], variants[s], customers[s]) for s in stages],
        [_model(s, variants[s]) for s in stages],
        disagreements(clean_by_sets(connection, design, blind), clean, counts),
    )


def stage_variants(connection: duckdb.DuckDBPyConnection) -> tuple[_ByStage, _ByStage]:
    """Per stage its distinct sequences of steps: finished instances that took them; customers."""
    found: _ByStage = {}
    customers: _ByStage = {}
    make_table(connection, "stage_variants")
    rows = run(connection, "stage_variants", _STAGE_VARIANTS).fetchall()
    for stage, trace, instances, people in rows:
        found.setdefault(stage, {})[tuple(trace)] = instances
        customers.setdefault(stage, {})[tuple(trace)] = people
    return found, customers


class JourneyLog(NamedTuple):
    """A journey of the design, and the sequences of steps in which finished ones went through."""

    journey: flow.Journey
    variants: Variants
    customers: int


def journey_logs(connection: duckdb.DuckDBPyConnection, design: Design) -> list[JourneyLog]:
    """The journeys of a design that somebody finished, on the tables of a run.

    A journey counts where all of its instances are finished and the last is of a stage in which it
    may end: one that broke off is a matter of abandonment, not of order.
    """
    blind = [step for (step,) in select(connection, "sql/blind_steps")]
    found = flow.journeys(design.blueprint.stages, design.flows, design.blueprint.steps, blind)
    columns = "journey integer, stage stage_id, may_end boolean"
    rows = [(n, stage, stage in j.ends) for n, j in enumerate(found) for stage in j.stages]
    fill(connection, "journey_stages", columns, rows)
    variants: dict[int, dict[tuple[str, ...], int]] = {}
    people: dict[int, int] = {}
    for number, trace, went, customers in select(connection, "sql/journey_variants"):
        variants.setdefault(number, {})[tuple(trace)] = went
        people[number] = customers
    return [JourneyLog(found[number], taken, people[number]) for number, taken in variants.items()]


def conformance_of_journeys(
    connection: duckdb.DuckDBPyConnection, design: Design
) -> list[JourneyConformance]:
    """How finished journeys agree with the flow across stages (`next`)."""
    return [_journey(one) for one in journey_logs(connection, design)]


def _journey(one: JourneyLog) -> JourneyConformance:
    from miner import conformance  # noqa: PLC0415  loads numpy

    aligned = conformance.align(one.journey.tree, one.variants)
    return JourneyConformance(
        stages=list(one.journey.stages),
        instances=sum(one.variants.values()),
        customers=one.customers,
        clean=aligned.clean,
        fitness=_rounded(aligned.fitness),
        precision=_rounded(aligned.precision),
        not_computed=_not_computed(aligned),
    )


def _aligned(stage: str, design: Design, variants: Variants, blind: Collection[str]) -> Alignment:
    from miner import conformance  # noqa: PLC0415  heavy: loads pm4py and r4pm

    tree = flow.unrolled(design.flows[stage], design.blueprint.steps, blind)
    return conformance.align(tree, variants)


def _conformance(
    stage: str, aligned: Alignment, variants: Variants, customers: Variants
) -> Conformance:
    total = sum(variants.values())
    return Conformance(
        stage=stage,
        instances=total,
        clean=aligned.clean,
        fitness=_rounded(aligned.fitness),
        precision=_rounded(aligned.precision),
        not_computed=_not_computed(aligned),
        top_variants=[
            Variant(
                trace=list(trace), cases=n, share=round(n / total, 6), customers=customers[trace]
            )
            for trace, n in list(variants.items())[:TOP_VARIANTS]
        ],
    )


def _model(stage: str, variants: Variants) -> MinedModel:
    from miner import discovery, nets  # noqa: PLC0415  heavy: loads pm4py

    model = discovery.discover(variants, noise=NOISE)
    return MinedModel(
        stage=stage,
        tree=nets.text_of(model.neutral),
        noise=NOISE,
        fitness=_rounded(model.fitness),
        precision=_rounded(model.precision),
    )


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 6)


def _not_computed(aligned: Any) -> dict[str, Any] | None:
    return dict(aligned.not_computed) if aligned.not_computed else None
