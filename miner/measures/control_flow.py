"""What follows what: activities, starts and ends, pairs, and variants."""

from __future__ import annotations

from typing import NamedTuple

from miner.groups import Tables
from miner.warehouse import LogError


class Activity(NamedTuple):
    """An activity: its events, and the cases that have at least one of them.

    Source: van der Aalst, Process Mining: Data Science in Action (2nd ed., 2016), chapter 5.
    """

    activity: str
    events: int
    cases: int


class StartActivity(NamedTuple):
    """An activity and the cases whose first event it is (van der Aalst 2016, chapter 6)."""

    activity: str
    cases: int


class EndActivity(NamedTuple):
    """An activity and the cases whose last event it is, finished or not (as above)."""

    activity: str
    cases: int


class DirectlyFollows(NamedTuple):
    """`target` came straight after `source` in a case: a > b of van der Aalst (2016), chapter 6.

    `frequency` counts each occurrence, `cases` each case once. The wait is the time from the
    event of `source` to the event of `target`.
    """

    source: str
    target: str
    frequency: int
    cases: int
    mean_us: int
    p50_us: int
    p90_us: int


class EventuallyFollows(NamedTuple):
    """The cases in which some `target` came at any time after some `source`.

    The weak order of behavioural profiles (Weidlich, Mendling & Weske 2011), counted by case; a
    pair of an activity with itself counts the cases in which it happened twice.
    """

    source: str
    target: str
    cases: int


class Variant(NamedTuple):
    """A distinct trace: its activities in order, and the cases that have it.

    `coverage` is the share of all cases that have this or a more frequent variant
    (van der Aalst 2016, chapter 5: a log is a multiset of traces).
    """

    activities: tuple[str, ...]
    cases: int
    share: float
    coverage: float


class PairPresence(NamedTuple):
    """The cases of a block in which `target` came straight after `source` at least once.

    Blocks are cases in the order in which they began; `began_us` is when the first did. The
    beginning of a case is a pair without source, its end one without target (`miner.drift`).
    """

    block: int
    began_us: int
    cases: int
    source: str | None
    target: str | None
    present: int


def activities(log: Tables) -> list[Activity]:
    """One row per activity, the most frequent first."""
    return [Activity(*row) for row in log.table("activities")]


def start_activities(log: Tables) -> list[StartActivity]:
    """One row per activity that begins a case, the most frequent first."""
    return [StartActivity(*row) for row in log.table("start_activities")]


def end_activities(log: Tables) -> list[EndActivity]:
    """One row per activity that ends a case, the most frequent first."""
    return [EndActivity(*row) for row in log.table("end_activities")]


def directly_follows(log: Tables) -> list[DirectlyFollows]:
    """One row per directly-follows pair, the most frequent first."""
    return [DirectlyFollows(*row) for row in log.table("directly_follows")]


def eventually_follows(log: Tables) -> list[EventuallyFollows]:
    """One row per pair of activities in that order in a case, the most frequent first."""
    return [EventuallyFollows(*row) for row in log.table("eventually_follows")]


def variants(log: Tables, most: int | None = None) -> list[Variant]:
    """One row per variant, the most frequent first; `most` of them, or all.

    Equally frequent ones come in the order of their activities' numbers, which is by name. Raises
    `LogError` when fewer than 1 are asked for.
    """
    if most is not None and most < 1:
        raise LogError(f"the most frequent variants are at least 1, not {most}.")
    return [
        Variant(tuple(names), cases, cases / all_cases, cumulative / all_cases)
        for names, cases, cumulative, all_cases in log.table("variants", most=most)
    ]


def variant_counts(log: Tables) -> dict[tuple[str, ...], int]:
    """The cases of each variant: what discovery and conformance work on."""
    return {variant.activities: variant.cases for variant in variants(log)}


def pair_presence(log: Tables, block: int = 50) -> list[PairPresence]:
    """One row per block of `block` cases and pair that occurs in it, in order of time."""
    if block < 1:
        raise LogError(f"a block has at least one case, not {block}.")
    return [PairPresence(*row) for row in log.table("pair_presence", block=block)]
