"""The steps: a box with its name, the share that do it, its state, its gaps."""

from __future__ import annotations

from blueprint.amounts import duration, number, share
from blueprint.board.badges import RADIUS, badge, said
from blueprint.board.changes import state_word
from blueprint.board.layout import Place
from blueprint.board.marks import Mark
from blueprint.board.scene import Floor, Story
from blueprint.board.states import CHANGES, LOOKS, Look, State
from blueprint.board.theme import (
    AMBER,
    BARS,
    BLUE,
    BOX_HEIGHT,
    BOX_WIDTH,
    INK,
    MUTED,
    PAPER,
    RED,
    kind_colour,
)
from blueprint.board.views import View
from blueprint.findings import StepMeasure
from blueprint.model import Step, say
from blueprint.sentences import kind_word, word
from miner.pictures.svg import Point, tag, title
from miner.pictures.text import Style, lines, width, write

STAR = "M0-6.4L1.9-2.1 6.5-1.7 3 1.4 4.1 6-0 3.5-4.1 6-3 1.4-6.5-1.7-1.9-2.1Z"
QUIET = frozenset({State.NEVER_SEEN, State.NO_DATA})
WORD = Style(10.5, bold=True)
NARROWEST = 12.0
"""A bar with less room than this is left out."""


def draw_steps(floor: Floor) -> str:
    """All boxes of the sheet, column by column, so that the keyboard walks the flow."""
    places = sorted(floor.scene.sheet.places, key=lambda place: (place.column, place.row))
    return "".join(_step(floor, place) for place in places)


def _step(floor: Floor, place: Place) -> str:
    """One box with everything in and on it."""
    story = floor.scene.story
    at = (floor.scene.across.lefts[place.column], floor.down.tops[place.row])
    state = story.states[place.step.id]
    role = story.blueprint.lanes[place.row].role
    whole = tooltip(place, story)
    inside = _frame(at, LOOKS[state], BARS[role]) + _name(place, state, at, story.language)
    inside += _amount(place, state, at, story) + (_star(at) if place.step.moment_of_truth else "")
    group = tag(
        "g", title(whole), inside,
        class_="bm-step", tabindex="0", role="img", aria_label=whole, data_step=place.step.id,
    )  # fmt: skip
    return group + _flags(place, at, story)


def _frame(at: Point, look: Look, bar: str) -> str:
    """The box, its hatching, and the bar of its role at the left."""
    x, y = at
    box = tag(
        "rect", x=x, y=y, width=BOX_WIDTH, height=BOX_HEIGHT, rx=5, fill=look.fill,
        stroke=look.border, stroke_width=look.width, stroke_dasharray=look.dash,
    )  # fmt: skip
    hatch = tag(
        "rect", x=x + 1, y=y + 1, width=BOX_WIDTH - 2, height=BOX_HEIGHT - 2, rx=4,
        fill="url(#bm-hatch)",
    )  # fmt: skip
    side = tag("rect", x=x + 3, y=y + 5, width=4, height=BOX_HEIGHT - 10, rx=2, fill=bar)
    return box + (hatch if look.hatched else "") + side


def _name(place: Place, state: State, at: Point, language: str) -> str:
    """The name on up to two lines; beside a star the first line is shorter."""
    name = say(place.step.name, language) or place.step.id
    style = Style(11, colour=MUTED if state in QUIET else INK, room=BOX_WIDTH - 20)
    room = BOX_WIDTH - (34 if place.step.moment_of_truth else 20)
    parts = lines(name, style, room, 2)
    return "".join(
        write(at[0] + 12, at[1] + 16 + 13 * n, part, style) for n, part in enumerate(parts)
    )


def _amount(place: Place, state: State, at: Point, story: Story) -> str:
    """The share with its bar; or the words that there is no number, or that it is too small."""
    measure, language = story.steps.get(place.step.id), story.language
    x, y = at[0] + 12, at[1] + BOX_HEIGHT - 9
    if story.view is View.DESIGNED:
        style = Style(10.5, colour=BLUE, room=BOX_WIDTH - 18)
        return write(x, y, promise(place.step, language), style)
    if state is State.NO_DATA or measure is None or measure.share is None:
        return write(x, y, word("no_data", language), Style(10.5, colour=MUTED, italic=True))
    if state is State.TOO_FEW:
        few = word("n", language, n=number(measure.instances, language))
        return write(x, y, few, Style(10.5, colour=MUTED, italic=True))
    if place.step.most == 0 and not measure.instances:
        style = Style(10.5, colour=MUTED, italic=True, room=BOX_WIDTH - 20)
        return write(x, y, word("not_happened", language), style)
    return _bar(measure, state, (x, y), story)


def _past(measure: StepMeasure, story: Story) -> float | None:
    """The share in the run before, in the view of two runs."""
    past = story.past_steps.get(measure.id)
    return past.share if past else None


def promise(step: Step, language: str) -> str:
    """What the design says of a step: how often, and how soon in how many of the cases."""
    said = []
    if (step.least, step.most) not in {(1, 1), (0, 1), (0, 0)}:
        most = number(step.most, language) if step.most is not None else "\N{INFINITY}"
        said.append(f"{number(step.least, language)}\N{EN DASH}{most} \N{MULTIPLICATION SIGN}")
    if step.sla:
        within = duration(step.sla.within_us / 1_000_000, language, step.sla.clock)
        said.append(f"\N{LESS-THAN OR EQUAL TO} {within} · {share(step.sla.share, language)}")
    return " · ".join(said)


def _bar(measure: StepMeasure, state: State, at: Point, story: Story) -> str:
    """The share in bold and as a bar in the colour of the role or the state."""
    x, y = at
    colours = {State.NEVER_SEEN: BLUE, State.UNDESIGNED: AMBER, State.FORBIDDEN: RED}
    role = next(lane.role for lane in story.blueprint.lanes if lane.id == measure.lane)
    part = max(0.0, min(1.0, measure.share or 0))
    past, told = _past(measure, story), share(measure.share, story.language)
    style = Style(10.5, bold=True, colour=colours.get(state, MUTED), room=34)
    drawn, taken = write(x, y, told, style), 30.0
    if past is not None and share(past, story.language) != told:
        was = word("was", story.language, value=share(past, story.language))
        beside = Style(10, colour=MUTED, room=BOX_WIDTH - 24 - width(told, style))
        drawn += write(x + width(told, style) + 5, y, was, beside)
        taken = width(told, style) + 5 + width(was, beside)
    start, room = x + taken + 6, BOX_WIDTH - 28 - taken
    if room < NARROWEST:
        return drawn
    drawn += tag("rect", x=start, y=y - 6.5, width=room, height=5, rx=2.5, fill="#e4e8ec")
    filled = max(2.0, room * part) if part else 0
    fill = colours.get(state, BARS[role])
    bar = tag("rect", x=start, y=y - 6.5, width=filled, height=5, rx=2.5, fill=fill)
    return drawn + (bar if filled else "") + _tick(past, (start, y), room)


def _tick(past: float | None, at: Point, room: float) -> str:
    """Where the bar ended in the run before."""
    if past is None:
        return ""
    x, y = at[0] + room * max(0.0, min(1.0, past)), at[1]
    return tag("line", x1=x, x2=x, y1=y - 9, y2=y + 1, stroke=INK, stroke_width=1.6)


def _star(at: Point) -> str:
    """The star of a moment of truth."""
    x, y = at[0] + BOX_WIDTH - 13, at[1] + 13
    return tag("path", d=STAR, fill=INK, transform=f"translate({x:.1f} {y:.1f})")


def _flags(place: Place, at: Point, story: Story) -> str:
    """The badges at the lower right, the largest last, and left of them the words that fit."""
    marks = story.marks.by_step.get(place.step.id, ())
    y = at[1] + BOX_HEIGHT + 2
    x = at[0] + BOX_WIDTH - 2
    shown = list(reversed(marks[:4]))
    badges = "".join(
        badge(x - (len(shown) - 1 - n) * (2 * RADIUS + 2), y, mark, story)
        for n, mark in enumerate(shown)
    )
    free = x - len(shown) * (2 * RADIUS + 2) + RADIUS - 1
    return _word(_flag(place.step.id, marks, story), (free, y), at[0] + 2) + badges


def _flag(step: str, marks: tuple[Mark, ...], story: Story) -> tuple[str, str]:
    """What is said on the border and its colour: the largest gap's kind, or what became of it."""
    state = story.states[step]
    if story.view is View.BEFORE_AFTER and state in CHANGES:
        return state_word(state, story.language), LOOKS[state].border
    kind = marks[0].gap.kind if marks else ""
    return (kind_word(kind, story.language) if kind else ""), kind_colour(kind)


def _word(flag: tuple[str, str], end: Point, left: float) -> str:
    """A small label on the border, when there is room."""
    text, colour = flag
    size = width(text, WORD) + 8
    x, y = end[0] - size, end[1]
    if not text or x < left:
        return ""
    return tag(
        "rect",
        x=x,
        y=y - 7.5,
        width=size,
        height=15,
        rx=3,
        fill=PAPER,
        stroke=colour,
        stroke_width=0.8,
    ) + write(x + 4, y + 3.4, text, Style(WORD.size, bold=True, colour=colour))


def tooltip(place: Place, story: Story) -> str:
    """Name, lane, state, n of N, description and gaps in one text."""
    step, language = place.step, story.language
    measure = story.steps.get(step.id)
    parts = [
        say(step.name, language) or step.id,
        say(story.blueprint.lanes[place.row].name, language),
    ]
    parts.append(state_word(story.states[step.id], language))
    if step.moment_of_truth:
        parts.append(word("moment_of_truth", language))
    if measure is not None and measure.share is not None:
        parts.append(_n_of_n(measure, story))
    if story.view is View.DESIGNED and (promised := promise(step, language)):
        parts.append(promised)
    parts += [say(text, language) for text in (step.description, step.policy) if text]
    parts += [said(mark, story) for mark in story.marks.by_step.get(step.id, ())]
    past = story.past_steps.get(step.id)
    parts += [word("was", language, value=share(past.share, language))] if past else []
    return " · ".join(parts)


def _n_of_n(measure: StepMeasure, story: Story) -> str:
    """In how many of the instances of its stage the step was seen: 626 of 644 (97%)."""
    language, stage = story.language, story.measures.get(measure.stage)
    entered = stage.entered if stage else measure.instances
    seen, all_of_them = number(measure.instances, language), number(entered, language)
    told = word("affected_of", language, affected=seen, eligible=all_of_them)
    return f"{told} ({share(measure.share, language)})"
