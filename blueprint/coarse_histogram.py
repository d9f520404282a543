"""A histogram with bins of a few people joined, so that none of them can be told by a bin."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def coarse_histogram(histogram: Mapping[str, Any] | None, smallest: int) -> dict[str, Any] | None:
    """The histogram with neighbouring bins joined until each has `smallest` customers.

    Of joined bins only so many customers are sure as the larger has: the same may be in both. None
    where no such bin comes about.
    """
    if not histogram or not histogram["counts"]:
        return None
    name = "edges" if "edges" in histogram else "edges_s"
    bounds = histogram[name]
    edges, counts, customers = [bounds[0]], [0], [0]
    rows = zip(bounds[1:], histogram["counts"], histogram["customers"], strict=True)
    for end, instances, people in rows:
        counts[-1] += instances
        customers[-1] = max(customers[-1], people)
        if customers[-1] >= smallest:
            edges.append(end)
            counts.append(0)
            customers.append(0)
    rest, _ = counts.pop(), customers.pop()
    if not counts:
        return None
    counts[-1] += rest
    edges[-1] = bounds[-1]
    return {**histogram, name: edges, "counts": counts, "customers": customers}
