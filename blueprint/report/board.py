"""The boards in the page: one picture per view, switched by links that keep the view."""

from __future__ import annotations

from markupsafe import Markup

from blueprint.board.views import View
from blueprint.report.section import Context, Section, render
from blueprint.sentences import word


def section(context: Context) -> Section:
    """The pictures; without JavaScript, too, a link shows its view and hides the others."""
    views = [_view(view, context) for view in context.boards]
    content = render("board", views=views, label=word("views", context.language))
    return Section("board", context.word("board"), content)


def _view(view: View, context: Context) -> dict[str, object]:
    """What the template shows of a view."""
    picture = Markup(context.boards[view])  # noqa: S704 - drawn by us, every text in it escaped
    return {"id": f"view-{view}", "name": word(f"view_{view}", context.language), "svg": picture}
