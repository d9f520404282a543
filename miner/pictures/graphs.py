"""Graphs as pictures: the directly-follows map, and nets that are no trees.

The map shows the most frequent activities and pairs, each activity with its most frequent way in
and out at least; what is left out is told under it. A wider line is more frequent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import sqrt
from typing import NamedTuple

from miner.nets import END, START, Net
from miner.pictures.blocks import Box
from miner.pictures.layers import Edge, Layout, laid_out
from miner.pictures.paper import document
from miner.pictures.shapes import event, task
from miner.pictures.sizes import EVENT, TASK_WIDTH, task_height
from miner.pictures.svg import Point, number, tag, title
from miner.pictures.text import Style, width, write

MARGIN, FOOT = 24.0, 20.0
LABEL = Style(size=10, anchor="middle")
PLACE, BAR = (18.0, 18.0), (26.0, 9.0)
LEAST_MOST = 10
"""How often the widest line is at least: a graph without frequencies has thin lines."""
LOOP = 22.0
"""How far the line of an activity to itself goes out."""


class Way(NamedTuple):
    """A line of a graph: from node to node, how often, and what stands on it."""

    source: str
    target: str
    frequency: int
    label: str
    told: str


def draw_ways(
    nodes: Sequence[Box], ways: Sequence[Way], texts: tuple[str, str], counts: Mapping[str, int]
) -> str:
    """A graph of boxes (their corners do not count yet) and ways, the most frequent first.

    `texts` are its name and what is told under it, `counts` the cases of each activity.
    """
    place = {box.id: i for i, box in enumerate(nodes)}
    edges = [(place[way.source], place[way.target]) for way in ways]
    labels = [(width(way.label, LABEL) + 8, 14.0) if way.label else (0.0, 0.0) for way in ways]
    layout = laid_out(_rooms(nodes, edges, labels), edges, labels)
    boxes = [_moved(box, layout.places[i]) for i, box in enumerate(nodes)]
    most = max([LEAST_MOST, *(way.frequency for way in ways)])
    sheet = (layout, boxes, most)
    drawn = [_way(way, edges[i], i, sheet) for i, way in enumerate(ways)]
    size = (layout.size[0] + 2 * MARGIN, layout.size[1] + 2 * MARGIN + FOOT)
    body = "".join(line for line, _ in drawn) + "".join(
        _SHAPES[box.kind](box, counts) for box in boxes
    )
    foot = write(MARGIN, size[1] - 10, texts[1], Style(size=10, room=size[0] - 2 * MARGIN))
    body += "".join(text for _, text in drawn) + tag("g", foot, class_="bm-small")
    return document(body, size, *texts)


def _rooms(nodes: Sequence[Box], edges: Sequence[Edge], labels: Sequence[Point]) -> list[Point]:
    """The room that each box takes, on both sides as much as its loop with its label."""
    rooms = [box.size for box in nodes]
    for (source, target), (wide, _) in zip(edges, labels, strict=True):
        if source == target:
            room, height = rooms[source]
            rooms[source] = (room + 2 * (LOOP + wide), height)
    return rooms


def draw_net(net: Net, counts: Mapping[str, int] | None = None, name: str = "Model") -> str:
    """A Petri net: places as circles, activities as boxes, silent transitions as bars."""
    nodes = [_place(place) for place in range(net.places)]
    ways = []
    for i, transition in enumerate(net.transitions):
        nodes.append(_transition(i, transition.label))
        ways += [Way(f"p{place}", f"t{i}", 1, "", "") for place in transition.inputs]
        ways += [Way(f"t{i}", f"p{place}", 1, "", "") for place in transition.outputs]
    told = f"{net.places} places, {len(net.transitions)} transitions"
    return draw_ways(nodes, ways, (name, told), counts or {})


def _place(place: int) -> Box:
    kind = {START: "start", END: "end"}.get(place, "place")
    return Box(f"p{place}", kind, "", (0, 0), PLACE if kind == "place" else (EVENT, EVENT))


def _transition(place: int, label: str | None) -> Box:
    if label is None:
        return Box(f"t{place}", "silent", "", (0, 0), BAR)
    return Box(f"t{place}", "task", label, (0, 0), (TASK_WIDTH, task_height(label)))


def _moved(box: Box, middle: Point) -> Box:
    """The box with its middle at a point of the sheet."""
    x, y = middle[0] + MARGIN, middle[1] + MARGIN
    return Box(box.id, box.kind, box.name, (x - box.size[0] / 2, y - box.size[1] / 2), box.size)


def _way(way: Way, edge: Edge, i: int, sheet: tuple[Layout, list[Box], int]) -> tuple[str, str]:
    """The line of a way, and what stands on it."""
    layout, boxes, most = sheet
    source, target = boxes[edge[0]], boxes[edge[1]]
    style = LABEL
    if edge[0] == edge[1]:
        style, (curve, spot) = Style(size=LABEL.size), _loop(source)
    else:
        route = [(x + MARGIN, y + MARGIN) for x, y in layout.routes[i]]
        curve, spot = _curve(_ended(route, source, target)), layout.labels[i]
        spot = (spot[0] + MARGIN, spot[1] + MARGIN)
    line = tag(
        "path", title(way.told) if way.told else "", class_="bm-line", d=curve,
        stroke_width=None, style=f"stroke-width:{number(0.8 + 3 * sqrt(way.frequency / most))}",
        marker_end="url(#bm-head)",
    )  # fmt: skip
    return line, _label(way.label, spot, style) if way.label else ""


def _label(text: str, spot: Point, style: Style) -> str:
    """What stands on a line, on a piece of paper of its own."""
    wide = width(text, style)
    left = spot[0] - (wide / 2 if style.anchor else 0)
    sheet = tag("rect", class_="bm-paper", x=left - 1, y=spot[1] - 6, width=wide + 2, height=12)
    return sheet + write(spot[0], spot[1] + 3.5, text, style)


def _ended(route: list[Point], source: Box, target: Box) -> list[Point]:
    """The route from the edge of one box to the edge of the other, a little apart at both."""
    downwards = route[0][1] < route[-1][1]
    aside = 0.0 if downwards else 8.0
    sign = 1 if downwards else -1
    first = (route[0][0] + aside, source.middle[1] + sign * source.size[1] / 2)
    last = (route[-1][0] + aside, target.middle[1] - sign * target.size[1] / 2)
    return [first, *route[1:-1], last]


def _curve(points: Sequence[Point]) -> str:
    """A smooth line through points that stand over each other."""
    steps = [f"M{number(points[0][0])} {number(points[0][1])}"]
    for (x, y), (to_x, to_y) in pairwise(points):
        half = number((y + to_y) / 2)
        steps.append(f"C{number(x)} {half} {number(to_x)} {half} {number(to_x)} {number(to_y)}")
    return "".join(steps)


def _loop(box: Box) -> tuple[str, Point]:
    """A line from the right side of a box back to it, and where its label begins."""
    x, y = box.corner[0] + box.size[0], box.middle[1]
    curve = f"M{number(x)} {number(y - 12)}c{LOOP} -6 {LOOP} 30 0 24"
    return curve, (x + LOOP, y)


def _circle(box: Box, _: Mapping[str, int]) -> str:
    return tag("circle", class_="bm-start", cx=box.middle[0], cy=box.middle[1], r=box.size[0] / 2)


def _bar(box: Box, _: Mapping[str, int]) -> str:
    (x, y), (w, h) = box.corner, box.size
    return tag("rect", title("silent"), class_="bm-head", x=x, y=y, width=w, height=h)


_SHAPES = {
    "task": task,
    "start": event,
    "end": event,
    "place": _circle,
    "silent": _bar,
}
