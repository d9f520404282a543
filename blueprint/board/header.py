"""The header: name of the service, window, customers, events, share bound, and what is not well."""

from __future__ import annotations

from blueprint.amounts import number, share
from blueprint.board.scene import Drawn, Story
from blueprint.board.text import Style, write
from blueprint.board.theme import INK, MARGIN, MUTED
from blueprint.model import say
from blueprint.sentences import word


def draw_header(story: Story, right: float) -> Drawn:
    """Two lines of text at the top."""
    room = right - 2 * MARGIN
    name = say(story.blueprint.name, story.language) or story.blueprint.id
    svg = write(MARGIN, 32, name, Style(22, bold=True, colour=INK, room=room))
    return Drawn(svg + write(MARGIN, 54, facts(story), Style(12.5, colour=MUTED, room=room)), 70)


def facts(story: Story) -> str:
    """The second line: the window and what was counted in it."""
    run, language = story.findings.run, story.language
    coverage = story.findings.gates.coverage
    known = coverage.get("bound", 0) + coverage.get("not_picked", 0)
    start, end = (moment[:10] if moment else "…" for moment in run.window)
    parts = [
        f"{start} \N{EN DASH} {end}",
        word("customers", language, n=number(run.customers, language)),
        word("events", language, n=number(run.events, language)),
        word("bound", language, share=share(known, language)),
        word("against", language, version=story.blueprint.version),
    ]
    stale = [source.source for source in run.sources if source.stale or source.stopped]
    parts += [word("source_stale", language, source=name) for name in stale]
    return " · ".join(parts)
