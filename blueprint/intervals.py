"""Intervals and one-sided tests from a share, its effective number of instances, and no more.

All 95 %, by the exact distribution for whole numbers of independent instances; for one or, as
arrays, for many at once.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from blueprint.clustering import Floats, Numbers

TAIL = 0.025
_HALVINGS = 50


class Limits(NamedTuple):
    """Lower and upper end, between which the value lies in 95 of 100 such logs."""

    low: Floats
    high: Floats


def share_interval(share: Numbers, n: Numbers) -> Limits:
    """The mid-P interval (Lancaster 1961; Berry & Armitage 1995) on n effective instances.

    It asks how likely so many or more are, counting exactly so many by half: nearer to 95 % than
    Clopper & Pearson's, which counts them whole, and almost as safe.
    """
    share, n = np.broadcast_arrays(np.asarray(share, float), np.asarray(n, float))
    low = _last(lambda rate: _mid_p(share * n, (1 - share) * n, rate) <= TAIL, n)
    high = 1 - _last(lambda rate: _mid_p((1 - share) * n, share * n, rate) <= TAIL, n)
    return Limits(np.where(share > 0, low, 0.0), np.where(share < 1, high, 1.0))


def _mid_p(hit: Floats, free: Floats, rate: Floats) -> Floats:
    """Probability of more than `hit`, and by half of exactly so many."""
    from scipy.special import betainc  # noqa: PLC0415  heavy: only to judge

    at_least = betainc(np.maximum(hit, 1e-12), free + 1, rate)
    more = np.where(free > 0, betainc(hit + 1, np.maximum(free, 1e-12), rate), 0.0)
    return np.asarray((at_least + more) / 2)


def p_value(share: Numbers, n: Numbers, tolerance: Numbers) -> Floats:
    """Probability of a share this large if the true one were the tolerance (one-sided, exact).

    A tolerance of 0 is refuted by one affected instance: it says "never", and once is not never.
    """
    from scipy.special import betainc  # noqa: PLC0415  heavy: only to judge

    share, n, tolerance = np.broadcast_arrays(
        *(np.asarray(v, float) for v in (share, n, tolerance))
    )
    above = share > tolerance
    hit = np.where(above, share * n, 1.0)
    p = betainc(hit, np.maximum(n - hit, 0.0) + 1, np.clip(tolerance, 0, 1))
    return np.where(above, p, 1.0)


def quantile_shares(quantile: float, n: Numbers) -> Limits:
    """Between which shares of the sorted values the quantile lies (Woodruff 1952).

    By inversion of the exact test (Francisco & Fuller 1991), so that independent values give the
    distribution-free limits of Thompson (1936). Without a limit: below 0, or above 1.
    """
    from scipy.special import betainc  # noqa: PLC0415  heavy: only to judge

    n = np.asarray(n, float)

    def at_least(share: Floats) -> Floats:
        """Probability that so large a share, or a larger one, lies below the quantile."""
        return np.asarray(betainc(np.maximum(share * n, 1e-12), (1 - share) * n + 1, quantile))

    def at_most(share: Floats) -> Floats:
        """Probability that at most so large a share lies below the quantile."""
        return 1 - np.asarray(betainc(share * n + 1, np.maximum((1 - share) * n, 1e-12), quantile))

    low = _last(lambda share: at_most(share) <= TAIL, n)
    high = 1 - _last(lambda rest: at_least(1 - rest) <= TAIL, n)
    return Limits(
        np.where(at_most(np.zeros_like(n)) <= TAIL, low, -1.0),
        np.where(at_least(np.ones_like(n)) <= TAIL, high, 2.0),
    )


def _last(holds: Callable[[Floats], NDArray[np.bool_]], like: Floats) -> Floats:
    """The largest number from 0 to 1 up to which something holds, by halving."""
    low, high = np.zeros_like(like), np.ones_like(like)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        inside = holds(middle)
        low, high = np.where(inside, middle, low), np.where(inside, high, middle)
    return low


def sum_interval(total: Numbers, squares: Numbers, typical: Numbers) -> Limits:
    """The interval of a sum of what customers add, none of it below 0 (Fay & Feuer 1997).

    `squares` is the variance of the sum, `typical` what one more customer would add. A gamma
    distribution of that mean and variance: as skewed as few large amounts make it.
    """
    from scipy.special import gammaincinv  # noqa: PLC0415  heavy: only to judge

    total, squares = np.asarray(total, float), np.asarray(squares, float)
    more, wider = total + typical, squares + np.square(typical)
    some = (total > 0) & (squares > 0)
    scale = np.divide(squares, total, out=np.ones_like(total + squares), where=some)
    low = gammaincinv(np.where(some, total / scale, 1.0), TAIL) * scale
    broad = np.divide(wider, more, out=np.ones_like(more + wider), where=(more > 0) & (wider > 0))
    high = gammaincinv(np.maximum(more / broad, 1e-9), 1 - TAIL) * broad
    return Limits(np.where(some, low, total), np.where(some, high, total))


def difference_interval(one: Numbers, of_one: Limits, two: Numbers, of_two: Limits) -> Limits:
    """The interval of `one - two` of different customers, from theirs (Newcombe 1998, method 10).

    Holds for shares and for means ("MOVER", Zou & Donner 2008).
    """
    difference = np.asarray(one, float) - two
    below = np.hypot(one - of_one.low, of_two.high - two)
    above = np.hypot(of_one.high - one, two - of_two.low)
    return Limits(difference - below, difference + above)


def ratio_interval(one: Numbers, of_one: Limits, two: Numbers, of_two: Limits) -> Limits:
    """The interval of `one / two`, shares of different customers, from theirs (Donner & Zou 2012).

    The upper end is infinite where `two` may be 0.
    """
    product = np.asarray(one, float) * two
    low = _ratio_end((product, np.asarray(of_one.low), np.asarray(of_two.high)), one, two, -1)
    high = _ratio_end((product, np.asarray(of_one.high), np.asarray(of_two.low)), one, two, 1)
    return Limits(low, high)


def _ratio_end(
    ends: tuple[Floats, Floats, Floats], one: Numbers, two: Numbers, sign: int
) -> Floats:
    """One end of the ratio's interval: the root of a quadratic."""
    product, above, below = ends
    under = product**2 - above * below * (2 * one - above) * (2 * two - below)
    root = product + sign * np.sqrt(np.maximum(under, 0.0))
    scale = np.asarray(below * (2 * two - below), float)
    end = np.full(np.shape(root), np.inf)
    np.divide(np.maximum(root, 0.0), scale, out=end, where=scale > 0)
    np.divide(root, scale, out=end, where=(scale < 0) & (root < 0))  # `two` may be near 0
    return end
