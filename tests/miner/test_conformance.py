"""Alignments and precision by hand, against plain searches and against pm4py."""

from __future__ import annotations

import random
from functools import cache, partial, reduce

import pytest

from miner import automaton, conformance
from miner.automaton import Automaton
from miner.conformance import align
from miner.nets import net_of, text_of
from miner.warehouse import LogError

pytestmark = pytest.mark.filterwarnings("ignore::PendingDeprecationWarning")  # pm4py's matrices
DESIGN = (
    "sequence",
    "a",
    ("choice", None, ("loop", "b", None)),
    ("and", "c", "d", ("choice", "e", None)),
    ("choice", "f", "g"),
    ("loop", "h", "i"),
    "z",
)


def counted(**variants: int) -> dict[tuple[str, ...], int]:
    return {tuple(word): cases for word, cases in variants.items()}


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


def repeated(body, back, rounds):
    done = body
    for _ in range(rounds - 1):
        done = done | {one + way + other for one in done for way in back for other in body}
    return done


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


@pytest.mark.parametrize("seed", range(25))
def test_the_automaton_accepts_the_runs_of_the_tree_and_nothing_else(seed):
    rng = random.Random(seed)
    tree = random_tree(rng, list("abcd"))
    allowed = runs(tree)
    machine = Automaton(net_of(tree))
    for run in sorted(allowed)[:200]:
        assert machine.accepts(run), (tree, run)
        assert machine.nearest_run(run) == run
    wide = runs(tree, rounds=5) if len(allowed) < 60 else allowed
    for _ in range(30):
        trace = tuple(rng.choice("abcd") for _ in range(rng.randint(0, 4)))
        assert machine.accepts(trace) == (trace in wide), (tree, trace)


@pytest.mark.parametrize("seed", range(12))
def test_costs_equal_pm4py_and_a_plain_search(seed):
    rng = random.Random(seed)
    tree = ("sequence", random_tree(rng, list("abc"), 2), random_tree(rng, list("cde"), 2))
    traces = [tuple(rng.choice("abcdex") for _ in range(rng.randint(0, 6))) for _ in range(6)]
    variants = dict.fromkeys(traces, 1)
    found = align(tree, variants)
    theirs = pm4py_costs(tree, list(variants))
    machine = Automaton(net_of(tree))
    for trace, cost in zip(variants, theirs, strict=True):
        assert found.costs[trace] == cost, (tree, trace)
        assert moves(trace, machine.nearest_run(trace)) == cost


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


def moves(one, other) -> int:
    """Moves of one side alone between two sequences: what is not in a longest common one."""
    row = [0] * (len(other) + 1)
    for mine in one:
        above, row = row, [0]
        for place, theirs in enumerate(other):
            row.append(above[place] + 1 if mine == theirs else max(above[place + 1], row[place]))
    return len(one) + len(other) - 2 * row[-1]


def test_fitness_by_hand():
    found = align(("sequence", "a", "b", "c"), counted(abc=6, ac=3, axbc=1))
    assert found.clean == 6
    assert found.costs == counted(abc=0, ac=1, axbc=1)
    assert found.fitness == pytest.approx(1 - 4 / (6 * 6 + 3 * 5 + 1 * 7))
    assert found.not_computed is None


def test_precision_by_hand():
    tree = ("sequence", "a", ("choice", "b", "c", "d"))
    found = align(tree, counted(ab=3, ac=1))
    # before a: 1 of 1, 4 cases; after a: b and c of b, c and d, 4 cases
    assert found.precision == pytest.approx((4 * 1 + 4 * 2) / (4 * 1 + 4 * 3))
    assert found.fitness == 1


def test_precision_equals_pm4py_where_traces_fit():
    from pm4py.algo.evaluation.precision.variants import align_etconformance
    from pm4py.objects.conversion.process_tree.variants import to_petri_net
    from pm4py.objects.log.obj import Event, EventLog, Trace
    from pm4py.objects.process_tree.utils.generic import parse

    variants = counted(abcdfhz=5, adcgz=0, adcghz=2, abbecdfhihz=3)
    variants = {trace: cases for trace, cases in variants.items() if cases}
    log = EventLog(
        Trace([Event({"concept:name": label}) for label in trace])
        for trace, cases in variants.items()
        for _ in range(cases)
    )
    net, initial, final = to_petri_net.apply(parse(text_of(DESIGN)))
    theirs = align_etconformance.apply(log, net, initial, final, {"show_progress_bar": False})
    assert align(DESIGN, variants).precision == pytest.approx(theirs)


def test_no_variants_have_no_fitness():
    found = align(DESIGN, {})
    assert (found.clean, found.fitness, found.precision, found.not_computed) == (
        0,
        None,
        None,
        None,
    )


def test_an_empty_model_fits_an_empty_trace():
    found = align(None, {(): 2, ("a",): 1})
    assert (found.clean, found.fitness, found.precision) == (2, 0.0, 1.0)


def test_a_limit_is_told_not_hidden(monkeypatch):
    monkeypatch.setattr(conformance, "MOST_STATES_IN_ALL", 1)
    found = align(DESIGN, counted(abcdfhz=5, zzz=2, xyz=1))
    assert (found.clean, found.fitness, found.precision) == (5, None, None)
    assert found.not_computed == {"why": "too many states to align", "variants": 1, "instances": 1}


def test_r4pm_says_so_when_a_trace_is_too_hard(monkeypatch):
    options = {**conformance._OPTIONS, "max_states": 3}
    monkeypatch.setattr(conformance, "_OPTIONS", options)
    assert conformance._cost(conformance._as_r4pm(net_of(DESIGN)), tuple("zzzz"))[0] is None


def test_a_model_too_large_to_walk_has_no_precision(monkeypatch):
    monkeypatch.setattr(automaton, "MOST_MARKINGS", 5)
    found = align(DESIGN, counted(abcdfhz=5, zzz=2))
    assert found.fitness is not None
    assert (found.clean, found.precision) == (5, None)
    assert found.not_computed == {
        "why": "precision: more than 5 markings",
        "variants": 2,
        "instances": 7,
    }


def test_an_unknown_operator_is_refused():
    with pytest.raises(LogError, match="operator 'xor'"):
        align(("xor", "a", "b"), {})


def test_text_is_pm4pys_with_alternatives_in_order():
    assert text_of(("sequence", "b", ("choice", None, "a"), ("loop", "d", "c"))) == (
        "->( 'b', X( 'a', tau ), *( 'd', 'c' ) )"
    )
