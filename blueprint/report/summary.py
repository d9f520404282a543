"""Summary: for which window, how far each source reaches, which is stale; then five answers."""

from __future__ import annotations

from datetime import datetime, timedelta

from blueprint.findings import SourceState
from blueprint.reasons import reason
from blueprint.report.parts.answers import answers
from blueprint.report.section import Context, Section, render

DAY = timedelta(days=1)


def section(context: Context) -> Section:
    """The first line, what is wrong with the data, and five questions answered."""
    content = render(
        "summary",
        reach=reach(context),
        warnings=warnings(context),
        answers=answers(context),
        see=context.word("see_gap"),
    )
    return Section("summary", context.word("summary"), content)


def reach(context: Context) -> str:
    """Window, and complete until when for each source: the first line of the report."""
    start, end = context.findings.run.window
    window = (
        context.word("window", **{"from": _day(start), "to": _day(end)})
        if start and end
        else context.word("whole_log")
    )
    parts = [_source(source, context) for source in context.findings.run.sources]
    return " · ".join([window, *parts])


def _source(source: SourceState, context: Context) -> str:
    """One source: complete until, assumed or not, stale or stopped."""
    notes = [context.word("assumed")] if source.assumed else []
    notes += [context.word("stale")] if source.stale else []
    notes += (
        [f"{context.word('stopped')}: {reason(source.stopped, context.language)}"]
        if source.stopped
        else []
    )
    said = f"{source.source} {context.word('complete_until')} {_minute(source.complete_until)}"
    return said + (f" ({', '.join(notes)})" if notes else "")


def warnings(context: Context) -> list[str]:
    """Which sources end more than a day before the window does; whether coverage failed."""
    run = context.findings.run
    ends = [moment for source in run.sources if (moment := _moment(source.complete_until))]
    end = _moment(run.window[1]) or max(ends, default=None)
    short = [
        context.word("open_end_source", source=source.source, time=_minute(source.complete_until))
        for source in run.sources
        if end and (reached := _moment(source.complete_until)) and reached + DAY < end
    ]
    found = [context.word("open_end", reaches="; ".join(short))] if short else []
    if not context.findings.gates.coverage_passed:
        found.append(context.word("summary_coverage_failed"))
    return found


def _moment(text: str | None) -> datetime | None:
    """A time of the findings: ISO 8601 in UTC."""
    return datetime.fromisoformat(text) if text else None


def _day(text: str) -> str:
    """The date of a time."""
    return text[:10]


def _minute(text: str | None) -> str:
    """A time to the minute, in UTC."""
    return text[:16].replace("T", " ") + " UTC" if text else "?"
