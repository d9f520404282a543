"""The order of steps, and where it is cut into stages.

Steps stand in the order in which they mostly come: each is counted for how surely the others come
before it (pairs that are never together say nothing). A *main* step is seen in at least two thirds
as many units as any step after it, and in a fifth as many as the main step before it: the others
are by the way. Between two neighbouring main steps
lies a boundary; its weight is the median wait across it, divided by the share of the units that get
across: much where the flow is thin and time passes, nothing where what comes after began before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple, TypeVar

import duckdb

from miner.log import run_script

CLEARLY = 5
"""A boundary cuts when it weighs so many times the median boundary."""

SHORTEST_US = 600_000_000
"""A boundary that weighs less never cuts."""

MOST_STAGES = 6
PAIR = 2
REACHED = Fraction(1, 2)
MAIN = Fraction(2, 3)
FOLLOWED = Fraction(1, 5)

_HERE = Path(__file__).parent
K = TypeVar("K", int, str)
"""Candidates by their numbers, or steps by their ids."""


class Together(NamedTuple):
    """Units (or instances) that have both of a pair, and those in which the first came first."""

    units: int
    in_order: int


class Boundary(NamedTuple):
    """A place between main steps: `place` of them lie before it; its weight, the share across."""

    place: int
    weight_us: int
    crossing: Fraction


def pairs(
    connection: duckdb.DuckDBPyConnection, chosen: Sequence[int]
) -> dict[tuple[int, int], Together]:
    """How often each pair of candidates is in one unit, and which of the two comes first."""
    rows = run_script(connection, _HERE / "pairs.sql", chosen=list(chosen))
    return both_ways({(one, other): Together(*counts) for one, other, *counts in rows})


def both_ways(found: Mapping[tuple[K, K], Together]) -> dict[tuple[K, K], Together]:
    """The pairs and their reverses."""
    back = {(b, a): Together(t.units, t.units - t.in_order) for (a, b), t in found.items()}
    return {**found, **back}


def in_order(chosen: Sequence[K], counted: Mapping[tuple[K, K], Together]) -> list[K]:
    """The candidates in the order in which they mostly come; equal ones by themselves."""
    return sorted(chosen, key=lambda one: (_forerunners(one, chosen, counted), one))


def _forerunners(one: K, chosen: Sequence[K], counted: Mapping[tuple[K, K], Together]) -> Fraction:
    """How many of the others come before it, each by the share of the units that have both."""
    shares = [
        Fraction(t.in_order, t.units) if (t := counted.get((other, one))) else Fraction(1, 2)
        for other in chosen
        if other != one
    ]
    return sum(shares, Fraction(0))


def main_steps(ordered: Sequence[int], units: Mapping[int, int]) -> list[int]:
    """The main steps of an order, by the number of units that have each."""
    main: list[int] = []
    for at, one in enumerate(ordered):
        most = max(units[other] for other in ordered[at:])
        before = units[main[-1]] if main else 0
        if units[one] >= MAIN * most and units[one] >= FOLLOWED * before:
            main.append(one)
    return main


def boundaries(connection: duckdb.DuckDBPyConnection, main: Sequence[int]) -> list[Boundary]:
    """The boundaries between main steps in their order, with their weights."""
    rows = run_script(connection, _HERE / "boundaries.sql", ordered=list(main))
    return [
        Boundary(place, wait_us * before // across if across else 0, Fraction(across, before))
        for place, before, across, wait_us in rows
    ]


def cuts(found: Sequence[Boundary]) -> list[int]:
    """After how many main steps the order is cut, from the heaviest boundaries.

    The heaviest one cuts when it weighs ten minutes at least, others when they weigh `CLEARLY`
    times the median, too. The first stage has two main steps; a later one may have one alone
    when half of those before it get there.
    """
    steps = len(found) + 1
    weights = sorted(boundary.weight_us for boundary in found)
    clear = CLEARLY * weights[len(weights) // 2] if weights else 0
    crossing = {boundary.place: boundary.crossing for boundary in found}
    chosen: list[int] = []
    for boundary in sorted(found, key=lambda one: (-one.weight_us, one.place)):
        heavy = boundary.weight_us >= max(SHORTEST_US, clear if chosen else 0)
        trial = sorted([*chosen, boundary.place])
        if heavy and len(trial) < MOST_STAGES and _fits(trial, steps, crossing):
            chosen = trial
    return chosen


def _fits(places: Sequence[int], steps: int, crossing: Mapping[int, Fraction]) -> bool:
    """Whether every stage that these cuts make has enough in it."""
    ends = [*places[1:], steps]
    alone = [start for start, end in zip(places, ends, strict=True) if end - start < PAIR]
    return places[0] >= PAIR and all(crossing[start] >= REACHED for start in alone)
