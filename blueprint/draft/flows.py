"""The flow of a stage and how often its steps occur, by what its instances did.

Steps stand in the order in which they mostly come. A step in fewer than nine in ten of the finished
instances is `optional`, or `repeat` when it comes several times. Steps of which neither comes
before the other in four of five instances are mixed: they, and all between them, are an `and`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from blueprint.draft.order import Together, in_order

ALWAYS = Fraction(9, 10)
"""Share of the instances from which a step is expected in every one."""

ORDERED = Fraction(4, 5)
"""Share of the instances from which one step comes before another."""

FEWEST = 10
"""Instances with both of a pair, below which their order is not called mixed."""

ENDLESS = 12
"""More often than this is written as without limit."""


class StepCount(NamedTuple):
    """A step: the instances that count, those with it, how often 95 % of these have it at most."""

    instances: int
    with_step: int
    most: int

    @property
    def occurs(self) -> tuple[int, int | None]:
        """At least and at most; None is without limit."""
        least = 1 if self.with_step >= ALWAYS * self.instances else 0
        return least, None if self.most > ENDLESS else max(self.most, 1)


Pairs = Mapping[tuple[str, str], Together]


def flow_of(steps: Sequence[str], pairs: Pairs) -> list[list[str]]:
    """The steps in order: a list of one step stands alone, a list of several is an `and`."""
    own = frozenset(steps)
    inside = {pair: t for pair, t in pairs.items() if own.issuperset(pair)}
    ordered = in_order(list(steps), inside)
    place = {step: at for at, step in enumerate(ordered)}
    ends = list(range(len(ordered)))
    for pair, together in inside.items():
        if _mixed(together):
            low, high = sorted(place[step] for step in pair)
            ends[low] = max(ends[low], high)
    return _blocks(ordered, ends)


def _mixed(together: Together) -> bool:
    share = Fraction(together.in_order, together.units)
    return together.units >= FEWEST and 1 - ORDERED < share < ORDERED


def _blocks(ordered: Sequence[str], ends: Sequence[int]) -> list[list[str]]:
    """Parts the order where no mixed pair reaches across."""
    found: list[list[str]] = [[]]
    reach = 0
    for at, step in enumerate(ordered):
        if at > reach:
            found.append([])
        found[-1].append(step)
        reach = max(reach, ends[at], at)
    return [block for block in found if block]


def block_text(block: Sequence[str], counts: Mapping[str, StepCount]) -> str:
    """A block as YAML in one line."""
    parts = [_part(step, counts) for step in block]
    if len(parts) == 1:
        return parts[0]
    inner = ", ".join(f"{{{part}}}" if ":" in part else part for part in parts)
    return f"and: [{inner}]"


def _part(step: str, counts: Mapping[str, StepCount]) -> str:
    least, most = counts[step].occurs
    if least:
        return step
    return f"optional: {step}" if most == 1 else f"repeat: {step}"
