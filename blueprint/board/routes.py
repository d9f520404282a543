"""How each arrow runs: in gutters between columns and corridors above rows, through no box.

A route is a chain of horizontal and vertical runs. A horizontal run lies in a row (only where no
box stands in its way, or as the stub at its ends) or in the corridor above a row; a vertical run
lies in a gutter. Runs that would lie on each other get tracks side by side. Positions here are
symbolic: column c has its left edge at 4c+1 and its right one at 4c+3, gutter g lies at 4g.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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
        Run(("gutter", column), _level(source[0]), _level(target[0])),
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
        Run(("gutter", gutter), _level(source[0]), _level(target[0])),
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
        Run(("gutter", out), _level(source[0]), _corridor(over)),
        Run(("over", over), 4 * out, 4 * into),
        Run(("gutter", into), _corridor(over), _level(target[0])),
        Run(("row", target[0]), 4 * into, 4 * target[1] + 1),
    )
    return Route(source, target, runs)


def _level(row: int) -> float:
    """A row's middle as a position in a gutter."""
    return 2 * row + 1


def _corridor(row: int) -> float:
    """The corridor above a row as a position in a gutter."""
    return 2 * row


Tracks = Mapping[tuple[int, int], int]
"""(number of the route, of its run) -> track; 0 is the middle of a row, the first of others."""


def tracks(routes: Sequence[Route]) -> Tracks:
    """A track for each run, so that no two of a channel lie on each other."""
    by_channel: dict[Channel, list[tuple[int, int]]] = {}
    for number, one in enumerate(routes):
        for part, run in enumerate(one.runs):
            by_channel.setdefault(run.channel, []).append((number, part))
    placed: dict[tuple[int, int], int] = {}
    for (kind, _), keys in sorted(by_channel.items()):
        placed |= _row_tracks(routes, keys) if kind == "row" else _stacked_tracks(routes, keys)
    return placed


ROW_TRACKS = 3
"""So many tracks above and below the middle of a row still meet the edge of a box."""


def _row_tracks(
    routes: Sequence[Route], keys: Iterable[tuple[int, int]]
) -> dict[tuple[int, int], int]:
    """Tracks about the middle of a row: level runs in it, rising above, falling below."""
    placed: dict[tuple[int, int], int] = {}
    for key in sorted(keys, key=lambda key: _row_order(routes, key)):
        run = routes[key[0]].runs[key[1]]
        taken = {
            track for other, track in placed.items()
            if _touch(run, routes[other[0]].runs[other[1]])
        }  # fmt: skip
        wanted = _wanted_tracks(_slope(routes, key))
        placed[key] = next((track for track in wanted if track not in taken), wanted[-1])
    return placed


def _row_order(routes: Sequence[Route], key: tuple[int, int]) -> tuple[int, float, int, int]:
    """Straight ones first, then the short drops, so that long ones take the outer tracks."""
    slope = _slope(routes, key)
    one = routes[key[0]]
    return (slope != 0, abs(one.target[0] - one.source[0]), key[0], key[1])


def _slope(routes: Sequence[Route], key: tuple[int, int]) -> int:
    """Where the rest of the route lies, seen from this run: -1 above, 1 below, 0 level."""
    one = routes[key[0]]
    if len(one.runs) == 1:
        return 0
    beside = one.runs[key[1] + 1] if key[1] == 0 else one.runs[key[1] - 1]
    here = beside.start if key[1] == 0 else beside.end
    there = beside.end if key[1] == 0 else beside.start
    return (there > here) - (there < here)


def _wanted_tracks(slope: int) -> list[int]:
    """Tracks of a row in the order of preference."""
    side = [
        sign * track for sign in (slope or 1, -(slope or 1)) for track in range(1, ROW_TRACKS + 1)
    ]
    return [0, *side]


def _stacked_tracks(
    routes: Sequence[Route], keys: Iterable[tuple[int, int]]
) -> dict[tuple[int, int], int]:
    """Tracks from 0 up, in an order that crosses little, each as low as those before it allow."""
    placed: dict[tuple[int, int], int] = {}
    for key in sorted(keys, key=lambda key: _stack_order(routes, key)):
        run = routes[key[0]].runs[key[1]]
        below = [
            track for other, track in placed.items()
            if _touch(run, routes[other[0]].runs[other[1]])
        ]  # fmt: skip
        placed[key] = max(below, default=-1) + 1
    return placed


def _stack_order(routes: Sequence[Route], key: tuple[int, int]) -> tuple[float, float, int]:
    """In a gutter, of two that fall the lower begins further left, of two that rise the upper."""
    run = routes[key[0]].runs[key[1]]
    if run.channel[0] == "over":
        return (run.high - run.low, run.low, key[0])
    falls = run.end > run.start
    return (1.0 if falls else 0.0, -run.start if falls else run.start, key[0])


def _touch(one: Run, other: Run) -> bool:
    """Whether two runs of a channel would meet if they had the same track."""
    return one.low <= other.high and other.low <= one.high
