"""Times under censoring: quantiles and shares by the cohort rule, survival curves.

Cases enter evenly over 100 days and the log is cut there. By the cohort rule only those count that
entered a limit before the cut, so how long they take cannot decide who is counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import numpy as np
from scipy.stats import binom, norm

from benchmarks.calibrated_cells import Cell, held
from benchmarks.calibrated_shares import latent
from benchmarks.known_intervals import known_share_intervals, linearised_n
from benchmarks.simulated_customers import Array, by_customer, sizes, summed
from blueprint import clustering, intervals
from blueprint.intervals import Limits
from blueprint.stage_quantiles import quantile_ranks
from miner.measures import TimesToEnd
from miner.survival import OPEN, OTHERWISE, REACHED, aalen_johansen, kaplan_meier, reached_after

GRID = {
    "one each": ((50, 150, 3_000), (0,)),
    "a few": ((150, 600, 3_000), (0, 0.5)),
    "skewed": ((600, 3_000), (0.05, 0.5)),
}
COHORT = 0.8
"""Share of the cases that entered at least a limit before the cut."""


def cohort_cells(runs: int, *, largest: int = 3_000) -> Iterator[Cell]:
    """Median, P90 and the share that is late, of the cases in the cohort."""
    for design, (numbers, correlations) in GRID.items():
        for n, correlation in product(numbers, correlations):
            if n <= largest:
                yield from _cohort(runs, (design, n), correlation)


def _cohort(runs: int, design: tuple[str, int], correlation: float) -> Iterator[Cell]:
    of = sizes(*design)
    rng = np.random.default_rng((design[1], round(1000 * correlation), 7))
    took = np.exp(latent(runs, of, correlation, rng))
    counted = rng.random(took.shape) < COHORT
    for quantile in (0.5, 0.9):
        yield _quantile_cell((design, correlation), quantile, np.where(counted, took, np.nan), of)
    for late in (0.05, 0.3):
        hit = counted & (took > np.exp(norm.isf(late)))
        sums = summed(by_customer(counted.astype(float), of), by_customer(hit.astype(float), of))
        share, n = sums.x / sums.n, clustering.effective_n(sums)
        yield Cell(
            table="late by the cohort rule",
            design=design,
            setting=(correlation, late),
            ours=held(intervals.share_interval(share, n), late),
            known={k: held(v, late) for k, v in known_share_intervals(sums).items()},
            rejected=int((intervals.p_value(share, n, late) < 0.05).sum()),
        )


def _quantile_cell(
    where: tuple[tuple[str, int], float], quantile: float, took: Array, of: Array
) -> Cell:
    design, correlation = where
    found = np.nanquantile(took, quantile, axis=1, keepdims=True)
    counted, below = ~np.isnan(took), took <= found
    sums = summed(by_customer(counted.astype(float), of), by_customer(below.astype(float), of))
    ordered = np.sort(took, axis=1)  # those not counted stand last
    truth = float(np.exp(norm.ppf(quantile)))
    share, n = np.asarray(sums.x / sums.n), linearised_n(sums)
    z = 1.96 * np.sqrt(share * (1 - share) / n)
    woodruff = [
        np.clip(np.ceil(np.clip(s, 0, 1) * sums.n), 1, sums.n) for s in (share - z, share + z)
    ]
    known = {"Woodruff, normal": held(_at(ordered, *woodruff), truth)}
    if design[0] == "one each":
        known["order statistics"] = held(_at(ordered, *_sign_test(quantile, sums.n)), truth)
    return Cell(
        table=f"P{round(100 * quantile)} by the cohort rule",
        design=design,
        setting=(correlation, quantile),
        ours=held(_at(ordered, *quantile_ranks(quantile, sums)), truth),
        known=known,
    )


def _sign_test(quantile: float, n: Any) -> tuple[Array, Array]:
    """The ranks of the distribution-free interval (Thompson 1936)."""
    return binom.ppf(0.025, n, quantile), binom.ppf(0.975, n, quantile) + 1


def _at(ordered: Array, low: Array, high: Array) -> Limits:
    """The values at these ranks; none is known before the first or after the last."""
    n = (~np.isnan(ordered)).sum(1)
    rows = np.arange(len(ordered))
    first = ordered[rows, np.clip(low - 1, 0, n - 1).astype(int)]
    last = ordered[rows, np.clip(high - 1, 0, n - 1).astype(int)]
    return Limits(np.where(low < 1, 0.0, first), np.where(high > n, np.inf, last))


def survival_cells(runs: int, *, largest: int = 2_000) -> Iterator[Cell]:
    """Kaplan-Meier and Aalen-Johansen, a third of the cases open at the cut."""
    for n, otherwise in product((36, 100, 400, 2_000), (0.0, 0.5)):
        if n <= largest:
            yield from _survival(runs, n, otherwise)


def _survival(runs: int, n: int, otherwise: float) -> Iterator[Cell]:
    """Times to reach and to leave are exponential; `otherwise` is the rate of leaving."""
    rng = np.random.default_rng((n, round(10 * otherwise)))
    curves = [_curve(_ends(n, otherwise, rng), otherwise) for _ in range(runs)]
    name = "Aalen-Johansen" if otherwise else "Kaplan-Meier"
    for share in (0.2, 0.5):
        at, truth = _reached_by(share, otherwise)
        points = np.array([_point(curve, at) for curve in curves])
        plain = 1.96 * np.sqrt(points[:, 3])
        linear = Limits(points[:, 0] - plain, points[:, 0] + plain)
        yield Cell(
            table=name,
            design=(n,),
            setting=("share", share),
            ours=held(Limits(points[:, 1], points[:, 2]), truth),
            known={"plain Greenwood": held(linear, truth)},
        )
    middle, _ = _reached_by(0.3, otherwise)
    times = [reached_after(curve, _reached_by(0.3, otherwise)[1] - 1e-9) for curve in curves]
    ends = [[t.low_us or 0, np.inf if t.high_us is None else t.high_us] for t in times]
    yield Cell(
        table=name,
        design=(n,),
        setting=("time", 0.3),
        ours=held(Limits(*np.array(ends, float).T), float(middle)),
    )


STEPS = 200
"""Time is told in 200ths, so that a curve has few points; whoever reaches at 0.3 is told at 60."""


def _ends(n: int, otherwise: float, rng: np.random.Generator) -> list[TimesToEnd]:
    reach, seen = rng.exponential(1.0, n), rng.uniform(0.2, 2.0, n)
    leave = rng.exponential(1 / otherwise, n) if otherwise else np.full(n, np.inf)
    end = np.ceil(STEPS * np.minimum(reach, leave))
    last = np.floor(STEPS * seen)
    kind = np.where(end > last, OPEN, np.where(reach < leave, REACHED, OTHERWISE))
    rows, cases = np.unique(
        np.stack([np.minimum(end, last).astype(int).astype(str), kind]), axis=1, return_counts=True
    )
    return [
        TimesToEnd(duration_us=int(t), end=str(k), cases=int(c))
        for t, k, c in zip(*rows, cases, strict=True)
    ]


def _curve(ends: list[TimesToEnd], otherwise: float) -> Any:
    return aalen_johansen(ends) if otherwise else kaplan_meier(ends)


def _reached_by(share: float, otherwise: float) -> tuple[int, float]:
    """The first step by which so large a share has reached the goal, and the share by then."""
    both = 1 + otherwise
    at = int(np.ceil(-STEPS * np.log(1 - share * both) / both))
    return at, float((1 - np.exp(-both * at / STEPS)) / both)


def _point(curve: Any, at: int) -> tuple[float, float, float, float]:
    """Share reached with its interval and variance at a time; all is open before the first."""
    rows = [row for row in curve if row.time_us <= at]
    if not rows:
        return 0.0, 0.0, 1.0, 0.0
    row = rows[-1]
    low, high = (row.low, row.high)
    if low is None or high is None:
        return row.share, 0.0, 1.0, row.variance
    share, ends = row.share, (low, high)
    if hasattr(row, "otherwise"):
        return share, ends[0], ends[1], row.variance
    return 1 - share, 1 - ends[1], 1 - ends[0], row.variance
