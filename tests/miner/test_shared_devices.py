"""Whose anonymous history it is, on a device that several people use."""

from __future__ import annotations

import pytest

from miner.cases import prepare
from miner.identity import IdentityRules

MICROSECOND = 1 / 60_000_000
TABLET = "anonymous:tablet"


@pytest.fixture
def found(connection):
    """Event -> case_id of a written log."""

    def prepared(log, **rules):
        prepare(log.fill(connection), "user", IdentityRules(**rules))
        return dict(
            connection.execute(
                "select event_id, case_id from numbered_events"
                " join event_cases using (event_no) join cases using (case_no)"
            ).fetchall()
        )

    return prepared


def visits(log, *minutes):
    return [log.event("visit", minute, TABLET) for minute in minutes]


def test_between_two_people_history_goes_back_to_the_end_of_the_first_ones_visit(
    write, found, connection
):
    log = write()
    log.link(TABLET, "user:u1", minute=10)
    log.link(TABLET, "user:u2", minute=300)
    first = visits(log, 1, 10, 39, 68)  # 29 minutes apart: one visit
    second = visits(log, 98, 290, 300)  # the pause of 30 minutes ends it
    last = visits(log, 9999)
    cases = found(log)
    assert {cases[e] for e in first} == {"u1"}
    assert {cases[e] for e in (*second, *last)} == {"u2"}
    spans = connection.execute(
        "select case_id, identities.rule, valid_from_us is null, valid_to_us is null,"
        " (coalesce(valid_from_us, valid_to_us) - 1 - 1735689600000000) / 60000000 from identities"
        " join cases using (customer_no) where identifier = 'tablet' order by 1"
    ).fetchall()
    rule = "identified_by_time"
    assert spans == [("u1", rule, True, False, 68), ("u2", rule, False, True, 68)]


def test_the_pause_is_a_setting(write, found):
    from datetime import timedelta

    log = write()
    log.link(TABLET, "user:u1", minute=10)
    log.link(TABLET, "user:u2", minute=300)
    one, other = visits(log, 14, 20)
    cases = found(log, pause=timedelta(minutes=5))
    assert (cases[one], cases[other]) == ("u1", "u2")


def test_a_new_session_ends_the_visit_before_the_pause_does(write, found):
    log = write()
    log.event("login", 10, TABLET, "user:u1", "session:s1")
    still = log.event("visit", 12, TABLET, "session:s1")
    unnamed = log.event("visit", 13, TABLET)
    other = log.event("visit", 14, TABLET, "session:s2")
    log.event("login", 15, TABLET, "user:u2", "session:s2")
    cases = found(log)
    assert (cases[still], cases[unnamed], cases[other]) == ("u1", "u1", "u2")


def test_one_session_id_for_months_does_not_join_what_a_pause_parts(write, found):
    log = write()
    log.event("login", 10, TABLET, "user:u1", "session:s1")
    other = log.event("visit", 5000, TABLET, "session:s1")
    log.event("login", 9000, TABLET, "user:u2", "session:s1")
    assert found(log)[other] == "u2"


def test_who_identifies_in_the_running_visit_has_the_device_from_that_moment(write, found):
    log = write()
    log.link(TABLET, "user:u1", minute=10)
    log.link(TABLET, "user:u2", minute=20)
    before, at, after = visits(log, 20 - MICROSECOND, 20, 21)
    cases = found(log)
    assert (cases[before], cases[at], cases[after]) == ("u1", "u2", "u2")


def test_two_people_in_turns(write, found):
    log = write()
    for minute, user in ((10, "u1"), (500, "u2"), (1000, "u1")):
        log.link(TABLET, f"user:{user}", minute=minute)
    events = visits(log, 1, 15, 400, 510, 900, 1010)
    cases = found(log)
    assert [cases[e] for e in events] == ["u1", "u1", "u2", "u2", "u1", "u1"]


def test_identified_at_once_as_two_the_later_name_has_the_rest(write, found):
    log = write()
    log.link(TABLET, "user:u1", minute=10)
    log.link(TABLET, "user:u2", minute=10)
    at, after = visits(log, 10, 11)
    cases = found(log)
    assert (cases[at], cases[after]) == ("u1", "u2")


def test_a_click_id_says_who_a_visitor_is_when_a_lead_has_it(write, found, connection):
    log = write()
    log.link("anonymous:a1", "gclid:g1", minute=1)
    log.link("lead:l1", "gclid:g1")
    log.link("lead:l1", "user:u1")
    event = log.event("visit", 0, "anonymous:a1")
    assert found(log) == {event: "u1"}
    rules = connection.execute("select identifier, rule, confidence from identities").fetchall()
    assert ("a1", "clicked", 0.85) in rules


def test_a_click_id_that_nobody_has_says_nothing(write, found):
    log = write()
    log.link("anonymous:a1", "gclid:g1", minute=1)
    log.link("anonymous:a1", "gclid:g2", minute=2)
    event = log.event("visit", 3, "anonymous:a1")
    assert found(log) == {event: "anonymous:a1"}


@pytest.mark.parametrize("other", ["anonymous:a2", "lead:l2"])
def test_a_click_id_that_was_sent_on_says_nothing(write, found, other):
    log = write()
    log.link("anonymous:a1", "gclid:g1", minute=1)
    log.link("lead:l1", "gclid:g1")
    log.link(other, "gclid:g1", minute=2)
    event = log.event("visit", 3, "anonymous:a1")
    assert found(log) == {event: "anonymous:a1"}


def test_a_junk_email_does_not_say_who_a_visitor_is(write, found):
    log = write()
    for number in range(4):
        log.link(f"lead:l{number}", "email:a@a.a")
        log.link(f"anonymous:a{number}", "email:a@a.a", minute=number)
    one, two = log.event("visit", 9, "anonymous:a1"), log.event("visit", 9, "anonymous:a2")
    assert found(log, fan_outs={"email": 3}) == {one: "anonymous:a1", two: "anonymous:a2"}
