"""Optimal alignments of many traces at once, always the same one among those of equal cost.

A trace is aligned with a run of the model by moves of both, of the model alone (an activity was
skipped) and of the log alone (one was inserted); the last two cost 1 each (Adriansyah 2014). What
is left of a trace, in a state of the model, has one least cost, whatever came before. So the costs
of all suffixes of all traces in all states are worked out once, the shortest suffixes first
(Wagner 1974, on correcting strings for regular languages); traces share their suffixes.

Among alignments of equal cost, read from the left, the one is taken whose first differing move
comes first in this order: of both, of the model (by the name of the activity), of the log. That
speaks of nothing but the trace and the runs of the model, so it depends neither on a library nor on
how the model is drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from miner.graph import Graph

Kind = Literal["both", "model", "log"]
Trace = tuple[str, ...]
Costs = NDArray[np.signedinteger[Any]]
_Numbers = NDArray[np.intp]

_SMALL = np.iinfo(np.int16).max // 4
_HUGE = np.iinfo(np.int32).max // 4
_COLUMNS = 250
"""Suffixes that are worked out at once where all distances are known."""


class Move(NamedTuple):
    """A move of an alignment: of `both`, of the `model` alone, or of the `log` alone."""

    kind: Kind
    activity: str


@lru_cache(maxsize=100_000)
def move_of(kind: Kind, activity: str) -> Move:
    """A move; equal ones are one object, as there are very many."""
    return Move(kind, activity)


class Aligned(NamedTuple):
    """The least cost of a trace, and its moves."""

    cost: int
    moves: tuple[Move, ...]


def align_all(graph: Graph, traces: Sequence[Trace]) -> list[Aligned]:
    """The alignment of each trace.

    Memory and time grow with the states of the graph times the distinct suffixes of the traces.
    """
    suffixes = _Suffixes(traces)
    tables = _tables(graph, suffixes)
    return [
        _walked(graph, tables, trace, path)
        for trace, path in zip(traces, suffixes.paths, strict=True)
    ]


class _Suffixes:
    """The distinct suffixes of traces by their length, within it by their first activity.

    `levels[n]` has for each suffix of length n + 1 the place of the suffix without its first
    activity among the shorter ones, and from where to where each first activity goes.
    `paths` has for each trace the places of its suffixes, the longest first.
    """

    def __init__(self, traces: Sequence[Trace]) -> None:
        self.levels: list[tuple[_Numbers, dict[str, tuple[int, int]]]] = []
        self.paths: list[list[int]] = [[0] for _ in traces]
        left, length = list(zip(traces, self.paths, strict=True)), 1
        while left := [(trace, path) for trace, path in left if len(trace) >= length]:
            self._add([(trace[-length], path) for trace, path in left])
            length += 1
        for path in self.paths:
            path.reverse()

    def _add(self, firsts: Sequence[tuple[str, list[int]]]) -> None:
        """The suffixes that are one longer: their first activities, and the paths they end."""
        keys = sorted({(label, path[-1]) for label, path in firsts})
        place = {key: number for number, key in enumerate(keys)}
        for label, path in firsts:
            path.append(place[label, path[-1]])
        spans: dict[str, tuple[int, int]] = {}
        for number, (label, _) in enumerate(keys):
            spans[label] = (spans.get(label, (number,))[0], number + 1)
        self.levels.append((np.array([rest for _, rest in keys], dtype=np.intp), spans))


def _tables(graph: Graph, suffixes: _Suffixes) -> list[Costs]:
    """Per length of suffix the least costs: a row per state, a column per suffix."""
    is_small = len(suffixes.levels) + len(graph.steps) < _SMALL
    far = _SMALL if is_small else _HUGE
    costs: Costs = np.full((len(graph.steps), 1), far, dtype=np.int16 if is_small else np.int32)
    costs[sorted(graph.ends)] = 0
    _spread(graph, costs)
    tables = [costs]
    for rest, spans in suffixes.levels:
        before, costs = costs, costs[:, rest] + 1
        for label, (begin, end) in spans.items():
            if label in graph.by_label:
                at, to = graph.by_label[label]
                both = before[to[:, None], rest[begin:end]]
                costs[at, begin:end] = np.minimum(costs[at, begin:end], both)
        _spread(graph, costs)
        tables.append(costs)
    return tables


def _spread(graph: Graph, costs: Costs) -> None:
    """Lowers each row to one more than the rows that a move of the model leads to."""
    if graph.distances is not None:
        _spread_by_distance(graph.distances, costs)
        return
    at, to = graph.back
    while True:
        for begin, end, columns in graph.layers:
            rows = costs[begin:end]
            for column in columns:
                np.minimum(rows, costs[column] + 1, out=rows)
        if not (costs[to] + 1 < costs[at]).any():
            return


def _spread_by_distance(distances: NDArray[np.int16], costs: Costs) -> None:
    """The same in a small graph, where all ways are known."""
    for begin in range(0, costs.shape[1], _COLUMNS):
        part = costs[:, begin : begin + _COLUMNS]
        part[:] = (distances[:, :, None] + part).min(axis=1)


def _walked(graph: Graph, tables: Sequence[Costs], trace: Trace, path: Sequence[int]) -> Aligned:
    """The cost of a trace, and the moves of the first of its cheapest alignments."""
    at, left = graph.start, int(tables[len(trace)][graph.start, path[0]])
    cost, position, moves = left, 0, list[Move]()
    while left:
        rest = len(trace) - position
        label = trace[position] if rest else ""
        to = graph.steps[at].get(label) if rest else None
        if to is not None and tables[rest - 1][to, path[position + 1]] == left:
            at, position = to, position + 1
            moves.append(move_of("both", label))
            continue
        left -= 1
        here = tables[rest][:, path[position]]
        for name, to in graph.steps[at].items():
            if here[to] == left:
                at = to
                moves.append(move_of("model", name))
                break
        else:
            position += 1
            moves.append(move_of("log", label))
    moves += [move_of("both", label) for label in trace[position:]]
    return Aligned(cost, tuple(moves))
