"""One alignment by search, for models with too many states to explore.

The alignment is the one that `miner.alignments` takes; here only those states are looked at that
the trace leads to.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from miner.alignments import Aligned, Move
from miner.automaton import Automaton

_Place = tuple[int, int]
"""A state, and how many activities of the trace are done."""


def nearest(automaton: Automaton, trace: Sequence[str], most: int) -> tuple[Aligned | None, int]:
    """The alignment of a trace and the places visited; None once there are `most`.

    Raises `TooLargeError` where the automaton grows beyond its limits.
    """
    costs: dict[_Place, int] = {}
    level, cost = [(automaton.start, 0)], 0
    while level and len(costs) < most:
        further = _settle(automaton, trace, costs, level, cost)
        if any(_is_done(automaton, trace, place) for place in level):
            return Aligned(cost, _first_way(automaton, trace, costs, cost)), len(costs)
        level, cost = further, cost + 1
    return None, len(costs)


def _settle(
    automaton: Automaton,
    trace: Sequence[str],
    costs: dict[_Place, int],
    level: list[_Place],
    cost: int,
) -> list[_Place]:
    """Gives their cost to the places of a level and what moves of both lead to; what comes next."""
    further: list[_Place] = []
    for place in level:  # grows while it is read
        if place in costs:
            continue
        costs[place] = cost
        for move, reached in _moves(automaton, trace, place):
            if reached not in costs:
                (level if move.kind == "both" else further).append(reached)
    return further


def _moves(
    automaton: Automaton, trace: Sequence[str], place: _Place
) -> Iterator[tuple[Move, _Place]]:
    """What can be done in a place, in the order of choice."""
    state, position = place
    label = trace[position] if position < len(trace) else None
    both = automaton.after(state, label) if label is not None else None
    if label is not None and both is not None:
        yield Move("both", label), (both, position + 1)
    for name, reached in automaton.targets(state):
        yield Move("model", name), (reached, position)
    if label is not None:
        yield Move("log", label), (state, position + 1)


def _is_done(automaton: Automaton, trace: Sequence[str], place: _Place) -> bool:
    return place[1] == len(trace) and automaton.is_end(place[0])


def _first_way(
    automaton: Automaton, trace: Sequence[str], costs: dict[_Place, int], cost: int
) -> tuple[Move, ...]:
    """The first way to the end among those of a cost; what leads nowhere is entered once."""
    start = (automaton.start, 0)
    entered, moves = {start}, list[Move]()
    walk = [(start, _moves(automaton, trace, start))]
    while not (_is_done(automaton, trace, walk[-1][0]) and costs[walk[-1][0]] == cost):
        place, ahead = walk[-1]
        for move, reached in ahead:
            spent = costs[place] + (move.kind != "both")
            if reached not in entered and costs.get(reached) == spent:
                entered.add(reached)
                walk.append((reached, _moves(automaton, trace, reached)))
                moves.append(move)
                break
        else:
            walk.pop()
            moves.pop()
    return tuple(moves)
