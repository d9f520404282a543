"""The comparison of the as-is and the designed blueprint: from a prepared log to findings."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from blueprint import experience, instances, judging, measuring, mood_effects, segments, weeks
from blueprint.as_is import UndesignedStep, as_is, undesigned_steps
from blueprint.conformance import (
    StageAgreement,
    conformance_of_journeys,
    conformance_of_stages,
)
from blueprint.design import Design
from blueprint.findings import (
    SCHEMA,
    Findings,
    Gap,
    JourneyConformance,
    Run,
    SourceState,
    StageMeasure,
    Variant,
)
from blueprint.foreign_words import foreign_words
from blueprint.gaps.rule import Context
from blueprint.queries import run, select
from blueprint.stage_experience import StageExperience
from blueprint.stage_waits import with_waits
from miner import measures
from miner.log import EventLog

TOP_VARIANTS = 50
_VARIANTS = Path(__file__).parent / "sql" / "case_variants.sql"
Window = tuple[datetime | None, datetime | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFacts:
    """What a run knows besides the log: `id` and `at` name it, the rest says over what it runs."""

    id: str
    at: str
    version: str
    sources: list[SourceState]
    window: Window = (None, None)
    language: str = "en"
    labels: str = "canonical"
    extra: Mapping[str, Any] = field(default_factory=dict)


def compare(connection: duckdb.DuckDBPyConnection, design: Design, facts: RunFacts) -> Findings:
    """The findings of one run, from a log that `miner.cases.prepare` has prepared.

    Leaves tables for the mart: cases, instances, instance_steps, occurrences, instance_rows.
    Raises `LogError` when a query fails.
    """
    instances.build(connection, design, facts.sources, facts.window)
    with ThreadPoolExecutor(1) as executor:
        beside = executor.submit(_flows, connection.cursor(), design)
        return _compared(connection, design, facts, beside)


class _Flows(NamedTuple):
    """How the log goes through the design: no gap asks for it, so it is found beside them."""

    stages: StageAgreement
    journeys: list[JourneyConformance]
    variants: list[Variant]
    throughput: dict[str, Any]


def _flows(connection: duckdb.DuckDBPyConnection, design: Design) -> _Flows:
    with connection:
        return _Flows(
            conformance_of_stages(connection, design),
            conformance_of_journeys(connection, design),
            _variants(connection),
            _throughput(EventLog(connection)),
        )


def _compared(
    connection: duckdb.DuckDBPyConnection, design: Design, facts: RunFacts, beside: Future[_Flows]
) -> Findings:
    """The findings on the tables of `instances.build`."""
    gates = measuring.gates(connection, design, facts.sources)
    judging.count(connection, coverage_passed=gates.coverage_passed)
    stages = measuring.stage_measures(connection, design.blueprint)
    stages = with_waits(connection, design.blueprint, stages)
    steps = measuring.step_measures(connection)
    links = measuring.link_measures(connection, design.blueprint)
    undesigned = undesigned_steps(connection, design.blueprint, {s.id: s.entered for s in stages})
    judged = judging.judge_all(connection, _context(connection, design, stages, undesigned))
    segments.build(connection, design)
    gaps = segments.associated(connection, judged.gaps)
    shown = _reported(undesigned, gaps)
    as_is_now = as_is(design.blueprint, stages, steps, links, shown)
    experienced = _experience(connection, design, gaps)
    by_week = weeks.weeks_of(connection, gaps, judged.effective)
    flows = beside.result()
    return Findings(
        schema=SCHEMA,
        run=_run(connection, design, facts),
        gates=gates,
        designed=design.blueprint,
        as_is=as_is_now,
        stages=stages,
        steps=[*steps, *(u.measure for u in shown)],
        links=links,
        gaps=gaps,
        within=judged.within,
        weeks=by_week,
        unjudged=[*design.unjudged, *_gated(gates), *foreign_words(connection)],
        conformance=flows.stages.conformance,
        models=flows.stages.models,
        disagreements=flows.stages.disagreements,
        variants=flows.variants,
        throughput=flows.throughput,
        journeys=flows.journeys,
        experience=experienced,
    )


def _context(
    connection: duckdb.DuckDBPyConnection,
    design: Design,
    stages: list[StageMeasure],
    undesigned: Mapping[str, UndesignedStep],
) -> Context:
    return Context(
        designed=design.blueprint,
        tolerances=design.gap,
        measures={s.id: s for s in stages},
        undesigned={name: u.step for name, u in undesigned.items()},
        next_due=dict(select(connection, "sql/next_due")),
        moods=experience.moods(connection),
        flows=design.flows,
        blind=frozenset(step for (step,) in select(connection, "sql/blind_steps")),
        rules={rule.id: rule for rule in design.rules},
    )


def _experience(
    connection: duckdb.DuckDBPyConnection, design: Design, gaps: list[Gap]
) -> list[StageExperience]:
    """What customers said of each stage, and how the confirmed gaps go with it."""
    found = experience.stage_experiences(connection, design.blueprint)
    return mood_effects.with_effects(connection, found, gaps, design.gap["min_cases"])


def _reported(undesigned: Mapping[str, UndesignedStep], gaps: list[Gap]) -> list[UndesignedStep]:
    """The undesigned steps that are a gap, in the order of their subjects."""
    told = {g.subject for g in gaps if g.kind == "undesigned_step"}
    return [u for subject, u in sorted(undesigned.items()) if subject in told]


def _gated(gates: Any) -> list[dict[str, str]]:
    """Kinds that a gate keeps from being judged."""
    closed = [
        {"kind": "all", "subject": step, "why": "not instrumented: no log shows this step"}
        for step in gates.blind_steps
    ]
    if not gates.coverage_passed:
        why = "too few events are bound or ignored (gap.coverage_min)"
        kinds = ("undesigned_step", "undesigned_path")
        closed += [{"kind": kind, "subject": "all stages", "why": why} for kind in kinds]
    return closed


def _run(connection: duckdb.DuckDBPyConnection, design: Design, facts: RunFacts) -> Run:
    cases, customers, events, rule, gap_s, gap_from = select(connection, "sql/sizes")[0]
    return Run(
        id=facts.id,
        at=facts.at,
        version=facts.version,
        data_sha256=data_sha256(connection),
        design_sha256=design.sha256,
        window=_shown_window(facts),
        sources=facts.sources,
        language=facts.language,
        labels=facts.labels,
        customers=customers,
        cases=cases,
        events=events,
        case_rule=rule,
        episode_gap=None if gap_s is None else (gap_s, gap_from),
    )


def _shown_window(facts: RunFacts) -> tuple[str | None, str | None]:
    """The window asked for; where none was, from the first coverage to the last complete-until."""
    low, high = facts.window
    begins = sorted(s.coverage_from for s in facts.sources if s.coverage_from)
    ends = sorted(s.complete_until for s in facts.sources if s.complete_until)
    return (
        low.isoformat() if low else next(iter(begins), None),
        high.isoformat() if high else next(reversed(ends), None),
    )


def data_sha256(connection: duckdb.DuckDBPyConnection) -> str:
    """One hash over the files that were loaded, whatever their order."""
    rows = select(connection, "sql/loaded_files")
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def _variants(connection: duckdb.DuckDBPyConnection) -> list[Variant]:
    """The most frequent variants of the cases, then the rest in one row."""
    rows = run(connection, "case_variants", _VARIANTS.read_text("utf-8"), {"most": TOP_VARIANTS})
    return [
        Variant(
            trace=trace,
            cases=cases,
            share=round(cases / total, 6),
            customers=customers,
            p50_s=measuring.rounded_s(times[0]) if times else None,
            p90_s=measuring.rounded_s(times[1]) if times else None,
        )
        for trace, cases, customers, total, times in rows.fetchall()
    ]


def _throughput(log: EventLog) -> dict[str, Any]:
    time = measures.throughput_times(log)
    if time is None:
        return {"cases": 0, "mean_s": None, "p50_s": None, "p90_s": None}
    return {
        "cases": time.cases,
        "mean_s": measuring.rounded_s(time.mean_us),
        "p50_s": measuring.rounded_s(time.p50_us),
        "p90_s": measuring.rounded_s(time.p90_us),
    }
