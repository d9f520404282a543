"""Trend: each confirmed gap by week of entry, then what changed from run to run."""

from __future__ import annotations

from blueprint.report.parts.run_lines import over_runs
from blueprint.report.parts.week_lines import over_weeks
from blueprint.report.section import Context, Section, render


def section(context: Context) -> Section:
    """Weeks of the data, then runs; a plain word where there is nothing to draw."""
    content = over_weeks(context) + over_runs(context)
    nothing = render("note", text=context.word("no_trend"))
    return Section("trend", context.word("trend"), content or nothing)
