"""Numbers of confirmed gaps, times of stages and rates of gaps from run to run."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from markupsafe import Markup

from blueprint.amounts import duration, number, share, share_within
from blueprint.findings import Gap, StageMeasure, TrendRun
from blueprint.report.figures import TICKS
from blueprint.report.parts.lines import Dot, Scale, line_chart
from blueprint.report.parts.week_lines import named, share_scale, small_charts
from blueprint.report.section import Context, Table, fold, render, tables

Chart = dict[str, object]
MARGIN = 1.2
"""A logarithmic axis ends so many times beyond its values."""
LINE = 2
"""So many points make a line."""


def over_runs(context: Context) -> Markup:
    """Charts over the measurements that are kept, their numbers below; nothing for one alone."""
    runs = context.findings.trend
    if len(runs) < LINE:
        return Markup()
    charts = [_counts(runs, context)]
    charts += [c for s in context.findings.stages if (c := _times(s, runs, context))]
    own = [gap for gap in context.findings.gaps if not gap.follows_from]
    rates = [chart for gap in own if (chart := _rates(gap, runs, context))]
    content = render("note", text=context.word("runs_note", n=len(runs)))
    content += render("lines", charts=charts) + small_charts(rates, context)
    return content + fold(context.word("trend_numbers"), tables(*_tables(own, runs, context)))


def _days(runs: Sequence[TrendRun]) -> list[str]:
    """The day on which the window of each run ends; without one that of the run itself."""
    return [(run.window[1] or run.at)[:10] for run in runs]


def _counts(runs: Sequence[TrendRun], context: Context) -> Chart:
    """How many gaps are confirmed."""
    days = _days(runs)
    dots = [Dot(n, r.confirmed, None, f"{days[n]}: {r.confirmed}") for n, r in enumerate(runs)]
    most = max(4, *(run.confirmed for run in runs))
    step = math.ceil(most / 4)
    ticks = [(float(n), number(n, context.language)) for n in range(0, most + step, step)]
    scale = Scale(0.0, ticks[-1][0], ticks)
    caption = context.word("confirmed_by_run")
    return {"caption": caption, "to": "", "picture": line_chart(caption, [dots], days, scale)}


def _times(stage: StageMeasure, runs: Sequence[TrendRun], context: Context) -> Chart | None:
    """Median and P90 of a stage; nothing where fewer than two runs have both."""
    known = [
        (n, run.times[stage.id].p50_s, run.times[stage.id].p90_s)
        for n, run in enumerate(runs)
        if stage.id in run.times
    ]
    both = [(n, low, high) for n, low, high in known if low and high]
    if len(both) < LINE:
        return None
    says, days = _sayer(stage, context.language), _days(runs)
    medians = [Dot(n, low, None, f"{days[n]}: P50 {says(low)}") for n, low, _ in both]
    nineties = [Dot(n, high, None, f"{days[n]}: P90 {says(high)}") for n, _, high in both]
    values = [dot.value for dot in medians + nineties]
    scale = _log_scale(min(values) / MARGIN, max(values) * MARGIN, says)
    caption = context.word("times_by_run", stage=context.name(stage.id))
    picture = line_chart(caption, [medians, nineties], days, scale)
    return {"caption": caption, "to": "", "picture": picture}


def _sayer(stage: StageMeasure, language: str) -> Callable[[float | None], str]:
    """How times of a stage are told, on its clock."""
    clock = stage.clock
    return lambda seconds: duration(seconds, language, clock)


def _log_scale(low: float, high: float, says: Callable[[float | None], str]) -> Scale:
    """A logarithmic axis, labelled at round durations, or at its ends where none lies on it."""
    ticks = [float(tick) for tick in TICKS if low <= tick <= high]
    ticks = ticks if len(ticks) > 1 else [low, high]
    return Scale(low, high, [(tick, says(tick)) for tick in ticks], log=True)


def _rates(gap: Gap, runs: Sequence[TrendRun], context: Context) -> Chart | None:
    """The rate of a gap; nothing where fewer than two runs tested it."""
    days, language = _days(runs), context.language
    known = [(n, run.rates[gap.id]) for n, run in enumerate(runs) if gap.id in run.rates]
    if len(known) < LINE:
        return None
    dots = [
        Dot(
            n,
            one.rate,
            one.interval,
            f"{days[n]}: {share_within(one.rate, one.interval, language)}",
        )
        for n, one in known
    ]
    caption, scale = named(gap, context), share_scale(dots, gap.tolerance, language)
    picture = line_chart(caption, [dots], days, scale, gap.tolerance)
    return {"caption": caption, "to": f"row-{gap.id}", "picture": picture}


def _tables(gaps: Sequence[Gap], runs: Sequence[TrendRun], context: Context) -> list[Table]:
    """Runs as columns: counts and times in one table, rates in another."""
    language, numeric = context.language, frozenset(range(1, len(runs) + 1))
    counted = [[context.word("confirmed_by_run"), *(number(r.confirmed, language) for r in runs)]]
    for stage in context.findings.stages:
        says = _sayer(stage, language)
        for key, name in (("p50_s", "P50"), ("p90_s", "P90")):
            times = [getattr(run.times.get(stage.id), key, None) for run in runs]
            counted.append([f"{context.name(stage.id)}: {name}", *map(says, times)])
    rates = [[named(gap, context), *(_known(run, gap, language) for run in runs)] for gap in gaps]
    heads = [[context.word(key), *_days(runs)] for key in ("where", "gap")]
    return [
        Table(context.word("runs_caption"), heads[0], counted, numeric),
        Table(context.word("rates_caption"), heads[1], rates, numeric),
    ]


def _known(run: TrendRun, gap: Gap, language: str) -> str:
    """The rate of a gap in a run, if it tested it."""
    known = run.rates.get(gap.id)
    return share(None) if known is None else share_within(known.rate, known.interval, language)
