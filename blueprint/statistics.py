"""From sums over customers to rate, interval, p-value, q and verdict: one place for all gap kinds.

Instances of one customer are not independent, so the variance of the ratio is linearised by
customer (Särndal, Swensson & Wretman 1992, section 5.6); its design effect gives an effective
number of instances, on which the Wilson interval (Wilson 1927) and a one-sided exact binomial test
(Clopper & Pearson 1934, continued to non-integer counts by the incomplete beta function) are taken.
Many tests: Benjamini & Hochberg (1995).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

Z95 = 1.959963984540054
ALPHA = 0.05
FEWEST = 2
"""Customers below which there is no spread between customers to measure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Sums over the customers of one test: n and x are instances eligible and affected.

    `xx`, `xn`, `nn` are sums over customers of the products of their own x and n; `e` and `ee` the
    sum of the customers' effects and of their squares.
    """

    kind: str
    subject: str
    facet: str | None
    n: int
    x: int
    customers: int
    customers_hit: int
    xx: int
    xn: int
    nn: int
    e: int
    ee: int
    details: dict[str, int] = field(default_factory=dict)

    @property
    def rate(self) -> float:
        """Share of the eligible instances that are affected."""
        return self.x / self.n


def effective_n(spread: Spread) -> float:
    """Number of independent instances that would know as much; never more than there are.

    Where all customers agree (rate 0 or 1) the spread tells nothing: then Kish's n²/Σn² is used.
    """
    kish = spread.n * spread.n / spread.nn
    if spread.x in (0, spread.n) or spread.customers < FEWEST:
        return kish
    rate = Fraction(spread.x, spread.n)
    residual = spread.xx - 2 * rate * spread.xn + rate * rate * spread.nn
    variance = residual * spread.customers / (spread.customers - 1) / spread.n**2
    if variance <= 0:
        return kish
    return min(float(rate * (1 - rate) / variance), float(spread.n))


def wilson(rate: float, n: float) -> tuple[float, float]:
    """Wilson's 95 % interval of a share on n (effective) instances."""
    centre = (rate + Z95**2 / (2 * n)) / (1 + Z95**2 / n)
    half = Z95 / (1 + Z95**2 / n) * math.sqrt(rate * (1 - rate) / n + Z95**2 / (4 * n * n))
    low, high = max(0.0, centre - half), min(1.0, centre + half)
    return (0.0 if rate == 0 else low, 1.0 if rate == 1 else high)


def p_value(rate: float, n: float, tolerance: float) -> float:
    """Probability of a share this large if the true one were the tolerance (one-sided)."""
    from scipy.special import betainc  # noqa: PLC0415  heavy: only to judge

    if rate <= tolerance:
        return 1.0
    if tolerance <= 0:
        return 0.0
    affected = rate * n
    return float(betainc(affected, n - affected + 1, tolerance))


def effect_interval(spread: Spread) -> tuple[float, float]:
    """95 % interval of the summed effect, by the spread between customers; not below 0."""
    if spread.customers < FEWEST:
        return (0.0, float(spread.e))
    scatter = max(Fraction(spread.ee) - Fraction(spread.e**2, spread.customers), Fraction(0))
    half = Z95 * math.sqrt(scatter * spread.customers / (spread.customers - 1))
    return (max(0.0, spread.e - half), spread.e + half)


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
