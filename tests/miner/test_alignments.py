"""Costs against pm4py, r4pm and plain searches; the moves against the definition itself."""

from __future__ import annotations

import random
from functools import cache, partial, reduce
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from miner import large_models
from miner.alignments import Move, align_all
from miner.automaton import Automaton
from miner.conformance import align
from miner.deviations import Agreement, Deviation
from miner.graph import graph_of
from miner.nets import net_of, text_of
from miner.search import nearest
from miner.warehouse import LogError

pytestmark = pytest.mark.filterwarnings("ignore::PendingDeprecationWarning")  # pm4py's matrices
ORDER = ("both", "model", "log")


def runs(tree, rounds=2) -> set[tuple[str, ...]]:
    """The oracle: every run of a tree, each loop gone through at most `rounds` times."""
    if tree is None or isinstance(tree, str):
        return {(tree,)} if tree else {()}
    operator, *children = tree
    parts = [runs(child, rounds) for child in children]
    if operator == "choice":
        return set().union(*parts)
    if operator == "loop":
        again = set().union(*parts[1:]) if parts[1:] else {()}
        done = parts[0]
        for _ in range(rounds - 1):
            done = done | {
                one + back + other for one in done for back in again for other in parts[0]
            }
        return done
    return reduce(partial(all_joined, joined_by[operator]), parts, {()})


def all_joined(join, left, right):
    return {run for one in left for other in right for run in join(one, other)}


@cache
def shuffles(one, other):
    if not one or not other:
        return {one + other}
    first = {(one[0], *rest) for rest in shuffles(one[1:], other)}
    return first | {(other[0], *rest) for rest in shuffles(one, other[1:])}


joined_by = {"sequence": lambda one, other: {one + other}, "and": shuffles}


def random_tree(rng: random.Random, names: list[str], depth: int = 3):
    if depth == 0 or rng.random() < 0.3:
        return rng.choice([*names, None])
    operator = rng.choice(["sequence", "and", "choice", "loop"])
    size = 2 if operator in {"and", "loop"} else rng.randint(1, 3)
    return (operator, *(random_tree(rng, names, depth - 1) for _ in range(size)))


def pm4py_costs(tree, traces) -> list[int]:
    """pm4py's own alignments on pm4py's own net of the same tree."""
    from pm4py.algo.conformance.alignments.petri_net.variants import (
        state_equation_a_star,
    )
    from pm4py.objects.conversion.process_tree.variants import to_petri_net
    from pm4py.objects.log.obj import Event, Trace
    from pm4py.objects.process_tree.utils.generic import parse

    net, initial, final = to_petri_net.apply(parse(text_of(tree)))
    aligned = [
        state_equation_a_star.apply(
            Trace([Event({"concept:name": label}) for label in trace]), net, initial, final
        )
        for trace in traces
    ]
    return [each["cost"] // 10_000 for each in aligned]


def path(trace, tree) -> tuple[Move, ...]:
    return align_all(graph_of(Automaton(net_of(tree))), [tuple(trace)])[0].moves


def signs(moves) -> str:
    """Moves as text: `a` both, `+a` in the log alone, `-a` in the model alone."""
    return " ".join({"both": "", "log": "+", "model": "-"}[kind] + label for kind, label in moves)


@pytest.mark.parametrize(
    ("tree", "trace", "expected"),
    [
        (("sequence", "a", "b", "c"), "abc", "a b c"),
        (("sequence", "a", "b", "c"), "ac", "a -b c"),
        (("sequence", "a", "b", "c"), "axbc", "a +x b c"),
        # two cheapest ways (keep b, or keep a): the one that first has a move of the model
        (("sequence", "a", "b"), "ba", "-a b +a"),
        # of both before anything else, though a later c would serve as well
        (("sequence", "c", "d"), "ccd", "c +c d"),
        # of the model by name
        (("choice", ("sequence", "p", "c"), ("sequence", "b", "c")), "c", "-b c"),
        (("and", "b", "a"), "", "-a -b"),
        # of the model before the log
        (("sequence", "a", "b"), "ax", "a -b +x"),
        (("loop", "a", "r"), "aa", "a -r a"),
        (("choice", None, "a"), "xx", "+x +x"),
        # a way back through a loop, worked out against the direction of its steps
        (("loop", "g", ("and", "a", "c", "f")), "cf", "-g c f -a -g"),
        (("sequence", ("loop", "c", ("choice", "a", "g")), "d"), "ccg", "c -a c g -c -d"),
        (None, "", ""),
    ],
)
def test_the_choice_by_hand(tree, trace, expected):
    assert signs(path(trace, tree)) == expected


def cheapest_first(trace, run):
    """The oracle: all cheapest alignments of a trace with one run, the first in order."""

    @cache
    def best(at, to):
        if at == len(trace) and to == len(run):
            return (0, ())
        ways = []
        if at < len(trace) and to < len(run) and trace[at] == run[to]:
            ways.append((0, (0, trace[at]), best(at + 1, to + 1)))
        if to < len(run):
            ways.append((1, (1, run[to]), best(at, to + 1)))
        if at < len(trace):
            ways.append((1, (2, trace[at]), best(at + 1, to)))
        return min((cost + rest[0], (move, *rest[1])) for cost, move, rest in ways)

    return best(0, 0)


@pytest.mark.parametrize("seed", range(40))
def test_the_choice_is_the_first_of_all_cheapest_alignments_with_any_run(seed):
    rng = random.Random(seed)
    tree = random_tree(rng, list("abcd"), 2)
    wide = runs(tree, rounds=4)
    graph, automaton = graph_of(Automaton(net_of(tree))), Automaton(net_of(tree))
    traces = [tuple(rng.choice("abcdx") for _ in range(rng.randint(0, 4))) for _ in range(6)]
    for trace, aligned in zip(traces, align_all(graph, traces), strict=True):
        cost, moves = min(cheapest_first(trace, run) for run in wide)
        expected = tuple(Move(ORDER[kind], label) for kind, label in moves)
        assert aligned == (cost, expected), (tree, trace)
        assert nearest(automaton, trace, 10**6)[0] == aligned


def test_how_a_model_is_drawn_changes_nothing():
    parts = ["b", ("sequence", "a", "c"), ("choice", None, "d"), ("loop", "e", "f")]
    traces = ["adbe", "ffe", "cab", "xeded"]
    drawn = {tuple(path(t, ("and", *order)) for t in traces) for order in permutations(parts)}
    assert len(drawn) == 1
    twice = ("choice", ("and", *parts), ("and", *reversed(parts)))
    assert {tuple(path(t, twice) for t in traces)} == drawn


@pytest.mark.parametrize("seed", range(25))
def test_the_graph_has_the_runs_of_the_tree_and_nothing_else(seed):
    rng = random.Random(seed)
    tree = random_tree(rng, list("abcd"))
    allowed = runs(tree)
    machine = Automaton(net_of(tree))
    graph = graph_of(Automaton(net_of(tree)))
    for run in sorted(allowed)[:200]:
        assert machine.accepts(run), (tree, run)
    assert {found.cost for found in align_all(graph, sorted(allowed)[:200])} == {0}
    wide = runs(tree, rounds=5) if len(allowed) < 60 else allowed
    for _ in range(30):
        trace = tuple(rng.choice("abcd") for _ in range(rng.randint(0, 4)))
        assert machine.accepts(trace) == (trace in wide), (tree, trace)
        assert (align_all(graph, [trace])[0].cost == 0) == (trace in wide), (tree, trace)


TREES = st.recursive(
    st.none() | st.sampled_from("abcd"),
    lambda part: (
        st.tuples(st.sampled_from(["sequence", "and", "choice"]), part, part)
        | st.tuples(st.just("loop"), part, part)
        | st.tuples(st.just("sequence"), part, part, part)
    ),
    max_leaves=7,
)
TRACES = st.lists(st.lists(st.sampled_from("abcdx"), max_size=7).map(tuple), max_size=6)


@given(TREES, TRACES)
@settings(max_examples=60, deadline=None)
def test_costs_equal_r4pm_and_moves_are_what_they_say(tree, traces):
    given_net = large_models._as_r4pm(net_of(tree))
    graph = graph_of(Automaton(net_of(tree)))
    for trace, aligned in zip(traces, align_all(graph, traces), strict=True):
        assert aligned.cost == large_models._cost(given_net, trace, 10**6)[0]
        assert aligned.cost == sum(kind != "both" for kind, _ in aligned.moves)
        assert trace == tuple(label for kind, label in aligned.moves if kind != "model")
        run = tuple(label for kind, label in aligned.moves if kind != "log")
        assert Automaton(net_of(tree)).accepts(run)


@given(TREES, TRACES)
@settings(max_examples=60, deadline=None)
def test_costs_equal_pm4py(tree, traces):
    costs = [found.cost for found in align_all(graph_of(Automaton(net_of(tree))), traces)]
    assert costs == pm4py_costs(tree, traces)


def test_long_traces_and_large_numbers():
    trace = ("a", "b") * 3000
    tree = ("sequence", ("loop", "a", None), "z")
    aligned = align_all(graph_of(Automaton(net_of(tree))), [trace, trace + ("z",) * 9000])
    assert [found.cost for found in aligned] == [3001, 3000 + 8999]


def test_a_model_without_an_end_is_refused():
    net = net_of(("sequence", "a", "b"))
    net.transitions.pop()
    with pytest.raises(LogError, match="no run that ends"):
        graph_of(Automaton(net))


def test_deviations_by_hand():
    tree = ("sequence", "a", "b", ("choice", None, "c"))
    variants = {("a", "b"): 5, ("a",): 3, ("b", "x", "x"): 2, ("a", "x", "b", "x"): 1}
    found = align(tree, variants)
    assert found.deviations() == [
        Deviation("inserted", "x", "b", 3, 5),
        Deviation("skipped", "b", "a", 3, 3),
        Deviation("skipped", "a", None, 2, 2),
        Deviation("inserted", "x", "a", 1, 1),
    ]
    assert found.activities() == [
        Agreement("a", both=9, skipped=2, skipped_cases=2, inserted=0, inserted_cases=0),
        Agreement("b", both=8, skipped=3, skipped_cases=3, inserted=0, inserted_cases=0),
        Agreement("x", both=0, skipped=0, skipped_cases=0, inserted=6, inserted_cases=3),
    ]
