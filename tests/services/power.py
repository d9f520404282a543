"""How likely the test is to confirm a planted gap: its own power, worked out beforehand.

A gap of a true rate is confirmed when its p stands the Benjamini-Hochberg correction and the lower
end of its interval is over the tolerance. The smallest number of affected instances for which this
holds comes from the software's own test (it is the test's power that is asked for); the probability
of so many is binomial, on the number of independent instances: n, over Kish's design effect where
whole customers are befallen, known by construction. Benjamini-Hochberg lets pass what is below
0.05 k / m, when k of m tests pass. k is the largest number of planted gaps that each have the
wanted power at that very level: the others may help, but nothing is built on them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import sqrt

from scipy.stats import binom, nct, t

from blueprint.statistics import ALPHA, p_value, share_interval

ENOUGH = 0.99
FEWEST = 2


@dataclass(frozen=True, slots=True)
class Planted:
    """A planted gap: its true rate, what is tolerated, how many independent instances there are."""

    rate: float
    tolerance: float
    n: int
    deviation: float | None = None
    """Of one answer, in points, where a mean is tested: the rate is what the mean lacks then."""


def powers(planted: Sequence[Planted], tests: int) -> list[float]:
    """The power of each planted gap among so many tests."""
    passing = len(planted)
    while True:
        found = [power(gap, ALPHA * passing / max(tests, 1)) for gap in planted]
        sure = sum(one >= ENOUGH for one in found)
        if sure == passing or not passing:
            return found
        passing = sure


def power(gap: Planted, level: float) -> float:
    """Probability that a sample is confirmed at a level of p."""
    if gap.n < FEWEST or level <= 0:
        return 0.0
    if gap.deviation is not None:
        return _of_mean(gap, level)
    fewest = fewest_affected(gap.n, gap.tolerance, level)
    return float(binom.sf(fewest - 1, gap.n, gap.rate))


def _of_mean(gap: Planted, level: float) -> float:
    """The power of Student's test of a mean, which must stand its two-sided interval, too."""
    least = t.isf(min(level, ALPHA / 2), gap.n - 1)
    beyond = (gap.rate - gap.tolerance) * sqrt(gap.n) / gap.deviation if gap.deviation else 0.0
    return float(nct.sf(least, gap.n - 1, beyond))


@cache
def fewest_affected(n: int, tolerance: float, level: float) -> int:
    """The smallest number of affected instances that is confirmed; n + 1 where none is."""
    low, high = 0, n + 1
    while low < high:
        middle = (low + high) // 2
        if is_confirmed(middle, n, tolerance, level):
            high = middle
        else:
            low = middle + 1
    return low


def is_confirmed(x: int, n: int, tolerance: float, level: float) -> bool:
    """Whether x of n is over the tolerance by the test and by the interval."""
    rate = x / n
    is_over = rate > tolerance and p_value(rate, n, tolerance) < level
    return is_over and share_interval(rate, n)[0] > tolerance
