"""One gap in full in the terminal: definition, numbers, segments, readable cases, and its SQL."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.text import Text

from blueprint.amounts import duration
from blueprint.associations import moods_told
from blueprint.counting import statement
from blueprint.findings import Effect, Findings, Gap
from blueprint.gap import Segment
from blueprint.gap_traces import TracedCase
from blueprint.marks import TracedEvent
from blueprint.model import say
from pipelines.ledger import told
from pipelines.plain import plain
from pipelines.terminal import open_console

LONGEST_TRACE = 40
"""Events of a case that are shown; the place of the gap stays in view."""


def show_gap(
    findings: Findings, gap: Gap, definition: str, cases: list[TracedCase] | None, tables: Path
) -> None:
    """One gap in full; `cases` is None where the tables of its run are not kept any more."""
    console = open_console()
    console.print(Text(plain(gap.id), style="bold"), Text(told(gap, findings)), sep="\n")
    console.print(Text(f"\n{definition}\n", style="dim"))
    for name, value in _numbers(gap):
        console.print(Text(f"{name:>16}  {value}"))
    _lines(console, _segments(gap.segments))
    _lines(console, _moods(findings, gap))
    _lines(console, _known(gap) if cases is None else _cases(findings, cases))
    for line in _sql(gap, cases is not None, tables):
        console.out(line, highlight=False)


def _lines(console: Console, lines: Iterator[str]) -> None:
    for line in lines:
        console.print(Text(line), soft_wrap=True)


def _numbers(gap: Gap) -> list[tuple[str, str]]:
    """The numbers of a gap, by name."""
    low, high = gap.interval
    return [
        ("verdict", gap.verdict),
        ("stage", plain(gap.stage)),
        ("lane", plain(gap.lane or "the whole stage")),
        ("line crossed", gap.line.replace("_", " ") if gap.line else "none"),
        ("eligible", str(gap.eligible)),
        ("affected", f"{gap.affected}, of {gap.customers} customers"),
        ("rate", f"{gap.rate:.4f} (95 % interval {low:.4f} to {high:.4f})"),
        *_score(gap),
        ("tolerance", f"{gap.tolerance:.4f}"),
        ("p, q", f"{gap.p_value:.3g}, {'not tested' if gap.q is None else f'{gap.q:.3g}'}"),
        ("effect", _effect(gap.effect)),
        ("weight", f"{gap.weight:g}"),
        ("follows from", plain(gap.follows_from or "no other gap")),
        ("on sure cases", _sure(gap)),
        ("status", _status(gap)),
        ("accepted", plain(_accepted(gap))),
    ]


def _score(gap: Gap) -> list[tuple[str, str]]:
    """The mean that was tested, where it was not the rate."""
    told = gap.sentence.parameters
    if "score_interval" not in told:
        return []
    low, high = told["score_interval"]
    return [
        ("score", f"{told['score']:+.2f} (95 % interval {low:+.2f} to {high:+.2f})"),
        ("expected", f"{told['expected']:+.2f}, tolerated down to {told['least']:+.2f}"),
    ]


def _status(gap: Gap) -> str:
    if gap.status is None:
        return "not compared with earlier runs"
    since = f", first seen {gap.first_seen[:10]}" if gap.first_seen else ""
    return gap.status.replace("_", " ") + since


def _accepted(gap: Gap) -> str:
    """Until when, by whom and why."""
    if gap.accepted is None:
        return "no"
    until = f"until {gap.accepted.until}" if gap.accepted.until else "without an end"
    by = f" by {gap.accepted.owner}" if gap.accepted.owner else ""
    return f"{until}{by}: {gap.accepted.reason}"


def _effect(effect: Effect) -> str:
    low, high = effect.interval
    return f"{effect.value:,.1f} {effect.unit} (95 % interval {low:,.1f} to {high:,.1f})"


def _sure(gap: Gap) -> str:
    """The same where every link of the case's identity is sure; mostly it does not differ."""
    sure = gap.on_sure_cases
    if sure is None:
        return "the same"
    return f"{sure.affected} of {sure.eligible}" + (
        "" if sure.rate is None else f", {sure.rate:.4f}"
    )


def _segments(segments: Sequence[Segment]) -> Iterator[str]:
    """Attributes associated with the gap, where there are some."""
    if segments:
        yield from ("", "Associated with (which does not say: caused by):")
    for one in segments:
        yield plain(
            f"  {one.attribute} = {one.value}: {one.affected} of {one.eligible}"
            f" ({one.rate:.4f}, the rest {one.rest_rate:.4f}); lift {_lift(one)}, q {one.q:.3g}"
        )


def _moods(findings: Findings, gap: Gap) -> Iterator[str]:
    """What customers said with and without the gap, where they were asked."""
    told = moods_told(gap, findings.experience, "en")
    if told:
        yield from ("", "What customers said, in comparable cases (no cause is claimed):")
    yield from (plain(f"  {one}") for one in told)


def _lift(segment: Segment) -> str:
    """How many times as frequent; without an end where the rest may have none."""
    low, high = segment.interval
    upper = "no limit" if high is None else f"{high:.2f}"
    lift = "-" if segment.lift is None else f"{segment.lift:.2f}"
    return f"{lift} ({low:.2f} to {upper})"


def _known(gap: Gap) -> Iterator[str]:
    """The cases as the findings have them: steps without times."""
    yield from ("", "Cases to look up:")
    for case in gap.cases:
        line = f"  {case.case}  {case.instance}  {case.entered}  {' > '.join(case.trace)}"
        yield plain(line)


def _cases(findings: Findings, cases: list[TracedCase]) -> Iterator[str]:
    """The cases as readable traces, the place of the gap marked."""
    yield from ("", "Cases to look up:")
    language = findings.run.language
    names = {s.id: say(s.name, language) for s in findings.designed.steps}
    for case in cases:
        yield ""
        yield plain(f"  {case.case}" + (f"  {case.instance}" * (case.instance != case.case)))
        yield from _trace(case.events, names)


def _trace(events: list[TracedEvent], names: dict[str, str]) -> Iterator[str]:
    """One line per event: when, how long after the one before, what, and its mark."""
    shown = _in_view(events)
    before: datetime | None = None
    for event in shown:
        what = names.get(event.step or "", event.step or "") or event.activity or ""
        when = f"{event.at:%Y-%m-%d %H:%M:%S}" if event.at else ""
        wait = f"+{duration((event.at - before).total_seconds())}" if event.at and before else ""
        sign = "!" if event.mark else " "
        mark = f"   <- {event.mark}" if event.mark else ""
        yield plain(f"  {sign} {when:19}  {wait:>9}  {what}{mark}")
        before = event.at or before
    if len(shown) < len(events):
        yield f"    … {len(events) - len(shown)} more events"


def _in_view(events: list[TracedEvent]) -> list[TracedEvent]:
    """So many events around the first mark."""
    first = next((n for n, e in enumerate(events) if e.mark), 0)
    start = max(0, min(first - LONGEST_TRACE // 2, len(events) - LONGEST_TRACE))
    return events[start : start + LONGEST_TRACE]


def _sql(gap: Gap, kept: bool, tables: Path) -> Iterator[str]:  # noqa: FBT001
    """The statement that counts the gap, and where it runs."""
    if kept:
        yield f"\n-- Counts it again: duckdb -readonly {plain(_near(tables))}"
    else:
        yield "\n-- The tables of this run are not kept any more: run `blueprint-miner compare`."
    yield statement(gap)


def _near(path: Path) -> Path:
    """The path as a reader would type it, from where they are."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
