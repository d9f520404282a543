"""What the format can say of order arrives in conformance: each operator, and flow across stages."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from blueprint import instances
from blueprint.conformance import conformance_of_journeys, journey_logs
from blueprint.design import load_design
from blueprint.flow import journeys, read_flow, steps_of, unrolled
from blueprint.model import Stage, Step
from miner.conformance import align
from miner.deviations import Deviation
from tests.blueprint.written_log import written_log

DESIGN = Path(__file__).parent / "gaps" / "design.yaml"
ORDER = ("sequence", "ask", ("and", "check", "answer"))
CHASE = ("choice", "chase", None)


@pytest.fixture(scope="module")
def design():
    return load_design(DESIGN)


def signs(flow, occurs, word) -> str:
    """The moves of one trace, `+a` inserted and `-a` skipped."""
    tree = read_flow(flow).tree
    steps = [
        Step(id=step, stage="s", lane="l", name={}, least=least, most=most)
        for step in steps_of(tree)
        for least, most in [occurs.get(step, (1, 1))]
    ]
    trace = tuple(word)
    moves = align(unrolled(tree, steps), {trace: 1}).moves[trace]
    return " ".join({"both": "", "log": "+", "model": "-"}[kind] + label for kind, label in moves)


@pytest.mark.parametrize(
    ("flow", "occurs", "trace", "expected"),
    [
        (["a", "b"], {}, "ba", "-a b +a"),
        (["a", {"optional": "b"}, "c"], {"b": (0, 1)}, "ac", "a c"),
        (["a", {"optional": "b"}, "c"], {"b": (0, 1)}, "abbc", "a b +b c"),
        (["a", {"repeat": "b"}, "c"], {"b": (0, 2)}, "abbbc", "a b b +b c"),
        (["a", {"repeat": "b"}, "c"], {"b": (0, None)}, "abbbbc", "a b b b b c"),
        (["a", "b"], {"b": (1, 3)}, "abbbb", "a b b b +b"),
        ([{"loop": {"do": "a", "again": "r"}}, "z"], {"a": (1, 3)}, "aaz", "a -r a z"),
        ([{"loop": {"do": "a", "again": "r"}}, "z"], {"a": (1, 2)}, "araraz", "a r a +r +a z"),
        ([{"and": ["a", ["b", "c"]]}, "z"], {}, "bacz", "b a c z"),
        ([{"and": ["a", ["b", "c"]]}, "z"], {}, "caz", "-b c a z"),
        ([{"choice": ["a", ["b", "c"]]}, "z"], {}, "abz", "a +b z"),
    ],
)
def test_each_operator_of_the_format_by_hand(flow, occurs, trace, expected):
    assert signs(flow, occurs, trace) == expected


def test_stages_that_follow_each_other_are_one_tree(design):
    (journey,) = journeys(design.blueprint.stages, design.flows, design.blueprint.steps)
    assert (journey.stages, journey.ends) == (("order", "use"), {"use"})
    # `restart`: the order, and what follows it, may come again; help is counted by its ticket
    order = ("sequence", "ask", ("and", "check", "answer"), journey.tree[1][1][3], "confirm")
    assert journey.tree == ("loop", ("sequence", order, ("sequence", "ship", "enjoy")), None)


def test_a_reach_below_one_lets_a_journey_end(design):
    stages = [replace(s, reach=0.8) if s.id == "order" else s for s in design.blueprint.stages]
    (journey,) = journeys(stages, design.flows, design.blueprint.steps)
    assert journey.ends == {"order", "use"}
    assert journey.tree[1][2] == ("choice", None, ("sequence", "ship", "enjoy"))


def stage(id_, next_=None, **more) -> Stage:
    return Stage(id=id_, name={}, next=next_, **more)


def test_two_ways_into_one_stage_are_a_choice_and_what_is_counted_otherwise_is_apart():
    flows = {id_: read_flow(id_.upper()).tree for id_ in "abcde"}
    stages = [
        stage("a", "c"),
        stage("b", "c"),
        stage("c"),
        stage("d"),
        stage("e", "c", instances="x"),
    ]
    (journey,) = journeys(stages, flows, [])
    assert journey.stages == ("a", "b", "c")
    assert journey.tree == ("choice", ("sequence", "A", "C"), ("sequence", "B", "C"))


WHOLE = "ask check answer confirm ship enjoy"


def log_of(**cases: str) -> str:
    return "\n".join(
        f"{case} {hour}h {activity} source={'office' if activity == 'check' else 'web'}"
        for case, activities in cases.items()
        for hour, activity in enumerate(activities.split())
    )


def test_order_across_stages_is_judged_over_finished_journeys(design):
    connection, sources = written_log(
        log_of(
            clean=WHOLE,
            again=f"{WHOLE} {WHOLE}",
            early="ask check answer ship confirm enjoy",  # each stage alone is clean
            broke="ask check answer confirm",  # must be followed: abandonment, not order
            opened="ask check answer confirm ship",
        )
    )
    instances.build(connection, design, sources, (None, None))
    (taken,) = journey_logs(connection, design)
    assert taken.journey.stages == ("order", "use")
    assert (sum(taken.variants.values()), taken.customers) == (3, 3)
    found = align(taken.journey.tree, taken.variants)
    assert found.deviations() == [
        Deviation("inserted", "confirm", "ship", 1, 1),
        Deviation("skipped", "confirm", "answer", 1, 1),
    ]
    (told,) = conformance_of_journeys(connection, design)
    assert (told.stages, told.instances, told.customers) == (["order", "use"], 3, 3)
    assert (told.clean, told.not_computed) == (2, None)
    assert told.fitness == pytest.approx(1 - 2 / ((6 + 12 + 6) + 3 * 6), abs=1e-6)
    assert told.precision == round(found.precision, 6)
