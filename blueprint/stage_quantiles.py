"""Between which times the median and the P90 of a stage lie (Woodruff 1952), by customer.

The share of instances up to the quantile is a share like any other: its effective number of
instances says between which ranks of the sorted durations the quantile may lie.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import duckdb
import numpy as np

from blueprint import clustering, intervals
from blueprint.clustering import Clusters, Floats, SizeSums
from blueprint.queries import select

MICROSECONDS = 1_000_000
Interval = tuple[float | None, float | None]


def quantile_intervals(
    connection: duckdb.DuckDBPyConnection,
) -> Mapping[tuple[str, float], Interval]:
    """By stage and quantile (0.5, 0.9): seconds, from and to; None where the log cannot tell.

    Reads `timed_instances`. Of fewer than 36 instances the P90 has no upper end.
    """
    ranks = {
        (stage, quantile): _ranks(quantile, [SizeSums(*size) for size in sizes])
        for stage, quantile, sizes in select(connection, "sql/quantile_spread")
    }
    return {key: _times(connection, key[0], places) for key, places in ranks.items()}


def quantile_ranks(quantile: float, sums: Clusters) -> tuple[Floats, Floats]:
    """Ranks from 1 to n between which the quantile lies; 0 and n + 1 where there is no end."""
    most = np.asarray(sums.n, float)
    n = np.minimum(clustering.effective_n(sums), most)
    low, high = intervals.quantile_shares(quantile, n)
    first = np.where(low < 0, 0.0, np.floor(low * most) + 1)
    last = np.where(high > 1, most + 1, np.ceil(high * most))
    return first, last


def _ranks(quantile: float, sizes: list[SizeSums]) -> tuple[float | None, float | None]:
    """As shares of the sorted durations, where `quantile_disc` finds them; None without an end."""
    sums = clustering.summed(sizes)
    first, last = (float(rank) for rank in quantile_ranks(quantile, sums))
    n = float(sums.n)
    return (None if first < 1 else (first - 0.5) / n, None if last > n else (last - 0.5) / n)


def _times(
    connection: duckdb.DuckDBPyConnection, stage: str, places: tuple[float | None, float | None]
) -> Interval:
    """The durations at these places, in seconds to the millisecond, rounded outwards."""
    low, high = places
    asked = {"stage": stage, "places": [0.5 if place is None else place for place in places]}
    ((found,),) = select(connection, "sql/durations_at", asked)
    return (
        None if low is None else math.floor(found[0] / 1000) / 1000,
        None if high is None else math.ceil(found[1] / 1000) / 1000,
    )
