"""The directly-follows map of a log: how often, or how long."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from miner.groups import Tables
from miner.measures import (
    Activity,
    DirectlyFollows,
    activities,
    directly_follows,
    end_activities,
    start_activities,
)
from miner.pictures.blocks import Box
from miner.pictures.graphs import Way, draw_ways
from miner.pictures.sizes import EVENT, TASK_WIDTH, task_height

MOST_ACTIVITIES, MOST_PAIRS = 30, 60
_UNITS = ((86_400_000_000, "d"), (3_600_000_000, "h"), (60_000_000, "min"), (1_000_000, "s"))
_START, _END = "start", "end"


class _Pair(NamedTuple):
    """A pair of node ids, or the beginning or end of cases."""

    source: str
    target: str
    frequency: int
    row: DirectlyFollows | None


def draw_follows(log: Tables, name: str = "Directly-follows map") -> str:
    """The map of a log: on each line how often, and the median wait; on each box its cases."""
    known, rows = activities(log), directly_follows(log)
    shown = {row.activity: f"a{i}" for i, row in enumerate(known[:MOST_ACTIVITIES])}
    pairs = [
        *(_Pair(_START, shown[a], n, None) for a, n in start_activities(log) if a in shown),
        *(_Pair(shown[a], _END, n, None) for a, n in end_activities(log) if a in shown),
        *(
            _Pair(shown[row.source], shown[row.target], row.frequency, row)
            for row in rows
            if row.source in shown and row.target in shown
        ),
    ]
    kept = _kept(sorted(pairs, key=lambda pair: -pair.frequency))
    texts = (name, _told(known, rows, kept))
    counts = {row.activity: row.cases for row in known}
    return draw_ways(_boxes(shown), [_way(pair) for pair in kept], texts, counts)


def _boxes(shown: Mapping[str, str]) -> list[Box]:
    """The boxes of the map, start first."""
    event, nowhere = (EVENT, EVENT), (0.0, 0.0)
    boxes = [
        Box(key, "task", activity, nowhere, (TASK_WIDTH, task_height(activity)))
        for activity, key in shown.items()
    ]
    return [Box(_START, _START, "", nowhere, event), *boxes, Box(_END, _END, "", nowhere, event)]


def _kept(pairs: Sequence[_Pair]) -> list[_Pair]:
    """The most frequent pairs, and the most frequent way into and out of each box."""
    left: set[str] = set()
    come: set[str] = set()
    kept = []
    for place, pair in enumerate(pairs):
        apart = pair.source != pair.target
        is_first = apart and (pair.source not in left or pair.target not in come)
        if place < MOST_PAIRS or is_first:
            kept.append(pair)
        if apart:
            left.add(pair.source)
            come.add(pair.target)
    return kept


def _way(pair: _Pair) -> Way:
    """A pair as a line with its label."""
    label, row = f"{pair.frequency:,}", pair.row
    if row is None:
        return Way(pair.source, pair.target, pair.frequency, label, f"{label} cases")
    label = f"{label} \N{MIDDLE DOT} {_waited(row.p50_us)}"
    told = (
        f"{row.source} \N{RIGHTWARDS ARROW} {row.target}: {row.frequency:,} times,"
        f" {row.cases:,} cases, median wait {_waited(row.p50_us)}, P90 {_waited(row.p90_us)}"
    )
    return Way(pair.source, pair.target, pair.frequency, label, told)


def _waited(us: int) -> str:
    """A duration in its largest unit, with one decimal below ten."""
    for size, unit in _UNITS:
        if us >= size:
            value = us / size
            return f"{value:.1f} {unit}" if value < 10 else f"{value:,.0f} {unit}"  # noqa: PLR2004
    return "0 s"


def _told(known: Sequence[Activity], rows: Sequence[DirectlyFollows], kept: Sequence[_Pair]) -> str:
    """What of the log is in the map."""
    pairs = [pair.row for pair in kept if pair.row is not None]
    all_steps = sum(row.frequency for row in rows)
    share = sum(row.frequency for row in pairs) / all_steps if all_steps else 1
    shown = min(len(known), MOST_ACTIVITIES)
    return (
        f"{shown} of {len(known)} activities, {len(pairs)} of {len(rows)} pairs: {share:.1%} of the"
        " steps from one event to the next. On a line: how often, median wait."
    )
