"""Shares and mean scores of customers with several instances each: for calibration.py."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np

from benchmarks.calibrated_cells import ORACLE, Cell, held
from benchmarks.known_intervals import known_share_intervals, linearised_variance, t_interval
from benchmarks.simulated_customers import Array, by_customer, own_rates, sizes, summed
from blueprint import clustering, intervals

RATES = (0, 0.005, 0.02, 0.05, 0.2, 0.5, 0.9, 0.99, 1)
GRID = {
    "one each": ((36, 100, 400, 2_000, 10_000), (0,)),
    "a few": ((100, 400, 2_000, 10_000), (0, 0.05, 0.5)),
    "skewed": ((400, 2_000, 10_000), (0, 0.05, 0.5)),
    "half": ((400, 2_000, 10_000), (0, 0.05, 0.5)),
}
LATENT = {"middling": (-1.0, -0.4, 0.4, 1.0), "near the top": (-2.6, -2.2, -1.6, -1.0)}


def share_cells(runs: int, *, largest: int = 10_000) -> Iterator[Cell]:
    """Every design, number, correlation and rate."""
    for design, (numbers, correlations) in GRID.items():
        for n, correlation, rate in product(numbers, correlations, RATES):
            if n <= largest:
                yield _share_cell(runs, (design, n), correlation, rate)


def _share_cell(runs: int, design: tuple[str, int], correlation: float, rate: float) -> Cell:
    of = sizes(*design)
    seed = (design[1], len(design[0]), round(1000 * correlation), round(1000 * rate))
    rng = np.random.default_rng(seed)
    rates = own_rates(rate, correlation, (runs, len(of)), rng)
    sums = summed(of, rng.binomial(of, rates))
    share, n = np.asarray(sums.x / sums.n), clustering.effective_n(sums)
    known = {name: held(v, rate) for name, v in known_share_intervals(sums).items()}
    true_n = sums.n / (1 + correlation * (sums.nn / sums.n - 1))
    known[ORACLE] = held(intervals.share_interval(share, true_n), rate)
    return Cell(
        table="shares",
        design=design,
        setting=(correlation, rate),
        ours=held(intervals.share_interval(share, n), rate),
        known=known,
        rejected=int((intervals.p_value(share, n, rate) < 0.05).sum()),
    )


def score_cells(runs: int, *, largest: int = 2_000) -> Iterator[Cell]:
    """Scores of 1 to 5, middling or near the top, of customers who answer alike."""
    for design, (numbers, correlations) in GRID.items():
        for n, correlation, where in product(numbers, correlations, LATENT):
            if n <= largest:
                yield _score_cell(runs, (design, n), correlation, where)


def _score_cell(runs: int, design: tuple[str, int], correlation: float, where: str) -> Cell:
    of = sizes(*design)
    rng = np.random.default_rng((design[1], len(where), round(1000 * correlation)))
    scores = np.searchsorted(LATENT[where], latent(runs, of, correlation, rng)) / 4
    truth = _mean_score(LATENT[where])
    sums = summed(of, by_customer(scores, of), (scores**2).sum(-1))
    mean, n = np.asarray(sums.x / sums.n), clustering.effective_n(sums)
    variance = linearised_variance(sums)
    return Cell(
        table="scores",
        design=design,
        setting=(correlation, where),
        ours=held(intervals.share_interval(mean, n), truth),
        known={
            "Student's t": held(t_interval(mean, variance, sums.customers - 1), truth),
            ORACLE: held(t_interval(mean, np.full(runs, mean.var()), 1e9), truth),
        },
        rejected=int((intervals.p_value(mean, n, truth) < 0.05).sum()),
    )


def latent(runs: int, of: Array, correlation: float, rng: np.random.Generator) -> Array:
    """Normal values, one per run and instance, of which a customer's go together."""
    own = rng.standard_normal((runs, len(of))) * np.sqrt(correlation)
    rest = rng.standard_normal((runs, int(of.sum()))) * np.sqrt(1 - correlation)
    return np.repeat(own, of, axis=1) + rest


def _mean_score(cuts: tuple[float, ...]) -> float:
    from scipy.stats import norm  # noqa: PLC0415

    return float(sum(norm.sf(cut) for cut in cuts)) / 4
