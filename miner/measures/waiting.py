"""Measures of waiting: whose turn it was, until when, and what for; docs/time.md has the words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from miner.groups import Tables


class ActivityTime(NamedTuple):
    """How long the instances of an activity took, waited, or came after what was before them.

    `kind` is processing (from start to complete), waiting (from the latest completion before it in
    its case to its start; Dumas, La Rosa, Mendling & Reijers 2018, chapter 7), or, for instances
    whose start is not known, inter_event: from that completion to its own, waiting and processing
    in one. The first of a case has not waited.
    """

    activity: str
    kind: str
    instances: int
    total_us: int
    mean_us: int
    p50_us: int
    p90_us: int


class WaitingCauses(NamedTuple):
    """What the waits between two activities were spent on; the causes add up to `wait_us`.

    `source` enabled `target` (the latest completion before it). Each moment of a wait has the first
    of these causes that holds: batching (others were waited for, to be done together), contention
    (its actor did what was enabled before), prioritisation (its actor did what was enabled later),
    unavailability (its actor's clock stood), else it is extraneous. Waits for somebody unknown, or
    for a customer, are unexplained. Source: Lashkevich et al. 2023, see `miner.activity_instances`.
    """

    source: str | None
    target: str
    waits: int
    wait_us: int
    batching_us: int
    contention_us: int
    prioritisation_us: int
    unavailability_us: int
    extraneous_us: int
    unexplained_us: int


class Turn(NamedTuple):
    """How long cases waited for a party to act; quantiles are of the sums per case.

    A party is an opaque group of activities. A wait is the party's that acts next, whoever acted
    before; what comes after the last event of any party is nobody's (None). The sum over all
    parties is the sum of all throughput times.
    """

    party: str | None
    waits: int
    cases: int
    total_us: int
    mean_us: int
    p50_us: int
    p90_us: int


class CaseTurn(NamedTuple):
    """How long one case waited for a party, as `Turn`."""

    case_no: int
    party: str | None
    waits: int
    total_us: int


class TimesToEnd(NamedTuple):
    """The cases whose end, of one kind, came after so long; open ones when they were last seen.

    What `miner.survival` works on. `end` is reached, otherwise or open.
    """

    duration_us: int
    end: str
    cases: int


def times_to_end(
    log: Tables, goal: Sequence[str], until_us: int, otherwise: Sequence[str] = ()
) -> list[TimesToEnd]:
    """One row per duration and kind of end: from a case's first event to its first end.

    Ends are events of the activities in `goal` (reached) and `otherwise` (which rule the goal out).
    A case without one is open, and was last seen at `until_us`: when the log was complete until.
    What came later is not looked at, nor are cases that began later.
    """
    options = {"goal": list(goal), "otherwise": list(otherwise), "until_us": until_us}
    return [TimesToEnd(*row) for row in log.table("times_to_end", **options)]


def turns(log: Tables, party_of: Mapping[str, str] | None = None) -> list[Turn]:
    """One row per party, the longest waits first; `party_of` names the party of each activity."""
    return [Turn(*row) for row in log.table("turns", **_parties(party_of))]


def case_turns(log: Tables, party_of: Mapping[str, str] | None = None) -> list[CaseTurn]:
    """One row per case and party, in the order of the cases."""
    return [CaseTurn(*row) for row in log.table("case_turns", **_parties(party_of))]


def activity_times(log: Tables) -> list[ActivityTime]:
    """One row per activity and kind of time; reads `miner.activity_instances.pair`."""
    return [ActivityTime(*row) for row in log.table("activity_times")]


def waiting_causes(log: Tables) -> list[WaitingCauses]:
    """One row per pair of activities; reads `miner.activity_instances.explain_waits`."""
    return [WaitingCauses(*row) for row in log.table("waiting_causes")]


def _parties(party_of: Mapping[str, str] | None) -> dict[str, list[str]]:
    parties = dict(party_of or {})
    return {"names": list(parties), "parties": list(parties.values())}
