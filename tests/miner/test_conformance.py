"""Fitness, precision, limits and what is told of them, by hand and against pm4py."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from miner import aligning, automaton, large_models
from miner.automaton import Automaton
from miner.conformance import VariantFitness, align
from miner.graph import graph_of
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

STATES = len(graph_of(Automaton(net_of(DESIGN))).steps)


def counted(**variants: int) -> dict[tuple[str, ...], int]:
    return {tuple(word): cases for word, cases in variants.items()}


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
    variants = counted(abcdfhz=5, zzz=2, xyz=1)
    monkeypatch.setattr(aligning, "MOST_IN_ALL", 4 * STATES)
    found = align(DESIGN, variants)
    assert (found.clean, found.fitness, found.precision) == (5, None, None)
    assert found.not_computed == {"why": "too many states to align", "variants": 1, "instances": 1}
    assert {v.activities for v in found.variant_fitness()} == {tuple("abcdfhz"), tuple("zzz")}


def test_a_variant_too_long_is_left_out_and_the_rest_is_computed(monkeypatch):
    variants = counted(abcdfhz=990, acdfhz=1, zz=8) | {tuple("z" * 40): 1}
    monkeypatch.setattr(aligning, "MOST_AT_ONCE", 10 * STATES)
    found = align(DESIGN, variants)
    assert found.not_computed == {"why": "too many states to align", "variants": 1, "instances": 1}
    assert found.clean == 991
    assert found.fitness == pytest.approx(1 - 8 * 6 / (990 * 13 + 12 + 8 * 8))
    assert found.precision is not None


def test_batches_change_nothing(monkeypatch):
    variants = counted(abcdfhz=5, zzz=2, xyz=1, bbb=1, abcz=1, cdfhz=3)
    whole = align(DESIGN, variants)
    monkeypatch.setattr(aligning, "MOST_AT_ONCE", 9 * STATES)
    assert align(DESIGN, variants) == whole


def test_time_is_a_limit_only_when_asked_for():
    variants = counted(abcdfhz=5, zzz=2, xyz=1)
    found = align(DESIGN, variants, most_seconds=0)
    assert found.not_computed == {"why": "out of time", "variants": 2, "instances": 3}
    assert (found.clean, found.fitness) == (5, None)
    assert align(DESIGN, variants, most_seconds=1000) == align(DESIGN, variants)


def test_r4pm_says_so_when_a_trace_is_too_hard():
    net = large_models._as_r4pm(net_of(DESIGN))
    assert large_models._cost(net, tuple("zzzz"), 3) == (None, 3)


def test_a_first_state_too_large_is_told(monkeypatch):
    monkeypatch.setattr(automaton, "MOST_MARKINGS", 200)
    wide = ("and", *(("choice", None, label) for label in "abcdefgh"))
    found = align(wide, counted(abcdefgh=5, hx=1))
    assert (found.clean, found.precision, found.shortest) == (5, None, 0)
    assert found.costs == counted(abcdefgh=0, hx=1)
    assert found.fitness == pytest.approx(1 - 1 / (5 * 8 + 2))
    assert found.not_computed == {
        "why": "precision and deviations: more than 200 markings",
        "variants": 2,
        "instances": 6,
    }


def test_without_a_shortest_run_nothing_is_claimed(monkeypatch):
    monkeypatch.setattr(automaton, "MOST_MARKINGS", 3000)
    monkeypatch.setattr(large_models, "MOST_STATES_IN_ALL", 3)
    found = align(WIDE, counted(abcdefghijkl=5, abc=2))
    assert (found.clean, found.fitness, found.precision) == (5, None, None)
    assert found.not_computed == {"why": "too many states to align", "variants": 1, "instances": 2}


WIDE = ("and", *"abcdefghijkl")


def test_a_model_too_large_to_explore_is_walked_where_the_traces_go(monkeypatch):
    variants = counted(abcdefghijkl=5, abcdefghijk=2, lkjihgfedcba=1, xabcdefghijkl=1)
    whole = align(WIDE, variants)
    monkeypatch.setattr(automaton, "MOST_MARKINGS", 3000)
    found = align(WIDE, variants)
    assert found == whole
    assert found.clean == 6
    assert found.precision is not None


def test_a_model_too_large_to_walk_has_no_precision(monkeypatch):
    monkeypatch.setattr(automaton, "MOST_MARKINGS", 5)
    found = align(DESIGN, counted(abcdfhz=5, zzz=2))
    assert found.fitness is not None
    assert (found.clean, found.precision) == (5, None)
    assert found.not_computed == {
        "why": "precision and deviations: more than 5 markings",
        "variants": 2,
        "instances": 7,
    }


def test_fitness_of_each_variant_by_hand():
    found = align(("sequence", "a", "b", "c"), counted(abc=6, ac=3, axbc=1))
    assert found.variant_fitness() == [
        VariantFitness(("a", "b", "c"), 6, 0, 1.0),
        VariantFitness(("a", "c"), 3, 1, 1 - 1 / 5),
        VariantFitness(("a", "x", "b", "c"), 1, 1, 1 - 1 / 7),
    ]


def test_an_unknown_operator_is_refused():
    with pytest.raises(LogError, match="operator 'xor'"):
        align(("xor", "a", "b"), {})


def test_text_is_pm4pys_with_alternatives_in_order():
    assert text_of(("sequence", "b", ("choice", None, "a"), ("loop", "d", "c"))) == (
        "->( 'b', X( 'a', tau ), *( 'd', 'c' ) )"
    )


SEEDED = """
from miner.conformance import align
tree = ("sequence", ("and", "a", ("loop", "b", "c")), ("choice", "d", ("sequence", "e", "f")), "z")
words = ["abdz", "bacbefz", "zz", "dba", "fecba", "xaydz", "", "cccc", "efdz"]
found = align(tree, {tuple(word): number for number, word in enumerate(words, 1)})
print(found, found.deviations(), found.activities(), found.variant_fitness())
"""


def test_another_hash_seed_gives_the_same_moves():
    said = {
        subprocess.run(
            [sys.executable, "-c", SEEDED],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1
    assert "skipped" in said.pop()
