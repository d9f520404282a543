"""Results about few people are withheld: the one place that decides, before anything is published.

A group is small with fewer customers than `smallest` in what the result is about, or with fewer
members of staff: those who did the step that a gap is about, where the log names them. Withheld are
gaps (and every instance behind them), undesigned steps and links, variants, times, shares, scores
of answers, and friction.
Counts of stages and steps stay: sums must add up, and they say nothing else of anybody.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb

from blueprint.coarse_histogram import coarse_histogram
from blueprint.few_staff import steps_of_few, weeks_of_few, without_few
from blueprint.findings import (
    Conformance,
    Findings,
    Gap,
    LinkMeasure,
    SignalMeasure,
    StageExperience,
    StageMeasure,
    StepMeasure,
    Variant,
)
from blueprint.model import Blueprint, Stage
from blueprint.queries import run
from blueprint.suppression_segments import large_segments, named_by_many
from blueprint.suppression_sure import sure_of_many
from blueprint.weeks import large_weeks

_SQL = Path(__file__).with_name("sql")
_NO_TIMES: dict[str, Any] = dict.fromkeys(
    [
        "mean_s",
        "p10_s",
        "p50_s",
        "p90_s",
        "p50_interval_s",
        "p90_interval_s",
        "calendar_p50_s",
        "calendar_p90_s",
    ]
)
_NO_SHARES: dict[str, Any] = dict.fromkeys(
    ("within_target", "within_limit", "reached_next", "crossings")
)


def withhold(connection: duckdb.DuckDBPyConnection, findings: Findings, smallest: int) -> Findings:
    """The findings without results about fewer than `smallest` people; their instances go, too.

    The rows behind them leave the table instance_rows, which the mart is selected from. What is
    withheld stands among `unjudged` with its reason, without a number.
    """
    if smallest <= 1:
        return findings
    named = named_by_many(connection, findings.gaps, smallest)
    findings = replace(findings, gaps=sure_of_many(connection, named, smallest))
    few_staff = steps_of_few(connection, findings.designed, smallest)
    withheld = _withheld(findings.gaps, few_staff, smallest)
    parameters = {"smallest": smallest, "withheld": sorted(withheld)}
    run(connection, "withhold", _text("withhold"), parameters)
    shown = _without(findings, withheld, smallest)
    about = {gap.id: {*_steps_of(gap), _subject(gap)} for gap in shown.gaps}
    few_weeks = weeks_of_few(connection, findings.designed, smallest) if shown.weeks else {}
    few_timed = _few_timed(connection, smallest)
    stages = [
        _stage(without_few(s, few_staff, smallest), smallest, few_timed) for s in shown.stages
    ]
    few = {stage.id for stage in stages if stage.customers < smallest}
    return replace(
        shown,
        stages=stages,
        as_is=_blueprint(shown.as_is, replace(shown, stages=stages)),
        conformance=[_conformance(one, few, smallest) for one in shown.conformance],
        weeks=large_weeks(shown.weeks, about, few_weeks, smallest),
        models=[model for model in shown.models if model.stage not in few],
        experience=[_experience(one, withheld, smallest) for one in shown.experience],
        journeys=[one for one in shown.journeys if one.customers >= smallest],
        within=[w for w in shown.within if w.customers == 0 or w.customers >= smallest],
        disagreements=[one for one in shown.disagreements if one.customers >= smallest],
        variants=_variants(shown, smallest),
        throughput=shown.throughput
        if shown.run.customers >= smallest
        else shown.throughput | {"mean_s": None, "p50_s": None, "p90_s": None},
    )


def _steps_of(gap: Gap) -> set[str]:
    """The steps that a gap is about."""
    return {*gap.subject.split(">"), *gap.sentence.parameters.get("steps", ())}


def _withheld(gaps: Iterable[Gap], few_staff: Collection[str], smallest: int) -> Mapping[str, str]:
    """Why a gap is withheld, by its id."""
    why = {}
    for gap in gaps:
        if gap.customers < smallest:
            why[gap.id] = f"withheld: fewer than {smallest} customers (privacy.smallest_group)"
        elif not {*_steps_of(gap), _subject(gap)}.isdisjoint(few_staff):
            why[gap.id] = f"withheld: fewer than {smallest} staff (privacy.smallest_group)"
    return why


def _without(findings: Findings, withheld: Mapping[str, str], smallest: int) -> Findings:
    """The findings without the withheld gaps, and what is drawn because of them."""
    kept = [gap for gap in findings.gaps if gap.id not in withheld]
    gaps = [_coarse(_explained(gap, withheld), smallest) for gap in kept]
    told = [
        {"kind": gap.kind, "subject": _subject(gap), "why": withheld[gap.id]}
        for gap in findings.gaps
        if gap.id in withheld
    ]
    return replace(
        findings,
        gaps=gaps,
        unjudged=[*findings.unjudged, *told],
        steps=[
            _step(s, smallest)
            for s in findings.steps
            if s.designed or (s.customers >= smallest and f"undesigned_step:{s.id}" not in withheld)
        ],
        links=[_link(x, smallest) for x in findings.links if x.designed or x.customers >= smallest],
    )


def _subject(gap: Gap) -> str:
    return f"{gap.subject}.{gap.facet}" if gap.facet else gap.subject


def _explained(gap: Gap, withheld: Mapping[str, str]) -> Gap:
    """The gap, without a word of one that is withheld."""
    return replace(gap, follows_from=None) if gap.follows_from in withheld else gap


def _coarse(gap: Gap, smallest: int) -> Gap:
    """The gap, with no bin of its histogram and no segment of few customers."""
    segments = large_segments(gap.segments, smallest)
    return replace(gap, histogram=coarse_histogram(gap.histogram, smallest), segments=segments)


def _step(step: StepMeasure, smallest: int) -> StepMeasure:
    return step if step.customers >= smallest else replace(step, share=None)


def _link(link: LinkMeasure, smallest: int) -> LinkMeasure:
    return link if link.customers >= smallest else replace(link, share=None, p50_s=None)


def _few_timed(connection: duckdb.DuckDBPyConnection, smallest: int) -> set[str]:
    """The stages of which few customers are timed, however often each of them came."""
    rows = run(connection, "few_timed", _text("few_timed"), {"smallest": smallest}).fetchall()
    return {stage for (stage,) in rows}


def _stage(stage: StageMeasure, smallest: int, few_timed: Collection[str]) -> StageMeasure:
    """The stage; without times and shares where few went through it, and no bin of few."""
    if min(stage.customers, stage.judged) >= smallest and stage.id not in few_timed:
        return replace(stage, histogram=coarse_histogram(stage.histogram, smallest) or {})
    shown = replace(
        stage, **_NO_TIMES, within_target=None, within_limit=None, histogram={}, waits=[]
    )
    shown = replace(shown, silence_p90_s=None)
    return replace(shown, **_NO_SHARES) if stage.customers < smallest else shown


def _experience(one: StageExperience, withheld: Collection[str], smallest: int) -> StageExperience:
    """What a stage's customers said; no score or friction of few; counts of answers stay."""
    few = one.customers < smallest
    friction = one.friction
    return replace(
        one,
        score=None if few else one.score,
        interval=None if few else one.interval,
        friction=None if friction and 0 < friction.customers < smallest else friction,
        signals=[_signal(signal, smallest) for signal in one.signals],
        effects=[e for e in one.effects if e.customers >= smallest and e.gap not in withheld],
    )


def _signal(signal: SignalMeasure, smallest: int) -> SignalMeasure:
    if signal.customers < smallest:
        return replace(signal, events=0, instances=0, answers=0, score=None, interval=None)
    few = signal.answering < smallest
    return replace(signal, score=None, interval=None) if few else signal


def _blueprint(as_is: Blueprint, shown: Findings) -> Blueprint:
    """The as-is blueprint with what is left: steps, links, and times of stages."""
    steps = {step.id for step in shown.steps}
    links = {(link.source, link.target): link for link in shown.links}
    stages = {stage.id: stage for stage in shown.stages}
    kept = tuple(step for step in as_is.steps if step.id in steps)
    names = {step.id for step in kept}
    return replace(
        as_is,
        stages=tuple(_as_shown(stage, stages.get(stage.id)) for stage in as_is.stages),
        steps=kept,
        links=tuple(
            replace(link, share=links[ends].share) if ends in links else link
            for link in as_is.links
            if (ends := (link.source, link.target)) in links
            or (link.share is None and set(ends) <= names)
        ),
    )


def _as_shown(stage: Stage, measure: StageMeasure | None) -> Stage:
    """The stage, without the times and the share that its measure no longer has."""
    if stage.time is None or measure is None:
        return stage
    time = (
        stage.time if measure.p50_s is not None else replace(stage.time, p50_us=None, p90_us=None)
    )
    return replace(stage, time=time, reach=measure.reached_next)


def _conformance(one: Conformance, few: Collection[str], smallest: int) -> Conformance:
    """How a stage conforms; only its common variants."""
    if one.stage in few or one.instances < smallest:
        return replace(one, clean=None, fitness=None, precision=None, top_variants=[])
    return replace(one, top_variants=[v for v in one.top_variants if v.customers >= smallest])


def _variants(shown: Findings, smallest: int) -> list[Variant]:
    """The variants of enough customers; the others in one row, where those are enough."""
    few = [v for v in shown.variants if v.customers < smallest or v.trace == ["others"]]
    kept = [v for v in shown.variants if v not in few]
    cases, share = sum(v.cases for v in few), sum(v.share for v in few)
    # where a customer may have several cases, only as many as the largest has are sure
    least = sum if shown.run.cases == shown.run.customers else max
    customers = least([0, *(v.customers for v in few)])
    if customers < smallest:
        return kept
    others = Variant(trace=["others"], cases=cases, share=round(share, 6), customers=customers)
    return [*kept, others]


def _text(name: str) -> str:
    return (_SQL / f"{name}.sql").read_text(encoding="utf-8")
