"""The rate of each confirmed gap by the week in which its instances began."""

from __future__ import annotations

import math
from datetime import date, timedelta

from markupsafe import Markup

from blueprint.amounts import UNKNOWN, number, share
from blueprint.findings import Gap, GapWeek, GapWeeks
from blueprint.report.parts.lines import Dot, Scale, line_chart
from blueprint.report.section import Context, Table, fold, render, tables
from blueprint.sentences import kind_told, subject_name, word

FIRST = 9
"""So many gaps are drawn at once, the heaviest first."""
STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5)
MOST_STEPS = 4
WEEK = timedelta(weeks=1)


def over_weeks(context: Context) -> Markup:
    """A small chart per gap, the numbers below; nothing where no gap has two weeks."""
    gaps = {gap.id: gap for gap in context.findings.gaps}
    drawn = [(gaps[o.gap], o) for o in context.findings.weeks if o.gap in gaps and _told(o) > 1]
    drawn.sort(key=lambda pair: pair[0].follows_from is not None)
    if not drawn:
        return Markup()
    charts = [_chart(gap, weeks, context) for gap, weeks in drawn]
    content = render("note", text=context.word("weeks_note", n=context.findings.gates.min_cases))
    content += small_charts(charts, context)
    rows = [_row(gap, week, context) for gap, weeks in drawn for week in weeks.weeks]
    heads = [context.word(k) for k in ("gap", "week", "eligible", "affected", "rate", "interval")]
    table = Table(context.word("weeks_caption"), heads, rows, frozenset(range(2, 6)))
    return content + fold(context.word("trend_numbers"), tables(table))


def small_charts(charts: list[dict[str, object]], context: Context) -> Markup:
    """The first charts side by side; more fold out."""
    content = render("lines", charts=charts[:FIRST])
    if charts[FIRST:]:
        more = render("lines", charts=charts[FIRST:])
        content += fold(context.word("trend_more", n=len(charts) - FIRST), more)
    return content


def _told(one: GapWeeks) -> int:
    """In how many weeks there is a rate."""
    return sum(week.rate is not None for week in one.weeks)


def named(gap: Gap, context: Context) -> str:
    """What a gap is about, and its kind."""
    name = subject_name(gap, context.story.blueprint, context.language)
    return f"{name}: {kind_told(gap, context.language)}"


def _chart(gap: Gap, weeks: GapWeeks, context: Context) -> dict[str, object]:
    """The chart of one gap over all weeks from its first to its last."""
    first, last = (date.fromisoformat(weeks.weeks[n].week) for n in (0, -1))
    labels = [(first + n * WEEK).isoformat() for n in range((last - first) // WEEK + 1)]
    dots = [
        Dot(labels.index(week.week), week.rate, week.interval, _said(week, context))
        for week in weeks.weeks
        if week.rate is not None
    ]
    caption = named(gap, context)
    scale = share_scale(dots, gap.tolerance, context.language)
    picture = line_chart(caption, [dots], labels, scale, gap.tolerance)
    return {"caption": caption, "to": f"row-{gap.id}", "picture": picture}


def share_scale(dots: list[Dot], level: float, language: str) -> Scale:
    """From 0 to a little beyond the largest share, with up to five lines."""
    most = max([level, *(dot.interval[1] if dot.interval else dot.value for dot in dots)])
    most = min(1.0, max(most, STEPS[0]))
    step = next((step for step in STEPS if most / step <= MOST_STEPS), STEPS[-1])
    count = math.ceil(most / step - 1e-9)
    ticks = [(n * step, share(n * step, language)) for n in range(count + 1)]
    return Scale(0.0, count * step, ticks)


def _said(week: GapWeek, context: Context) -> str:
    """A week in words."""
    n = word("n", context.language, n=number(week.eligible, context.language))
    return f"{week.week}: {share(week.rate, context.language)} ({_interval(week, context)}), {n}"


def _interval(week: GapWeek, context: Context) -> str:
    """Both ends of the interval."""
    ends = [share(end, context.language) for end in week.interval or ()]
    return " \N{EN DASH} ".join(ends) or UNKNOWN


def _row(gap: Gap, week: GapWeek, context: Context) -> list[str]:
    """One week of one gap."""
    language = context.language
    affected = UNKNOWN if week.affected is None else number(week.affected, language)
    return [
        named(gap, context),
        week.week,
        number(week.eligible, language),
        affected,
        share(week.rate, language),
        _interval(week, context),
    ]
