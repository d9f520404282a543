"""What customers said with and without a gap, among comparable cases; no cause is claimed.

Comparable are answers of the same stage, channel and declared segments (a stratum). The difference
is the mean over the strata of with minus without, each weighed by n1 n0 / (n1 + n0), as a
regression on the strata does. Its variance is that of the customers' influences (Särndal, Swensson
& Wretman 1992, 5.5), with the customers at the ends of the scale who were not seen, as for a mean
(`blueprint.scores`), and Student's t on the customers of the smaller side.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import duckdb

from blueprint import statistics
from blueprint.gap import Gap
from blueprint.queries import make_table, select
from blueprint.scores import UNSEEN
from blueprint.signals import POINT
from blueprint.stage_experience import GapEffect, StageExperience

_MILLIONTHS = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Sums of one gap and stage, as mood_effects.sql gives them; scores in millionths."""

    gap_no: int
    stage: str
    strata: int
    n_with: int
    n_without: int
    weighed_with: int
    weighed_without: int
    weight: int
    customers: int
    customers_with: int
    customers_without: int
    squares: int

    @property
    def score_with(self) -> float:
        """Mean score with the gap, in points."""
        return self.weighed_with / self.weight / POINT

    @property
    def score_without(self) -> float:
        """Mean score without it, over the same strata."""
        return self.weighed_without / self.weight / POINT

    @property
    def fewest(self) -> int:
        """Customers on the smaller side."""
        return min(self.customers_with, self.customers_without)

    def standard_error(self) -> float:
        """Of the difference of the two, in points."""
        seen = self.squares / (POINT * _MILLIONTHS) ** 2 * self.customers / (self.customers - 1)
        sides = (
            (self.score_with, self.customers_with),
            (self.score_without, self.customers_without),
        )
        unseen = sum(UNSEEN * ((2 - s) ** 2 + (s + 2) ** 2) / n**2 for s, n in sides)
        return math.sqrt(seen + unseen)


def with_effects(
    connection: duckdb.DuckDBPyConnection,
    experience: Sequence[StageExperience],
    gaps: Sequence[Gap],
    least: float,
) -> list[StageExperience]:
    """The experience of each stage with the effects of confirmed gaps, the largest drop first.

    Told are all that have `least` answers and customers on both sides. Needs `segment_rows` and
    `instance_segments` (`blueprint.segments`).
    """
    confirmed = [gap.id for gap in gaps if gap.verdict == "confirmed"]
    least = max(least, statistics.FEWEST)  # of one customer there is no spread
    found = [d for d in _differences(connection) if min(d.n_with, d.n_without, d.fewest) >= least]
    q_values = statistics.q_values([_p_value(d) for d in found])
    effects = [
        (d.stage, _effect(confirmed[d.gap_no], d, q)) for d, q in zip(found, q_values, strict=True)
    ]
    return [
        replace(one, effects=sorted((e for s, e in effects if s == one.stage), key=_rank))
        for one in experience
    ]


def _differences(connection: duckdb.DuckDBPyConnection) -> list[Difference]:
    make_table(connection, "mood_strata")
    names = Difference.__dataclass_fields__
    return [
        Difference(**dict(zip(names, row, strict=True)))
        for row in select(connection, "sql/mood_effects")
    ]


def _p_value(difference: Difference) -> float:
    """Probability of so large a difference, either way, if there were none."""
    from scipy.special import stdtr  # noqa: PLC0415  heavy: only to judge

    t = (difference.score_with - difference.score_without) / difference.standard_error()
    return 2 * float(stdtr(difference.fewest - 1, -abs(t)))


def _effect(gap: str, found: Difference, q: float) -> GapEffect:
    from scipy.special import stdtrit  # noqa: PLC0415  heavy: only to judge

    difference = found.score_with - found.score_without
    half = float(stdtrit(found.fewest - 1, 0.975)) * found.standard_error()
    return GapEffect(
        gap=gap,
        score_with=round(found.score_with, 6),
        score_without=round(found.score_without, 6),
        difference=round(difference, 6),
        interval=(round(max(difference - half, -4.0), 6), round(min(difference + half, 4.0), 6)),
        n_with=found.n_with,
        n_without=found.n_without,
        strata=found.strata,
        customers=found.fewest,
        q=float(f"{q:.4g}"),
    )


def _rank(effect: GapEffect) -> tuple[float, str]:
    return (effect.difference, effect.gap)
