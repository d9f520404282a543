"""Where everything of a process tree stands: a BPMN diagram as boxes and lines, left to right.

A block is as wide as its widest arm. Its first arm goes straight on, the others lie under it; ways
back of a loop run from right to left. The same tree and sizes give the same diagram, with ids in
the order in which it is drawn. Pictures and BPMN files are of the same diagram.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise

from miner.nets import Tree
from miner.pictures.sizes import EVENT, GAP, GATEWAY, Part, measured
from miner.pictures.svg import Point

MARGIN = 24.0


@dataclass(frozen=True, slots=True)
class Box:
    """A box: its kind (start, end, task, choice, parallel), name, left upper corner and size."""

    id: str
    kind: str
    name: str
    corner: Point
    size: Point

    @property
    def middle(self) -> Point:
        """The point in its middle."""
        return self.corner[0] + self.size[0] / 2, self.corner[1] + self.size[1] / 2


@dataclass(frozen=True, slots=True)
class Line:
    """A line from one box to another, through points."""

    id: str
    source: str
    target: str
    points: tuple[Point, ...]


@dataclass(slots=True)
class Diagram:
    """Boxes and lines in the order in which they are drawn, and the size of all."""

    boxes: list[Box] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    size: Point = (0, 0)

    def box(self, kind: str, name: str, left: float, axis: float, size: Point) -> Box:
        """A new box with its middle on an axis."""
        prefix = _PREFIXES[kind]
        number = 1 + sum(_PREFIXES[box.kind] == prefix for box in self.boxes)
        box = Box(f"{prefix}_{number}", kind, name, (left, axis - size[1] / 2), size)
        self.boxes.append(box)
        return box

    def line(self, source: Box, target: Box, *points: Point) -> None:
        """A new line."""
        number = len(self.lines) + 1
        self.lines.append(Line(f"Flow_{number}", source.id, target.id, points))


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where a part begins at its left, its axis, and whether it is walked from left to right."""

    left: float
    axis: float
    forward: bool = True


Ends = tuple[Box, Box] | None
"""The first and the last box of a part that was placed; None when it has none."""


def diagram(tree: Tree, counts: Mapping[str, int] | None = None) -> Diagram:
    """The diagram of a tree; with counts, arms with frequent activities come first."""
    part = measured(tree, counts or {})
    drawn = Diagram()
    axis = MARGIN + max(part.up, EVENT / 2)
    start = drawn.box("start", "", MARGIN, axis, (EVENT, EVENT))
    left = MARGIN + EVENT + GAP
    ends = _place(drawn, part, _Spot(left, axis))
    right = left + part.width + (GAP if part.width else 0)
    end = drawn.box("end", "", right, axis, (EVENT, EVENT))
    first, last = ends or (end, start)
    _straight(drawn, start, first)
    if ends:
        _straight(drawn, last, end)
    drawn.size = (right + EVENT + MARGIN, axis + max(part.down, EVENT / 2) + MARGIN)
    return drawn


def _place(drawn: Diagram, part: Part, at: _Spot) -> Ends:
    """Draws a part at its spot."""
    if part.operator == "silent":
        return None
    if part.operator == "task":
        box = drawn.box("task", part.name, at.left, at.axis, (part.width, part.up + part.down))
        return box, box
    return _PLACED[part.operator](drawn, part, at)


def _place_row(drawn: Diagram, part: Part, at: _Spot) -> Ends:
    """One after the other along the axis."""
    left, ends = at.left, list[tuple[Box, Box]]()
    for child in part.children if at.forward else reversed(part.children):
        placed = _place(drawn, child, replace(at, left=left))
        if placed:
            ends.append(placed)
            left += child.width + GAP
    if not at.forward:
        ends.reverse()
    for (_, before), (after, _) in pairwise(ends):
        _straight(drawn, before, after)
    return (ends[0][0], ends[-1][1]) if ends else None


def _place_arms(drawn: Diagram, part: Part, at: _Spot) -> Ends:
    """A gateway that opens, arms under each other, a gateway that closes."""
    opening, closing = _gateways(drawn, part, at)
    for arm, axis in zip(part.children, part.axes(at.axis), strict=True):
        _arm(drawn, arm, (opening, closing), _inside(part, arm, replace(at, axis=axis)))
    return opening, closing


def _place_loop(drawn: Diagram, part: Part, at: _Spot) -> Ends:
    """A gateway to which the ways back lead, what is done, and a gateway where they begin."""
    opening, closing = _gateways(drawn, part, at)
    body, *ways = part.children
    _, *axes = part.axes(at.axis)
    _arm(drawn, body, (opening, closing), _inside(part, body, at))
    for way, axis in zip(ways, axes, strict=True):
        back = replace(at, axis=axis, forward=not at.forward)
        _arm(drawn, way, (closing, opening), _inside(part, way, back))
    return opening, closing


def _gateways(drawn: Diagram, part: Part, at: _Spot) -> tuple[Box, Box]:
    """The gateways at both ends of a block, the one that is walked first first."""
    kind = "parallel" if part.operator == "and" else "choice"
    size = (GATEWAY, GATEWAY)
    left = drawn.box(kind, "", at.left, at.axis, size)
    right = drawn.box(kind, "", at.left + part.width - GATEWAY, at.axis, size)
    return (left, right) if at.forward else (right, left)


def _inside(part: Part, arm: Part, at: _Spot) -> _Spot:
    """Where an arm begins: in the middle of its block."""
    return replace(at, left=at.left + (part.width - arm.width) / 2)


def _arm(drawn: Diagram, arm: Part, gateways: tuple[Box, Box], at: _Spot) -> None:
    """One arm of a block, and the lines from the gateway where it begins to where it ends."""
    source, target = gateways
    ends = _place(drawn, arm, at)
    first, last = ends or (target, source)
    if at.axis == source.middle[1]:
        _straight(drawn, source, first)
        if ends:
            _straight(drawn, last, target)
        return
    here, there = (source.middle[0], at.axis), (target.middle[0], at.axis)
    if ends is None:
        drawn.line(source, target, _under(source), here, there, _under(target))
        return
    drawn.line(source, first, _under(source), here, _side(first, source))
    drawn.line(last, target, _side(last, target), there, _under(target))


def _straight(drawn: Diagram, source: Box, target: Box) -> None:
    drawn.line(source, target, _side(source, target), _side(target, source))


def _side(box: Box, other: Box) -> Point:
    """The middle of the side of a box that looks at another."""
    is_left = box.middle[0] < other.middle[0]
    return box.corner[0] + (box.size[0] if is_left else 0), box.middle[1]


def _under(box: Box) -> Point:
    """The lowest point of a gateway."""
    return box.middle[0], box.corner[1] + box.size[1]


_PLACED = {
    "sequence": _place_row,
    "choice": _place_arms,
    "and": _place_arms,
    "loop": _place_loop,
}
_PREFIXES = {
    "start": "StartEvent",
    "end": "EndEvent",
    "task": "Activity",
    "choice": "Gateway",
    "parallel": "Gateway",
}
