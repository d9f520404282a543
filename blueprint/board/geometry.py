"""From rows, columns and tracks to pixels: where each box, gutter, band and line lies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from blueprint.board.layout import Sheet
from blueprint.board.routes import Channel, Route, Run
from blueprint.board.theme import (
    BOX_HEIGHT,
    BOX_WIDTH,
    GUTTER,
    LABELS,
    MARGIN,
    NARROWEST_STAGE,
    STAGE_GAP,
    TRACK,
)
from blueprint.board.tracks import Tracks
from blueprint.model import LINES, Lane, Role
from miner.pictures.svg import Point

ABOVE_BOX, BELOW_BOX, LINE_SPACE = 14.0, 19.0, 25.0
BEFORE_TRACKS, AFTER_TRACKS = 7.0, 10.0
ASIDE = 13.0
"""How far from the middle two straight arrows run that go both ways inside a column."""


@dataclass(frozen=True, slots=True)
class Across:
    """Horizontal positions: left edges of columns, first tracks of gutters, the stages' extents."""

    lefts: tuple[float, ...]
    gutters: tuple[float, ...]
    spans: tuple[tuple[float, float], ...]
    right: float


@dataclass(frozen=True, slots=True)
class Down:
    """Vertical positions: tops of boxes, bands of lanes, and the lines between roles."""

    tops: tuple[float, ...]
    bands: tuple[tuple[float, float], ...]
    lines: tuple[tuple[str, float], ...]
    bottom: float


def across(sheet: Sheet, most: Mapping[Channel, int]) -> Across:
    """Columns one after the other, each gutter as wide as its tracks need."""
    starts = {span.first for span in sheet.spans if span.first}
    x, lefts, gutters = LABELS, list[float](), list[float]()
    first = x
    separators: list[float] = []
    for column in range(sheet.columns):
        if column in starts:
            x = max(x, first + NARROWEST_STAGE) + STAGE_GAP
            separators.append(x - STAGE_GAP / 2)
        gutters.append(x + BEFORE_TRACKS)
        x += _gutter(most.get(("gutter", column), 0))
        first = x if column in starts or not column else first
        lefts.append(x)
        x += BOX_WIDTH
    x = max(x, first + NARROWEST_STAGE)
    gutters.append(x + BEFORE_TRACKS)
    right = x + _gutter(most.get(("gutter", sheet.columns), 0))
    edges = [LABELS - STAGE_GAP / 2, *separators, right + STAGE_GAP / 2]
    return Across(tuple(lefts), tuple(gutters), tuple(pairwise(edges)), right + MARGIN)


def _gutter(count: int) -> float:
    """Width of a gutter with so many tracks."""
    return BEFORE_TRACKS + (count - 1) * TRACK + AFTER_TRACKS if count else GUTTER


def down(lanes: Sequence[Lane], most: Mapping[Channel, int], top: float) -> Down:
    """Lanes one under the other, the lines between the roles, corridors above the boxes."""
    y, tops, bands = top, list[float](), list[tuple[float, float]]()
    lines: list[tuple[str, float]] = []
    for row, lane in enumerate(lanes):
        for name in lines_between(lanes[row - 1].role, lane.role) if row else ():
            lines.append((name, y + LINE_SPACE / 2))
            y += LINE_SPACE
        start, y = y, y + ABOVE_BOX + TRACK * most.get(("over", row), 0)
        tops.append(y)
        y += BOX_HEIGHT + BELOW_BOX
        bands.append((start, y))
    return Down(tuple(tops), tuple(bands), tuple(lines), y)


def lines_between(upper: Role, lower: Role) -> list[str]:
    """The lines that lie between two roles, from the top."""
    order = list(Role)
    inside = order[order.index(upper) : order.index(lower) + 1]
    return [LINES[pair] for pair in pairwise(inside)]


def most_tracks(routes: Sequence[Route], tracks: Tracks) -> dict[Channel, int]:
    """How many tracks each channel needs."""
    most: dict[Channel, int] = {}
    for (number, part), track in tracks.items():
        channel = routes[number].runs[part].channel
        most[channel] = max(most.get(channel, 0), track + 1)
    return most


def points(number: int, one: Route, tracks: Tracks, where: tuple[Across, Down]) -> list[Point]:
    """The corners of an arrow in pixels, from the edge of one box to the edge of the other."""
    if one.straight:
        return _straight(one, where)
    places = [
        _line(run, tracks[number, part], where) for part, run in enumerate(one.runs)
    ]  # fmt: skip
    xs, ys = where[0].lefts, places[0]
    out_right = one.runs[0].start % 4 == 3  # noqa: PLR2004 - the right edge of a column, see routes.py
    start = xs[one.source[1]] + (BOX_WIDTH if out_right else 0)
    corners = [(start, ys)]
    for horizontal, vertical, after in zip(places[::2], places[1::2], places[2::2], strict=False):
        corners += [(vertical, horizontal), (vertical, after)]
    return [*corners, (xs[one.target[1]], places[-1])]


def _line(run: Run, track: int, where: tuple[Across, Down]) -> float:
    """Where a run lies: y of a row or a corridor, x of a gutter."""
    kind, number = run.channel
    if kind == "gutter":
        return where[0].gutters[number] + track * TRACK
    top = where[1].tops[number]
    return top + BOX_HEIGHT / 2 + track * TRACK if kind == "row" else top - TRACK * (track + 1)


def _straight(one: Route, where: tuple[Across, Down]) -> list[Point]:
    """Down a column left of its middle, up right of it."""
    falls = one.target[0] > one.source[0]
    middle = where[0].lefts[one.source[1]] + BOX_WIDTH / 2 + (-ASIDE if falls else ASIDE)
    tops = where[1].tops
    start = tops[one.source[0]] + (BOX_HEIGHT if falls else 0)
    end = tops[one.target[0]] + (0 if falls else BOX_HEIGHT)
    return [(middle, start), (middle, end)]
