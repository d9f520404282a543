"""Is a share larger inside a segment than outside it: lift with its interval, and an exact test.

Both sides are put on their effective numbers of instances (`blueprint.clustering`). The interval of
the ratio is Donner & Zou's (2012) of two shares, the test Fisher's (1935) exact one, from above.
Customers on both sides make the two alike, which both leave out: they are then too careful.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

from blueprint import clustering, intervals
from blueprint.clustering import SizeSums

MOST_EXACT = 5_000
"""Affected instances up to which the test is exact; beyond, the normal curve is as good."""
Customers = tuple[int, int, int, int, int]
"""Those with so many units each: units, how many, affected units, their squares, how many hit."""
Z95 = 1.959963984540054


@dataclass(slots=True)
class Side:
    """One side: by the units of a customer (n) the customers, the affected units, and hit ones."""

    sizes: dict[int, tuple[int, int, int]] = field(default_factory=dict)
    hit: int = 0

    @classmethod
    def of(cls, *groups: tuple[list[Customers], int]) -> Side:
        """The sums of groups of customers, each added (1) or taken away (-1)."""
        side = cls()
        for rows, sign in groups:
            for row in rows:
                side._add(row, sign)
        return side

    def _add(self, row: Customers, sign: int) -> None:
        n, customers, x, xx, hit = row
        old = self.sizes.get(n, (0, 0, 0))
        self.sizes[n] = (old[0] + sign * customers, old[1] + sign * x, old[2] + sign * xx)
        self.hit += sign * hit

    def rows(self) -> Iterable[SizeSums]:
        """The sums as clustering takes them."""
        for n, (customers, x, xx) in sorted(self.sizes.items()):
            if customers:
                yield SizeSums(n, customers, x, xx, x)


@dataclass(frozen=True, slots=True)
class Share:
    """The share of affected units on one side."""

    n: int
    x: int
    customers: int
    hit: int
    effective: float

    @property
    def rate(self) -> float:
        """Affected of eligible."""
        return self.x / self.n


def share_of(side: Side) -> Share:
    """The share of one side, with its effective number of units."""
    rows = list(side.rows())
    n = sum(row.n * row.customers for row in rows)
    effective = min(float(clustering.effective_n(clustering.summed(rows))), float(n))
    customers, x = sum(row.customers for row in rows), sum(row.total for row in rows)
    return Share(n, x, customers, side.hit, effective)


def lift_interval(inside: Share, outside: Share) -> tuple[float, float | None]:
    """95 % interval of the ratio of the shares; no upper end where the outer one may be 0."""
    ends = [intervals.share_interval(s.rate, s.effective) for s in (inside, outside)]
    low, high = intervals.ratio_interval(inside.rate, ends[0], outside.rate, ends[1])
    return float(low), float(high) if math.isfinite(high) else None


def p_larger(inside: Share, outside: Share) -> float:
    """Probability of so much larger a share inside, if both were the same (one-sided)."""
    if inside.rate <= outside.rate:
        return 1.0
    n, rest = math.floor(inside.effective), math.floor(outside.effective)
    x = math.floor(inside.rate * inside.effective + 1e-9)
    other = math.ceil(outside.rate * outside.effective - 1e-9)
    if x + other > MOST_EXACT:
        return _normal(x, n, other, rest)
    from scipy.stats import hypergeom  # noqa: PLC0415  heavy: only to judge

    return float(hypergeom.sf(x - 1, n + rest, x + other, n))


def _normal(x: int, n: int, other: int, rest: int) -> float:
    """The score test of two shares, for many affected."""
    pooled = (x + other) / (n + rest)
    spread = math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / rest))
    z = (x / n - other / rest) / spread if spread else 0.0
    return 0.5 * math.erfc(z / math.sqrt(2))


def rough_lift(n: int, x: int, rest_n: int, rest_x: int) -> float:
    """Lower end of the lift if all units were of different customers (Katz and others 1978)."""
    if not x or x * rest_n <= rest_x * n:
        return 0.0
    a, b = x + 0.5, rest_x + 0.5
    spread = math.sqrt(1 / a - 1 / (n + 0.5) + 1 / b - 1 / (rest_n + 0.5))
    return math.exp(math.log(a / (n + 0.5) * (rest_n + 0.5) / b) - Z95 * spread)
