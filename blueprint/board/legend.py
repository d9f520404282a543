"""The legend: every border, arrow and mark of the board, with its word."""

from __future__ import annotations

from blueprint.board.arrows import Sort
from blueprint.board.changes import state_word
from blueprint.board.links import PENS, head
from blueprint.board.scene import Drawn, Story
from blueprint.board.states import CHANGES, LOOKS, State
from blueprint.board.steps import STAR
from blueprint.board.theme import BLUE, FAINT, INK, MARGIN, MUTED, PAPER, VERMILLION
from blueprint.board.views import JUDGED, View
from blueprint.model import Role
from blueprint.sentences import word
from miner.pictures.svg import tag
from miner.pictures.text import Style, width, write

ICON, SPACE, ROW = 28.0, 22.0, 26.0
TEXT = Style(11.5, colour=MUTED)
ARROWS = {Sort.TAKEN: "arrow_share", Sort.UNDESIGNED: "arrow_undesigned", Sort.NEVER: "arrow_never"}


def draw_legend(story: Story, right: float, top: float) -> Drawn:
    """Entries one after the other, on as many rows as they need."""
    x, y = MARGIN, top + 12
    drawn = ""
    for icon, text in entries(story):
        size = ICON + 7 + width(text, TEXT)
        if x + size > right - MARGIN and x > MARGIN:
            x, y = MARGIN, y + ROW
        moved = tag("g", icon, transform=f"translate({x:.1f} {y:.1f})")
        drawn += moved + write(x + ICON + 7, y + 13, text, TEXT)
        x += size + SPACE
    return Drawn(drawn, y + ROW + 6)


def entries(story: Story) -> list[tuple[str, str]]:
    """Icon and words of every entry: of the gaps all there are, else those in the picture."""
    language, seen = story.language, _seen(story)
    all_of_them = story.view is View.GAPS
    seen |= set(CHANGES) if story.view is View.BEFORE_AFTER else set()
    states = [s for s in State if s in seen or (all_of_them and s not in CHANGES)]
    boxes = [(_box(state), state_word(state, language)) for state in states]
    star = (
        tag("path", d=STAR, fill=INK, transform="translate(14 9)"),
        word("moment_of_truth", language),
    )
    return [*boxes, star] if story.view is View.DESIGNED else [*boxes, *_measured(story), star]


def _seen(story: Story) -> set[State]:
    """The states in the picture; a journey map shows what the customer does."""
    own = {lane.id for lane in story.blueprint.lanes if lane.role is Role.CUSTOMER}
    shown = story.view is not View.JOURNEY
    return {story.states[step.id] for step in story.blueprint.steps if shown or step.lane in own}


def _measured(story: Story) -> list[tuple[str, str]]:
    """The entries of what was measured."""
    language, all_of_them = story.language, story.view is View.GAPS
    sorts = ARROWS if all_of_them else {s: k for s, k in ARROWS.items() if s is not Sort.NEVER}
    sorts = {} if story.view is View.JOURNEY else sorts
    arrows = [(_arrow(sort), word(key, language)) for sort, key in sorts.items()]
    tick = tag("line", x1=14, x2=14, y1=0, y2=18, stroke=BLUE, stroke_width=2.2)
    bar = tag("rect", x=2, y=6, width=24, height=5, rx=2.5, fill=MUTED)
    dot = tag("circle", cx=14, cy=9, r=5, fill=INK)
    triangle = tag("polygon", points="9,13 19,13 14,4", fill=VERMILLION)
    ticks = [(tick, word("designed_ticks", language))] if story.view in JUDGED else []
    bars = [] if story.view is View.JOURNEY else [(bar, word("bar_share", language))]
    if story.view is View.BEFORE_AFTER:
        return [*arrows, *bars, *ticks, *_two_runs(language)]
    return [
        *arrows,
        *bars,
        *ticks,
        (dot, word("self_reports", language)),
        (triangle, word("friction", language)),
    ]


def _two_runs(language: str) -> list[tuple[str, str]]:
    """The entries of a rate or a time before and now."""
    ring = tag("circle", cx=14, cy=9, r=4.5, fill=PAPER, stroke=FAINT, stroke_width=2)
    dot = tag("circle", cx=14, cy=9, r=5, fill=INK)
    return [(ring, word("before", language)), (dot, word("now", language))]


def _box(state: State) -> str:
    """A small box in the look of a state."""
    look = LOOKS[state]
    box = tag(
        "rect", x=1, y=1, width=26, height=16, rx=4, fill=look.fill,
        stroke=look.border, stroke_width=look.width, stroke_dasharray=look.dash,
    )  # fmt: skip
    hatch = tag("rect", x=2, y=2, width=24, height=14, rx=3, fill="url(#bm-hatch)")
    return box + (hatch if look.hatched else "")


def _arrow(sort: Sort) -> str:
    """A short arrow in the pen of a sort."""
    pen = PENS[sort]
    line = tag(
        "line",
        x1=0,
        x2=21,
        y1=9,
        y2=9,
        stroke=pen.colour,
        stroke_width=2,
        stroke_dasharray=pen.dash,
    )
    return line + head((0, 9), (28, 9), 2, pen.colour)
