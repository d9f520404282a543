"""How likely the test is to confirm a planted gap: its own power, worked out beforehand.

A gap with a true rate is confirmed when its one-sided binomial p stands the Benjamini-Hochberg
correction and Wilson's lower bound is over the tolerance, on the number of independent instances
(where whole customers are befallen: n over the design effect of Kish, known by construction).
Benjamini-Hochberg lets pass what is below 0.05 k / m, when k of m tests pass. k is the largest
number of planted gaps that each have the wanted power at that very level: the others may help, but
nothing is built on them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import sqrt

from scipy.stats import binom

ALPHA = 0.05
Z95 = 1.959963984540054
ENOUGH = 0.99


@dataclass(frozen=True, slots=True)
class Planted:
    """A planted gap: its true rate, what is tolerated, how many independent instances there are."""

    rate: float
    tolerance: float
    n: int


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
    if gap.n < 1 or level <= 0:
        return 0.0
    fewest = fewest_affected(gap.n, gap.tolerance, level)
    return float(binom.sf(fewest - 1, gap.n, gap.rate))


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
    if rate <= tolerance:
        return False
    centre = (rate + Z95**2 / (2 * n)) / (1 + Z95**2 / n)
    half = Z95 / (1 + Z95**2 / n) * sqrt(rate * (1 - rate) / n + Z95**2 / (4 * n * n))
    return centre - half > tolerance and binom.sf(x - 1, n, tolerance) < level
