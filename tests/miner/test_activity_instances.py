"""Activity instances: processing, waiting and inter-event time by hand, and pairs against pm4py."""

from __future__ import annotations

from collections import Counter

from hypothesis import Phase, given, settings

from miner.activity_instances import pair
from miner.measures import activity_times
from tests.miner.work import MINUTE_US, Did, told, works


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
