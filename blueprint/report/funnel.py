"""From stage to stage: how many entered, finished, reached the next one, gave up, are open."""

from __future__ import annotations

from markupsafe import Markup

from blueprint.amounts import number, share
from blueprint.findings import StageMeasure
from blueprint.report.figures import chart, figure, plain
from blueprint.report.section import Context, Section, Table, render, tables

COLOURS = {
    "entered": "#7f8a98",
    "finished": "#3f8dc4",
    "reached": "#00785a",
    "abandoned": "#8c2d04",
}
ROW_HEIGHT, REST = 84, 90


def section(context: Context) -> Section:
    """Bars, then the states of every stage's instances."""
    stages = context.findings.stages
    charts = [_chart(context)] if stages else []
    content = render("charts", charts=charts, none="") + tables(_table(context))
    return Section("funnel", context.word("funnel"), content)


def _chart(context: Context) -> Markup:
    """Four bars per stage, from the first stage down."""
    stages = context.findings.stages
    labels = [plain(context.name(stage.id)) for stage in stages]
    bars = [
        {
            "orientation": "h",
            "name": context.word(key),
            "x": [_count(stage, key) for stage in stages],
            "y": list(range(len(stages))),
            "marker": {"color": colour},
            "hovertemplate": f"%{{x}}<extra>{context.word(key)}</extra>",
        }
        for key, colour in COLOURS.items()
    ]
    rows = {"tickvals": list(range(len(stages))), "ticktext": labels}
    layout = {
        "barmode": "group",
        "yaxis": {**rows, "autorange": "reversed", "automargin": True},
        "legend": {"orientation": "h", "y": 1.08, "yanchor": "bottom", "traceorder": "normal"},
        "xaxis": {"rangemode": "tozero"},
    }
    height = ROW_HEIGHT * len(stages) + REST
    note = context.word("chart_needs_script")
    return chart(context.word("funnel_caption"), figure(bars, layout), height, note)


def _count(stage: StageMeasure, key: str) -> int | None:
    """How many instances of a stage a bar shows; None where nothing follows the stage."""
    if key == "reached":
        return None if stage.reached_next is None else round(stage.reached_next * stage.entered)
    return {"entered": stage.entered, "finished": stage.finished, "abandoned": stage.abandoned}[key]


STATES = ("finished", "went_on", "abandoned", "overdue", "open")


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
