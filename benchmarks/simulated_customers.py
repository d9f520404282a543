"""Customers with several instances each, whose values go together: for calibration.py.

Sizes are those of a log: fixed over the runs. A run draws each customer's own rate from a beta
distribution (the beta-binomial model: any two instances of a customer have the given correlation).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from blueprint.clustering import Clusters

Array = NDArray[Any]
DESIGNS = {
    "one each": "every customer has one instance",
    "a few": "geometric: one in two has one instance, the mean is 2.5",
    "skewed": "Pareto (1.2): a customer has 20 on average (7 of 400), the largest 8 to 15 % of all",
    "half": "as a few, but one customer (a shared account) has half of all instances",
}


def sizes(design: str, n: int) -> Array:
    """Instances of each customer, n in all, never fewer than 36 customers."""
    rng = np.random.default_rng((n, len(design)))
    if design == "one each":
        return np.ones(n, int)
    if design == "skewed":
        customers = max(60, n // 20)
        weights = (np.arange(1, customers + 1) / (customers + 1)) ** (-1 / 1.2)
        return 1 + rng.multinomial(n - customers, weights / weights.sum())
    if design == "half":
        return np.append(sizes("a few", n // 2), n - n // 2)
    drawn = rng.geometric(0.4, n)
    kept = drawn[: max(36, int(np.searchsorted(drawn.cumsum(), n)))]
    while kept.sum() != n:
        at = int(np.argmax(kept))
        kept[at] += 1 if kept.sum() < n else -1
    return kept


def own_rates(rate: float, correlation: float, shape: tuple[int, int], rng: Any) -> Array:
    """One rate per run and customer."""
    if correlation == 0 or rate in {0, 1}:
        return np.full(shape, rate)
    more = 1 / correlation - 1
    return rng.beta(rate * more, (1 - rate) * more, shape)


def summed(n: Array, x: Array, values2: Array | None = None) -> Clusters:
    """Sums over customers (the last axis); a value per run. Customers may lack in a run (n = 0)."""
    n, x = n.astype(float), x.astype(float)
    powers = [(n**k).sum(-1) for k in range(1, 6)]
    shares = np.divide(x**2, n, out=np.zeros_like(x), where=n > 0)
    return Clusters(
        n=powers[0],
        x=x.sum(-1),
        customers=(n > 0).sum(-1).astype(float),
        values2=x.sum(-1) if values2 is None else values2,
        xx=(x**2).sum(-1),
        xn=(x * n).sum(-1),
        nn=powers[1],
        n3=powers[2],
        n4=powers[3],
        n5=powers[4],
        xx_per_n=shares.sum(-1),
    )


def by_customer(values: Array, of: Array) -> Array:
    """Sums of instances' values (the last axis) by customer, instances sorted by customer."""
    return np.add.reduceat(values, np.append(0, of.cumsum()[:-1]), axis=-1)
