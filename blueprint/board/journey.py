"""The journey map: the service as its customer meets it, one column per stage.

What the customer does, where the two meet, how long it takes, how it feels, and what hurts: gaps in
the customer's own lanes and frontstage, and those of the whole stage. What happens behind the line
of visibility is left out.
"""

from __future__ import annotations

from itertools import pairwise

from blueprint.amounts import share
from blueprint.board.arrows import Routed
from blueprint.board.badges import RADIUS, badge, said
from blueprint.board.declared import laid_chips
from blueprint.board.evidence import row_label
from blueprint.board.geometry import Across
from blueprint.board.layout import Place, Sheet, Span
from blueprint.board.marks import Mark
from blueprint.board.scene import Drawn, Scene, Story
from blueprint.board.states import LOOKS
from blueprint.board.steps import STAR, tooltip
from blueprint.board.theme import BANDS, BARS, INK, LABELS, MARGIN, MUTED, kind_colour
from blueprint.model import Role, Stage, Step, say
from blueprint.sentences import kind_told, subject_name, word
from miner.pictures.svg import tag, title
from miner.pictures.text import Style, width, write

STAGES, WIDTH = 6, 330.0
"""Stages on one sheet, and the width of one."""
CARD, SPACE, PAIN, MOST = 34.0, 7.0, 24.0, 20
SEEN = frozenset({Role.CUSTOMER, Role.FRONTSTAGE})
"""Roles whose lanes the customer sees."""


def journey_scenes(story: Story) -> list[Scene]:
    """The sheets of a journey map: columns of one width, without steps and arrows."""
    stages = story.blueprint.stages
    return [_scene(story, stages[at : at + STAGES]) for at in range(0, len(stages), STAGES)]


def _scene(story: Story, stages: tuple[Stage, ...]) -> Scene:
    """One sheet."""
    spans = tuple(Span(stage.id, n, n) for n, stage in enumerate(stages))
    edges = [LABELS + WIDTH * n for n in range(len(stages) + 1)]
    place = Across(tuple(edges[:-1]), tuple(edges), tuple(pairwise(edges)), edges[-1] + MARGIN)
    return Scene(
        story=story,
        sheet=Sheet(spans, (), len(stages)),
        routed=Routed((), (), {}),
        across=place,
    )


def draw_actions(scene: Scene, top: float) -> Drawn:
    """What the customer does in each stage, with the share that does it."""
    story = scene.story
    rows = {lane.id: n for n, lane in enumerate(story.blueprint.lanes)}
    own = {lane.id for lane in story.blueprint.lanes if lane.role is Role.CUSTOMER}
    by_stage = {
        span: [s for s in story.blueprint.steps if s.stage == span.stage and s.lane in own]
        for span in scene.sheet.spans
    }
    tallest = max((len(steps) for steps in by_stage.values()), default=0)
    bottom = top + 10 + max(1, tallest) * (CARD + SPACE) + 4
    ground = tag(
        "rect", x=0, y=top, width=scene.across.right, height=bottom - top, fill=BANDS[Role.CUSTOMER]
    )
    cards = [
        _card(scene, span, Place(step, rows[step.lane], 0), top + 10 + n * (CARD + SPACE))
        for span, steps in by_stage.items()
        for n, step in enumerate(steps)
    ]
    label = row_label(story.label("customer"), top, bottom)
    return Drawn(ground + label + "".join(cards), bottom)


def _card(scene: Scene, span: Span, place: Place, y: float) -> str:
    """One action: its name, a star when it is a moment of truth, its share."""
    story, step = scene.story, place.step
    left, right = scene.extent(span)
    x, size = left + 12, right - left - 24
    look, whole = LOOKS[story.states[step.id]], tooltip(place, story)
    box = tag(
        "rect", x=x, y=y, width=size, height=CARD, rx=5, fill=look.fill, stroke=look.border,
        stroke_width=look.width, stroke_dasharray=look.dash,
    )  # fmt: skip
    bar = tag("rect", x=x + 3, y=y + 5, width=4, height=CARD - 10, rx=2, fill=BARS[Role.CUSTOMER])
    part = _part(step, story)
    amount = Style(12, bold=True, colour=MUTED, anchor="end")
    room = size - 34 - width(part, amount) - (22 if step.moment_of_truth else 0)
    name = say(step.name, story.language) or step.id
    inside = box + bar + write(x + 14, y + 22, name, Style(12, colour=INK, room=room))
    inside += write(x + size - 10, y + 22, part, amount)
    star = f"translate({x + size - 22 - width(part, amount):.1f} {y + CARD / 2:.1f})"
    inside += tag("path", d=STAR, fill=INK, transform=star) if step.moment_of_truth else ""
    return tag(
        "g", title(whole), inside,
        class_="bm-step", tabindex="0", role="img", aria_label=whole, data_step=step.id,
    )  # fmt: skip


def _part(step: Step, story: Story) -> str:
    """The share that does it; nothing where no log shows it."""
    measure = story.steps.get(step.id)
    known = measure is not None and measure.instrumented and measure.share is not None
    return share(measure.share, story.language) if measure and known else ""


def draw_touchpoints(scene: Scene, top: float) -> Drawn:
    """Where the customer meets the service: what is seen or held, and through which channels."""
    laid = [
        laid_chips(scene.extent(span), _contacts(scene.story, span), top + 10)
        for span in scene.sheet.spans
    ]
    bottom = max(top + 40, *(row.bottom + 8 for row in laid))
    label = row_label(scene.story.label("touchpoints"), top, bottom)
    return Drawn(label + "".join(row.svg for row in laid), bottom)


def _contacts(story: Story, span: Span) -> list[tuple[str, str]]:
    """Evidence and channels of what the customer does and sees in a stage, each once."""
    blueprint, language = story.blueprint, story.language
    roles = {lane.id: lane.role for lane in blueprint.lanes}
    steps = [s for s in blueprint.steps if s.stage == span.stage and roles[s.lane] in SEEN]
    evidence = [say(text, language) for step in steps for text in step.evidence]
    channels = [
        say(blueprint.channels[one].name, language) or one
        for step in steps
        for one in step.channels
        if one in blueprint.channels
    ]
    return [(told, told) for told in dict.fromkeys([*evidence, *channels])]


def draw_pains(scene: Scene, top: float) -> Drawn:
    """What hurts: the numbered gaps that the customer can feel, the heaviest first."""
    columns = [_pains(scene, span, top + 26) for span in scene.sheet.spans]
    tallest = max(len(column) for column in columns)
    bottom = top + 14 + max(1, tallest) * PAIN + 4
    label = row_label(scene.story.label("pain_points"), top, bottom)
    return Drawn(label + "".join(line for column in columns for line in column), bottom)


def _pains(scene: Scene, span: Span, top: float) -> list[str]:
    """The lines of one stage: what is felt, and how much is not told here."""
    felt, hidden = _felt(scene.story, span)
    shown = [_pain(scene, span, mark, top + PAIN * n) for n, mark in enumerate(felt[:MOST])]
    for key, rest in (("more_pains", felt[MOST:]), ("hidden_pains", hidden)):
        shown += [_more(scene, span, rest, (key, top + PAIN * len(shown)))] if rest else []
    return shown


def _more(scene: Scene, span: Span, rest: list[Mark], line: tuple[str, float]) -> str:
    """How many gaps are not listed, with their names; in a report it leads to the first of them."""
    story, (key, y) = scene.story, line
    left, right = scene.extent(span)
    style = Style(12, colour=MUTED, room=right - left - 28)
    told = write(left + 14, y, word(key, story.language, n=len(rest)), style)
    told = tag("a", told, href=story.link(rest[0])) if story.paged else told
    return tag("g", title("; ".join(said(mark, story) for mark in rest)), told)


def _felt(story: Story, span: Span) -> tuple[list[Mark], list[Mark]]:
    """The numbered gaps of a stage: what the customer sees, and what lies behind the line."""
    seen = {lane.id for lane in story.blueprint.lanes if lane.role in SEEN} | {None}
    felt, hidden = list[Mark](), list[Mark]()
    for mark in story.marks.all:
        if mark.gap.stage == span.stage:
            is_felt = mark.gap.lane in seen or mark.gap.kind == "visibility_breach"
            (felt if is_felt else hidden).append(mark)
    return felt, hidden


def _pain(scene: Scene, span: Span, mark: Mark, y: float) -> str:
    """One gap: its badge, what it is about, and its kind."""
    left, right = scene.extent(span)
    language, x = scene.story.language, left + 14 + RADIUS
    kind = kind_told(mark.gap, language)
    words = Style(12, italic=True, colour=kind_colour(mark.gap.kind), anchor="end")
    room = right - left - 56 - width(kind, words)
    name = subject_name(mark.gap, scene.story.blueprint, language)
    drawn = badge(x, y - 4, mark, scene.story)
    drawn += write(x + RADIUS + 8, y, name, Style(12, colour=INK, room=max(room, 40)))
    return drawn + write(right - 12, y, kind, words)
