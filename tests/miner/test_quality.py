"""Simplified trees, soundness, simplicity and generalisation: by hand, and against pm4py."""

from __future__ import annotations

import random

import pytest

from miner import soundness as walking
from miner.conformance import align
from miner.nets import END, START, Net, net_of
from miner.quality import generalisation, simplicity
from miner.soundness import soundness
from miner.trees import activities_of, can_be_empty, simplified
from tests.miner.languages import random_tree, same_language


def net(places: int, *transitions) -> Net:
    """A net by hand: label, places before, places after."""
    made = Net(places=places)
    for transition in transitions:
        made.transition(*transition)
    return made


@pytest.mark.parametrize("seed", range(60))
def test_a_simplified_tree_has_the_same_runs_and_is_as_simple_as_it_gets(seed):
    tree = random_tree(random.Random(seed), list("abcd"))
    simpler = simplified(tree)
    assert same_language(net_of(tree), net_of(simpler)), (tree, simpler)
    assert simplified(simpler) == simpler
    assert can_be_empty(tree) == can_be_empty(simpler)


def test_simplified_by_hand():
    assert simplified(("sequence", "a", ("sequence", "b", None, ("sequence", "c")))) == (
        "sequence", "a", "b", "c",
    )  # fmt: skip
    assert simplified(("choice", None, ("loop", "a", None))) == ("loop", None, "a")
    assert simplified(("choice", ("choice", "b", None), ("choice", "a", "b"))) == (
        "choice", "a", "b", None,
    )  # fmt: skip
    assert simplified(("loop", ("loop", "a", "b"), ("choice", "c", None))) == (
        "loop", "a", "b", "c", None,
    )  # fmt: skip
    assert simplified(("and", None, ("and", "b", "a"))) == ("and", "a", "b")


def test_the_activities_of_a_tree_stand_in_order():
    assert list(activities_of(("sequence", "b", ("choice", None, "a"), "b"))) == ["b", "a", "b"]


def test_a_net_of_a_tree_is_sound():
    for seed in range(10):
        found = soundness(net_of(random_tree(random.Random(seed), list("abc"))))
        assert (found.sound, found.safe, found.ends, found.why) == (True, True, True, None)


def test_two_tokens_that_never_meet_are_no_proper_end():
    found = soundness(net(3, ("a", [START], [2, END]), ("b", [2], [END])))
    assert (found.sound, found.safe, found.ends) == (False, False, False)
    assert "cannot reach the end" in found.why
    assert "have reached the end and go on" in found.why


def test_a_dead_end_and_a_dead_transition_are_told():
    found = soundness(net(4, ("a", [START], [END]), ("b", [START], [2]), ("c", [3], [END])))
    assert (found.sound, found.safe, found.ends) == (False, True, True)
    assert found.why == ("1 of 3 markings cannot reach the end; 1 of 3 transitions can never fire")


def test_markings_that_grow_are_found():
    found = soundness(net(3, ("a", [START], [START, 2]), ("b", [START, 2], [END])))
    assert (found.sound, found.safe, found.why) == (False, False, "its markings grow without end")


def test_a_limit_is_told(monkeypatch):
    monkeypatch.setattr(walking, "MOST_MARKINGS", 3)
    found = soundness(net_of(("and", "a", "b", "c")))
    assert (found.sound, found.why) == (None, "soundness: more than 3 markings")


def test_simplicity_by_hand():
    assert simplicity(net_of(("sequence", "a", "b"))) == 1
    # 2 places, 3 transitions, 6 arcs: 12 ends of arcs at 5 nodes
    assert simplicity(net_of(("choice", "a", "b", "c"))) == pytest.approx(1 / (1 + 12 / 5 - 2))


@pytest.mark.parametrize("seed", range(8))
def test_simplicity_equals_pm4py(seed):
    from pm4py.algo.evaluation.simplicity.variants import arc_degree
    from pm4py.objects.petri_net.importer.variants.pnml import import_net_from_string

    from miner.pnml import pnml

    made = net_of(random_tree(random.Random(seed), list("abcd")))
    theirs, *_ = import_net_from_string(pnml(made))
    assert simplicity(made) == pytest.approx(arc_degree.apply(theirs))


def test_generalisation_by_hand():
    tree = ("sequence", "a", ("choice", "b", "c"), ("loop", None, "d"))
    variants = {tuple("ab"): 4, tuple("abdd"): 5, tuple("xac"): 1}
    made = net_of(tree)
    found = generalisation(made, variants, align(tree, variants).moves)
    # a 10 times, b 9, c once, d 10
    assert found == pytest.approx(1 - (2 * 10**-0.5 + 1 / 3 + 1) / 4)


def test_an_activity_that_stands_twice_is_one():
    tree = ("choice", ("sequence", "a", "b"), ("sequence", "a", "c"))
    variants = {tuple("ab"): 1, tuple("ac"): 99}
    found = generalisation(net_of(tree), variants, align(tree, variants).moves)
    assert found == pytest.approx(1 - (1 / 10 + 1 + 99**-0.5) / 3)


def test_an_activity_that_never_happened_counts_fully():
    tree = ("choice", "a", "b")
    variants = {("a",): 100}
    assert generalisation(net_of(tree), variants, align(tree, variants).moves) == pytest.approx(
        1 - 1.1 / 2
    )
    assert generalisation(net_of(tree), {}, {}) is None
    assert generalisation(net_of(None), {(): 1}, {(): ()}) == 1


def test_generalisation_equals_pm4py_where_nothing_is_silent():
    from pm4py.algo.evaluation.generalization.variants import token_based
    from pm4py.objects.conversion.process_tree.variants import to_petri_net
    from pm4py.objects.log.obj import Event, EventLog, Trace
    from pm4py.objects.process_tree.utils.generic import parse

    variants = {tuple("abd"): 7, tuple("acd"): 2}
    log = EventLog(
        Trace([Event({"concept:name": label}) for label in trace])
        for trace, cases in variants.items()
        for _ in range(cases)
    )
    parameters = {"show_progress_bar": False}
    theirs = token_based.apply(
        log, *to_petri_net.apply(parse("->('a', X('b', 'c'), 'd')")), parameters
    )
    tree = ("sequence", "a", ("choice", "b", "c"), "d")
    assert generalisation(net_of(tree), variants, align(tree, variants).moves) == pytest.approx(
        theirs
    )
