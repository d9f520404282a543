"""The flow of a stage held against every run of random trees, enumerated by a third way of reading them."""

from __future__ import annotations

from itertools import pairwise, permutations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from blueprint.flow import (
    Tree,
    accepts,
    choice_arms,
    designed_links,
    first_steps,
    is_run,
    last_steps,
    mandatory,
    precedence,
    standings,
    steps_of,
    unrolled,
)
from blueprint.model import Step


def steps(flow: Tree, occurs=None) -> list[Step]:
    bounds = occurs or {}
    return [
        Step(id=step, stage="s", lane="l", name={}, least=least, most=most)
        for step in steps_of(flow)
        for least, most in [bounds.get(step, (1, 1))]
    ]


@st.composite
def trees(draw, operators=("sequence", "and", "choice", "optional", "repeat", "loop")):
    """A tree with up to six steps, each once."""
    names = iter("abcdef")

    def node(depth: int, size: int) -> Tree:
        operator = draw(st.sampled_from(operators)) if depth and size > 1 else "step"
        if operator == "step":
            return Tree("step", next(names))
        if operator in {"optional", "repeat"}:
            return Tree(operator, children=(node(depth - 1, size - 1),))
        return Tree(operator, children=(node(depth - 1, size // 2), node(depth - 1, size // 2)))

    return node(3, draw(st.integers(1, 6)))


ROUNDS = 3
Run = tuple[str, ...]


def interleaved(one: Run, other: Run) -> set[Run]:
    size = len(one) + len(other)
    places = {tuple(sorted(order[: len(one)])) for order in permutations(range(size))}
    merged = set()
    for taken in places:
        left, right = iter(one), iter(other)
        merged.add(tuple(next(left) if at in taken else next(right) for at in range(size)))
    return merged


def runs(flow: Tree) -> set[Run]:
    """Every run with at most three rounds of each repeat and loop."""
    parts = [runs(child) for child in flow.children]
    found = {
        "step": lambda: {(flow.step,)},
        "sequence": lambda: in_a_row(parts),
        "choice": lambda: set().union(*parts),
        "optional": lambda: parts[0] | {()},
        "and": lambda: {run for one, other in product(*parts) for run in interleaved(one, other)},
        "repeat": lambda: {()} | rounds(parts[0], {()}),
        "loop": lambda: rounds(*parts),
    }
    return found[flow.operator]()


def in_a_row(parts: list[set[Run]]) -> set[Run]:
    return {sum(way, ()) for way in product(*parts)}


def rounds(do: set[Run], again: set[Run]) -> set[Run]:
    return set().union(*(in_a_row([do, *([again, do] * times)]) for times in range(ROUNDS)))


def few_runs(flow: Tree) -> set[Run]:
    """The runs, when there are few enough to go through them all."""
    nested = sum(op in {"loop", "repeat", "and"} for op in operators_of(flow))
    return runs(flow) if nested < 3 else set()


def operators_of(flow: Tree) -> list[str]:
    return [flow.operator, *(op for child in flow.children for op in operators_of(child))]


def across_an_and(flow: Tree) -> set[tuple[str, str]]:
    found = set().union(*[across_an_and(child) for child in flow.children])
    if flow.operator == "and":
        one, other = map(steps_of, flow.children)
        found |= {*product(one, other), *product(other, one)}
    return found


@settings(max_examples=300, deadline=None)
@given(flow=trees())
def test_precedence_is_what_holds_in_every_run_with_both(flow):
    every = few_runs(flow)
    if not every:
        return
    names = steps_of(flow)
    expected = set()
    for one, other in permutations(names, 2):
        both = [run for run in every if one in run and other in run]
        before = all(len(run) - 1 - run[::-1].index(one) < run.index(other) for run in both)
        if both and before:
            expected.add((one, other))
    assert precedence(flow) == expected


@settings(max_examples=300, deadline=None)
@given(flow=trees())
def test_links_are_the_direct_successors_in_some_run(flow):
    every = few_runs(flow)
    if not every:
        return
    follows = {pair for run in every for pair in pairwise(run)}
    beside = across_an_and(flow)
    links = designed_links(flow)
    assert links - beside == follows - beside
    assert links <= follows
    assert first_steps(flow) == {run[0] for run in every if run}
    assert last_steps(flow) == {run[-1] for run in every if run}


@settings(max_examples=300, deadline=None)
@given(flow=trees())
def test_certain_steps_are_in_every_run_that_takes_their_arm(flow):
    every = few_runs(flow)
    arms = choice_arms(flow)
    for step in mandatory(flow, steps(flow)) if every else ():
        if step not in arms:
            assert all(step in run for run in every)


@settings(max_examples=300, deadline=None)
@given(flow=trees(), extra=st.lists(st.sampled_from("abcdef"), max_size=6))
def test_the_acceptor_takes_every_run_and_nothing_else(flow, extra):
    every = few_runs(flow)
    free = dict.fromkeys("abcdef", (0, None))
    bounds = steps(flow, free)
    for run in sorted(every)[:40]:
        assert accepts(flow, bounds, run)
    if every and accepts(flow, steps(flow, dict.fromkeys("abcdef", (0, 1))), tuple(extra)):
        assert tuple(extra) in every


@settings(max_examples=300, deadline=None)
@given(flow=trees(), data=st.data())
def test_every_accepted_run_is_a_run_of_the_unrolled_tree(flow, data):
    every = few_runs(flow)
    where = standings(flow)
    occurs = {}
    for step in steps_of(flow):
        at = where[step]
        most = data.draw(st.sampled_from([1, 2, 3, None])) if at.repeating else 1
        occurs[step] = (0 if at.lacking else 1, 2 if at.always and most == 1 else most)
    neutral = unrolled(flow, steps(flow, occurs))
    for run in sorted(every)[:60]:
        if accepts(flow, steps(flow, occurs), run):
            assert is_run(neutral, run)


@settings(max_examples=300, deadline=None)
@given(
    flow=trees(operators=("sequence", "and")),
    most=st.integers(1, 3),
    operator=st.sampled_from(["repeat", "loop"]),
)
def test_a_plain_body_unrolled_has_exactly_the_accepted_runs(flow, most, operator):
    body = Tree(operator, children=(flow, Tree("sequence"))[: 1 + (operator == "loop")])
    if len(steps_of(flow)) > 3:
        return
    bounds = steps(flow, dict.fromkeys("abcdef", (int(operator == "loop"), most)))
    neutral = unrolled(body, bounds)
    candidates = runs(body)
    assert {run for run in candidates if is_run(neutral, run)} == {
        run for run in candidates if accepts(body, bounds, run)
    }
