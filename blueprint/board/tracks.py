"""Runs that share a row, a corridor or a gutter lie side by side, in an order of few crossings.

In the middle of a row there is room for seven runs; where more touch, those that leave a box (or
enter it) the same way lie on one track and part, or join, in the gutter: the only runs that lie on
each other. Gutters and corridors are as wide as their runs need.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from blueprint.board.routes import Channel, Route, Run, corridor_of, level_of

Key = tuple[int, int]
"""Number of the route, of its run."""
Tracks = Mapping[Key, int]
"""Track of each run; 0: the middle of a row, the lowest of a corridor, the leftmost of a gutter."""
ROW_TRACKS = 3
"""So many tracks above and below the middle of a row still meet the edge of a box."""
FINE = 64
"""Parts of a row's height, or of a gutter's, by which positions of tracks differ."""
ROUNDS = 2


def tracks(routes: Sequence[Route]) -> Tracks:
    """A track for each run."""
    by_channel: dict[Channel, list[Key]] = {}
    for number, one in enumerate(routes):
        for part, run in enumerate(one.runs):
            by_channel.setdefault(run.channel, []).append((number, part))
    rows = [keys for (kind, _), keys in sorted(by_channel.items()) if kind == "row"]
    stacks = [keys for (kind, _), keys in sorted(by_channel.items()) if kind != "row"]
    placed: dict[Key, int] = {}
    for keys in rows:
        placed |= _row_tracks(routes, keys)
    for keys in stacks:
        placed |= _stacked(routes, sorted(keys, key=lambda key: _stack_order(routes, key)))
    for keys in stacks * ROUNDS:
        placed |= _stacked(routes, _uncrossed(_stretches(routes, keys, placed)))
    return placed


def _run(routes: Sequence[Route], key: Key) -> Run:
    """The run of a key."""
    return routes[key[0]].runs[key[1]]


def _touch(one: Run, other: Run) -> bool:
    """Whether two runs of a channel would meet if they had the same track."""
    return one.low <= other.high and other.low <= one.high


def _row_tracks(routes: Sequence[Route], keys: Sequence[Key]) -> dict[Key, int]:
    """Tracks about the middle of a row, each run its own; where that is too many, by bundles."""
    ordered = sorted(keys, key=lambda key: _row_order(routes, key))
    placed = _about_the_middle(routes, [[key] for key in ordered])
    if placed is None:
        bundles: dict[tuple[int, int, int], list[Key]] = {}
        for key in ordered:
            bundles.setdefault(_bundle(routes, key), []).append(key)
        placed = _about_the_middle(routes, list(bundles.values())) or {}
    return placed


def _bundle(routes: Sequence[Route], key: Key) -> tuple[int, int, int]:
    """What leaves a box (or enters it) at one side and goes on the same way may share a track."""
    run = _run(routes, key)
    box = run.start if key[1] == 0 else run.end
    return int(box), key[1] > 0, _slope(routes, key)


def _about_the_middle(
    routes: Sequence[Route], groups: Sequence[Sequence[Key]]
) -> dict[Key, int] | None:
    """A track for each group of runs; None where more touch than a row has tracks."""
    placed: dict[Key, int] = {}
    for group in groups:
        runs = [_run(routes, key) for key in group]
        taken = {
            track for other, track in placed.items()
            if any(_touch(run, _run(routes, other)) for run in runs)
        }  # fmt: skip
        wanted = _wanted_tracks(_slope(routes, group[0]))
        track = next((track for track in wanted if track not in taken), None)
        if track is None:
            return None
        placed |= dict.fromkeys(group, track)
    return placed


def _row_order(routes: Sequence[Route], key: Key) -> tuple[bool, float, float, Key]:
    """Straight ones first, then long ones: those that turn off sooner lie outside."""
    one, run = routes[key[0]], _run(routes, key)
    far = abs(one.target[0] - one.source[0])
    return (_slope(routes, key) != 0, run.low - run.high, far, key)


def _slope(routes: Sequence[Route], key: Key) -> int:
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


def _stacked(routes: Sequence[Route], ordered: Iterable[Key]) -> dict[Key, int]:
    """Tracks from 0 up in the order given, each as low as those before it allow."""
    placed: dict[Key, int] = {}
    for key in ordered:
        run = _run(routes, key)
        below = [track for other, track in placed.items() if _touch(run, _run(routes, other))]
        placed[key] = max(below, default=-1) + 1
    return placed


def _stack_order(routes: Sequence[Route], key: Key) -> tuple[float, float, int]:
    """In a gutter, of two that fall the lower begins further left, of two that rise the upper."""
    run = _run(routes, key)
    if run.channel[0] == "over":
        return (run.high - run.low, run.low, key[0])
    falls = run.end > run.start
    return (1.0 if falls else 0.0, -run.start if falls else run.start, key[0])


class Stretch(NamedTuple):
    """A run of a corridor or gutter with its exact ends, and where its arrow goes on from them.

    The sides are 1 towards higher tracks (right of a gutter, above a corridor), else -1.
    """

    key: Key
    low: float
    high: float
    ends: tuple[tuple[float, int], tuple[float, int]]


def _stretches(routes: Sequence[Route], keys: Sequence[Key], placed: Tracks) -> list[Stretch]:
    """The runs of a channel in the order of their tracks."""
    return [_stretch(routes, key, placed) for key in sorted(keys, key=lambda k: (placed[k], k))]


def _stretch(routes: Sequence[Route], key: Key, placed: Tracks) -> Stretch:
    """One run, its ends as exact as the tracks of what it joins are known."""
    number, part = key
    runs = routes[number].runs
    before, after = runs[part - 1], runs[part + 1]
    kind, at = runs[part].channel
    here, up = (4.0 * at, 1) if kind == "gutter" else (corridor_of(at), -1)
    start = _across(before, placed[number, part - 1])
    end = _across(after, placed[number, part + 1])
    ends = (
        (start, up if before.start > here else -up),
        (end, up if after.end > here else -up),
    )
    return Stretch(key, min(start, end), max(start, end), ends)


def _across(run: Run, track: int) -> float:
    """Where a run lies, as a position on the runs that it joins."""
    kind, at = run.channel
    if kind == "gutter":
        return 4 * at + track / FINE
    return level_of(at) + track / FINE if kind == "row" else corridor_of(at) - (track + 1) / FINE


def _uncrossed(stretches: Sequence[Stretch]) -> list[Key]:
    """The runs from the lowest track up, each put where it crosses least of those before it."""
    ordered: list[Stretch] = []
    for one in stretches:
        cost = best = sum(_crossings(other, one) for other in ordered)
        place = len(ordered)
        for at in range(len(ordered) - 1, -1, -1):
            cost += _crossings(one, ordered[at]) - _crossings(ordered[at], one)
            if cost < best:
                best, place = cost, at
        ordered.insert(place, one)
    return [one.key for one in ordered]


def _crossings(lower: Stretch, upper: Stretch) -> int:
    """How often two runs' arrows cross when the one has the lower track."""
    rising = sum(side > 0 and upper.low < at < upper.high for at, side in lower.ends)
    return rising + sum(side < 0 and lower.low < at < lower.high for at, side in upper.ends)
