"""Two sides of one warehouse, both as-is: a period against another, a segment against another.

Instances are counted once, as in a run; a side is a part
of them. Differences are second minus first, with 95 % intervals by customer: those of the two sides
are put together by Newcombe's (1998) method 10, for customers on both sides with the correlation
between the sides (Zou 2007). The p-value is that of a two-sided test of equal shares on the
effective numbers of instances; of a quantile, of the shares above the quantile of both sides
together (Mood's median test). Benjamini & Hochberg (1995) over all that could be tested.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import duckdb

from blueprint import statistics
from blueprint.differences import AsIsDifference, Difference, SideCount
from blueprint.judging import test_id
from blueprint.queries import make_table, select
from blueprint.side_times import QUANTILES, side_times
from blueprint.spreads import counts_in
from blueprint.statistics import Spread

Key = tuple[str, str, str | None]
TIME = "time"
"""The kind of the rows that test quantiles of stages."""


def compare_sides(
    connection: duckdb.DuckDBPyConnection, min_cases: float, smallest: int = 1
) -> AsIsDifference:
    """The differences between the instances in `sides` (instance_no, side 1 or 2).

    Reads `instance_rows` and `judged` of a comparison. Below `smallest` customers (or staff) on a
    side nothing is told. Raises `LogError` when a query fails.
    """
    times = side_times(connection)
    for table in ("side_tests", "side_rows_1", "side_rows_2"):
        make_table(connection, table)
    first, second = (_by_key(counts_in(connection, f"side_rows_{n}")) for n in (1, 2))
    together = {tuple(row[:3]): row[3:] for row in select(connection, "sql/side_products")}
    hidden = _few_staff(connection, smallest)
    pairs = [
        _Pair(first[key], second[key], together.get(key, (0, 0, 0, 0)))
        for key in sorted(first.keys() & second.keys(), key=str)
        if _is_told(first[key], second[key], smallest) and not hidden & _about(key)
    ]
    tested = _judged(pairs, min_cases)
    sizes = select(connection, "sql/side_sizes")
    return AsIsDifference(
        instances=(sizes[0][1], sizes[1][1]),
        customers=(sizes[0][2], sizes[1][2]),
        differences=sorted((d for d in tested if d.kind != TIME), key=_rank),
        times=[
            replace(times[d.subject, QUANTILES[d.facet or ""]], q=d.q, verdict=d.verdict)
            for d in tested
            if d.kind == TIME
        ],
    )


def _by_key(spreads: Iterable[Spread]) -> dict[Key, Spread]:
    return {(s.kind, s.subject, s.facet): s for s in spreads}


def _few_staff(connection: duckdb.DuckDBPyConnection, smallest: int) -> set[str]:
    """Subjects about steps that fewer members of staff did on a side, where the log names them."""
    if smallest <= 1:
        return set()
    asked = {"smallest": smallest}
    return {subject for (subject,) in select(connection, "sql/few_staff_on_sides", asked)}


def _about(key: Key) -> set[str]:
    """What a test is about: its subject, the steps that it names, a lane of a stage."""
    _, subject, facet = key
    return {subject, f"{subject}.{facet}", *re.split(r"[>|]", subject)}


def _is_told(first: Spread, second: Spread, smallest: int) -> bool:
    """Whether a side's numbers are about enough customers; none affected says nothing of anybody.

    An affected share of few customers would, and so would an unaffected one.
    """
    return all(
        side.customers >= smallest and (side.x == 0 or side.customers_hit >= smallest)
        for side in (first, second)
    )


@dataclass(frozen=True, slots=True)
class _Pair:
    """A test on both sides, and sums over the customers that are on both."""

    first: Spread
    second: Spread
    together: Sequence[int]  # xx, xn, nx, nn: products of first and second

    @property
    def correlation(self) -> float:
        """Of the two shares, by the customers on both sides; linearised."""
        xx, xn, nx, nn = self.together
        p, r = self.first.rate, self.second.rate
        shared = (xx - r * xn - p * nx + p * r * nn) / (self.first.n * self.second.n)
        spread = _variance(self.first) * _variance(self.second)
        return 0.0 if spread <= 0 else max(-1.0, min(1.0, shared / math.sqrt(spread)))

    @property
    def p_value(self) -> float:
        """Two-sided, of shares as far apart when they are the same."""
        n, m = statistics.effective_n(self.first), statistics.effective_n(self.second)
        share = (self.first.rate * n + self.second.rate * m) / (n + m)
        variance = share * (1 - share) * (1 / n + 1 / m - 2 * self.correlation / math.sqrt(n * m))
        if variance <= 0:
            return 1.0
        return math.erfc(abs(self.second.rate - self.first.rate) / math.sqrt(2 * variance))


def _variance(side: Spread) -> float:
    return side.rate * (1 - side.rate) / statistics.effective_n(side)


def _judged(pairs: list[_Pair], min_cases: float) -> list[Difference]:
    """All differences, with q over those that have enough data on both sides."""
    enough = [
        statistics.is_enough(p.first, min_cases) and statistics.is_enough(p.second, min_cases)
        for p in pairs
    ]
    q_values = iter(
        statistics.q_values([p.p_value for p, ok in zip(pairs, enough, strict=True) if ok])
    )
    return [
        _difference(p, next(q_values) if ok else None) for p, ok in zip(pairs, enough, strict=True)
    ]


def _difference(pair: _Pair, q: float | None) -> Difference:
    first, second = _side(pair.first), _side(pair.second)
    gap = pair.second.rate - pair.first.rate
    low, high = between(
        (pair.first.rate, *first.interval), (pair.second.rate, *second.interval), pair.correlation
    )
    return Difference(
        id=test_id(pair.first),
        kind=pair.first.kind,
        subject=pair.first.subject,
        facet=pair.first.facet,
        first=first,
        second=second,
        difference=round(gap, 6),
        interval=(round(low, 6), round(high, 6)),
        p_value=float(f"{pair.p_value:.4g}"),
        q=None if q is None else float(f"{q:.4g}"),
        verdict=_verdict(q, low, high),
    )


def between(
    first: tuple[float, float, float], second: tuple[float, float, float], correlation: float
) -> tuple[float, float]:
    """The interval of second minus first, each as (value, low, high) (Zou 2007)."""
    (p, p_low, p_high), (r, r_low, r_high) = first, second
    below = (r - r_low) ** 2 + (p_high - p) ** 2 - 2 * correlation * (r - r_low) * (p_high - p)
    above = (r_high - r) ** 2 + (p - p_low) ** 2 - 2 * correlation * (r_high - r) * (p - p_low)
    return r - p - math.sqrt(max(below, 0.0)), r - p + math.sqrt(max(above, 0.0))


def _verdict(q: float | None, low: float, high: float) -> str:
    """Sure only where both the corrected test and the interval say so."""
    if q is None:
        return "not_enough_data"
    if q >= statistics.ALPHA or low <= 0 <= high:
        return "unsure"
    return "higher" if low > 0 else "lower"


def _side(spread: Spread) -> SideCount:
    low, high = statistics.rate_interval(spread)
    return SideCount(
        eligible=spread.n,
        affected=spread.x,
        customers=spread.customers,
        rate=round(spread.rate, 6),
        interval=(round(low, 6), round(high, 6)),
    )


_ORDER: Mapping[str, int] = {"higher": 0, "lower": 0, "unsure": 1, "not_enough_data": 2}


def _rank(difference: Difference) -> tuple[int, float, str]:
    """Sure ones first, by the bound that is nearer to nothing."""
    low, high = difference.interval
    return (_ORDER[difference.verdict], -min(abs(low), abs(high)), difference.id)
