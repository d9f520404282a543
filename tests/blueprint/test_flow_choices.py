"""Choices of a flow, and which step may come straight after which: against all its runs."""

from __future__ import annotations

from itertools import pairwise, product

import pytest

from blueprint.flow import accepts, choices, follows, read_flow, steps_of, visible
from blueprint.model import Step

FLOWS = [
    "a",
    ["a", {"optional": "b"}, "c"],
    ["a", {"and": ["b", ["c", "d"]]}, "e"],
    ["a", {"choice": [["b", "c"], {"do": "d", "share": 0.3}]}, "e"],
    ["a", {"repeat": ["b", "c"]}, "d"],
    [{"loop": {"do": "a", "again": "b"}}, "c"],
    [{"and": [{"optional": "a"}, {"choice": ["b", "c"]}]}, "d"],
]


def steps(names, most):
    return [
        Step(id=name, stage="s", lane="l", name={"": name}, least=0, most=most) for name in names
    ]


@pytest.mark.parametrize("most", [1, None])
@pytest.mark.parametrize("flow", FLOWS, ids=str)
def test_follows_is_what_the_runs_show(flow, most):
    """The oracle: every trace of up to six steps that is a run."""
    tree = read_flow(flow).tree
    names = sorted(set(steps_of(tree)))
    bounds = steps(names, None if {"repeat", "loop"} & set(str(flow).split("'")) else most)
    shown = {
        pair
        for length in range(7)
        for trace in product(names, repeat=length)
        if accepts(tree, bounds, trace)
        for pair in pairwise(trace)
    }
    assert follows(tree, bounds) == shown


def test_choices_are_named_by_their_first_steps():
    flow = ["a", {"choice": [["b", {"choice": ["c", "d"]}], {"do": "e", "share": 0.3}]}]
    outer, inner = choices(read_flow([flow, {"repeat": "f"}]).tree)
    assert (outer.name, inner.name) == ("b|e", "c|d")
    assert [arm.share for arm in outer.arms.values()] == [None, 0.3]
    assert not outer.repeated
    assert [c.repeated for c in choices(read_flow({"repeat": {"choice": ["a", "b"]}}).tree)] == [
        True
    ]


def test_what_leaves_no_trace_is_silent():
    tree = visible(
        read_flow(["a", {"choice": [{"do": "b", "share": 0.5}, "c"]}, "d"]).tree, {"b", "a"}
    )
    assert steps_of(tree) == ("c", "d")
    assert tree.children[1].children[0].share == 0.5
    assert follows(tree, steps("cd", 1)) == {("c", "d")}
