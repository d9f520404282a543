"""The arrows, behind the boxes: wide when many take them, amber undesigned, blue never taken."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from blueprint.amounts import duration, number, share
from blueprint.board.arrows import Arrow, Sort
from blueprint.board.geometry import points
from blueprint.board.scene import Floor, Story
from blueprint.board.theme import ARROW, BLUE, FAINT
from blueprint.model import say
from blueprint.sentences import word
from miner.pictures.svg import Point, path, tag, title
from miner.pictures.svg import number as coordinate

UNDESIGNED = "#b97800"


@dataclass(frozen=True, slots=True)
class Pen:
    """How a sort of arrow is drawn; `double` has a head at both ends."""

    colour: str
    dash: str | None = None
    double: bool = False


PENS: Mapping[Sort, Pen] = {
    Sort.TAKEN: Pen(ARROW),
    Sort.NEVER: Pen(BLUE, "3 3"),
    Sort.UNDESIGNED: Pen(UNDESIGNED, "7 3"),
    Sort.AGREEMENT: Pen(FAINT, None, double=True),
    Sort.NEEDS: Pen(FAINT, "4 4"),
    Sort.DESIGNED: Pen(ARROW),
}


def draw_links(floor: Floor) -> str:
    """All arrows of the sheet; the widest first, so that thin ones stay visible."""
    routed = floor.scene.routed
    order = sorted(range(len(routed.arrows)), key=lambda n: (-routed.arrows[n].share, n))
    where = (floor.scene.across, floor.down)
    drawn = [
        _arrow(
            routed.arrows[n], points(n, routed.routes[n], routed.tracks, where), floor.scene.story
        )
        for n in order
    ]
    return "".join(drawn)


def line_width(arrow: Arrow, story: Story) -> float:
    """0.8 for the rarest, 3.8 for one that all instances of the stage take."""
    if arrow.measure is None or arrow.sort is Sort.NEVER:
        return {Sort.NEVER: 1.4, Sort.DESIGNED: 1.6}.get(arrow.sort, 1.1)
    source = story.steps.get(arrow.source)
    stage = story.measures.get(source.stage) if source else None
    part = arrow.measure.instances / stage.entered if stage and stage.entered else arrow.share
    return 0.8 + 3 * math.sqrt(max(0.0, min(1.0, part)))


def _arrow(arrow: Arrow, corners: Sequence[Point], story: Story) -> str:
    """The line, its heads and its tooltip."""
    pen, stroke = PENS[arrow.sort], line_width(arrow, story)
    heads = head(corners[-2], corners[-1], stroke, pen.colour)
    ends = [_before(corners[-2], corners[-1], stroke)]
    first = corners[0]
    if pen.double:
        heads += head(corners[1], corners[0], stroke, pen.colour)
        first = _before(corners[1], corners[0], stroke)
    line = tag(
        "path", d=path([first, *corners[1:-1], *ends]), fill="none", stroke=pen.colour,
        stroke_width=stroke, stroke_dasharray=pen.dash,
    )  # fmt: skip
    pair = f"{arrow.source} {arrow.target}"
    return tag("g", title(told(arrow, story)), line, heads, class_="bm-arrow", data_link=pair)


def _length(stroke: float) -> float:
    """Length of a head."""
    return 5 + stroke


def _before(previous: Point, end: Point, stroke: float) -> Point:
    """Where the line ends so that its head has the point."""
    across, down = end[0] - previous[0], end[1] - previous[1]
    size = abs(across) + abs(down) or 1
    back = min(_length(stroke) - 1, size)
    return end[0] - across / size * back, end[1] - down / size * back


def head(previous: Point, end: Point, stroke: float, colour: str) -> str:
    """A triangle with its point at the end."""
    across, down = end[0] - previous[0], end[1] - previous[1]
    size = abs(across) + abs(down) or 1
    x, y = across / size, down / size
    length, half = _length(stroke), 2.2 + stroke * 0.75
    base = (end[0] - x * length, end[1] - y * length)
    corners = [
        end,
        (base[0] - y * half, base[1] + x * half),
        (base[0] + y * half, base[1] - x * half),
    ]
    return tag(
        "path",
        d="M" + "L".join(f"{coordinate(a)} {coordinate(b)}" for a, b in corners) + "Z",
        fill=colour,
    )


def told(arrow: Arrow, story: Story) -> str:
    """From where to where, how many of how many, how long."""
    language = story.language
    names = {step.id: say(step.name, language) or step.id for step in story.blueprint.steps}
    ends = f"{names[arrow.source]} \N{RIGHTWARDS ARROW} {names[arrow.target]}"
    measure = arrow.measure
    if measure is None:
        return ends
    if arrow.sort is Sort.NEVER:
        return f"{ends}: {word('arrow_never', language)}"
    parts = [f"{number(measure.instances, language)} ({share(measure.share, language)})"]
    if measure.p50_s is not None:
        parts.append(f"{word('median', language)} {duration(measure.p50_s, language)}")
    if arrow.sort is Sort.UNDESIGNED:
        parts.append(word("arrow_undesigned", language))
    return f"{ends}: {' · '.join(parts)}"
