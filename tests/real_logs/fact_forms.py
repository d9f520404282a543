"""How facts of times, turns and segments are written down: what it says, number, place."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from tests.real_logs.plain import Stage

Fact = tuple[str, str, float | None]


def times(name: str, found: Stage, half: int, nine: int) -> Iterator[Fact]:
    """How many are timed, the two quantiles, and how many took longer than each target."""
    yield f"stages.{name}.judged", f"{name}: finished, and begun early enough", len(found.timed)
    yield f"stages.{name}.p50_s", f"{name}: median, seconds", found.quantile(0.5)
    yield f"stages.{name}.p90_s", f"{name}: ninth decile, seconds", found.quantile(0.9)
    for facet, target in (("p50", half), ("p90", nine)):
        said = f"{name}: longer than the {facet} and a tenth"
        yield f"gaps.slow_stage:{name}.{facet}.affected", said, n(found.over(target))


def turns(name: str, spent: pd.DataFrame) -> Iterator[Fact]:
    """What the turn of each lane took in half of the instances in which it had one."""
    for lane in spent:
        median = round(float(spent[lane].dropna().astype("float64").median()) / 1e6, 3)
        yield f"waits.{name}.{lane}.p50_s", f"{name}: median turn of {lane}, seconds", median


def budgets(name: str, spent: pd.DataFrame, most: dict[str, int]) -> Iterator[Fact]:
    """How many waited for a lane beyond its budget."""
    for lane, budget in most.items():
        said = f"{name}: over the budget of {lane}"
        yield f"gaps.long_wait:{name}.{lane}.affected", said, n(spent[lane] > budget)


def segment(gap: str, place: tuple[str, str], hit: pd.Series, own: pd.DataFrame) -> Iterator[Fact]:
    """Eligible and affected inside one value of an attribute, and the rate of the rest."""
    attribute, value = place
    known = own[own[attribute].notna()].sort_values(["case", "at"], kind="stable")
    known = known.drop_duplicates("case").set_index("case")[attribute]
    inside = known.reindex(hit.index) == value
    at, said = f"segments.{gap}, {attribute}, {value}", f"{gap} where {attribute} is {value}"
    yield f"{at}, eligible", f"{said}: eligible", n(inside)
    yield f"{at}, affected", f"{said}: affected", n(hit & inside)
    yield f"{at}, rest_rate", f"{said}: rate of the rest", round(float(hit[~inside].mean()), 6)


def n(mask: pd.Series) -> int:
    """How many are so."""
    return int(mask.fillna(value=False).sum())
