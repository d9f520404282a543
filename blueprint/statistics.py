"""From sums over customers to rate, interval, p-value, q and verdict: one place for all gap kinds.

Instances of one customer are not independent: `blueprint.clustering` says how many independent
ones would know as much, `blueprint.intervals` takes exact intervals and tests on that number. Many
tests: Benjamini & Hochberg (1995). How often intervals hold is measured in docs/calibration.md.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from blueprint import clustering, intervals
from blueprint.clustering import SizeSums

ALPHA = 0.05
FEWEST = 2
"""Customers below which there is no spread between customers to measure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Sums over the customers of one test: n and x are instances eligible and affected.

    `sizes` has the same by the number of eligible instances of a customer; `e`, `ee` and `en` are
    the sum of the customers' effects, of their squares, and of effect times own n.
    """

    kind: str
    subject: str
    facet: str | None
    n: int
    x: int
    customers: int
    customers_hit: int
    e: int
    ee: int
    en: int
    sizes: tuple[SizeSums, ...]
    details: dict[str, int] = field(default_factory=dict)

    @property
    def rate(self) -> float:
        """Share of the eligible instances that are affected."""
        return self.x / self.n


def effective_n(spread: Spread) -> float:
    """Number of independent instances that would know as much; never more than there are."""
    return min(float(clustering.effective_n(clustering.summed(spread.sizes))), float(spread.n))


def rate_interval(spread: Spread) -> tuple[float, float]:
    """95 % interval of the rate."""
    return share_interval(spread.rate, effective_n(spread))


def share_interval(share: float, n: float) -> tuple[float, float]:
    """95 % interval of a share on n (effective) instances: mid-P."""
    low, high = intervals.share_interval(share, n)
    return float(low), float(high)


def p_value(rate: float, n: float, tolerance: float) -> float:
    """Probability of a share this large if the true one were the tolerance (one-sided)."""
    return float(intervals.p_value(rate, n, tolerance))


def effect_interval(spread: Spread) -> tuple[float, float]:
    """95 % interval of the summed effect, by the spread between customers; not below 0."""
    if spread.customers < FEWEST:
        return (0.0, float(spread.e))
    total, variance = float(spread.e), _effect_variance(spread)
    # what one more would add: between what the affected add and what they add beyond their share
    typical = math.sqrt(spread.ee * variance) / total if total else 0.0
    low, high = intervals.sum_interval(total, variance, typical)
    return float(low), float(high)


def _effect_variance(spread: Spread) -> float:
    """Of the summed effect, linearised by customer: what a customer adds beyond its share of n."""
    each = spread.e / spread.n
    nn = sum(row.customers * row.n**2 for row in spread.sizes)
    squares = max(spread.ee - 2 * each * spread.en + each**2 * nn, 0.0)
    return squares * spread.customers / (spread.customers - 1)


def q_values(p_values: Sequence[float]) -> list[float]:
    """Benjamini-Hochberg q of each p, in the given order."""
    if not p_values:
        return []
    from scipy.stats import false_discovery_control  # noqa: PLC0415  heavy: only to judge

    return [float(q) for q in false_discovery_control(p_values, method="bh")]


def is_enough(spread: Spread, min_cases: float) -> bool:
    """Whether there are enough instances and customers to judge at all."""
    return min(spread.n, spread.customers) >= min_cases


def verdict(rate: float, low: float, tolerance: float, q: float | None) -> str | None:
    """The verdict; None where there is no gap. A q of None: not enough data to test."""
    if rate <= tolerance:
        return None
    if q is None:
        return "not_enough_data"
    return "confirmed" if q < ALPHA and low > tolerance else "indicated"
