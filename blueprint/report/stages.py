"""Stages: how long they take against their targets, as a chart each and as one table."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from markupsafe import Markup

from blueprint.amounts import NO_BREAK, UNKNOWN, duration, number, share
from blueprint.findings import StageMeasure
from blueprint.gap import Gap, Within
from blueprint.report.figures import chart, duration_axis, figure, log_seconds
from blueprint.report.parts.turns import turns
from blueprint.report.section import Context, Section, Table, render, tables
from blueprint.sentences import word

Interval = tuple[float | None, float | None]
BAR_COLOUR, TARGET_COLOUR, LIMIT_COLOUR = "#9aaebd", "#1480c4", "#cf4646"
HEIGHT = 230


def section(context: Context) -> Section:
    """Small charts beside each other, then the numbers."""
    drawn = [stage for stage in context.findings.stages if stage.histogram.get("counts")]
    charts = [_chart(stage, context) for stage in drawn]
    none = "" if charts else context.word("no_stage_times")
    content = render("charts", charts=charts, nothing=none) + _throughput(context)
    content += tables(_table(context)) + turns(context)
    return Section("stages", context.word("stages"), content)


def _throughput(context: Context) -> Markup:
    """How long whole journeys take, if any was timed."""
    known, language = context.findings.throughput, context.language
    if not known.get("cases") or known.get("p50_s") is None:
        return Markup()
    times = {key: duration(known.get(f"{key}_s"), language) for key in ("p50", "p90")}
    cases = number(known["cases"], language)
    return render("note", text=context.word("summary_throughput", cases=cases, **times))


def _chart(stage: StageMeasure, context: Context) -> Markup:
    """The distribution of one stage with lines at its targets."""
    caption = f"{context.name(stage.id)} (n = {number(stage.judged, context.language)})"
    note = context.word("chart_needs_script")
    return chart(caption, stage_figure(stage, context), HEIGHT, note)


def stage_figure(stage: StageMeasure, context: Context) -> dict[str, Any]:
    """Bars on a logarithmic axis: edges in seconds, the middle of each on the axis."""
    edges, counts = stage.histogram["edges_s"], stage.histogram["counts"]
    ends = list(pairwise(edges))
    language, clock = context.language, stage.clock
    bar = {
        "x": [(log_seconds(low) + log_seconds(high)) / 2 for low, high in ends],
        "y": counts,
        "width": [0.94 * (log_seconds(high) - log_seconds(low)) for low, high in ends],
        "marker": {"color": BAR_COLOUR},
        "hovertext": [
            f"{duration(low, language, clock)} – {duration(high, language, clock)}: {n}"  # noqa: RUF001 - a range
            for (low, high), n in zip(ends, counts, strict=True)
        ],
        "hoverinfo": "text",
    }
    targets = _targets(stage.target)
    low = min([max(edges[0], 0.5), *targets.values()])
    high = max([edges[-1], *targets.values()]) * 1.3
    layout = {
        "xaxis": {
            **duration_axis((low, high), language, clock),
            "title": {"text": context.word("duration_axis")},
        },
        "yaxis": {"automargin": True, "rangemode": "tozero"},
        "shapes": [_line(name, seconds) for name, seconds in targets.items()],
        "annotations": [
            _label(name, (seconds, clock), context) for name, seconds in targets.items()
        ],
        "margin": {"l": 8, "r": 8, "t": 34, "b": 48},
    }
    return figure([bar], layout)


TARGETS: Mapping[str, str] = {"p50_s": "P50", "p90_s": "P90", "limit_s": "limit"}


def _targets(target: Mapping[str, Any]) -> dict[str, float]:
    """The designed times that there are, in seconds."""
    return {key: float(target[key]) for key in TARGETS if target.get(key)}


def _line(name: str, seconds: float) -> dict[str, Any]:
    """A vertical line at a target: dashed for the limit."""
    at = log_seconds(seconds)
    pen = {"color": TARGET_COLOUR}
    if name == "limit_s":
        pen = {"color": LIMIT_COLOUR, "dash": "dot"}
    line = {"width": 2.5, **pen}
    return {"type": "line", "x0": at, "x1": at, "y0": 0, "y1": 1, "yref": "paper", "line": line}


def _label(name: str, time: tuple[float, str], context: Context) -> dict[str, Any]:
    """The target's name and its time, on its clock, above its line."""
    seconds, clock = time
    text = context.word("limit") if name == "limit_s" else TARGETS[name]
    return {
        "x": log_seconds(seconds),
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "showarrow": False,
        "text": f"{text}<br>{duration(seconds, context.language, clock)}",
        "font": {"size": 10},
    }


HEADS = (
    "stage judged mean p10 median p90 target_p50 target_p90 limit within_target "
    "within_limit within_limit_all clock"
)


def _table(context: Context) -> Table:
    """Every stage with its times and its targets."""
    heads = [
        context.word(key) if key != "stage" else context.word("where") for key in HEADS.split()
    ]
    if _on_two_clocks(context):
        at = HEADS.split().index("target_p50")
        heads[at:at] = [context.word("by_calendar")]
    rows = [_row(stage, context) for stage in context.findings.stages]
    return Table(context.word("stage_caption"), heads, rows, frozenset(range(1, len(heads) - 1)))


def _on_two_clocks(context: Context) -> bool:
    """Whether a stage is promised on another clock than the calendar."""
    return any(stage.calendar_p50_s is not None for stage in context.findings.stages)


def _by_calendar(stage: StageMeasure, context: Context) -> list[str]:
    """Median and P90 by calendar of a stage with another clock, where any stage has one."""
    if not _on_two_clocks(context):
        return []
    if stage.calendar_p50_s is None:
        return [UNKNOWN]
    times = (stage.calendar_p50_s, stage.calendar_p90_s)
    return [" / ".join(duration(seconds, context.language) for seconds in times)]


def _row(stage: StageMeasure, context: Context) -> list[str]:
    """One stage."""
    language, clock = context.language, stage.clock
    targets = (stage.target.get(key) for key in TARGETS)
    return [
        context.name(stage.id),
        number(stage.judged, language),
        duration(stage.mean_s, language, clock),
        duration(stage.p10_s, language, clock),
        _between(stage.p50_s, stage.p50_interval_s, language, clock),
        _between(stage.p90_s, stage.p90_interval_s, language, clock),
        *_by_calendar(stage, context),
        *(duration(seconds, language, clock) for seconds in targets),
        share(stage.within_target, language),
        share(stage.within_limit, language),
        _of_all(stage, context),
        context.word("calendar") if clock == "calendar" else clock,
    ]


def _of_all(stage: StageMeasure, context: Context) -> str:
    """How many of all who entered were done within the limit: what its gap counts, or would."""
    every: list[Gap | Within] = [*context.findings.gaps, *context.findings.within]
    tested = next((one for one in every if one.id == f"slow_stage:{stage.id}.limit"), None)
    if tested is None:
        return share(None, context.language)
    done = number(tested.eligible - tested.affected, context.language)
    of = number(tested.eligible, context.language)
    counted = word("affected_of", context.language, affected=done, eligible=of)
    return f"{share(1 - tested.rate, context.language)} ({counted})"


def _between(seconds: float | None, interval: Interval | None, language: str, clock: str) -> str:
    """A time, in brackets between which it lies, in its unit; dots where the log cannot tell."""
    text = duration(seconds, language, clock)
    if seconds is None or interval is None:
        return text
    unit = NO_BREAK + text.rpartition(NO_BREAK)[2]
    told = ("…" if end is None else duration(end, language, clock, seconds) for end in interval)
    ends = [end.removesuffix(unit) for end in told]
    return f"{text} ({ends[0]}{NO_BREAK}–{NO_BREAK}{ends[1]})"  # noqa: RUF001 - a range
