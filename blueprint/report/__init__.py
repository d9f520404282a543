"""The report: one page that opens anywhere, from a mail attachment too, and loads nothing.

`page` is a pure function of Findings. Each section is a file with a function `section`; the tuple
SECTIONS is the order of the story. Charts need JavaScript, everything else works without.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from markupsafe import Markup

from blueprint.board import draw_pages
from blueprint.board.dark import dark_rules
from blueprint.board.telling import tell
from blueprint.board.views import offered
from blueprint.findings import Findings
from blueprint.gaps import definitions as defined
from blueprint.model import say
from blueprint.report import (
    board,
    coverage,
    experience,
    funnel,
    ledger,
    method,
    stages,
    summary,
    trend,
    variants,
)
from blueprint.report.section import Context, Section, asset, render
from blueprint.sentences import report_word

SECTIONS: tuple[Callable[[Context], Section], ...] = (
    summary.section,
    board.section,
    ledger.section,
    stages.section,
    funnel.section,
    variants.section,
    experience.section,
    trend.section,
    coverage.section,
    method.section,
)


def page(findings: Findings, definitions: Mapping[str, str] | None = None) -> str:
    """The report as HTML; `definitions` tells what each kind of gap means."""
    story = tell(findings)
    boards = {view: "".join(draw_pages(findings, view)) for view in offered(findings)}
    context = Context(story, boards, definitions or defined(story.language))
    name = say(story.blueprint.name, story.language) or story.blueprint.id
    html = render(
        "page",
        language=story.language,
        title=report_word("title", story.language, name=name),
        skip=context.word("skip"),
        contents=context.word("contents"),
        sections=[section(context) for section in SECTIONS],
        style=asset("report.css") + Markup(dark_rules()),  # noqa: S704 - our own colours
        script=asset("report.js") + asset("ledger.js"),
        plotly=asset("plotly-basic.min.js"),
    )
    return str(html)
