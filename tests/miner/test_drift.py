"""Concept drift: planted ones are found where they are, and stationary logs have none."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from scipy.stats import fisher_exact

from miner import drift
from miner.cases import prepare
from miner.drift import drifts
from tests.miner import oracles_over_time as oracle
from tests.miner.conftest import written

USUAL = ["a b c d", "a c b d", "a b b d", "a d"]
"""The cases of a service, the first the most frequent."""
WEIGHTS = [6, 3, 1, 2]


class Drawn:
    """A log of which only what drifts ask for is there: cases a minute apart, in plain Python."""

    def __init__(self, traces: list[str]) -> None:
        self.cases = [
            [
                (activity, number * 60_000_000 + place)
                for place, activity in enumerate(trace.split())
            ]
            for number, trace in enumerate(traces)
        ]

    def table(self, name: str, **options):
        if name == "start_activities":
            return list(Counter(case[0][0] for case in self.cases).items())
        return getattr(oracle, name)(self.cases, **options)


def drawn(seed: int, *parts: tuple[int, list[str], list[int]]) -> Drawn:
    """So many cases of some traces by their weights, one part after the other."""
    rng = random.Random(seed)
    return Drawn([trace for n, some, weights in parts for trace in rng.choices(some, weights, k=n)])


def test_a_planted_change_is_found_where_it_is_and_named():
    changed = ["a b c e d", "a c b e d", "a b b d", "a d"]
    (found,) = drifts(drawn(1, (600, USUAL, WEIGHTS), (900, changed, WEIGHTS)))
    assert abs(found.position - 600) <= 10
    assert abs(found.since_us - 600 * 60_000_000) <= 10 * 60_000_000
    assert found.p < 1e-6
    told = {(change.source, change.target): change for change in found.changes}
    assert (told["e", "d"].before, told["e", "d"].after) == (0, pytest.approx(0.75, abs=0.1))
    assert told["c", "d"].after == 0
    assert ("a", "d") not in told


def test_only_frequencies_change():
    (found,) = drifts(drawn(2, (1000, USUAL, [6, 3, 1, 2]), (1000, USUAL, [3, 6, 1, 2])))
    assert abs(found.position - 1000) <= 60
    assert {("b", "c"), ("c", "b")} <= {(c.source, c.target) for c in found.changes}


def test_cases_that_begin_or_end_otherwise_are_a_drift():
    (found,) = drifts(drawn(3, (300, ["a b c"], [1]), (300, ["b c"], [1])))
    assert [(c.source, c.target, c.before, c.after) for c in found.changes] == [
        (None, "a", 1, 0),
        ("a", "b", 1, 0),
        (None, "b", 0, 1),
    ]
    assert found.position == 300


def test_a_change_that_goes_back_is_two_drifts_in_order_of_time():
    other = ["a b c d", "a c b d", "a x b d", "a d"]
    log = drawn(4, (500, USUAL, WEIGHTS), (400, other, [2, 3, 9, 2]), (600, USUAL, WEIGHTS))
    first, second = drifts(log)
    assert abs(first.position - 500) <= 20
    assert abs(second.position - 900) <= 20


def test_stationary_logs_have_a_drift_no_oftener_than_stated():
    told = [bool(drifts(drawn(seed, (400, USUAL, WEIGHTS)))) for seed in range(60)]
    assert sum(told) <= 60 * 0.05


def test_a_higher_alpha_tells_more():
    log = drawn(7, (300, USUAL, [6, 3, 1, 2]), (300, USUAL, [4, 4, 1, 2]))
    assert not drifts(log, alpha=1e-6)
    assert drifts(log, alpha=1.0)


def test_few_cases_have_no_drift():
    assert drifts(Drawn(["a b"] * 49 + ["a c"] * 50)) == []
    assert drifts(Drawn([])) == []
    assert len(drifts(Drawn(["a b"] * 50 + ["a c"] * 50))) == 1


@pytest.mark.parametrize(("n", "m"), [(50, 50), (60, 45)])
def test_the_exact_test_is_scipys_and_skips_only_what_cannot_stand_out(n, m):
    import numpy as np

    before, after = (grid.ravel() for grid in np.meshgrid(np.arange(n + 1), np.arange(m + 1)))
    ours = drift._fisher((n, before), (m, after))
    for k, j, p in zip(before[::7], after[::7], ours[::7], strict=True):
        table = [[k, n - k], [j, m - j]]
        tails = [fisher_exact(table, side).pvalue for side in ("less", "greater")]
        exact = min(1.0, 2 * min(tails))
        assert p == pytest.approx(exact) or (p == 1 and exact > 1e-4)


def test_a_log_in_duckdb_gives_the_same(connection):
    words = "; ".join(["a@{0} b c"] * 60 + ["a@{0} c b"] * 60)
    cases = [case.format(number) for number, case in enumerate(words.split("; "))]
    log = prepare(written("; ".join(cases)).fill(connection), "customer")
    (found,) = drifts(log)
    plain = Drawn(["a b c"] * 60 + ["a c b"] * 60)
    (expected,) = drifts(plain)
    assert found.changes == expected.changes
    assert (found.position, found.p, found.window) == (60, expected.p, expected.window)
