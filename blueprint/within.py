"""A test within tolerance: no gap, but known, so that a gap can be told as fixed."""

from __future__ import annotations

from blueprint import statistics
from blueprint.gap import Within
from blueprint.statistics import Spread


def within(name: str, spread: Spread, tolerance: float) -> Within:
    """What was tested under this id, and how far from its tolerance it is."""
    low, high = statistics.rate_interval(spread)
    return Within(
        id=name,
        kind=spread.kind,
        subject=spread.subject,
        facet=spread.facet,
        eligible=spread.n,
        affected=spread.x,
        customers=spread.customers_hit,
        rate=round(spread.rate, 6),
        interval=(round(low, 6), round(high, 6)),
        tolerance=tolerance,
    )
