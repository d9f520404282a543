"""What must not glue: two ids of a type that a person has once, junk, and chains of it."""

from __future__ import annotations

import pytest

from miner.cases import prepare
from miner.identity import IdentityRules, Withdrawn


@pytest.fixture
def groups(connection):
    """The customers of a written log, each as the set of its identifiers; and the rules."""

    def prepared(log, **rules):
        prepare(log.fill(connection), "user", IdentityRules(**rules))
        rows = connection.execute(
            "select list(identifier order by identifier) from identities group by customer_no"
        ).fetchall()
        return sorted(row[0] for row in rows)

    return prepared


def rules(connection):
    return dict(connection.execute("select identifier, rule from identities").fetchall())


def linked(write, *pairs):
    log = write()
    for pair in pairs:
        one, _, other = pair.partition(" ")
        log.link(one, other, "merged" if one[:3] == other[:3] == "con" else "same")
    return log


def test_an_email_alone_never_glues_two_users(write, groups, connection):
    log = linked(write, "user:u1 email:j@j.j", "user:u2 email:j@j.j", "lead:l1 email:j@j.j")
    assert groups(log) == [["j@j.j"], ["l1"], ["u1"], ["u2"]]
    assert rules(connection)["j@j.j"] == "contested"


def test_a_project_may_allow_it(write, groups):
    log = linked(write, "user:u1 email:j@j.j", "user:u2 email:j@j.j")
    assert groups(log, single=()) == [["j@j.j", "u1", "u2"]]


def test_users_that_a_source_calls_the_same_are_one(write, groups):
    log = linked(write, "user:u1 user:u2", "user:u1 email:a@a.a", "user:u2 email:a@a.a")
    assert groups(log) == [["a@a.a", "u1", "u2"]]


def test_a_contact_between_two_users_is_neithers(write, groups, connection):
    log = linked(write, "contact:c user:u1", "contact:c user:u2", "contact:c lead:l")
    assert groups(log) == [["c"], ["l"], ["u1"], ["u2"]]
    assert rules(connection)["c"] == "contested"


def test_a_chain_to_two_users_comes_apart_in_the_middle(write, groups):
    log = linked(
        write,
        "user:u1 email:e1@x.x", "contact:c email:e1@x.x", "contact:c email:e2@x.x",
        "user:u2 email:e2@x.x",
    )  # fmt: skip
    assert groups(log) == [["c"], ["e1@x.x", "u1"], ["e2@x.x", "u2"]]


def test_a_statement_from_one_users_side_to_anothers_does_not_hold(write, groups):
    log = linked(write, "contact:c user:u1", "lead:l user:u2", "contact:c lead:l")
    assert groups(log) == [["c", "u1"], ["l", "u2"]]


def test_what_is_nearer_to_one_user_goes_with_them(write, groups):
    log = linked(
        write,
        "user:u1 email:e1@x.x", "contact:c1 email:e1@x.x", "contact:c1 lead:l",
        "lead:l email:e2@x.x", "requester:r email:e2@x.x", "requester:r email:e3@x.x",
        "lead:l3 email:e3@x.x", "lead:l3 user:u2",
    )  # fmt: skip
    found = groups(log)
    assert ["c1", "e1@x.x", "l", "u1"] in found
    assert all(not {"u1", "u2"} <= set(group) for group in found)


def test_merged_contacts_are_one_whatever_their_emails(write, groups):
    log = linked(write, "contact:c1 contact:c2", "contact:c1 email:a@a.a", "contact:c2 email:b@b.b")
    assert groups(log) == [["a@a.a", "b@b.b", "c1", "c2"]]


def test_two_requesters_with_one_email_are_strangers(write, groups, connection):
    log = linked(write, "requester:r1 email:a@a.a", "requester:r2 email:a@a.a")
    assert groups(log) == [["a@a.a"], ["r1"], ["r2"]]
    assert rules(connection)["a@a.a"] == "shared"
    assert groups(log, unique=()) == [["a@a.a", "r1", "r2"]]


def test_an_email_of_two_who_have_another_each_glues_nobody(write, groups):
    log = linked(
        write,
        "contact:c1 email:j@j.j", "contact:c1 email:a@a.a",
        "lead:l1 email:j@j.j", "lead:l1 email:b@b.b",
    )  # fmt: skip
    assert groups(log) == [["a@a.a", "c1"], ["b@b.b", "l1"], ["j@j.j"]]


@pytest.mark.parametrize(("phones", "customers"), [(2, 1), (3, 4)])
def test_an_email_with_three_phones_is_several_peoples(write, groups, phones, customers):
    log = write()
    for kind, number in zip(("contact", "lead", "requester")[:phones], "123", strict=False):
        log.link(f"{kind}:{number}", "email:j@j.j")
        log.link(f"{kind}:{number}", f"phone:+3460000000{number}")
    assert len(groups(log)) == customers


def test_a_phone_glues_but_not_two_with_an_email_of_their_own(write, groups, connection):
    log = linked(write, "contact:c phone:+34600000001", "lead:l phone:+34600000001")
    assert groups(log) == [["+34600000001", "c", "l"]]
    assert rules(connection) == {"c": "own", "+34600000001": "declared", "l": "phone"}
    log.link("contact:c", "email:a@a.a")
    assert groups(log) == [["+34600000001", "a@a.a", "c", "l"]]
    log.link("lead:l", "email:b@b.b")
    assert groups(log) == [["+34600000001"], ["a@a.a", "c"], ["b@b.b", "l"]]


def test_persons_are_counted_not_their_ids(write, groups):
    log = write()
    for number in range(6):  # six leads of one contact
        log.link(f"lead:l{number}", "email:a@a.a")
        log.link(f"lead:l{number}", "contact:c")
    assert len(groups(log)) == 1


@pytest.mark.parametrize("junk", ["0", "000-000", "null@corner.shop", "No-Reply@corner.shop"])
def test_patterns_that_name_nobody(write, groups, junk):
    assert groups(linked(write, f"lead:l1 email:{junk}", f"lead:l2 email:{junk}")) == [
        ["l1"],
        ["l2"],
    ]


def test_patterns_of_the_project_are_of_the_whole_value(write, groups):
    log = linked(write, "lead:l1 email:shop1@x.x", "lead:l2 email:shop1@x.x.y")
    assert groups(log, blocked_patterns=(r"shop\d@x\.x",)) == [["l1"], ["l2", "shop1@x.x.y"]]


def test_a_withdrawn_statement_does_not_glue_in_either_direction(write, groups):
    log = linked(write, "lead:l1 email:a@a.a", "user:u1 email:a@a.a")
    off = Withdrawn("email", "a@a.a", "lead", "l1")
    assert groups(log, withdrawn=(off,)) == [["a@a.a", "u1"], ["l1"]]


def test_a_withdrawn_statement_is_not_made_again_by_an_event(write, connection):
    log = write()
    log.event("buy", 1, "anonymous:a1", "user:u1")
    event = log.event("visit", 0, "anonymous:a1")
    off = Withdrawn("user", "u1", "anonymous", "a1")
    prepare(log.fill(connection), "user", IdentityRules(withdrawn=(off,)))
    found = dict(
        connection.execute(
            "select event_id, case_id from numbered_events"
            " join event_cases using (event_no) join cases using (case_no)"
        ).fetchall()
    )
    assert found == {"e0001": "u1", event: "anonymous:a1"}
