"""Intervals that are known and used for shares and means of clustered data, to compare with."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv
from scipy.stats import t as student

from blueprint.clustering import Clusters
from blueprint.intervals import Limits, share_interval

Array = NDArray[Any]
Z = 1.959963984540054


def linearised_variance(sums: Clusters) -> Array:
    """Of the mean, by customer (Särndal, Swensson & Wretman 1992), times m/(m - 1)."""
    mean, m = np.asarray(sums.x / sums.n), sums.customers
    squares = np.maximum(sums.xx - 2 * mean * sums.xn + mean**2 * sums.nn, 0.0)
    return squares * m / (m - 1) / np.square(sums.n)


def linearised_n(sums: Clusters) -> Array:
    """Effective instances by that variance; Kish's n²/Σn² where there is none, never above n."""
    share, variance = np.asarray(sums.x / sums.n), linearised_variance(sums)
    kish = np.broadcast_to(np.square(sums.n) / sums.nn, share.shape)
    known = variance > 0
    n = np.divide(share * (1 - share), variance, out=kish.copy(), where=known)
    return np.minimum(n, sums.n)


def wilson(share: Array, n: Array) -> Limits:
    """Wilson (1927)."""
    centre, over = (share + Z**2 / (2 * n)), 1 + Z**2 / n
    half = Z * np.sqrt(share * (1 - share) / n + Z**2 / (4 * n**2))
    return Limits(
        np.where(share <= 0, 0.0, (centre - half) / over),
        np.where(share >= 1, 1.0, (centre + half) / over),
    )


def jeffreys(share: Array, n: Array) -> Limits:
    """Jeffreys, one-sided at 0 and 1 (Brown, Cai & DasGupta 2001)."""
    hit, free = share * n + 0.5, (1 - share) * n + 0.5
    return Limits(
        np.where(share <= 0, 0.0, betaincinv(hit, free, 0.025)),
        np.where(share >= 1, 1.0, betaincinv(hit, free, 0.975)),
    )


def korn_graubard(sums: Clusters) -> Limits:
    """Korn & Graubard (1998): Clopper-Pearson, with t on customers less one, never above n."""
    n = linearised_n(sums)
    ratio = student.ppf(0.975, sums.n - 1) / student.ppf(0.975, sums.customers - 1)
    return share_interval(sums.x / sums.n, np.minimum(n * ratio**2, sums.n))


def logit(sums: Clusters) -> Limits:
    """On the logit with t, as survey packages have it; none (0 to 1) where the share is 0 or 1."""
    share, variance = np.asarray(sums.x / sums.n), linearised_variance(sums)
    inside = (share > 0) & (share < 1)
    safe = np.where(inside, share, 0.5)
    half = student.ppf(0.975, sums.customers - 1) * np.sqrt(variance) / (safe * (1 - safe))
    middle = np.log(safe / (1 - safe))
    ends = [1 / (1 + np.exp(-(middle + sign * half))) for sign in (-1, 1)]
    return Limits(np.where(inside, ends[0], 0.0), np.where(inside, ends[1], 1.0))


def known_share_intervals(sums: Clusters) -> dict[str, Limits]:
    """All of them, by name."""
    share, n = np.asarray(sums.x / sums.n), linearised_n(sums)
    return {
        "Wilson": wilson(share, n),
        "Jeffreys": jeffreys(share, n),
        "Korn-Graubard": korn_graubard(sums),
        "logit": logit(sums),
    }


def t_interval(mean: Array, variance: Array, df: Any) -> Limits:
    """Student's, about a mean or a sum."""
    half = student.ppf(0.975, df) * np.sqrt(variance)
    return Limits(mean - half, mean + half)
