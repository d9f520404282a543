"""How large a gap is: its effect with an interval, its size for the ranking, its histogram."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import duckdb

from blueprint import statistics
from blueprint.gap import Effect
from blueprint.gaps.rule import HOUR_US, Placement
from blueprint.queries import fill, select
from blueprint.statistics import Spread

Key = tuple[str, str, str | None]
PLOTTED = {"hours": ("s", 1_000_000), "occurrences": ("occurrences", 1)}
"""Units whose effect differs between instances: the unit of the edges, and how much that is."""


def effect(spread: Spread, unit: str, expected: float = 0.0) -> Effect:
    """The summed effect in its unit; hours come as microseconds, customers are distinct.

    Without the share of the eligible that the design expects to be affected.
    """
    scale, designed = HOUR_US if unit == "hours" else 1, expected * spread.n
    value = spread.customers_hit if unit == "customers" else (spread.e - designed) / scale
    low, high = (max(end - designed, 0.0) / scale for end in _interval(spread, unit))
    return Effect(unit=unit, value=round(value, 3), interval=(round(low, 3), round(high, 3)))


def _interval(spread: Spread, unit: str) -> tuple[float, float]:
    """Counted things are a share of what was eligible; amounts are a sum over customers."""
    if unit == "customers":
        hit, there = spread.customers_hit, spread.customers
        low, high = statistics.share_interval(hit / there, there)
        return low * there, high * there
    if spread.e == spread.x:
        low, high = statistics.rate_interval(spread)
        return low * spread.n, high * spread.n
    return statistics.effect_interval(spread)


def size(effect: Effect, place: Placement) -> float:
    """The lower end of the effect times what one of its units counts for, times the weight."""
    return round(effect.interval[0] * place.each * place.weight, 3)


def histograms(
    connection: duckdb.DuckDBPyConnection, units: Iterable[tuple[Key, str]]
) -> Mapping[Key, dict[str, Any]]:
    """Of the effect of affected instances, for the tests whose unit is hours or occurrences.

    Bins double: `edges` (seconds or occurrences, one more than `counts`), `counts` of instances,
    and `customers`, who are distinct within a bin.
    """
    named = {key: PLOTTED[unit] for key, unit in units if unit in PLOTTED}
    rows = [(*key, scale) for key, (_, scale) in named.items()]
    columns = "kind varchar, subject varchar, facet varchar, scale bigint"
    fill(connection, "plotted_effects", columns, rows)
    bins: dict[Key, dict[int, tuple[int, int]]] = {}
    for *test, number, instances, customers in select(connection, "sql/gap_histograms"):
        bins.setdefault((test[0], test[1], test[2]), {})[number] = (instances, customers)
    return {key: _histogram(named[key][0], found) for key, found in bins.items()}


def _histogram(unit: str, bins: Mapping[int, tuple[int, int]]) -> dict[str, Any]:
    """Edges and counts between them, without a break."""
    numbers = range(min(bins), max(bins) + 1)
    pairs = [bins.get(number, (0, 0)) for number in numbers]
    return {
        "unit": unit,
        "edges": [2**number for number in (*numbers, numbers[-1] + 1)],
        "counts": [instances for instances, _ in pairs],
        "customers": [customers for _, customers in pairs],
    }
