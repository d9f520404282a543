"""Sums over customers from lists of them, as `sql/spread.sql` gives them."""

from __future__ import annotations

from blueprint.clustering import SizeSums
from blueprint.statistics import Spread


def size_sums(customers: list[list[int]]) -> tuple[SizeSums, ...]:
    """Each customer given as the values of the instances."""
    sizes = sorted({len(c) for c in customers})
    return tuple(_row(n, [c for c in customers if len(c) == n]) for n in sizes)


def _row(n: int, customers: list[list[int]]) -> SizeSums:
    return SizeSums(
        n=n,
        customers=len(customers),
        total=sum(sum(c) for c in customers),
        squares=sum(sum(c) ** 2 for c in customers),
        values2=sum(v * v for c in customers for v in c),
    )


def spread(customers: list[tuple[int, int]], effects: list[int] | None = None, **names) -> Spread:
    """Customers given as (eligible, affected); effects are the affected unless given."""
    effects = effects or [x for _, x in customers]
    texts = {"kind": "k", "subject": "s", "facet": None, **names}
    return Spread(
        **texts,
        n=sum(n for n, _ in customers),
        x=sum(x for _, x in customers),
        customers=len(customers),
        customers_hit=sum(x > 0 for _, x in customers),
        e=sum(effects),
        ee=sum(e * e for e in effects),
        en=sum(e * n for e, (n, _) in zip(effects, customers, strict=True)),
        sizes=size_sums([[1] * x + [0] * (n - x) for n, x in customers]),
    )
