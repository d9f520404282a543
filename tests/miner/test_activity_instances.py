"""Activity instances and why they waited: by hand, against pm4py, and against a walk over minutes."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from miner import calendar
from miner.activity_instances import explain_waits, pair
from miner.calendar_hours import ClockSettings
from miner.measures import activity_times, waiting_causes

MINUTE_US = 60_000_000
DAY = 1735689600 // 60  # the first of January 2025, in minutes
CAUSES = ("batching", "contention", "prioritisation", "unavailability", "extraneous", "unexplained")
SHIFT = ClockSettings(name="shift", zone="UTC", hours="mon-sun 00:03-00:07, mon-sun 00:12-00:40")
OPEN = {*range(3, 7), *range(12, 40)}


class Did(NamedTuple):
    """An activity instance, in minutes: who did what from when to when."""

    case: int
    activity: str
    actor: str | None
    start: int | None
    complete: int | None


def told(plain, work: list[Did], kind: str = "person"):
    """The log of the starts and completes of some work."""
    events = [
        (did.case, did.activity, at, transition, did.actor)
        for did in work
        for transition, at in (("START", did.start), ("complete", did.complete))
        if at is not None
    ]
    cases = [
        [event for event in events if event[0] == case] for case in sorted({e[0] for e in events})
    ]
    log = plain([[(name, (DAY + at) * MINUTE_US) for _, name, at, _, _ in case] for case in cases])
    log.connection.execute(
        """update events set actor = told.actor, actor_kind = $kind, attributes = told.attributes
        from (select unnest($ids) as event_id, unnest($actors)::varchar as actor,
            unnest($attributes)::json as attributes) as told
        where events.event_id = told.event_id""",
        {
            "kind": kind,
            "ids": [f"e{n:04}" for n in range(1, len(events) + 1)],
            "actors": [event[4] for case in cases for event in case],
            "attributes": [f'{{"lifecycle": "{e[3]}"}}' for case in cases for e in case],
        },
    )
    pair(log.connection)
    return log


def waits_of(log, **options) -> Counter[str]:
    """What all waits of a log were spent on, in minutes."""
    explain_waits(log.connection, **options)
    rows = waiting_causes(log)
    assert all(sum(row[4:]) == row.wait_us for row in rows)
    found = Counter({name: sum(row[at] for row in rows) for at, name in enumerate(CAUSES, 4)})
    return Counter({name: us // MINUTE_US for name, us in found.items() if us})


def test_processing_and_waiting_by_hand(plain):
    log = told(plain, [Did(1, "a", "x", 0, 4), Did(1, "b", "x", 10, 11), Did(2, "a", "y", 3, 5)])
    rows = [
        (row.activity, row.kind, row.instances, row.total_us // MINUTE_US)
        for row in activity_times(log)
    ]
    assert rows == [("a", "processing", 2, 6), ("b", "processing", 1, 1), ("b", "waiting", 1, 6)]
    assert activity_times(log)[0].mean_us == 3 * MINUTE_US


def test_without_a_start_it_is_time_between_events(plain):
    log = plain([[("a", 0), ("b", 5), ("b", 7), ("c", 7)]])
    pair(log.connection)
    rows = [(row.activity, row.kind, row.instances, row.total_us) for row in activity_times(log)]
    assert rows == [("b", "inter_event", 2, 7), ("c", "inter_event", 1, 0)]


def test_what_takes_no_time_is_paired_whatever_its_order_in_the_source(plain):
    log = told(
        plain, [Did(1, "a", "x", None, 5), Did(1, "a", "x", 5, None), Did(1, "b", "x", 5, 5)]
    )
    rows = {(r.activity, r.kind): (r.instances, r.total_us) for r in activity_times(log)}
    assert rows == {
        ("a", "processing"): (1, 0),
        ("b", "processing"): (1, 0),
        ("b", "waiting"): (1, 0),
    }


def test_what_never_completed_has_no_duration_and_enables_nothing(plain):
    log = told(plain, [Did(1, "a", "x", 0, 2), Did(1, "b", "x", 3, None), Did(1, "c", "x", 9, 9)])
    rows = {(row.activity, row.kind): row.total_us // MINUTE_US for row in activity_times(log)}
    assert rows == {
        ("a", "processing"): 2,
        ("b", "waiting"): 1,
        ("c", "processing"): 0,
        ("c", "waiting"): 7,
    }


def test_what_overlaps_does_not_enable(plain):
    work = [
        Did(1, "a", "x", 0, 2),
        Did(1, "b", "x", 3, 8),
        Did(1, "c", "y", 5, 6),
        Did(1, "d", "y", 8, 9),
    ]
    rows = {
        (r.activity, r.kind): r.total_us // MINUTE_US for r in activity_times(told(plain, work))
    }
    assert rows[("c", "waiting")] == 3
    assert rows[("d", "waiting")] == 0


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


def works(most: int, *, whole: bool) -> st.SearchStrategy[list[Did]]:
    """Random work, each piece with both ends or also with one of them."""

    ends = st.sampled_from(["both"] if whole else ["both", "both", "start", "complete"])
    done = st.tuples(st.integers(0, 20), st.integers(0, 6), ends)
    who = st.tuples(st.integers(1, 6), st.sampled_from("ab"), st.sampled_from(["x", "y", None]))
    return st.lists(st.builds(piece, who, done), min_size=1, max_size=most)


def piece(who: tuple[int, str, str | None], done: tuple[int, int, str]) -> Did:
    start, length, ends = done
    return Did(
        *who,
        None if ends == "complete" else start,
        None if ends == "start" else start + length,
    )


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


@settings(
    max_examples=20, deadline=None, phases=[Phase.explicit, Phase.generate]
)  # shrinking takes minutes
@given(work=works(40, whole=True))
def test_causes_equal_a_walk_over_the_minutes(plain, work):
    log = told(plain, work)
    calendar.register(log.connection, [SHIFT])
    expected = walked(instances_of(log))
    assert waits_of(log, clocks={"y": "shift"}) == expected


@settings(
    max_examples=20, deadline=None, phases=[Phase.explicit, Phase.generate]
)  # shrinking takes minutes
@given(work=works(12, whole=False))
def test_pairs_equal_pm4pys(plain, work):
    from pm4py.objects.log.obj import Event, EventLog, Trace
    from pm4py.objects.log.util.interval_lifecycle import to_interval

    log = told(plain, work)
    rows = log.connection.execute(
        """select case_no, events.activity, make_timestamptz(traces.ts_us),
            lower(json_extract_string(attributes, '$.lifecycle')) as transition
        from traces join numbered_events using (event_no) join events using (event_id)
        order by case_no, traces.ts_us, transition desc, event_no"""
    ).fetchall()
    traces: dict[int, Trace] = {}
    for case, activity, at, transition in rows:
        event = {"concept:name": activity, "time:timestamp": at, "lifecycle:transition": transition}
        traces.setdefault(case, Trace(attributes={"concept:name": str(case)})).append(Event(event))
    theirs = Counter(
        (
            int(trace.attributes["concept:name"]),
            e["concept:name"],
            e["start_timestamp"],
            e["time:timestamp"],
        )
        for trace in to_interval(EventLog(traces.values()))
        for e in trace
    )
    ours = log.connection.execute(
        """select case_no, activity, make_timestamptz(coalesce(start_us, complete_us)),
            make_timestamptz(complete_us) from activity_instances join activities using (activity_no)
        where complete_us is not null"""
    ).fetchall()
    assert Counter(ours) == theirs
