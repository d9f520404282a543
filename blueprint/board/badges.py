"""A numbered badge: a circle that leads to its gap; hollow when only indicated."""

from __future__ import annotations

from blueprint.board.changes import state_of
from blueprint.board.marks import Mark
from blueprint.board.scene import Story
from blueprint.board.states import LOOKS
from blueprint.board.theme import PAPER, kind_colour
from blueprint.board.views import View
from blueprint.sentences import kind_word, sentence, subject_name
from miner.pictures.svg import tag, title
from miner.pictures.text import Style, write

RADIUS = 9.0
TWO_DIGITS = 10


def badge(x: float, y: float, mark: Mark, story: Story) -> str:
    """The badge with its middle at a point, as a link to its gap where the picture tells it."""
    href = story.link(mark)
    inside = title(said(mark, story)) + circle(x, y, mark, colour_of(mark, story))
    return tag("a" if href else "g", inside, href=href)


def colour_of(mark: Mark, story: Story) -> str:
    """The colour of the gap's kind; between two runs that of what became of it."""
    if story.view is View.BEFORE_AFTER:
        return LOOKS[state_of(mark.gap)].border
    return kind_colour(mark.gap.kind)


def circle(x: float, y: float, mark: Mark, colour: str) -> str:
    """The circle and its number: full when confirmed, a ring when indicated."""
    sure = mark.gap.verdict == "confirmed"
    size = 11 if mark.number < TWO_DIGITS else 10
    style = Style(size, bold=True, colour=PAPER if sure else colour, anchor="middle")
    return tag(
        "circle", cx=x, cy=y, r=RADIUS, fill=colour if sure else PAPER,
        stroke=PAPER if sure else colour, stroke_width=1.5,
    ) + write(x, y + size * 0.36, str(mark.number), style)  # fmt: skip


def said(mark: Mark, story: Story) -> str:
    """Number, subject, kind and sentence."""
    designed, language = story.blueprint, story.language
    name = subject_name(mark.gap, designed, language)
    kind = kind_word(mark.gap.kind, language)
    return f"{mark.number}. {name} ({kind}): {sentence(mark.gap, designed, language)}"
