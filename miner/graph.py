"""All that a model can do, explored: the smallest automaton of its runs, laid out for tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miner.automaton import Automaton
from miner.warehouse import LogError

_Numbers = NDArray[np.intp]

SMALL = 64
"""States of a graph that is small enough for all distances."""


@dataclass(frozen=True, slots=True)
class Graph:
    """An explored automaton, its states numbered so that steps lead to smaller numbers.

    `steps` has for each state what can come next, in order of name, and the state after it.
    `layers` are the states that can be worked out together: from, to, and what their steps lead to,
    one step of each at a time. `back` are the steps of loops: they lead to greater numbers.
    A small graph has instead `distances`, the fewest steps from each state to each. `shortest` is
    the length of the shortest run.
    """

    start: int
    ends: frozenset[int]
    steps: list[dict[str, int]]
    layers: list[tuple[int, int, list[_Numbers]]]
    back: tuple[_Numbers, _Numbers]
    by_label: dict[str, tuple[_Numbers, _Numbers]]
    distances: NDArray[np.int16] | None
    shortest: int

    def labels(self, state: int) -> tuple[str, ...]:
        """The activities that can come next, in order of name."""
        return tuple(self.steps[state])

    def is_end(self, state: int) -> bool:
        """Whether the model may stop here."""
        return state in self.ends

    def after(self, state: int, label: str) -> int | None:
        """The state after an activity, None when it cannot come next."""
        return self.steps[state].get(label)


def graph_of(automaton: Automaton) -> Graph:
    """The graph of all states of an automaton.

    Raises `TooLargeError` where there are too many, and `LogError` where no run ends.
    """
    found, ends = _merged(automaton.explore(), automaton.ends)
    behind, ahead = _from_the_start(found), _to_an_end(found, ends)
    if ahead[0] == len(found):
        raise LogError("the model has no run that ends.")
    rank = [to - since for to, since in zip(ahead, behind, strict=True)]
    is_small = len(found) <= SMALL
    depth = _depths(found, rank)
    order = sorted(range(len(found)), key=lambda state: (depth[state], rank[state], state))
    number = {state: new for new, state in enumerate(order)}
    steps = [{label: number[to] for label, to in found[state].items()} for state in order]
    depths = [depth[state] for state in order]
    taken = [(at, to) for at, reached in enumerate(steps) for to in reached.values()]
    return Graph(
        start=number[0],
        ends=frozenset(number[state] for state in order if ends[state]),
        steps=steps,
        layers=[] if is_small else list(_layers(depths, steps)),
        back=_columns([(at, to) for at, to in taken if depths[to] >= depths[at] and to != at]),
        by_label=_by_label(steps),
        distances=_all_distances(steps) if is_small else None,
        shortest=ahead[0],
    )


def _merged(
    steps: Sequence[Mapping[str, int]], ends: Sequence[bool]
) -> tuple[list[dict[str, int]], list[bool]]:
    """States that the same can follow are one (Moore 1956)."""
    kinds, block = 0, [int(is_end) for is_end in ends]
    while len(set(block)) > kinds:
        kinds, known = len(set(block)), dict[Any, int]()
        ahead = [tuple((label, block[to]) for label, to in after.items()) for after in steps]
        block = [known.setdefault(key, len(known)) for key in zip(block, ahead, strict=True)]
    first = {number: state for state, number in reversed(list(enumerate(block)))}
    kept = [first[number] for number in range(len(first))]
    merged = [{label: block[to] for label, to in steps[state].items()} for state in kept]
    return merged, [ends[state] for state in kept]


def _from_the_start(steps: Sequence[Mapping[str, int]]) -> list[int]:
    return _distances([0], [list(reached.values()) for reached in steps])


def _to_an_end(steps: Sequence[Mapping[str, int]], ends: Sequence[bool]) -> list[int]:
    before: list[list[int]] = [[] for _ in steps]
    for state, reached in enumerate(steps):
        for to in reached.values():
            before[to].append(state)
    return _distances([state for state, is_end in enumerate(ends) if is_end], before)


def _distances(starts: Sequence[int], nearby: Sequence[Sequence[int]]) -> list[int]:
    """The fewest steps to each state from some of them; the number of states if there is no way."""
    distances = [len(nearby)] * len(nearby)
    reached, distance = set(starts), 0
    while reached:
        for state in reached:
            distances[state] = distance
        distance += 1
        reached = {to for at in reached for to in nearby[at] if distances[to] > distance}
    return distances


def _depths(steps: Sequence[Mapping[str, int]], rank: Sequence[int]) -> list[int]:
    """The longest way down from each state, by steps to a lower rank."""
    depths = [0] * len(steps)
    for at in sorted(range(len(steps)), key=rank.__getitem__):
        ahead = [depths[to] for to in steps[at].values() if rank[to] < rank[at]]
        depths[at] = 1 + max(ahead, default=-1)
    return depths


def _layers(
    depths: Sequence[int], steps: Sequence[Mapping[str, int]]
) -> Iterator[tuple[int, int, list[_Numbers]]]:
    """The states of each depth, and what they lead to; one without a further step to itself."""
    begin = 0
    for _, layer in groupby(depths):
        end = begin + len(list(layer))
        reached = [sorted({*steps[at].values()} - {at}) for at in range(begin, end)]
        most = max(map(len, reached))
        filled = [[*to, *[begin + n] * (most - len(to))] for n, to in enumerate(reached)]
        yield begin, end, list(np.array(filled, dtype=np.intp).reshape(len(filled), most).T)
        begin = end


def _by_label(steps: Sequence[Mapping[str, int]]) -> dict[str, tuple[_Numbers, _Numbers]]:
    """Per activity the states that it can come in, and those that it leads to."""
    found: dict[str, list[tuple[int, int]]] = {}
    for at, reached in enumerate(steps):
        for label, to in reached.items():
            found.setdefault(label, []).append((at, to))
    return {label: _columns(pairs) for label, pairs in found.items()}


def _all_distances(steps: Sequence[Mapping[str, int]]) -> NDArray[np.int16]:
    """The fewest steps from each state to each, by doubling ways; 2 * SMALL is no way."""
    distances = np.full((len(steps), len(steps)), 2 * SMALL, dtype=np.int16)
    for at, reached in enumerate(steps):
        distances[at, list(reached.values())] = 1
        distances[at, at] = 0
    length = 1
    while length < len(steps):
        distances = (distances[:, :, None] + distances).min(axis=1)
        np.minimum(distances, 2 * SMALL, out=distances)
        length *= 2
    return distances


def _columns(pairs: Sequence[tuple[int, int]]) -> tuple[_Numbers, _Numbers]:
    both = np.array(pairs, dtype=np.intp).reshape(-1, 2)
    return both[:, 0], both[:, 1]
