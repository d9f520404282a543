"""How long until something is reached, when some cases are still open.

Leaving open cases out makes a service look faster than it is. Kaplan & Meier (1958) count an open
case as long as it was seen; that is right where being open is the only other end. Where a case may
also end otherwise (it is abandoned), it never reaches the goal, and Kaplan-Meier would say that in
time it does: then the share is the cumulative incidence of Aalen & Johansen (1978).

Both work on counts per duration, which SQL gives (`times_to_end`). Ends at one moment come before
open cases last seen at that moment. Intervals are pointwise, by the log-log transformation
(Kalbfleisch & Prentice 1980; Beyersmann, Allignol & Schumacher 2012, 4.21), so they stay between
0 and 1; where they do not exist (nothing or everything was reached, or the curve fell to the
ground) they are None.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from miner.measures import TimesToEnd
from miner.warehouse import LogError

Floats = NDArray[np.floating[Any]]

REACHED, OTHERWISE, OPEN = "reached", "otherwise", "open"
"""The kinds of end: the goal; an end that rules the goal out; none until it was last seen."""

LEVEL = 0.95
_ALIKE = 1e-12  # shares that differ by less are rounding, as in R's survfit


class Survival(NamedTuple):
    """Just after `time_us`: the share of cases that have not reached the goal (Kaplan-Meier).

    `at_risk` are the cases seen up to that time, `reached` those that reach it then. The variance
    is Greenwood's (1926).
    """

    time_us: int
    at_risk: int
    reached: int
    share: float
    variance: float
    low: float | None
    high: float | None


class Incidence(NamedTuple):
    """By `time_us`: the share of all cases that have reached the goal (Aalen-Johansen).

    `otherwise` are those that end otherwise at that time. The variance is that of Dinse & Larson
    (1986) by the delta method (Marubini & Valsecchi 1995, 10.12), as lifelines has it: without
    other ends it is Greenwood's.
    """

    time_us: int
    at_risk: int
    reached: int
    otherwise: int
    share: float
    variance: float
    low: float | None
    high: float | None


class TimeQuantile(NamedTuple):
    """When a share of the cases has reached the goal; None where they never do.

    The interval is that of Brookmeyer & Crowley (1982): the times at which the interval of the
    curve holds that share; open at the end where `high_us` is None.
    """

    time_us: int | None
    low_us: int | None
    high_us: int | None


def kaplan_meier(ends: Iterable[TimesToEnd], level: float = LEVEL) -> list[Survival]:
    """One row per time at which a case reaches the goal, in order.

    Raises `LogError` when cases end otherwise: then it would overstate what is reached.
    """
    counts = _counted(ends)
    if counts.otherwise.any():
        raise LogError(
            f"{int(counts.otherwise.sum())} cases end otherwise, so Kaplan-Meier does not hold."
            " Use aalen_johansen."
        )
    share = np.cumprod((counts.at_risk - counts.reached) / counts.at_risk)
    variance = share**2 * np.cumsum(_greenwood(counts.reached, counts.at_risk))
    low, high = _log_log(share, variance, level)
    columns = (counts.times, counts.at_risk, counts.reached, share, variance)
    rows = zip(*(c.tolist() for c in columns), low, high, strict=True)
    return [Survival(*row) for row in rows if row[2]]


def aalen_johansen(ends: Iterable[TimesToEnd], level: float = LEVEL) -> list[Incidence]:
    """One row per time at which a case ends, in order; without other ends 1 - Kaplan-Meier."""
    counts = _counted(ends)
    ended = counts.reached + counts.otherwise
    left = np.cumprod((counts.at_risk - ended) / counts.at_risk)
    before = np.concatenate([[1.0], left[:-1]]) if len(left) else left
    share = np.cumsum(before * counts.reached / counts.at_risk)
    variance = _incidence_variance(counts, before, share)
    low, high = _log_log(1 - share, variance, level)
    columns = (counts.times, counts.at_risk, counts.reached, counts.otherwise, share, variance)
    bounds = map(_less, high), map(_less, low)
    rows = zip(*(c.tolist() for c in columns), *bounds, strict=True)
    return [Incidence(*row) for row in rows if row[2] or row[3]]


def reached_after(curve: Sequence[Survival] | Sequence[Incidence], share: float) -> TimeQuantile:
    """When a share (0.5 is the median) has reached the goal, by a curve of either kind."""
    reached = [_reached(point) for point in curve]
    return TimeQuantile(*(_first(reached, bound, share) for bound in (0, 2, 1)))


def _reached(point: Survival | Incidence) -> tuple[int, tuple[float | None, ...]]:
    """The time, and the share that has reached the goal by then with its interval."""
    if isinstance(point, Incidence):
        return point.time_us, (point.share, point.low, point.high)
    return point.time_us, (_less(point.share), _less(point.high), _less(point.low))


def _first(
    reached: Iterable[tuple[int, tuple[float | None, ...]]], bound: int, share: float
) -> int | None:
    """The first time at which so large a share is reached, by the curve or a bound of it."""
    for time_us, values in reached:
        value = values[bound]
        if value is not None and value >= share - _ALIKE:
            return time_us
    return None


@dataclass(frozen=True, slots=True)
class _Counts:
    """Per distinct duration: the cases seen up to it, and the ends at it."""

    times: NDArray[np.int64]
    at_risk: NDArray[np.int64]
    reached: NDArray[np.int64]
    otherwise: NDArray[np.int64]


def _counted(ends: Iterable[TimesToEnd]) -> _Counts:
    """The counts per distinct duration, in order."""
    rows = list(ends)
    for row in rows:
        if row.end not in {REACHED, OTHERWISE, OPEN} or row.duration_us < 0:
            raise LogError(
                f'no end of a case: "{row.end}" after {row.duration_us} microseconds. Expected'
                f" {REACHED}, {OTHERWISE} or {OPEN} after 0 or more."
            )
    times, place = np.unique([row.duration_us for row in rows], return_inverse=True)
    counted = {end: np.zeros(len(times), dtype=np.int64) for end in (REACHED, OTHERWISE, OPEN)}
    for at, row in zip(place.tolist(), rows, strict=True):
        counted[row.end][at] += row.cases
    leaving = sum(counted.values(), np.zeros(len(times), dtype=np.int64))
    at_risk = leaving[::-1].cumsum()[::-1]
    return _Counts(times.astype(np.int64), at_risk, counted[REACHED], counted[OTHERWISE])


def _greenwood(ended: NDArray[np.int64], at_risk: NDArray[np.int64]) -> Floats:
    """The terms d / (n (n - d)) of Greenwood's sum; 0 where nobody is left: so is its factor."""
    left = at_risk - ended
    whole = np.where(left > 0, at_risk * left.astype(np.float64), 1.0)
    return np.where(left > 0, ended / whole, 0.0)


def _incidence_variance(counts: _Counts, before: Floats, share: Floats) -> Floats:
    """The variance of the cumulative incidence: three sums of which the share at t is a factor."""
    n, d = counts.at_risk.astype(np.float64), counts.reached.astype(np.float64)
    all_ends = _greenwood(counts.reached + counts.otherwise, counts.at_risk)
    crossed = before * d / n**2
    squares = share**2 * np.cumsum(all_ends) - 2 * share * np.cumsum(share * all_ends)
    squares += np.cumsum(share**2 * all_ends)
    own = np.cumsum(before**2 * d * (n - d) / n**3)
    both = share * np.cumsum(crossed) - np.cumsum(share * crossed)
    variance: Floats = np.maximum(squares + own - 2 * both, 0.0)
    return variance


def _log_log(
    share: Floats, variance: Floats, level: float
) -> tuple[list[float | None], list[float | None]]:
    """The interval of a share that falls from 1, None where it is 1 or has come to 0."""
    z = NormalDist().inv_cdf((1 + level) / 2)
    inside = (share > _ALIKE) & (share < 1 - _ALIKE)
    log = np.log(share, out=np.full_like(share, -1.0), where=inside)
    width = z * np.sqrt(variance) / np.where(inside, share * -log, 1.0)
    low, high = np.exp(log * np.exp(width)), np.exp(log * np.exp(-width))
    return _or_none(low, inside), _or_none(high, inside)


def _or_none(values: Floats, known: NDArray[np.bool_]) -> list[float | None]:
    return [v if k else None for v, k in zip(values.tolist(), known.tolist(), strict=True)]


def _less(value: float | None) -> float | None:
    """What is left of 1."""
    return None if value is None else 1 - value
