"""Precision and recall on people that are planted with the truth (issue: 0.999 and 0.98)."""

from __future__ import annotations

import pytest

from benchmarks.identity import SEEDS, Score, measured, scored
from sample_logs.people import Identifier, Planted, Statement

WITH_JUNK = 600


def all_of(scores: list[Score]) -> Score:
    """The worst of several seeds in each column."""
    return Score(
        min(s.precision for s in scores),
        min(s.recall for s in scores),
        max(s.largest for s in scores),
        min(s.on_shared for s in scores),
        0,
        0.0,
    )


@pytest.mark.slow
def test_strangers_stay_apart_and_what_the_data_can_tell_is_found():
    worst = all_of([measured(WITH_JUNK, seed) for seed in SEEDS[:3]])
    assert worst.precision >= 0.999
    assert worst.recall >= 0.98
    assert worst.largest <= 2
    assert worst.on_shared >= 0.99


@pytest.mark.nightly
@pytest.mark.parametrize("seed", SEEDS)
def test_the_same_for_thousands(seed):
    score = measured(5000, seed)
    assert (score.precision >= 0.999, score.recall >= 0.98, score.largest) == (True, True, 2)


def test_the_score_counts_pairs():
    names = [Identifier("lead", f"l{n}") for n in range(5)]
    planted = Planted(owners={name: {0 if n < 3 else 1} for n, name in enumerate(names)})
    same = [(0, 1), (1, 2), (3, 4)]
    planted.statements = [Statement(names[a], names[b], "same", None) for a, b in same]
    found = dict(zip(names, (7, 7, 8, 8, 9), strict=True))
    score = scored(planted, found, 1.0)
    # together: {0,1} right, {2,3} wrong; told: three pairs of one, one of the other
    assert (score.precision, score.recall, score.largest) == (1 / 2, 1 / 4, 2)
