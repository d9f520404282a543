"""Who is who: keys glue, leaves do not, time decides on shared devices."""

from __future__ import annotations

import pytest

from miner.cases import prepare
from miner.identity import IdentityRules


@pytest.fixture
def found(connection):
    """Prepares a written log; gives identifier -> customers' case_ids, and event -> case_id."""

    def prepared(log, customer="user", **rules):
        prepare(log.fill(connection), customer, IdentityRules(**rules))
        return dict(
            connection.execute(
                "select event_id, case_id from numbered_events"
                " join event_cases using (event_no) join cases using (case_no)"
            ).fetchall()
        )

    return prepared


def identities(connection):
    return {
        (kind + ":" + identifier, rule, confidence)
        for kind, identifier, rule, confidence in connection.execute(
            "select identifier_type, identifier, rule, confidence from identities"
        ).fetchall()
    }


def test_keys_that_hang_together_are_one_customer(write, found, connection):
    log = write()
    log.link("user:u1", "email:Ann@Example.com")
    log.link("contact:c1", "email: ann@example.COM ")
    log.link("lead:l1", "contact:c1")
    log.link("requester:7", "email:ann@example.com")
    first = log.event("sign up", 1, "user:u1")
    second = log.event("lead", 2, "lead:l1", source="crm")
    third = log.event("comment", 3, "requester:7", source="helpdesk")
    assert found(log) == {first: "u1", second: "u1", third: "u1"}
    assert identities(connection) == {
        ("user:u1", "own", 1.0),
        ("email:ann@example.com", "declared", 1.0),
        ("contact:c1", "email", 0.95),
        ("lead:l1", "email", 0.95),
        ("requester:7", "email", 0.95),
    }


def test_a_direct_link_is_surer_than_an_email(write, found, connection):
    log = write()
    log.link("requester:7", "user:u1")
    log.link("requester:7", "email:a@b.c")
    log.event("comment", 1, "requester:7")
    found(log)
    assert ("requester:7", "declared", 1.0) in identities(connection)


def test_a_case_without_the_customer_type_is_named_by_its_strongest_key(write, found):
    log = write()
    log.link("lead:l1", "email:a@b.c")
    event = log.event("lead", 1, "lead:l1")
    assert found(log) == {event: "email:a@b.c"}


def test_the_smallest_identifier_names_a_case_with_several(write, found):
    log = write()
    log.link("user:u2", "user:u1")
    event = log.event("visit", 1, "user:u2")
    assert found(log) == {event: "u1"}


@pytest.mark.parametrize("junk", ["null@null", "NULL", " ", "-1", "none@corner.shop"])
def test_blocked_values_glue_nobody_and_are_nobody(write, found, junk):
    log = write()
    log.link("user:u1", f"email:{junk}")
    log.link("user:u2", f"email:{junk}")
    one, two = log.event("visit", 1, "user:u1"), log.event("visit", 2, "user:u2")
    log.event("visit", 3, f"email:{junk}")
    assert found(log, blocked=("None@corner.shop",)) == {one: "u1", two: "u2"}


@pytest.mark.parametrize(("leads", "cases"), [(3, 1), (4, 5)])
def test_a_crowded_identifier_does_not_glue(write, found, connection, leads, cases):
    log = write()
    for number in range(leads):
        log.link(f"lead:l{number}", "email:info@corner.shop")
        log.event("visit", number, f"lead:l{number}")
    log.event("reply", 9, "email:info@corner.shop")
    assert len(set(found(log, fan_outs={"email": 3}).values())) == cases
    shared = ("email:info@corner.shop", "shared", 0.5)
    assert (shared in identities(connection)) == (cases > 1)


def test_an_anonymous_visitor_becomes_the_customer_for_all_time(write, found, connection):
    log = write()
    log.link("anonymous:a1", "user:u1", minute=5)
    before = log.event("visit", 1, "anonymous:a1")
    after = log.event("visit", 9, "anonymous:a1")
    assert found(log) == {before: "u1", after: "u1"}
    assert ("anonymous:a1", "identified", 0.9) in identities(connection)
    assert connection.execute("select confidence from cases").fetchall() == [(0.9,)]


def test_an_anonymous_visitor_that_never_identifies_is_a_customer(write, found):
    log = write()
    event = log.event("visit", 1, "anonymous:a1")
    assert found(log) == {event: "anonymous:a1"}


def test_an_event_with_a_key_of_its_own_belongs_to_that(write, found):
    log = write()
    log.link("anonymous:a1", "user:u1", minute=1)
    event = log.event("buy", 9, "anonymous:a1", "user:u2")
    assert found(log) == {event: "u2"}


def test_the_strongest_key_wins_then_the_smallest_case(write, found):
    log = write()
    first = log.event("buy", 1, "email:z@z.z", "user:u9")
    second = log.event("buy", 2, "user:u9", "user:u3")
    assert found(log) == {first: "u9", second: "u3"}


def test_objects_reach_their_customer_by_links_even_in_two(write, found, connection):
    log = write()
    log.link("opportunity:o1", "contact:c1", "of")
    log.link("quote:q1", "opportunity:o1", "of")
    log.link("contact:c1", "user:u1")
    event = log.event("quote sent", 1, "quote:q1")
    assert found(log) == {event: "u1"}
    assert connection.execute(
        "select object_type, object_id from object_cases where case_no = 1 order by 1"
    ).fetchall() == [("contact", "c1"), ("opportunity", "o1"), ("quote", "q1"), ("user", "u1")]


def test_fewer_links_win(write, found):
    log = write()
    log.link("ticket:t1", "requester:far", "of")
    log.link("order:x", "user:near", "of")
    log.link("ticket:t1", "order:x", "of")
    event = log.event("reply", 1, "ticket:t1")
    assert found(log) == {event: "requester:far"}


def test_links_in_a_circle_end(write, found):
    log = write()
    log.link("order:a", "order:b", "of")
    log.link("order:b", "order:a", "of")
    log.event("paid", 1, "order:a")
    assert found(log) == {}


def test_an_object_without_a_link_is_of_who_came_first_with_it(write, found, connection):
    log = write()
    log.event("asked", 1, "ticket:t1", "customer:anna")
    silent = log.event("assigned", 2, "ticket:t1")
    log.event("asked", 3, "ticket:t1", "customer:bert")
    assert found(log, "customer")[silent] == "anna"
    assert ("ticket", "t1", 1) in connection.execute("from object_cases").fetchall()


def test_an_event_without_a_customer_is_in_no_case(write, found, connection):
    log = write()
    log.event("assigned", 1, "ticket:t1")
    log.event("started", 2)
    assert found(log) == {}
    assert connection.execute("select count(*) from numbered_events").fetchone() == (2,)


def test_the_customer_may_be_any_type_even_a_leaf(write, found):
    log = write()
    log.link("anonymous:a1", "user:u1", minute=1)
    log.event("visit", 1, "anonymous:a1")
    ticket = log.event("reply", 2, "ticket:t1")
    assert found(log, "ticket") == {ticket: "t1", "e0001": "user:u1"}
    assert found(log, "anonymous") == {"e0001": "a1"}
