"""The board in the page: the same SVG as board.svg."""

from __future__ import annotations

from markupsafe import Markup

from blueprint.report.section import Context, Section, render
from blueprint.sentences import word


def section(context: Context) -> Section:
    """The picture, scrolling sideways where the page is narrow."""
    picture = Markup(context.board)  # noqa: S704 - drawn by us, every text in it escaped
    content = render("board", picture=picture, label=word("service_blueprint", context.language))
    return Section("board", context.word("board"), content)
