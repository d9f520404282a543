"""Sets in SQL and alignments tell the same clean traces: on random flows, and where they must differ."""

from __future__ import annotations

from dataclasses import replace

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from blueprint.design import load_design
from blueprint.flow import Tree, flow_sets, steps_of, unrolled
from blueprint.model import Step
from blueprint.two_engines import clean_by_sets, disagreements
from miner.conformance import align
from tests.blueprint.design_files import SAMPLE
from tests.blueprint.test_flow_runs import trees

DESIGN = load_design(SAMPLE)
OPTIONAL = {"optional", "repeat"}


def bounded(
    draw, tree: Tree, *, lacking: bool = False, rounds: bool = False
) -> dict[str, tuple[int, int | None]]:
    """How often each step may come, as a design that is not refused could say."""
    if tree.step is not None:
        most = draw(st.sampled_from([1, 2, 3, None])) if rounds or draw(st.booleans()) else 1
        return {tree.step: (0 if lacking else 1, most)}
    found = {}
    for at, child in enumerate(tree.children):
        again = tree.operator == "loop" and at > 0
        more = rounds or tree.operator in {"loop", "repeat"}
        found |= bounded(
            draw, child, lacking=lacking or again or tree.operator in OPTIONAL, rounds=more
        )
    return found


def walked(dice, tree: Tree) -> tuple[str, ...]:
    """One run of a tree, at random; up to three rounds."""
    if tree.step is not None:
        return (tree.step,) * dice.choice([1, 1, 1, 2])
    parts = [walked(dice, child) for child in tree.children]
    if tree.operator == "choice":
        return dice.choice(parts)
    if tree.operator == "optional":
        return dice.choice([(), *parts])
    if tree.operator == "and":
        return shuffled(dice, parts)
    rounds = dice.randrange(3)
    if tree.operator == "loop":
        more = [walked(dice, child) for _ in range(rounds) for child in tree.children[::-1]]
        return sum(more, parts[0])
    again = [walked(dice, tree.children[0]) for _ in range(rounds)]
    return sum(again if tree.operator == "repeat" else parts, ())


def shuffled(dice, parts) -> tuple[str, ...]:
    """The parts in one order that keeps that of each."""
    left, merged = [list(part) for part in parts if part], []
    while left:
        part = dice.choice(left)
        merged.append(part.pop(0))
        left = [one for one in left if one]
    return tuple(merged)


@st.composite
def flows(draw):
    """A flow, its steps, some of them blind, and traces: runs, runs with a mistake, and any."""
    tree, dice = draw(trees()), draw(st.randoms(use_true_random=False))
    limits = bounded(draw, tree)
    steps = [
        Step(id=s, stage="s", lane="l", name={}, least=a, most=b) for s, (a, b) in limits.items()
    ]
    blind = {dice.choice(steps_of(tree))} if draw(st.booleans()) else set()
    near = [[s for s in walked(dice, tree) if s not in blind] for _ in range(15)]
    wrong = [mistaken(dice, list(run)) for run in near for _ in range(2)]
    return tree, steps, blind, sorted({tuple(t) for t in (*near, *wrong) if t})


def mistaken(dice, run: list[str]) -> list[str]:
    """A run with one step left out, doubled, moved, or strange."""
    if not run:
        return ["z"]
    at, to = dice.randrange(len(run)), dice.randrange(len(run))
    changed = dice.choice(["left out", "doubled", "moved", "strange"])
    step = run[at] if changed == "doubled" else run.pop(at)
    if changed != "left out":
        run.insert(to, "z" if changed == "strange" else step)
    return run


def by_sets(connection, tree, steps, blind, traces):
    design = replace(
        DESIGN, flows={"s": tree}, blueprint=replace(DESIGN.blueprint, steps=tuple(steps))
    )
    columns = (
        "(variant_no bigint, stage varchar, trace varchar[], instances bigint, customers bigint)"
    )
    connection.execute(f"create or replace table stage_variants {columns}")
    connection.executemany(
        "insert into stage_variants values (?, 's', ?, 1, 1)",
        [(n, list(t)) for n, t in enumerate(traces)],
    )
    return {trace: clean for (_, trace), clean in clean_by_sets(connection, design, blind).items()}


@pytest.fixture(scope="module")
def connection():
    with duckdb.connect() as connection:
        yield connection


@settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.filter_too_much,
    ],
)
@given(flows())
def test_both_engines_tell_the_same_clean_traces(connection, flow):
    tree, steps, blind, traces = flow
    if not traces or flow_sets(tree, steps, blind) is None:
        return
    aligned = align(unrolled(tree, steps, blind), dict.fromkeys(traces, 1))
    expected = {trace: cost == 0 for trace, cost in aligned.costs.items()}
    assert by_sets(connection, tree, steps, blind, traces) == expected


A, B, C = (Tree("step", s) for s in "abc")


@pytest.mark.parametrize(
    ("tree", "clean", "not_clean"),
    [
        (Tree("sequence", children=(A, B)), ["ab"], ["a", "ba", "aab", "abz"]),
        (Tree("and", children=(A, B)), ["ab", "ba"], ["a", "aba"]),
        (Tree("choice", children=(A, B)), ["a", "b"], ["ab"]),
        (Tree("sequence", children=(A, Tree("optional", children=(B,)))), ["a", "ab"], ["b", "ba"]),
        (Tree("loop", children=(A, B)), ["a", "aba"], ["ab", "ba", "aa", "abba", "b"]),
        (
            Tree("repeat", children=(Tree("sequence", children=(A, B)),)),
            ["ab", "abab"],
            ["aabb", "aba"],
        ),
        (Tree("choice", children=(Tree("sequence", children=(A, B)), C)), ["ab", "c"], ["a", "ac"]),
    ],
)
def test_flows_by_hand(connection, tree, clean, not_clean):
    many = {"loop", "repeat"}
    steps = [
        Step(
            id=s,
            stage="s",
            lane="l",
            name={},
            least=0 if tree.operator in many | {"optional"} else 1,
            most=3 if tree.operator in many else 1,
        )
        for s in "abc"
    ]
    traces = [tuple(t) for t in clean + not_clean]
    found = by_sets(connection, tree, steps, set(), traces)
    assert found == {t: "".join(t) in clean for t in traces}


def test_a_flow_whose_rounds_cannot_be_told_is_not_compared(connection):
    inner = Tree(
        "repeat", children=(Tree("sequence", children=(A, Tree("optional", children=(B,)))),)
    )
    steps = [Step(id=s, stage="s", lane="l", name={}, least=0, most=None) for s in "ab"]
    assert flow_sets(inner, steps, ()) is None
    assert flow_sets(Tree("sequence", children=(A, A)), steps, ()) is None
    assert by_sets(connection, inner, steps, set(), [("a",)]) == {}


def test_disagreements_are_listed_the_largest_first():
    """Beyond twelve rounds the model of the alignments loops without end, the sets count on."""
    tree, trace = Tree("repeat", children=(A,)), ("a",) * 21
    steps = [Step(id="a", stage="s", lane="l", name={}, least=0, most=20)]
    aligned = align(unrolled(tree, steps), {trace: 3, ("a",): 5})
    keys = {("s", t): cost == 0 for t, cost in aligned.costs.items()}
    sets = {("s", ("a",)): True, ("s", trace): False}
    told = disagreements(sets, keys, {("s", trace): (3, 2), ("s", ("a",)): (5, 5)})
    assert [(d.trace, d.instances, d.clean_by_sets, d.clean_by_alignment) for d in told] == [
        (list(trace), 3, False, True)
    ]
