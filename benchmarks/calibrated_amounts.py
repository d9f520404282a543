"""Summed effects: hours of those instances that were late, of customers who differ."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np

from benchmarks.calibrated_cells import Cell, held
from benchmarks.known_intervals import t_interval
from benchmarks.simulated_customers import own_rates, sizes
from blueprint import intervals

GRID = {
    "one each": ((100, 400, 2_000, 10_000), (0,)),
    "a few": ((400, 2_000, 10_000), (0.05, 0.5)),
    "skewed": ((2_000, 10_000), (0.05,)),
}
SPREADS = {"even": 0.3, "skewed": 0.8}
"""Standard deviation of the logarithm of the hours late."""


def sum_cells(runs: int, *, largest: int = 10_000) -> Iterator[Cell]:
    """The sum of hours, for shares late of 0.05, 0.2 and 0.5."""
    for design, (numbers, correlations) in GRID.items():
        for n, correlation, rate, hours in product(
            numbers, correlations, (0.05, 0.2, 0.5), SPREADS
        ):
            if n <= largest:
                yield _sum_cell(runs, (design, n), (correlation, rate), hours)


def _sum_cell(runs: int, design: tuple[str, int], late: tuple[float, float], hours: str) -> Cell:
    correlation, rate = late
    of, sigma = sizes(*design), SPREADS[hours]
    rng = np.random.default_rng((design[1], len(hours), round(100 * rate)))
    hit = rng.binomial(of, own_rates(rate, correlation, (runs, len(of)), rng))
    effects = np.zeros(hit.shape)
    places = np.divmod(np.repeat(np.arange(hit.size), hit.ravel()), len(of))
    np.add.at(effects, places, rng.lognormal(0, sigma, int(hit.sum())))
    total, truth = effects.sum(1), design[1] * rate * float(np.exp(sigma**2 / 2))
    each = total / of.sum()
    squares = (effects**2).sum(1) - 2 * each * (effects * of).sum(1) + each**2 * (of**2).sum()
    m = len(of)
    variance = squares * m / (m - 1)
    typical = np.sqrt((effects**2).sum(1) * variance)
    typical = np.divide(typical, total, out=np.zeros(runs), where=total > 0)
    return Cell(
        table="sums",
        design=design,
        setting=(correlation, rate, hours),
        ours=held(intervals.sum_interval(total, variance, typical), truth),
        known={"Student's t": held(t_interval(total, variance, m - 1), truth)},
    )
