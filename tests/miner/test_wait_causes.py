"""What waits were spent on: by hand, and against a walk over the minutes of each wait."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

import pytest
from hypothesis import Phase, given, settings

from miner import calendar
from miner.activity_instances import explain_waits
from miner.calendar_hours import ClockSettings
from miner.measures import waiting_causes
from miner.warehouse import LogError
from tests.miner.work import DAY, MINUTE_US, Did, told, works

CAUSES = ("batching", "contention", "prioritisation", "unavailability", "extraneous", "unexplained")
SHIFT = ClockSettings(name="shift", zone="UTC", hours="mon-sun 00:03-00:07, mon-sun 00:12-00:40")
OPEN = {*range(3, 7), *range(12, 40)}


def waits_of(log, **options) -> Counter[str]:
    """What all waits of a log were spent on, in minutes."""
    explain_waits(log.connection, **options)
    rows = waiting_causes(log)
    assert all(sum(row[4:]) == row.wait_us for row in rows)
    found = Counter({name: sum(row[at] for row in rows) for at, name in enumerate(CAUSES, 4)})
    return Counter({name: us // MINUTE_US for name, us in found.items() if us})


BY_HAND = {
    "nobody else": (
        [Did(1, "a", "x", 0, 2), Did(1, "b", "y", 10, 12)],
        {"extraneous": 8},
    ),
    "busy with what came before": (
        [Did(1, "a", "x", 0, 2), Did(2, "a", "x", 0, 1), Did(2, "b", "y", 4, 9), Did(1, "b", "y", 10, 12)],
        {"extraneous": 3 + 2 + 1, "contention": 5},
    ),
    "busy with what came later": (
        [Did(1, "a", "x", 0, 2), Did(2, "a", "x", 2, 3), Did(2, "c", "y", 4, 9), Did(1, "b", "y", 10, 12)],
        {"extraneous": 1 + 3, "prioritisation": 5},
    ),
    "both at once is contention": (
        [
            Did(1, "a", "x", 0, 2), Did(2, "a", "x", 0, 1), Did(3, "a", "x", 2, 3),
            Did(2, "c", "y", 4, 8), Did(3, "d", "y", 6, 10), Did(1, "b", "y", 12, 13),
        ],
        # b: y does c from 4 to 8, then d (which came in later) to 10; c: 3; d: y does c from 4 to 6
        {"contention": 4 + 2, "prioritisation": 2, "extraneous": 2 + 2 + 3 + 1},
    ),
    "kept for a batch": (
        [
            Did(1, "a", "x", 0, 1), Did(2, "a", "x", 4, 6), Did(1, "b", "y", 9, 11), Did(2, "b", "y", 11, 14),
        ],
        # the first waits 5 for the second, both 3 for its actor; the second 2 for the first
        {"batching": 5, "extraneous": 3 + 3, "contention": 2},
    ),
    "a batch whose later half goes first": (
        [
            Did(1, "a", "x", 4, 6), Did(2, "a", "z", 0, 1), Did(1, "b", "y", 9, 11), Did(2, "b", "y", 11, 14),
        ],
        {"batching": 5, "extraneous": 3 + 3, "prioritisation": 2},
    ),
    "a batch that comes in at once": (
        [
            Did(1, "a", "x", 0, 1), Did(2, "a", "z", 0, 1), Did(1, "b", "y", 9, 11), Did(2, "b", "y", 11, 14),
        ],
        {"extraneous": 8 + 8, "contention": 2},
    ),
    "a batch of one case is none": (
        [Did(1, "a", "x", 0, 1), Did(1, "b", "y", 4, 5), Did(1, "b", "y", 5, 6)],
        {"extraneous": 3},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("work", "expected"), BY_HAND.values(), ids=BY_HAND)
def test_causes_by_hand(plain, work, expected):
    assert waits_of(told(plain, work)) == expected


def test_an_actor_who_is_not_there(plain):
    log = told(plain, [Did(1, "a", "x", 0, 2), Did(1, "b", "y", 20, 21)])
    calendar.register(log.connection, [SHIFT])
    assert waits_of(log, clock="shift") == {"extraneous": 4 + 8, "unavailability": 1 + 5}
    assert waits_of(log, clocks={"y": "shift"}) == {"extraneous": 12, "unavailability": 6}
    assert waits_of(log, clocks={"x": "shift"}) == {"extraneous": 18}


@pytest.mark.parametrize("options", [{"clock": "shfit"}, {"clocks": {"y": "shfit"}}])
def test_a_clock_that_is_not_registered_is_refused(plain, options):
    log = told(plain, [Did(1, "a", "x", 0, 2), Did(1, "b", "y", 10, 12)])
    calendar.register(log.connection, [SHIFT])
    with pytest.raises(LogError, match="shfit"):
        explain_waits(log.connection, **options)


def test_waits_for_somebody_unknown_or_a_customer_are_unexplained(plain):
    work = [Did(1, "a", "x", 0, 2), Did(1, "b", None, 7, 8)]
    assert waits_of(told(plain, work)) == {"unexplained": 5}
    work = [Did(1, "a", "x", 0, 2), Did(1, "b", "y", 7, 8)]
    assert waits_of(told(plain, work, kind="customer")) == {"unexplained": 5}


def test_a_pause_in_a_batch_is_allowed_when_it_is_asked_for(plain):
    work = [
        Did(1, "a", "x", 0, 1),
        Did(2, "a", "x", 0, 3),
        Did(1, "b", "y", 9, 11),
        Did(2, "b", "y", 12, 14),
    ]
    assert "batching" not in waits_of(told(plain, work))
    assert waits_of(told(plain, work), gap_us=MINUTE_US)["batching"] == 2


def test_sources_and_targets_are_those_of_the_log(plain):
    log = told(plain, [Did(1, "a", "x", 0, 2), Did(1, "b", "y", 7, 8)])
    explain_waits(log.connection)
    log.connection.execute(
        "create or replace table steps as from (values (1, 'ask'), (2, 'tell')) as t(activity_no, activity)"
    )
    (row,) = waiting_causes(log.labelled("steps"))
    assert row[:4] == ("ask", "tell", 1, 5 * MINUTE_US)
    (row,) = waiting_causes(log.retrace("activity_no = 2"))
    assert row[:4] == (None, "b", 1, 5 * MINUTE_US)


class Instance(NamedTuple):
    case: int
    activity: str
    actor: str | None
    enabled: int | None
    start: int
    complete: int


def instances_of(log) -> list[Instance]:
    """The paired instances, in minutes since the first day of the log."""
    rows = log.connection.execute(
        """select case_no, activity, actor, enabled_us, start_us, complete_us
        from activity_instances join activities using (activity_no) order by event_no"""
    ).fetchall()
    minutes = lambda us: None if us is None else us // MINUTE_US - DAY  # noqa: E731
    return [Instance(*row[:3], *map(minutes, row[3:])) for row in rows]


def batches_of(all_work: list[Instance]) -> dict[int, tuple[int, int]]:
    """By the place of an instance its batch and when the last of it came in."""
    found: dict[int, tuple[int, int]] = {}
    places = [n for n, one in enumerate(all_work) if one.actor]
    for key in sorted({(all_work[n].actor, all_work[n].activity) for n in places}):
        mine = [n for n in places if (all_work[n].actor, all_work[n].activity) == key]
        for stretch in stretches(all_work, sorted(mine, key=lambda n: all_work[n].start)):
            rest = stretch
            while rest:  # all that came in before the first of them began, then the others anew
                begin = min(all_work[n].start for n in rest)
                batch = [n for n in rest if came(all_work[n]) <= begin]
                rest = [n for n in rest if n not in batch]
                if len({all_work[n].case for n in batch}) > 1:
                    ready = max(came(all_work[n]) for n in batch)
                    found |= dict.fromkeys(batch, (min(batch), ready))
    return found


def came(one: Instance) -> int:
    return one.start if one.enabled is None else one.enabled


def stretches(all_work: list[Instance], order: list[int]) -> list[list[int]]:
    found: list[list[int]] = []
    until = -1
    for n in order:
        if not found or all_work[n].start > until:
            found.append([])
        found[-1].append(n)
        until = max(until, all_work[n].complete)
    return found


def walked(all_work: list[Instance]) -> Counter[str]:
    """Each minute of each wait, with the first cause that holds."""
    batches, found = batches_of(all_work), Counter[str]()
    for n, one in enumerate(all_work):
        for minute in range(came(one), one.start):
            found[why(all_work, batches, n, minute)] += 1
    return found


def why(all_work, batches, n: int, minute: int) -> str:
    one = all_work[n]
    if one.actor is None:
        return "unexplained"
    batch, ready = batches.get(n, (None, one.enabled))
    if minute < ready:
        return "batching"
    busy = [
        came(other)
        > (one.enabled if batch is not None and batches.get(m, (None,))[0] == batch else ready)
        for m, other in enumerate(all_work)
        if m != n and other.actor == one.actor and other.start <= minute < other.complete
    ]
    if busy:
        return "prioritisation" if all(busy) else "contention"
    return "extraneous" if one.actor == "x" or minute in OPEN else "unavailability"


def checked(plain, work: list[Did]) -> None:
    log = told(plain, work)
    calendar.register(log.connection, [SHIFT])
    expected = walked(instances_of(log))
    assert waits_of(log, clocks={"y": "shift"}) == expected


FEW = settings(max_examples=20, deadline=None, phases=[Phase.explicit, Phase.generate])
"""Without shrinking, which takes minutes."""


@FEW
@given(work=works(40, whole=True))
def test_causes_equal_a_walk_over_the_minutes(plain, work):
    checked(plain, work)


@pytest.mark.nightly
@settings(FEW, max_examples=100)
@given(work=works(60, whole=True))
def test_causes_equal_a_walk_over_the_minutes_of_much_work(plain, work):
    checked(plain, work)
