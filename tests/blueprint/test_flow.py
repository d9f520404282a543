"""The flow of a stage: worked by hand, and held against every run of random trees."""

from __future__ import annotations

import pytest

from blueprint.flow import (
    Tree,
    accepts,
    choice_arms,
    designed_links,
    first_steps,
    last_steps,
    mandatory,
    precedence,
    read_flow,
    standings,
    steps_of,
    unrolled,
)
from blueprint.model import Step

PURCHASE = [
    "choose",
    {"optional": "discount"},
    {"loop": {"do": "pay", "again": "refused"}},
    "charge",
    {"repeat": "remind"},
]
OCCURS = {"discount": (0, 1), "pay": (1, 3), "refused": (0, 2), "remind": (0, 2)}


def tree(flow) -> Tree:
    read = read_flow(flow)
    assert read.mistakes == []
    return read.tree


def steps(flow: Tree, occurs=None) -> list[Step]:
    bounds = occurs or {}
    return [
        Step(id=step, stage="s", lane="l", name={}, least=least, most=most)
        for step in steps_of(flow)
        for least, most in [bounds.get(step, (1, 1))]
    ]


def pairs(text: str) -> set[tuple[str, str]]:
    """`a>b c>d` as pairs."""
    return {(pair.split(">")[0], pair.split(">")[1]) for pair in text.split()}


def test_precedence_of_a_purchase():
    assert precedence(tree(PURCHASE)) == pairs(
        "choose>discount choose>pay choose>refused choose>charge choose>remind"
        " discount>pay discount>refused discount>charge discount>remind"
        " pay>charge pay>remind refused>charge refused>remind charge>remind"
    )


def test_links_of_a_purchase():
    assert designed_links(tree(PURCHASE)) == pairs(
        "choose>discount choose>pay discount>pay pay>refused refused>pay pay>charge"
        " charge>remind remind>remind"
    )


def test_ends_of_a_purchase():
    assert first_steps(tree(PURCHASE)) == {"choose"}
    assert last_steps(tree(PURCHASE)) == {"charge", "remind"}


def test_mandatory_steps_of_a_purchase():
    flow = tree(PURCHASE)
    assert mandatory(flow, steps(flow, OCCURS)) == {"choose", "pay", "charge"}


def test_a_step_that_may_lack_is_not_mandatory_wherever_it_stands():
    flow = tree(["a", {"choice": ["b", "c"]}])
    assert mandatory(flow, steps(flow, {"b": (0, 1)})) == {"a", "c"}


def test_the_runs_of_a_purchase():
    flow = tree(PURCHASE)
    for good in ("choose pay charge", "choose discount pay refused pay charge remind remind"):
        assert accepts(flow, steps(flow, OCCURS), good.split())
    for bad in (
        "",
        "choose charge",
        "choose pay pay charge",
        "pay choose charge",
        "choose pay refused charge",
        "choose pay refused pay refused pay refused pay charge",
        "choose pay charge remind remind remind",
        "choose pay charge unknown",
    ):
        assert not accepts(flow, steps(flow, OCCURS), bad.split()), bad


def test_a_purchase_unrolled():
    flow = tree(PURCHASE)
    again = ("sequence", "refused", "pay")
    assert unrolled(flow, steps(flow, OCCURS)) == (
        "sequence",
        "choose",
        ("choice", "discount", None),
        ("sequence", "pay", ("choice", None, ("sequence", again, ("choice", None, again)))),
        "charge",
        ("choice", None, ("sequence", "remind", ("choice", None, "remind"))),
    )


@pytest.mark.parametrize(
    ("flow", "occurs", "expected"),
    [
        ("a", (1, 1), "a"),
        ("a", (2, 3), ("sequence", "a", "a", ("choice", None, "a"))),
        ("a", (1, None), ("loop", "a", None)),
        ("a", (3, None), ("sequence", "a", "a", ("loop", "a", None))),
        ("a", (1, 99), ("loop", "a", None)),
        ({"repeat": "a"}, (0, None), ("choice", None, ("loop", "a", None))),
        ({"repeat": "a"}, (0, 1), ("choice", None, "a")),
        ({"optional": "a"}, (0, 1), ("choice", "a", None)),
    ],
)
def test_occurs_is_written_out(flow, occurs, expected):
    read = tree(flow)
    assert unrolled(read, steps(read, {"a": occurs})) == expected


def test_a_loop_without_end_and_one_without_again():
    flow = tree({"loop": {"do": "a", "again": "b"}})
    assert unrolled(flow, steps(flow, {"a": (1, None), "b": (0, None)})) == ("loop", "a", "b")
    alone = tree({"loop": {"do": "a"}})
    assert accepts(alone, steps(alone, {"a": (1, 3)}), ["a", "a", "a"])
    assert not accepts(alone, steps(alone, {"a": (1, 3)}), ["a"] * 4)


def test_blind_steps_are_silent_when_unrolled():
    flow = tree(["a", {"and": ["b", "c"]}])
    assert unrolled(flow, steps(flow), blind={"b"}) == ("sequence", "a", ("and", None, "c"))


def test_arms_of_choices():
    flow = tree(["a", {"choice": [["b", "c"], ["d", {"choice": ["e", ["f", "g"]]}]]}])
    assert choice_arms(flow) == {
        "b": {"c"},
        "c": {"b"},
        "d": {"e", "f", "g"},
        "e": set(),
        "f": {"g"},
        "g": {"f"},
    }


def test_arms_of_an_and_have_no_links_and_no_order_between_them():
    flow = tree(["a", {"and": [["b", "c"], {"optional": "d"}]}, "e"])
    assert designed_links(flow) == pairs("a>b a>d b>c c>e d>e")
    assert precedence(flow) == pairs("a>b a>c a>d a>e b>c b>e c>e d>e")


def test_what_is_repeated_as_a_whole_has_no_order_inside():
    assert precedence(tree([{"repeat": ["a", "b"]}, "c"])) == pairs("a>c b>c")
    assert precedence(tree([{"loop": {"do": ["a", "b"]}}, "c"])) == pairs("a>c b>c")


def test_links_skip_what_may_lack():
    flow = tree([{"optional": "a"}, {"repeat": ["b", {"optional": "c"}]}, {"optional": "d"}])
    assert designed_links(flow) == pairs("a>b a>d b>c c>b b>b b>d c>d")
    assert first_steps(flow) == {"a", "b", "d"}
    assert last_steps(flow) == {"a", "b", "c", "d"}


def test_where_steps_stand():
    flow = tree(
        ["a", {"optional": {"loop": {"do": ["b", {"choice": ["c", ["d", "e"]]}], "again": "f"}}}]
    )
    found = standings(flow)
    assert (found["a"].lacking, found["a"].repeating) == (None, None)
    assert (found["b"].lacking, found["b"].repeating, found["b"].always) == (
        "optional",
        "loop",
        True,
    )
    assert (found["c"].alone, found["c"].always) == (True, False)
    assert (found["d"].alone, found["d"].always) == (False, False)
    assert (found["f"].lacking, found["f"].always) == ("again", False)


def test_lists_of_one_are_what_they_hold():
    assert tree([["a"]]) == Tree("step", "a")
    assert tree({"sequence": ["a", "b"]}) == tree(["a", "b"])


def test_mistakes_of_form_are_told_all_at_once_with_their_way():
    read = read_flow(["a", {"adn": ["b", "c"]}, {"optional": 7}, {"loop": {"again": "d"}}])
    assert [(mistake.path, mistake.message) for mistake in read.mistakes] == [
        ((1, "adn"), 'unknown operator "adn"'),
        ((2, "optional"), '"7" is no step'),
        ((3, "loop"), '"loop" needs a "do"'),
    ]
    assert read.mistakes[0].hint == 'Did you mean "and"?'
    assert steps_of(read.tree) == ("a",)
