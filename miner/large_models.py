"""Variants against a model with too many states to explore: costs by r4pm, moves by a search."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from miner.aligning import MOST_LEFT_OUT, Found, Variants, accepts, by_frequency, fitting, is_over
from miner.automaton import Automaton, TooLargeError
from miner.nets import END, START, Net
from miner.search import nearest

MOST_STATES = 200_000
"""States that the alignment of one variant may visit where a model is too large to explore."""

MOST_STATES_IN_ALL = 4_000_000
"""The same for one log."""

MOST_PLACES_IN_ALL = 1_000_000
"""Places that our own searches for the moves of one log may visit."""

_COSTS: Any = {
    "cost_fn": {
        "log_move_cost": 1,
        "model_move_cost": 1,
        "sync_move_cost": 0,
        "silent_move_cost": 0,
    },
}
_FIRST_TRANSITION = 2**32


def by_searches(net: Net, variants: Variants, until: float | None, why: str) -> Found:
    """Each variant alone, where the model is too large to explore: costs by r4pm, moves by us."""
    found = Found(_walkable(net), shortest=0, too_large=why)
    found.is_clean_known = _add_fitting(found, variants)
    given = _as_r4pm(net)
    shortest, _ = _cost(given, (), MOST_STATES_IN_ALL)
    if shortest is not None:  # else not even the worst costs are known
        found.shortest = shortest
        _add_costs(found, given, variants, until)
    _add_moves(found, until)
    return found


def _walkable(net: Net) -> Automaton | None:
    """The automaton of a net, None where its first state is too large already."""
    try:
        return Automaton(net)
    except TooLargeError:
        return None


def _add_fitting(found: Found, variants: Variants) -> bool:
    """Adds the variants that are runs of the model; False where it is too large to tell."""
    model = found.model
    if model is None:
        return False
    try:
        runs = [trace for trace in by_frequency(variants) if accepts(model, trace)]
    except TooLargeError:
        return False
    for trace in runs:
        found.add(trace, fitting(trace))
    return True


def _add_costs(found: Found, net: Any, variants: Variants, until: float | None) -> None:
    """Adds the costs of the other variants, the most frequent first, within the limits."""
    states, room = 0, MOST_LEFT_OUT * sum(variants.values())
    for trace in [trace for trace in by_frequency(variants) if trace not in found.costs]:
        if is_over(until):
            found.why = "out of time"
        if states >= MOST_STATES_IN_ALL or room < 0 or is_over(until):
            return
        cost, visited = _cost(net, trace, MOST_STATES)
        states += visited
        if cost is None:
            room -= variants[trace]
        else:
            found.costs[trace] = cost


def _add_moves(found: Found, until: float | None) -> None:
    """Adds the moves of the variants that have a cost, as far as they can be found."""
    places = 0
    if not isinstance(found.model, Automaton):
        return
    try:
        for trace in [trace for trace in found.costs if trace not in found.moves]:
            aligned, visited = nearest(found.model, trace, MOST_PLACES_IN_ALL - places)
            places += visited
            if aligned is None or is_over(until):
                found.too_large = "too many states to search"
                return
            found.moves[trace] = aligned.moves
    except TooLargeError as error:
        found.too_large = str(error)


def _cost(net: Any, trace: Sequence[str], most: int) -> tuple[int | None, int]:
    """The cost of aligning a trace, None when the limit is met, and the states visited."""
    from r4pm.bindings.conformance.case_centric import alignments  # noqa: PLC0415 - heavy

    options: Any = {**_COSTS, "max_states": most}
    try:
        found = alignments.align_trace(net, list(trace), options)
    except Exception as error:
        if "LimitReached" in str(error):
            return None, most
        raise
    return found["cost"], found["states_visited"]


def _as_r4pm(net: Net) -> Any:
    """The net in the form that r4pm takes; ids are numbers written as UUIDs."""
    arcs = [
        {"from_to": {"type": kind, "nodes": nodes}, "weight": 1}
        for number, transition in enumerate(net.transitions)
        for kind, nodes in _arcs(number, transition.inputs, transition.outputs)
    ]
    return {
        "places": {_id(place): {"id": _id(place)} for place in range(net.places)},
        "transitions": {
            _id(_FIRST_TRANSITION + number): {
                "id": _id(_FIRST_TRANSITION + number),
                "label": transition.label,
            }
            for number, transition in enumerate(net.transitions)
        },
        "arcs": arcs,
        "initial_marking": {_id(START): 1},
        "final_markings": [{_id(END): 1}],
    }


def _arcs(
    number: int, inputs: Sequence[int], outputs: Sequence[int]
) -> Iterable[tuple[str, list[str]]]:
    transition = _id(_FIRST_TRANSITION + number)
    yield from (("PlaceTransition", [_id(place), transition]) for place in inputs)
    yield from (("TransitionPlace", [transition, _id(place)]) for place in outputs)


def _id(number: int) -> str:
    return str(UUID(int=number + 1))
