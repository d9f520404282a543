"""Intervals hold as often as they say: a few settings here, all of them nightly."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks import calibrated_shares, calibration
from benchmarks.calibrated_amounts import sum_cells
from benchmarks.calibrated_cells import MOST_WIDE, Cell, Held, best_known, held, mistakes
from benchmarks.calibrated_shares import score_cells, share_cells
from benchmarks.calibrated_times import cohort_cells, survival_cells
from blueprint import clustering
from blueprint.intervals import Limits

RUNS = 200


def cells() -> list[Cell]:
    return [
        *share_cells(RUNS, largest=100),
        *score_cells(RUNS, largest=100),
        *cohort_cells(RUNS, largest=150),
        *survival_cells(RUNS // 2, largest=36),
        *sum_cells(RUNS, largest=100),
    ]


def test_intervals_hold_and_tests_refute_as_often_as_they_say() -> None:
    found = cells()
    covered = [c.ours.coverage for c in found]
    assert 0.94 <= np.mean(covered) <= 0.98
    assert not [c for c in found if c.ours.fails(len(found))]
    assert not [c for c in found if c.test_fails(len(found))]


@pytest.mark.parametrize(
    ("design", "rate"), [(("a few", 100), 0.05), (("a few", 2_000), 0.99), (("half", 10_000), 0.05)]
)
def test_few_affected_customers_who_differ_much_are_not_taken_for_sure(design, rate) -> None:
    runs = 1_000
    cell = calibrated_shares._share_cell(runs, design, 0.5, rate)
    assert cell.rejected is not None
    assert cell.rejected <= 0.07 * runs
    assert not cell.ours.fails(1)
    if design == ("a few", 100):
        assert cell.ours.width <= MOST_WIDE * cell.known["Korn-Graubard"].width


def test_taking_instances_for_independent_is_found_out(monkeypatch) -> None:
    monkeypatch.setattr(clustering, "effective_n", lambda sums: np.asarray(sums.n, float))
    grid = {"a few": ((400,), (0.5,))}
    monkeypatch.setattr(calibrated_shares, "GRID", grid)
    found = list(share_cells(RUNS))
    assert any(c.ours.fails(len(found)) for c in found)
    assert any(c.test_fails(len(found)) for c in found)
    assert mistakes(found)


def test_what_holds_is_counted() -> None:
    limits = Limits(np.array([0.0, 0.2, 0.1]), np.array([0.1, np.inf, 0.3]))
    found = held(limits, 0.2)
    assert (found.runs, found.held, found.width) == (3, 2, pytest.approx(0.15))


def test_the_best_known_method_is_one_that_holds_everywhere_in_its_design() -> None:
    def cell(setting: int, narrow_held: int) -> Cell:
        return Cell(
            table="t",
            design=("d", 36),
            setting=(setting,),
            ours=Held(runs=100, held=95, width=3.0),
            known={
                "narrow": Held(runs=100, held=narrow_held, width=1.0),
                "wide": Held(runs=100, held=95, width=2.0),
            },
        )

    assert best_known([cell(0, 95), cell(1, 95)])[0] == ("narrow", 1.0)
    assert best_known([cell(0, 95), cell(1, 40)])[0] == ("wide", 2.0)
    assert any("wider than wide" in text for text in mistakes([cell(0, 95), cell(1, 40)]))


@pytest.mark.nightly
def test_the_whole_table() -> None:
    assert mistakes(calibration.cells(1_000)) == []
