"""A drawn sheet as plain rectangles and straight parts, and what is counted on them: nothing of the router's own."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from blueprint.board import floor_of
from blueprint.board.geometry import points
from blueprint.board.scene import Floor, Scene
from blueprint.board.theme import BOX_HEIGHT, BOX_WIDTH

CLOSEST = 6.9
"""Arrows side by side are a track (7 pixels) apart."""


class Part(NamedTuple):
    """A straight part of an arrow; `low` to `high` along itself, `at` across; the first or last of its arrow?"""

    level: bool
    at: float
    low: float
    high: float
    arrow: int
    first: bool
    last: bool


class Drawing(NamedTuple):
    """One sheet: its floor, the rectangle of each step, and each arrow's ends and corners."""

    floor: Floor
    boxes: dict[str, tuple[float, float, float, float]]
    ends: list[tuple[str, str]]
    lines: list[list[tuple[float, float]]]

    def parts(self) -> list[Part]:
        """All straight parts of all arrows."""
        return [part for n, line in enumerate(self.lines) for part in parts_of(line, n)]


def drawing_of(scene: Scene) -> Drawing:
    floor = floor_of(scene, 300)
    lefts, tops = scene.across.lefts, floor.down.tops
    boxes = {
        p.step.id: (
            lefts[p.column],
            tops[p.row],
            lefts[p.column] + BOX_WIDTH,
            tops[p.row] + BOX_HEIGHT,
        )
        for p in scene.sheet.places
    }
    routed, where = scene.routed, (scene.across, floor.down)
    lines = [list(points(n, way, routed.tracks, where)) for n, way in enumerate(routed.routes)]
    return Drawing(floor, boxes, [(a.source, a.target) for a in routed.arrows], lines)


def parts_of(line: list[tuple[float, float]], arrow: int) -> list[Part]:
    pieces = [(a, b) for a, b in pairwise(line) if a != b]
    made = []
    for n, (a, b) in enumerate(pieces):
        level = a[1] == b[1]
        assert level or a[0] == b[0], f"arrow {arrow} runs aslant"
        low, high = sorted((a[0], b[0]) if level else (a[1], b[1]))
        made.append(
            Part(level, a[1] if level else a[0], low, high, arrow, n == 0, n == len(pieces) - 1)
        )
    return made


def columns_of(parts: list[Part], *, level: bool) -> np.ndarray:
    """Rows at, low, high, arrow of the level (or the upright) parts."""
    chosen = [(p.at, p.low, p.high, p.arrow) for p in parts if p.level is level]
    return np.array(chosen, dtype=float).reshape(-1, 4).T


def crossings(parts: list[Part]) -> int:
    """How often a level part of one arrow goes through an upright part of another."""
    y, left, right, one = columns_of(parts, level=True)[:, :, None]
    x, top, bottom, other = columns_of(parts, level=False)[:, None, :]
    return int(((one != other) & (left < x) & (x < right) & (top < y) & (y < bottom)).sum())


def pierced(drawing: Drawing) -> list[tuple[tuple[str, str], str]]:
    """Arrows through the inside of a box, also of one of their own."""
    names, boxes = list(drawing.boxes), np.array(list(drawing.boxes.values())).T[:, :, None]
    left, top, right, bottom = boxes
    parts = drawing.parts()
    if not parts:
        return []
    spans = [(p.low, p.at, p.high, p.at) if p.level else (p.at, p.low, p.at, p.high) for p in parts]
    x1, y1, x2, y2 = np.array(spans).T[:, None, :]
    inside = (x1 < right) & (x2 > left) & (y1 < bottom) & (y2 > top)
    return [(drawing.ends[parts[p].arrow], names[b]) for b, p in np.argwhere(inside)]


def overlaps(drawing: Drawing) -> list[tuple[str, str]]:
    """Pairs of boxes that share a point."""
    names = list(drawing.boxes)
    left, top, right, bottom = np.array(list(drawing.boxes.values())).T
    x = (left[:, None] <= right) & (left <= right[:, None])
    y = (top[:, None] <= bottom) & (top <= bottom[:, None])
    return [(names[a], names[b]) for a, b in np.argwhere(x & y) if a < b]


def merged(drawing: Drawing) -> list[tuple[tuple[str, str], tuple[str, str]]]:
    """Pairs of arrows nearer than a track over a stretch, but for those that leave one box or enter one together."""
    found = []
    for level in (True, False):
        chosen = [part for part in drawing.parts() if part.level is level]
        at, low, high, arrow = columns_of(chosen, level=level)
        near = (
            (np.abs(at[:, None] - at) < CLOSEST)
            & (arrow[:, None] < arrow)
            & (np.minimum(high[:, None], high) - np.maximum(low[:, None], low) > 0)
        )
        pairs = [(chosen[a], chosen[b]) for a, b in np.argwhere(near)]
        found += [pair for pair in pairs if not joined(drawing, *pair)]
    return [(drawing.ends[one.arrow], drawing.ends[other.arrow]) for one, other in found]


def joined(drawing: Drawing, one: Part, other: Part) -> bool:
    """Whether two parts are one line because their arrows leave, or enter, the same box."""
    (source, target), (before, after) = drawing.ends[one.arrow], drawing.ends[other.arrow]
    leave = source == before and one.first and other.first
    enter = target == after and one.last and other.last
    return one.at == other.at and (leave or enter)
