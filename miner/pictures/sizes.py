"""How large every part of a process tree is when it is drawn as blocks, left to right.

A block is as wide as its widest arm. Its first arm goes straight on, the others lie under it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from miner.nets import Tree
from miner.pictures.text import Style, wrapped
from miner.trees import activities_of

NAME = Style(size=12)
TASK_WIDTH, TASK_HEIGHT, TASK_ROOM = 124.0, 54.0, 108.0
LINE_HEIGHT, MOST_LINES = 14.0, 5
GATEWAY, EVENT = 36.0, 30.0
GAP, ROW = 28.0, 22.0
SKIP = 10.0
"""Height of an arm without a box, above and below its line."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the tree with its size: `up` and `down` are above and below its axis."""

    operator: str
    name: str = ""
    children: tuple[Part, ...] = ()
    width: float = 0
    up: float = SKIP
    down: float = SKIP

    def axes(self, axis: float) -> list[float]:
        """The axes of the arms of a block on an axis."""
        first, *others = self.children
        axes, bottom = [axis], axis + max(first.down, GATEWAY / 2)
        for arm in others:
            axes.append(bottom + ROW + arm.up)
            bottom += ROW + arm.up + arm.down
        return axes


def measured(tree: Tree, counts: Mapping[str, int]) -> Part:
    """The tree with the size of each part, arms in their order."""
    if tree is None:
        return Part("silent")
    if isinstance(tree, str):
        half = task_height(tree) / 2
        return Part("task", tree, width=TASK_WIDTH, up=half, down=half)
    operator, *children = tree
    if operator != "sequence":
        kept = 1 if operator == "loop" else 0
        children[kept:] = sorted(children[kept:], key=lambda child: _rank(child, counts))
    return _SIZED[operator](operator, tuple(measured(child, counts) for child in children))


def task_height(name: str) -> float:
    """How high the box of an activity is: its name may need several lines."""
    rows = len(wrapped(name, NAME, TASK_ROOM, MOST_LINES))
    return max(TASK_HEIGHT, rows * LINE_HEIGHT + 2 * SKIP + 2)


def _rank(child: Tree, counts: Mapping[str, int]) -> tuple[bool, int]:
    """Frequent arms first, those without a box last; otherwise as the tree has them."""
    most = max((counts.get(name, 0) for name in activities_of(child)), default=0)
    return child is None, -most


def _sized_row(operator: str, children: tuple[Part, ...]) -> Part:
    shown = [child for child in children if child.width]
    width = sum(child.width for child in shown) + GAP * (len(shown) - 1)
    up, down = max(child.up for child in children), max(child.down for child in children)
    return Part(operator, "", children, max(width, 0), up, down)


def _sized_block(operator: str, children: tuple[Part, ...]) -> Part:
    first, *others = children
    width = 2 * (GATEWAY + GAP) + max(child.width for child in children)
    up, down = max(first.up, GATEWAY / 2), max(first.down, GATEWAY / 2)
    down += sum(ROW + child.up + child.down for child in others)
    return Part(operator, "", children, width, up, down)


_SIZED = {
    "sequence": _sized_row,
    "choice": _sized_block,
    "and": _sized_block,
    "loop": _sized_block,
}
