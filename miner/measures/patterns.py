"""Patterns of work: repeated, to and fro, handed over, in batches, in any order, broken off."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from miner.groups import Tables
from miner.warehouse import LogError

QUARTER_US = 15 * 60_000_000


class Concurrency(NamedTuple):
    """Two activities that follow each other straight in both orders: a || b of the alpha algorithm.

    `one_first` and `other_first` count the pairs each way, `at_once` those at one time (in the
    order of the log's tie-break), `cases` the cases with either. `dependency` is that of the
    heuristics miner, one before other: 0 is no order, near 1 or -1 is an order with exceptions.
    Sources: van der Aalst, Weijters & Maruster 2004; Weijters, van der Aalst & Alves de Medeiros
    2006.
    """

    one: str
    other: str
    one_first: int
    other_first: int
    at_once: int
    cases: int
    dependency: float


class Overlap(NamedTuple):
    """Two activities that were worked on at the same time in a case, where starts are known.

    `frequency` counts pairs of their instances that share some time, `total_us` what they share.
    An activity may overlap with itself. Needs `miner.activity_instances.pair`. Source: Allen,
    Maintaining knowledge about temporal intervals (1983), all relations but before and meets.
    """

    one: str
    other: str
    frequency: int
    cases: int
    total_us: int


class Rework(NamedTuple):
    """An activity that is done again in its case: `repeats` are its events beyond the first.

    Self-loops are those straight after itself. Sources: Dumas et al. 2018, chapter 7 (rework);
    Swennen et al., Capturing rework using generic metrics (2016): repetitions and self-loops.
    """

    activity: str
    events: int
    cases: int
    repeated_cases: int
    repeats: int
    self_loops: int
    self_loop_cases: int


class PingPong(NamedTuple):
    """A case went from `home` to `away` and straight back: A, B once or several times in a row, A.

    The time away is from the last event of the first A to the first event of the next. Source: the
    ping-pong behaviour of the BPI Challenge 2013 (Steeman 2013), for activities, roles or actors.
    """

    home: str
    away: str
    frequency: int
    cases: int
    mean_us: int
    p50_us: int
    p90_us: int


class Handoff(NamedTuple):
    """A case went straight from `source` to another `target`, and the wait between.

    Told of a log relabelled by actor, role or system: work that changed hands. An event without
    one hands nothing over, and nothing is handed over across it. Source: van der Aalst, Reijers &
    Song, Discovering social networks from event logs (2005), handover of work with depth 1.
    """

    source: str
    target: str
    frequency: int
    cases: int
    mean_us: int
    p50_us: int
    p90_us: int


class Batches(NamedTuple):
    """An activity done in batches: for several cases, each event shortly after the one before.

    `batches` have `batched_events`; `most_cases` are in the largest, and `at_once` of them have one
    time (else they are sequential). Source: Martin et al., Batch processing: definition and event
    log identification (2015); per actor with `log.by_event("actor")`.
    """

    activity: str
    events: int
    batches: int
    batched_events: int
    most_cases: int
    at_once: int


class DropOff(NamedTuple):
    """Where cases stop on the way to a goal: what became of those that did this activity before.

    `reached` the goal later, `went_on` to something else without ever reaching it, or `left_here`:
    this is their last event. The three add up to `cases`; `left_here` over all activities is every
    case without the goal, unfinished ones too. Source: funnels of web analytics; end activities of
    incomplete cases (van der Aalst 2016, chapter 5).
    """

    activity: str
    cases: int
    reached: int
    went_on: int
    left_here: int


def concurrency(log: Tables) -> list[Concurrency]:
    """One row per two activities that follow each other both ways, the most frequent first."""
    return [
        Concurrency(one, other, there, back, at_once, cases, (there - back) / (there + back + 1))
        for one, other, there, back, at_once, cases in log.table("concurrency")
    ]


def overlaps(log: Tables) -> list[Overlap]:
    """One row per two activities that overlap, the most frequent first."""
    return [Overlap(*row) for row in log.table("overlaps")]


def rework(log: Tables) -> list[Rework]:
    """One row per activity, the most repeated first."""
    return [Rework(*row) for row in log.table("rework")]


def ping_pong(log: Tables) -> list[PingPong]:
    """One row per pair that a case went to and fro, the most frequent first."""
    return [PingPong(*row) for row in log.table("ping_pong")]


def handoffs(log: Tables) -> list[Handoff]:
    """One row per pair, the most frequent first: `handoffs(log.relabelled("role"))`."""
    return [Handoff(*row) for row in log.table("handoffs")]


def batches(log: Tables, gap_us: int = QUARTER_US, least: int = 2) -> list[Batches]:
    """One row per activity, the one with most events in batches first.

    Events belong together when each is at most `gap_us` after the one before (a quarter of an hour
    as in pm4py); `least` is the lowest number of cases. Raises `LogError` when it is below 2, or
    the gap below 0.
    """
    if gap_us < 0:
        raise LogError(f"the gap of a batch is no less than 0 microseconds, not {gap_us}.")
    if least < 2:  # noqa: PLR2004 - one case is no batch
        raise LogError(f"a batch has at least 2 cases, not {least}.")
    return [Batches(*row) for row in log.table("batches", gap_us=gap_us, least=least)]


def drop_offs(log: Tables, goals: Sequence[str]) -> list[DropOff]:
    """One row per activity before the first of `goals` in a case, where most left first."""
    return [DropOff(*row) for row in log.table("drop_offs", goals=list(goals))]
