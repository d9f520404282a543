"""How well a log and a model agree, from distinct variants.

Alignments (van der Aalst, Adriansyah & van Dongen 2012; Adriansyah 2014) are computed by r4pm: a
move of the log alone or of the model alone costs 1, a step of both and a silent step nothing.

- *clean*: cases whose cost is 0: their trace is a run of the model.
- *fitness* = 1 - (sum of costs) / (sum of worst costs), over cases; the worst cost of a trace is
  its length plus the length of the model's shortest run (Adriansyah 2014, move-model fitness of a
  log; `log_fitness` in pm4py).
- *precision* = 1 - (escaping edges) / (edges that the model allows), over all prefixes of the runs
  of the model nearest to the traces, each prefix weighted by the cases that go on from it
  (Munoz-Gama & Carmona 2010; on alignments Adriansyah, Munoz-Gama, Carmona, van Dongen & van der
  Aalst 2015). Several runs can be nearest: `miner.automaton` always takes the same one.

Every limit counts states, never seconds: the same log gives the same answer on a slow machine.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from miner.automaton import Automaton, TooLargeError
from miner.nets import END, START, Net, Tree, net_of

MOST_STATES = 200_000
"""States that the alignment of one variant may visit before it is given up (about a second)."""

MOST_STATES_IN_ALL = 4_000_000
"""States that the alignments of one log may visit; the variants left over are not computed."""

MOST_LEFT_OUT = 0.01
"""Share of instances that may lack an alignment; beyond, fitness and precision would mislead."""

_OPTIONS: Any = {
    "cost_fn": {
        "log_move_cost": 1,
        "model_move_cost": 1,
        "sync_move_cost": 0,
        "silent_move_cost": 0,
    },
    "max_states": MOST_STATES,
}
_FIRST_TRANSITION = 2**32

Variants = Mapping[tuple[str, ...], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """The agreement of a log with a model.

    `costs` has each variant that could be aligned. `not_computed` says why, and for how many
    variants and instances, when something could not be. A number is None where it would mislead,
    and fitness and precision are where there is nothing to align.
    """

    clean: int | None
    fitness: float | None
    precision: float | None
    costs: Mapping[tuple[str, ...], int]
    not_computed: Mapping[str, Any] | None = None


def align(model: Tree | Net, variants: Variants) -> Alignment:
    """Aligns each distinct variant with a tree, or a safe net that can end; weights are cases."""
    net = model if isinstance(model, Net) else net_of(model)
    fitting = _fitting(net, variants)
    costs, shortest = _costs(net, variants, fitting or frozenset())
    aligned = {variant: variants[variant] for variant in sorted(costs)}
    left = [variant for variant in variants if variant not in costs]
    clean = sum(cases for variant, cases in aligned.items() if costs[variant] == 0)
    is_known = fitting is not None or not left
    fitness = precision = None
    why = "too many states to align" if left else None
    if sum(aligned.values()) >= (1 - MOST_LEFT_OUT) * sum(variants.values()):
        fitness = _fitness(aligned, costs, shortest)
        try:
            precision = _precision(net, aligned, costs)
        except TooLargeError as error:
            left, why = list(variants), f"precision: {error}"
    return Alignment(
        clean=clean if is_known else None,
        fitness=fitness,
        precision=precision,
        costs=costs,
        not_computed=_not_computed(why, left, variants),
    )


def _fitting(net: Net, variants: Variants) -> frozenset[tuple[str, ...]] | None:
    """The variants that are runs of the model; None when the model is too large to walk."""
    try:
        automaton = Automaton(net)
        return frozenset(variant for variant in variants if automaton.accepts(variant))
    except TooLargeError:
        return None


def _costs(
    net: Net, variants: Variants, fitting: frozenset[tuple[str, ...]]
) -> tuple[dict[tuple[str, ...], int], int]:
    """The cost of each variant that could be aligned, and the length of the shortest run."""
    given = _as_r4pm(net)
    shortest, _ = _cost(given, ())
    costs = dict.fromkeys(sorted(fitting), 0)
    states, room = 0, MOST_LEFT_OUT * sum(variants.values())
    for variant in sorted(variants, key=lambda trace: (-variants[trace], len(trace), trace)):
        if variant in fitting:
            continue
        if states >= MOST_STATES_IN_ALL or room < 0:
            break
        cost, visited = _cost(given, variant)
        states += visited
        if cost is None:
            room -= variants[variant]
        else:
            costs[variant] = cost
    return costs, shortest or 0


def _cost(net: Any, trace: Sequence[str]) -> tuple[int | None, int]:
    """The cost of aligning a trace, None when the limit is met, and the states visited."""
    from r4pm.bindings.conformance.case_centric import alignments  # noqa: PLC0415 - heavy

    try:
        found = alignments.align_trace(net, list(trace), _OPTIONS)
    except Exception as error:
        if "LimitReached" in str(error):
            return None, MOST_STATES
        raise
    return found["cost"], found["states_visited"]


def _fitness(
    variants: Variants, costs: Mapping[tuple[str, ...], int], shortest: int
) -> float | None:
    """1 - costs / worst costs, weighted by cases."""
    if not variants:
        return None
    cost = sum(cases * costs[variant] for variant, cases in variants.items())
    worst = sum(cases * (len(variant) + shortest) for variant, cases in variants.items())
    return 1 - cost / worst if worst else 1.0


def _precision(net: Net, variants: Variants, costs: Mapping[tuple[str, ...], int]) -> float | None:
    """1 - escaping edges / allowed edges, over the prefixes of the nearest runs."""
    if not variants:
        return None
    automaton = Automaton(net)
    runs: Counter[tuple[str, ...]] = Counter()
    for variant, cases in variants.items():
        runs[variant if costs[variant] == 0 else automaton.nearest_run(variant)] += cases
    taken = allowed = 0
    for state, weight, used in _prefixes(automaton, runs):
        taken += weight * used
        allowed += weight * len(automaton.labels(state))
    return taken / allowed if allowed else 1.0


def _prefixes(
    automaton: Automaton, runs: Mapping[tuple[str, ...], int]
) -> Iterable[tuple[int, int, int]]:
    """Per prefix: the state it leads to, the cases that go on, in how many distinct ways."""
    states, weights, children = [0], [0], [dict[str, int]()]
    for run, cases in runs.items():
        node = 0
        for label in run:
            weights[node] += cases
            if label not in children[node]:
                children[node][label] = len(states)
                states.append(_after(automaton, states[node], label))
                weights.append(0)
                children.append({})
            node = children[node][label]
    return zip(states, weights, (len(next_steps) for next_steps in children), strict=True)


def _after(automaton: Automaton, state: int, label: str) -> int:
    reached = automaton.after(state, label)
    if reached is None:
        raise AssertionError(f"{label!r} is no step of the run it was found in")
    return reached


def _not_computed(
    reason: str | None, left: Sequence[tuple[str, ...]], variants: Variants
) -> dict[str, Any] | None:
    """Why something is missing, and for how many variants and instances."""
    if reason is None:
        return None
    instances = sum(variants[variant] for variant in left)
    return {"why": reason, "variants": len(left), "instances": instances}


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
