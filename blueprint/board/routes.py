"""How each arrow runs: in gutters between columns and corridors above rows, through no box.

A route is a chain of horizontal and vertical runs. A horizontal run lies in a row (only where no
box stands in its way, or as the stub at its ends) or in the corridor above a row; a vertical run
lies in a gutter. Runs that would lie on each other get tracks side by side. Positions here are
symbolic: column c has its left edge at 4c+1 and its right one at 4c+3, gutter g lies at 4g.
"""

from __future__ import annotations

from dataclasses import dataclass

Cell = tuple[int, int]
"""Row and column."""
Channel = tuple[str, int]
"""("row", r), ("over", r) or ("gutter", g)."""


@dataclass(frozen=True, slots=True)
class Run:
    """One straight part: its channel, and from where to where on the other axis."""

    channel: Channel
    start: float
    end: float

    @property
    def low(self) -> float:
        """The smaller end."""
        return min(self.start, self.end)

    @property
    def high(self) -> float:
        """The larger end."""
        return max(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Route:
    """One arrow between two cells; `straight` goes down (or up) inside a column, without runs."""

    source: Cell
    target: Cell
    runs: tuple[Run, ...]

    @property
    def straight(self) -> bool:
        """Inside a column, from bottom edge to top edge or the other way."""
        return not self.runs


def route(source: Cell, target: Cell, boxes: frozenset[Cell]) -> Route:
    """The way from one box to another."""
    if source[1] == target[1]:
        return _inside_column(source, target, boxes)
    if target[1] > source[1]:
        return _forward(source, target, boxes)
    return _backward(source, target)


def _inside_column(source: Cell, target: Cell, boxes: frozenset[Cell]) -> Route:
    """Straight when nothing stands between, else by the gutter at the left."""
    (upper, column), (lower, _) = sorted((source, target))
    if not any((row, column) in boxes for row in range(upper + 1, lower)):
        return Route(source, target, ())
    edge = 4 * column
    runs = (
        Run(("row", source[0]), edge + 1, edge),
        Run(("gutter", column), level_of(source[0]), level_of(target[0])),
        Run(("row", target[0]), edge, edge + 1),
    )
    return Route(source, target, runs)


def _forward(source: Cell, target: Cell, boxes: frozenset[Cell]) -> Route:
    """From right edge to left edge: along a free row when there is one, else by a corridor."""
    first, last = source[1] + 1, target[1]
    free = [
        row for row in (source[0], target[0])
        if not any((row, column) in boxes for column in range(first, last))
    ]  # fmt: skip
    if not free:
        return _by_corridor(source, target, max(source[0], target[0]))
    gutter = last if free[0] == source[0] else first
    return _along(source, target, gutter)


def _along(source: Cell, target: Cell, gutter: int) -> Route:
    """One vertical run at most, in the gutter given."""
    start, end = 4 * source[1] + 3, 4 * target[1] + 1
    if source[0] == target[0]:
        return Route(source, target, (Run(("row", source[0]), start, end),))
    runs = (
        Run(("row", source[0]), start, 4 * gutter),
        Run(("gutter", gutter), level_of(source[0]), level_of(target[0])),
        Run(("row", target[0]), 4 * gutter, end),
    )
    return Route(source, target, runs)


def _backward(source: Cell, target: Cell) -> Route:
    """Out at the right, back by a corridor over the lower of the rows, in at the left."""
    return _by_corridor(source, target, max(source[0], target[0]))


def _by_corridor(source: Cell, target: Cell, over: int) -> Route:
    """Through the corridor above a row."""
    out, into = source[1] + 1, target[1]
    runs = (
        Run(("row", source[0]), 4 * source[1] + 3, 4 * out),
        Run(("gutter", out), level_of(source[0]), corridor_of(over)),
        Run(("over", over), 4 * out, 4 * into),
        Run(("gutter", into), corridor_of(over), level_of(target[0])),
        Run(("row", target[0]), 4 * into, 4 * target[1] + 1),
    )
    return Route(source, target, runs)


def level_of(row: int) -> float:
    """A row's middle as a position in a gutter."""
    return 2 * row + 1


def corridor_of(row: int) -> float:
    """The corridor above a row as a position in a gutter."""
    return 2 * row
