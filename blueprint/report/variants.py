"""Variants and conformance: how clean each stage runs, what was mined, the commonest journeys."""

from __future__ import annotations

from collections.abc import Iterator

from blueprint.amounts import UNKNOWN, number, share
from blueprint.findings import Conformance, Findings, JourneyConformance, MinedModel
from blueprint.report.parts.variant_rows import ARROW, steps, variants
from blueprint.report.section import Context, Section, Table, fold, tables


def section(context: Context) -> Section:
    """Conformance by stage and variants of cases; below, variants of stages and mined models."""
    findings = context.findings
    parts = [_conformance(context)]
    parts += [_left_out(context)] if any(one.not_computed for one in _all(findings)) else []
    content = tables(*parts) + variants(context)
    if findings.models:
        content += fold(context.word("mined_tree"), tables(_models(context)))
    return Section("variants", context.word("variants"), content)


def _conformance(context: Context) -> Table:
    """Clean instances, fitness and precision, and the commonest variant of each stage."""
    kinds = ("fitness_designed", "precision_designed")
    keys = ("where", "instances", "clean", *kinds, "variant", "share")
    rows = [_stage(one, context) for one in context.findings.conformance]
    rows += [_journey(one, context) for one in context.findings.journeys]
    heads = [context.word(key) for key in keys]
    return Table(context.word("conformance_caption"), heads, rows, frozenset({1, 2, 3, 4, 6}))


def _stage(one: Conformance, context: Context) -> list[str]:
    """One stage."""
    language = context.language
    clean = one.clean / one.instances if one.clean is not None and one.instances else None
    top = one.top_variants[:1]
    return [
        context.name(one.stage),
        number(one.instances, language),
        share(clean, language),
        _measure(one.fitness, context, missing=one.not_computed is not None),
        _measure(one.precision, context, missing=one.not_computed is not None),
        *(
            [steps(top[0].trace, context), share(top[0].share, language)]
            if top
            else [UNKNOWN, UNKNOWN]
        ),
    ]


def _journey(one: JourneyConformance, context: Context) -> list[str]:
    """Stages that follow each other; their variants stand in the table of whole journeys."""
    clean = one.clean / one.instances if one.clean is not None else None
    return [
        _name(one, context),
        number(one.instances, context.language),
        share(clean, context.language),
        _measure(one.fitness, context, missing=one.not_computed is not None),
        _measure(one.precision, context, missing=one.not_computed is not None),
        UNKNOWN,
        UNKNOWN,
    ]


def _name(one: Conformance | JourneyConformance, context: Context) -> str:
    """The stage, or the stages in their order."""
    stages = one.stages if isinstance(one, JourneyConformance) else [one.stage]
    return ARROW.join(map(context.name, stages))


def _measure(value: float | None, context: Context, *, missing: bool) -> str:
    """A share, or that it was not computed."""
    if value is None:
        return context.word("not_computed") if missing else UNKNOWN
    return share(value, context.language)


def _all(findings: Findings) -> Iterator[Conformance | JourneyConformance]:
    """What was aligned: stages, then journeys."""
    yield from findings.conformance
    yield from findings.journeys


def _left_out(context: Context) -> Table:
    """How much the numbers of a stage do not speak of: variants and instances, never silence."""
    heads = [context.word(key) for key in ("where", "variant", "instances")]
    rows = [
        [
            _name(one, context),
            number(one.not_computed["variants"], context.language),
            number(one.not_computed["instances"], context.language),
        ]
        for one in _all(context.findings)
        if one.not_computed
    ]
    return Table(context.word("left_out_caption"), heads, rows, frozenset({1, 2}))


def _models(context: Context) -> Table:
    """What pm4py discovered for each stage."""
    keys = ("where", "mined_tree", "fitness_mined", "precision_mined")
    rows = [_model(model, context) for model in context.findings.models]
    heads = [context.word(key) for key in keys]
    return Table(context.word("mined_tree"), heads, rows, frozenset({2, 3}))


def _model(model: MinedModel, context: Context) -> list[str]:
    """One mined model."""
    numbers = (_measure(value, context, missing=True) for value in (model.fitness, model.precision))
    return [context.name(model.stage), model.tree, *numbers]
