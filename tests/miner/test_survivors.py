"""Merged objects are their survivor's; what follows an object is its customer's."""

from __future__ import annotations

import pytest

from miner.cases import prepare


@pytest.fixture
def found(connection):
    """Event -> case_id, and object -> survivor, of a written log."""

    def prepared(log):
        prepare(log.fill(connection), "user")
        cases = connection.execute(
            "select event_id, case_id from numbered_events"
            " join event_cases using (event_no) join cases using (case_no)"
        ).fetchall()
        survivors = connection.execute("select object_id, survivor_id from object_survivors")
        return dict(cases), dict(survivors.fetchall())

    return prepared


def test_a_merged_ticket_belongs_to_its_survivors_customer(write, found):
    log = write()
    log.link("ticket:t1", "user:u1", "of")
    log.link("ticket:t2", "user:u2", "of")
    log.link("ticket:t2", "ticket:t1", "merged")
    log.link("ticket:t3", "ticket:t2", "merged")
    events = [log.event("solved", n, f"ticket:t{n}") for n in (1, 2, 3)]
    cases, survivors = found(log)
    assert [cases[e] for e in events] == ["u1", "u1", "u1"]
    assert survivors == {"t2": "t1", "t3": "t1"}


def test_a_follow_up_keeps_its_own_name_and_has_the_same_customer(write, found):
    log = write()
    log.link("ticket:t1", "user:u1", "of")
    log.link("ticket:t2", "user:u2", "of")
    log.link("ticket:t2", "ticket:t1", "follows")
    event = log.event("solved", 2, "ticket:t2")
    assert found(log) == ({event: "u1"}, {})


def test_a_follow_up_of_what_was_merged_follows_the_survivor(write, found):
    log = write()
    log.link("ticket:t1", "user:u1", "of")
    log.link("ticket:t2", "ticket:t1", "merged")
    log.link("ticket:t3", "ticket:t2", "follows")
    event = log.event("solved", 2, "ticket:t3")
    assert found(log) == ({event: "u1"}, {"t2": "t1"})


def test_a_survivor_without_a_customer_has_that_of_what_was_merged_into_it(write, found):
    log = write()
    log.link("ticket:t2", "user:u2", "of")
    log.link("ticket:t2", "ticket:t1", "merged")
    event = log.event("solved", 1, "ticket:t1")
    assert found(log)[0] == {event: "u2"}


def test_companions_of_the_survivor_are_those_of_all_that_was_merged(write, found):
    log = write()
    log.link("ticket:t2", "ticket:t1", "merged")
    log.event("asked", 1, "ticket:t2", "user:u1")
    event = log.event("solved", 2, "ticket:t1")
    assert found(log)[0][event] == "u1"


def test_a_circle_of_merges_ends(write, found):
    log = write()
    log.link("ticket:t1", "ticket:t2", "merged")
    log.link("ticket:t2", "ticket:t1", "merged")
    log.link("ticket:t2", "user:u2", "of")
    event = log.event("solved", 1, "ticket:t1")
    assert found(log) == ({event: "u2"}, {"t2": "t1"})
