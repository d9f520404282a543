"""The header: name of the service, window, customers, events, share bound, and what is not well."""

from __future__ import annotations

from collections.abc import Mapping

from blueprint.amounts import share
from blueprint.board.scene import Drawn, Story
from blueprint.board.theme import INK, MARGIN, MUTED
from blueprint.board.views import View
from blueprint.findings import Run
from blueprint.model import say
from blueprint.sentences import counted, report_word, word
from miner.pictures.text import Style, write


def draw_header(story: Story, right: float) -> Drawn:
    """Two lines of text at the top."""
    room = right - 2 * MARGIN
    name = say(story.blueprint.name, story.language) or story.blueprint.id
    if story.view is not View.GAPS:
        name = f"{name} · {word(f'view_{story.view}', story.language)}"
    svg = write(MARGIN, 32, name, Style(22, bold=True, colour=INK, room=room))
    return Drawn(svg + write(MARGIN, 54, facts(story), Style(12.5, colour=MUTED, room=room)), 70)


def facts(story: Story) -> str:
    """The second line: the window and what was counted in it."""
    run, language = story.findings.run, story.language
    if story.view is View.DESIGNED:
        return f"{report_word('version', language)} {story.blueprint.version}"
    if story.view is View.BEFORE_AFTER:
        return _two_runs(story)
    coverage = story.findings.gates.coverage
    known, loose = bound_and_loose(coverage)
    parts = [
        " \N{EN DASH} ".join(reach(run)),
        counted("customers", run.customers, language),
        counted("events", run.events, language),
        word(
            "bound",
            language,
            share=share(known, language),
            unbound=share(loose, language),
        ),
        word("against", language, version=story.blueprint.version),
    ]
    stale = [source.source for source in run.sources if source.stale or source.stopped]
    parts += [word("source_stale", language, source=name) for name in stale]
    return " · ".join(parts)


def _two_runs(story: Story) -> str:
    """Both windows, and whether the design changed in between."""
    run, before, language = story.findings.run, story.findings.before, story.language
    if before is None:
        return word("no_run_before", language)
    past, now = (" \N{EN DASH} ".join(ends) for ends in (_days(before.window), reach(run)))
    parts = [
        word("before_told", language, window=past, day=before.at[:10]),
        word("after_told", language, window=now),
    ]
    parts += [] if before.same_design else [word("design_changed", language)]
    return " \N{MIDDLE DOT} ".join(parts)


def _days(window: tuple[str | None, str | None]) -> tuple[str, str]:
    """First and last day of a window."""
    return (window[0] or "?")[:10], (window[1] or "?")[:10]


def reach(run: Run) -> tuple[str, str]:
    """First and last day: of the window, or where it is open, of what the sources cover."""
    starts = sorted(source.coverage_from for source in run.sources if source.coverage_from)
    ends = sorted(source.complete_until for source in run.sources if source.complete_until)
    first = run.window[0] or next(iter(starts), "")
    last = run.window[1] or next(reversed(ends), "")
    return first[:10] or "?", last[:10] or "?"


def bound_and_loose(coverage: Mapping[str, float]) -> tuple[float, float]:
    """Shares of the events that match a step, and that match neither a step nor declared noise."""
    known = coverage.get("bound", 0) + coverage.get("not_picked", 0)
    return known, coverage.get("unbound", 0) + coverage.get("unplaced", 0)
