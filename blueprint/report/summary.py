"""Summary: for which window, how far each source reaches, which is stale; then the main facts."""

from __future__ import annotations

from datetime import datetime, timedelta

from blueprint.amounts import duration, number, share
from blueprint.board.header import bound_and_loose
from blueprint.findings import SourceState, StageMeasure
from blueprint.report.section import Context, Section, render
from blueprint.sentences import sentence

DAY = timedelta(days=1)


def section(context: Context) -> Section:
    """The first line, and up to five sentences."""
    content = render(
        "summary",
        reach=reach(context),
        warnings=warnings(context),
        facts=facts(context),
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
    notes += [f"{context.word('stopped')}: {source.stopped}"] if source.stopped else []
    said = f"{source.source} {context.word('complete_until')} {_minute(source.complete_until)}"
    return said + (f" ({', '.join(notes)})" if notes else "")


def warnings(context: Context) -> list[str]:
    """Which sources end more than a day before the window does; whether coverage failed."""
    run = context.findings.run
    ends = [moment for source in run.sources if (moment := _moment(source.complete_until))]
    end = _moment(run.window[1]) or max(ends, default=None)
    found = [
        context.word("open_end", source=source.source, time=_minute(source.complete_until))
        for source in run.sources
        if end and (reached := _moment(source.complete_until)) and reached + DAY < end
    ]
    if not context.findings.gates.coverage_passed:
        found.append(context.word("summary_coverage_failed"))
    return found


def facts(context: Context) -> list[str]:
    """Customers, gaps by verdict, the largest gap, where customers are lost, how long it takes."""
    findings, language = context.findings, context.language
    bound, loose = bound_and_loose(findings.gates.coverage)
    said = [
        context.word(
            "summary_customers",
            customers=number(findings.run.customers, language),
            events=number(findings.run.events, language),
            bound=share(bound, language),
            unbound=share(loose, language),
        )
    ]
    said += [_gaps(context), *_largest(context), *_lost(context), *_throughput(context)]
    return said


def _gaps(context: Context) -> str:
    """How many gaps of each verdict, without those that only follow from others."""
    own = [gap.verdict for gap in context.findings.gaps if gap.follows_from is None]
    return context.word(
        "summary_gaps",
        confirmed=own.count("confirmed"),
        indicated=own.count("indicated"),
        unsure=own.count("not_enough_data"),
    )


def _largest(context: Context) -> list[str]:
    """The gap with number 1."""
    first = context.story.marks.all[:1]
    designed, language = context.story.blueprint, context.language
    return [
        context.word("summary_largest", sentence=sentence(mark.gap, designed, language))
        for mark in first
    ]


def _lost(context: Context) -> list[str]:
    """The stage in which most gave up."""
    worst = max(context.findings.stages, key=lambda stage: stage.abandoned, default=None)
    return [_lost_in(worst, context)] if worst and worst.abandoned else []


def _lost_in(stage: StageMeasure, context: Context) -> str:
    """How many gave up there, and what share went on or finished."""
    stayed = 1 - stage.abandoned / stage.entered if stage.entered else None
    went = stage.reached_next if stage.reached_next is not None else stayed
    return context.word(
        "summary_lost",
        stage=context.name(stage.id),
        n=number(stage.abandoned, context.language),
        share=share(went, context.language),
    )


def _throughput(context: Context) -> list[str]:
    """How long whole journeys take."""
    known, language = context.findings.throughput, context.language
    if not known.get("cases") or known.get("p50_s") is None:
        return []
    times = {key: duration(known.get(f"{key}_s"), language) for key in ("p50", "p90")}
    return [context.word("summary_throughput", cases=number(known["cases"], language), **times)]


def _moment(text: str | None) -> datetime | None:
    """A time of the findings: ISO 8601 in UTC."""
    return datetime.fromisoformat(text) if text else None


def _day(text: str) -> str:
    """The date of a time."""
    return text[:10]


def _minute(text: str | None) -> str:
    """A time to the minute, in UTC."""
    return text[:16].replace("T", " ") + " UTC" if text else "?"
