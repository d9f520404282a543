"""From stage to stage: how many entered, finished, reached the next one, stayed away, are open."""

from __future__ import annotations

from blueprint.amounts import number, share
from blueprint.findings import StageMeasure
from blueprint.report.parts.drop_off import drop_off
from blueprint.report.section import Context, Section, Table, render, tables

STATES = ("finished", "went_on", "abandoned", "overdue", "open")


def section(context: Context) -> Section:
    """The picture, then the states of every stage's instances."""
    picture = drop_off(context) if context.findings.stages else ""
    content = render("drop_off", picture=picture) + tables(_table(context))
    return Section("funnel", context.word("funnel"), content)


def _table(context: Context) -> Table:
    """The partition of those who entered, and the share that reached the next stage."""
    keys = ("entered", "customers", *STATES, "truncated", "reached")
    heads = [context.word("where"), *(context.word(key) for key in keys)]
    rows = [_row(stage, context) for stage in context.findings.stages]
    return Table(context.word("funnel_caption"), heads, rows, frozenset(range(1, len(heads))))


def _row(stage: StageMeasure, context: Context) -> list[str]:
    """One stage."""
    states = (getattr(stage, state) for state in STATES)
    counts = (stage.entered, stage.customers, *states, stage.left_truncated)
    told = [number(count, context.language) for count in counts]
    return [context.name(stage.id), *told, share(stage.reached_next, context.language)]
