"""Costs on the public travel logs against a design: equal to pm4py's and r4pm's on every variant."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

from miner import large_models
from miner.conformance import align
from miner.nets import net_of

ROOT = Path(__file__).parents[1]
REAL = ROOT.parent / "shared" / "real" / "bpic2020"
MOST_FREQUENT = 60

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not REAL.is_dir(), reason="../shared/real is not here"),
    pytest.mark.filterwarnings("ignore::PendingDeprecationWarning"),  # pm4py's matrices
]


@pytest.fixture(scope="module")
def benchmark():
    """benchmarks/conformance.py as a module."""
    folder = ROOT / "benchmarks"
    sys.path.insert(0, str(folder))
    spec = importlib.util.spec_from_file_location("conformance_bench", folder / "conformance.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    sys.path.remove(str(folder))
    return module


@pytest.fixture(scope="module", params=["international", "permit"])
def compared(request, benchmark):
    """Tree, variants and our alignment of one log."""
    file, tree = benchmark.LOGS[request.param]
    variants = benchmark.variants_of(REAL / file)
    return tree, variants, align(tree, variants)


def test_all_variants_are_computed(compared):
    _, variants, found = compared
    assert found.not_computed is None
    assert found.costs.keys() == found.moves.keys() == variants.keys()


def test_costs_equal_pm4py_on_the_most_frequent_variants(compared, benchmark):
    tree, variants, found = compared
    some = dict(list(variants.items())[:MOST_FREQUENT])
    theirs = benchmark.pm4py_costs(tree, some, 600)
    assert theirs == {trace: found.costs[trace] for trace in some}


def test_costs_equal_r4pm_on_every_variant(compared):
    tree, _, found = compared
    net = large_models._as_r4pm(net_of(tree))
    assert {trace: large_models._cost(net, trace, 10**6)[0] for trace in found.costs} == found.costs
