"""Persons that share no key but are spelled alike: who is joined by that, and who must not be."""

from __future__ import annotations

import random
import sys

import pytest

from miner.cases import assign, prepare
from miner.explain import explain
from miner.fuzzy import FuzzyRules, join_alike
from miner.identity import IdentityRules, Withdrawn
from miner.warehouse import LogError

BY_NAME = FuzzyRules(compare=("name",))


@pytest.fixture
def groups(connection):
    """The customers of a written log, each as its identifiers; names that a fuzzy rule gave."""
    pytest.importorskip("splink", reason="the extra fuzzy is not installed")

    def prepared(log, fuzzy=BY_NAME, **rules):
        prepare(log.fill(connection), "user", IdentityRules(fuzzy=fuzzy, **rules))
        rows = connection.execute(
            "select list(identifier order by identifier) from identities group by customer_no"
        ).fetchall()
        return sorted(row[0] for row in rows)

    return prepared


def people(log, **said):
    """Each id with its values: c1="contact a@x.example 'Ann'"."""
    for identifier, (kind, *values) in said.items():
        for value in values:
            value_type = "email" if "@" in value else "phone" if value[0] == "+" else "name"
            log.link(f"{kind}:{identifier}", f"{value_type}:{value}")
    return log


SMITHS = {
    "c1": ("contact", "john.smith@x.example", "John Smith"),
    "r1": ("requester", "jonh.smith@x.example", "Smith, Jöhn"),
}
ONE = ["c1", "john.smith@x.example", "jonh.smith@x.example", "r1"]
TWO = [["c1", "john.smith@x.example"], ["jonh.smith@x.example", "r1"]]


def test_a_slip_in_the_email_and_the_same_name_are_one(write, groups, connection):
    assert groups(people(write(), **SMITHS)) == [ONE]
    found = connection.execute(
        "select identifier, rule, confidence from identities order by 1"
    ).fetchall()
    # odds 1e-4/(1 - 1e-4) x 0.4/1e-4 x 0.6/1e-4 = 2400.2
    likely = pytest.approx(2400.24 / 2401.24, abs=1e-6)
    assert found == [
        ("c1", "declared", 1.0),
        ("john.smith@x.example", "own", 1.0),
        ("jonh.smith@x.example", "fuzzy", likely),
        ("r1", "fuzzy", likely),
    ]


def test_without_being_asked_for_nobody_is_joined(write, groups):
    assert groups(people(write(), **SMITHS), fuzzy=None) == TWO


def test_the_slip_alone_is_not_enough(write, groups):
    assert groups(people(write(), **SMITHS), fuzzy=FuzzyRules()) == TWO


def test_a_name_may_come_from_an_event_of_one_person(write, groups):
    log = people(write(), c1=SMITHS["c1"], r1=SMITHS["r1"][:2])
    log.event("ask", 1, "requester:r1", "name:John Smith")
    assert groups(log) == [ONE]
    log = people(write(), c1=SMITHS["c1"], r1=SMITHS["r1"][:2], r2=("requester", "z@z.example"))
    log.event("ask", 1, "requester:r1", "requester:r2", "name:John Smith")
    assert len(groups(log)) == 3


def test_another_number_or_dot_is_another_account(write, groups):
    for other in ("john.smith2@x.example", "johnsmith@x.example"):
        log = people(write(), c1=SMITHS["c1"], r1=("requester", other, "John Smith"))
        assert len(groups(log)) == 2


def test_a_phone_one_digit_off_and_the_same_name(write, groups):
    log = people(
        write(),
        c1=("contact", "+34620000123", "Ann Bly"),
        r1=("requester", "+34620000132", "Ann Bly"),
        r2=("requester", "+34620999132", "Ann Bly"),
    )
    assert ["+34620000123", "+34620000132", "c1", "r1"] in groups(log)


def test_a_domain_that_nobody_else_has(write, groups):
    many = {f"c{n}": ("contact", f"somebody{n}@mail.example") for n in range(20)}
    log = people(
        write(),
        **many,
        c99=("contact", "ann.bly@mail.example"),
        r1=("requester", "ann.bly@mial.example"),
    )
    found = groups(log, fuzzy=FuzzyRules())
    assert ["ann.bly@mail.example", "ann.bly@mial.example", "c99", "r1"] in found
    log = people(
        write(),
        c99=("contact", "ann.bly@acme.example"),
        r1=("requester", "ann.bly@acne.example"),
    )
    assert len(groups(log, fuzzy=FuzzyRules())) == 2


def test_as_alike_to_two_is_neither(write, groups):
    rivals = {
        "c1": ("contact", "john.smith@x.example", "+34620000123"),
        "r1": ("requester", "jonh.smith@x.example", "+34620000132"),
        "r2": ("requester", "johm.smith@x.example", "+34620000124"),
    }
    assert len(groups(people(write(), **rivals), fuzzy=FuzzyRules())) == 3
    del rivals["r2"]
    assert len(groups(people(write(), **rivals), fuzzy=FuzzyRules())) == 1


def test_links_never_chain(write, groups):
    log = people(
        write(),
        c1=("contact", "aabbcc@x.example", "+34620000123"),
        r1=("requester", "aabbcd@x.example", "+34620000124", "Ann Bly"),
        l1=("lead", "aabbdd@x.example", "Ann Bly"),
    )
    assert sorted(len(group) for group in groups(log)) == [2, 6]


def test_two_users_stay_two(write, groups):
    log = people(write(), **SMITHS)
    log.link("contact:c1", "user:u1")
    assert len(groups(log)) == 1
    log.link("requester:r1", "user:u2")
    assert len(groups(log)) == 2


def test_whom_a_rule_has_parted_stay_parted(write, groups):
    log = people(write(), **SMITHS)
    log.link("contact:c1", "email:both@x.example")
    log.link("requester:r1", "email:both@x.example")
    log.link("requester:r2", "email:both@x.example")
    assert ["both@x.example"] in groups(log)
    assert [*TWO[0]] in groups(log)


def test_the_chain_shows_it_and_it_can_be_withdrawn(write, groups, connection):
    log = people(write(), **SMITHS)
    assign(log.fill(connection), "user", IdentityRules(fuzzy=BY_NAME))
    (found,) = explain(connection, [("requester", "r1")])
    assert [(told.giver, told.qualifier, told.source) for told in found.chain] == [
        ("requester:r1", "same", "s"),
        ("email:jonh.smith@x.example", "fuzzy", "compared, probability 0.9996"),
    ]
    off = Withdrawn("email", "john.smith@x.example", "email", "jonh.smith@x.example")
    assert groups(log, withdrawn=(off,)) == TWO
    assign(log.fill(connection), "user", IdentityRules(fuzzy=BY_NAME, withdrawn=(off,)))
    (found,) = explain(connection, [("requester", "r1")])
    assert [(told.taker, told.qualifier) for told in found.withdrawn] == [
        ("email:john.smith@x.example", "fuzzy")
    ]


def test_neither_order_nor_threads_matter(write, groups, connection):
    log = people(
        write(), **SMITHS, l1=("lead", "+34620000123", "Ann"), l2=("lead", "+34620000124", "Ann")
    )
    first = groups(log)
    tables = "select table_name from duckdb_tables() order by 1"
    left = connection.execute(tables).fetchall()
    random.Random(7).shuffle(log.links)
    connection.execute("set threads = 1")
    assert groups(log) == first
    assert left == connection.execute(tables).fetchall()
    assert not [name for (name,) in left if "splink" in name or "alike" in name]


def test_without_splink_it_says_how_to_get_it(connection, monkeypatch):
    monkeypatch.setitem(sys.modules, "splink", None)
    with pytest.raises(LogError, match=r'pip install "blueprint-miner\[fuzzy\]"'):
        join_alike(connection, BY_NAME)
