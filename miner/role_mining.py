"""Roles: activities that the same people do, from who did what.

Burattin, Sperduti & Veluscek, Business models enhancement through discovery of roles (2013), as in
pm4py: at first each activity is a role of its own; the two most alike become one as long as they
are more alike than a bar. Two roles are as alike as the shares of their performers overlap: the sum
of the smaller shares over the sum of the larger ones. Exact fractions, and ties by name, so that
the same log gives the same roles.

Handover of work is a measure already: `handoffs(log.relabelled("actor"))`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from heapq import heapify, heappop, heappush
from itertools import combinations
from typing import NamedTuple

from miner.log import EventLog
from miner.measures import activities

ALIKE = 0.65
"""Two roles are one when they are more alike than this (as in pm4py)."""

Names = tuple[str, ...]
Work = Mapping[str, Mapping[str, int]]
"""Per activity, the events of each performer."""


class Role(NamedTuple):
    """Activities that are done by the same performers, with the events of each, most first."""

    activities: Names
    performers: tuple[tuple[str, int], ...]
    events: int


def roles(log: EventLog, by: str = "actor", alike: float = ALIKE) -> list[Role]:
    """The roles of a log, the one with most events first.

    `by` is an expression for who acted, as `EventLog.by_event` takes it. Events without a performer
    are left out; a log in which nobody is named has no role.
    """
    work: dict[str, Counter[str]] = {}
    for performer, done in log.by_event(by).each(activities).items():
        for row in done if performer is not None else ():
            work.setdefault(row.activity, Counter())[str(performer)] += row.events
    return roles_of(work, alike)


def roles_of(work: Work, alike: float = ALIKE) -> list[Role]:
    """The roles of what performers did."""
    found: dict[Names, Counter[str]] = {
        (activity,): Counter(performers) for activity, performers in work.items()
    }
    waiting = [_ranked(one, other, found) for one, other in combinations(sorted(found), 2)]
    heapify(waiting)
    while waiting:
        similarity, one, other = heappop(waiting)
        if -similarity <= alike:
            break
        if one in found and other in found:
            both, performers = tuple(sorted(one + other)), found.pop(one) + found.pop(other)
            others, found[both] = list(found), performers
            for role in others:
                heappush(waiting, _ranked(min(role, both), max(role, both), found))
    return sorted(map(_role, found.items()), key=lambda role: (-role.events, role.activities))


def _ranked(
    one: Names, other: Names, found: Mapping[Names, Counter[str]]
) -> tuple[Fraction, Names, Names]:
    """A pair for the queue: the most alike comes first, then by name."""
    return -similarity(found[one], found[other]), one, other


def similarity(one: Mapping[str, int], other: Mapping[str, int]) -> Fraction:
    """How alike two roles are, 0 to 1: shared over joint shares of performers."""
    n, m = sum(one.values()), sum(other.values())
    pairs = [(one.get(name, 0) * m, other.get(name, 0) * n) for name in {**one, **other}]
    return Fraction(sum(min(pair) for pair in pairs), sum(max(pair) for pair in pairs))


def _role(item: tuple[Names, Counter[str]]) -> Role:
    names, performers = item
    ranked = sorted(performers.items(), key=lambda row: (-row[1], row[0]))
    return Role(names, tuple(ranked), sum(performers.values()))
