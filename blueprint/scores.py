"""Means of scores on a scale (1 to 5, 0 to 10), asked of customers who may answer several times.

A score is put on 0 to 1 and treated as a share whose variance was measured, so the interval stays
on the scale, is lopsided near its ends, and says something where all answers are alike.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from blueprint import intervals
from blueprint.clustering import SizeSums, effective_n, summed
from blueprint.intervals import Limits


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A mean score with its 95 % interval on its scale; `n` is the effective number of answers."""

    scale: tuple[int, int]
    answers: int
    customers: int
    mean: float
    interval: tuple[float, float]
    n: float


def score(rows: Iterable[SizeSums], scale: tuple[int, int]) -> Score:
    """The mean of whole-number answers, one row per number of answers of a customer.

    Raises ValueError where there is no answer.
    """
    rows = list(rows)
    answers = sum(row.n * row.customers for row in rows)
    if not answers:
        raise ValueError("no answer, no mean")
    sums = summed(rows, scale)
    low, width = scale[0], scale[1] - scale[0]
    share, n = float(sums.x) / answers, float(effective_n(sums))
    limits = intervals.share_interval(share, n)
    return Score(
        scale=scale,
        answers=answers,
        customers=sum(row.customers for row in rows),
        mean=low + width * share,
        interval=(low + width * float(limits.low), low + width * float(limits.high)),
        n=n,
    )


def p_below(score: Score, expected: float) -> float:
    """Probability of a mean this low if the true one were `expected` (one-sided)."""
    low, width = score.scale[0], score.scale[1] - score.scale[0]
    lacking, tolerated = 1 - (score.mean - low) / width, 1 - (expected - low) / width
    return float(intervals.p_value(lacking, score.n, tolerated))


def difference(one: Score, two: Score) -> tuple[float, float]:
    """The 95 % interval of the difference of two means of different customers."""
    ends = [Limits(*np.asarray(s.interval)) for s in (one, two)]
    limits = intervals.difference_interval(one.mean, ends[0], two.mean, ends[1])
    return float(limits.low), float(limits.high)
