"""The rules behind a draft one by one: texts, words and lanes, order and cuts, the customer."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blueprint.design import load_design
from blueprint.draft import customer_type_of, draft
from blueprint.draft.flows import StepCount, block_text, flow_of
from blueprint.draft.lanes import placing
from blueprint.draft.order import Boundary, Together, both_ways, cuts, main_steps
from blueprint.draft.texts import (
    SECOND_US,
    comment,
    duration,
    free_id,
    quoted,
    readable,
    rounded_up,
    slug,
)  # fmt: skip
from blueprint.draft.words import contact_of, is_noise, is_opinion, meaning
from miner import cases, warehouse
from miner.warehouse import LogError


@given(st.text())
def test_any_text_is_quoted_so_that_yaml_gives_it_back(value) -> None:
    from ruamel.yaml import YAML

    if any(0xD800 <= ord(letter) <= 0xDFFF for letter in value):
        return
    line = quoted(value)
    assert line.splitlines() == [line]
    assert YAML(typ="safe", pure=True).load(f"{{a: {line}}}") == {"a": value}
    assert f"x {comment(value)}".splitlines() == [f"x {comment(value)}"]
    assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*", slug(value))


def test_ids_are_words_and_never_taken_twice() -> None:
    assert slug("Mail Sent: Rechnung ü") == "mail_sent_rechnung_u"
    assert slug("Płatność") == "platnosc"
    assert slug("null") == "xnull"
    assert slug("12") == "x12"
    assert slug("中文") == slug("中文") != slug("英文")
    assert free_id("a b", ["a_b", "a_b_2"]) == "a_b_3"


def test_names_are_parted_where_systems_join_them() -> None:
    assert readable("ticket.status:solved") == "Ticket status: solved"
    assert readable("discount_approval") == "Discount approval"
    assert readable("01_HOOFD_010") == "01_HOOFD_010"
    assert readable("T07-1 v1.2") == "T07-1 v1.2"
    assert readable(" \n ") == "(no name)"


def test_durations_are_rounded_up_as_people_write_them() -> None:
    seconds = (0, 1, 7, 61, 3_700, 90_000, 700 * 86_400)
    assert [duration(rounded_up(s * SECOND_US)) for s in seconds] == [
        "1s", "1s", "10s", "2m", "2h", "2d", "730d",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("activity", "actor", "public", "lane"),
    [
        ("anything", "customer", None, "customer"),
        ("Approve discount", "person", None, "backstage"),
        ("Note", "person", True, "people"),
        ("Call Held", "person", None, "people"),
        ("Call Held", "person", False, "backstage"),
        ("Payment Captured", "system", None, "support"),
        ("Mail Sent", "system", None, "screens"),
        ("Mail Sent", "system", False, "support"),
        ("Status", "system", True, "screens"),
        ("Courier", "partner", None, "support"),
        ("Create ticket", "unknown", None, "customer"),
        ("Create document for the ticket", "unknown", None, "backstage"),
        ("Resuelve el caso", "unknown", None, "people"),
        ("Przydzielono zgłoszenie", "unknown", None, "backstage"),
        ("Inviata conferma", "unknown", None, "screens"),
        ("Import", "unknown", None, "support"),
        ("Import", "unknown", True, "screens"),
        ("Check request", "unknown", None, "backstage"),
        ("Request", "unknown", None, "customer"),
        ("Xyz", "unknown", None, "backstage"),
    ],
)
def test_a_lane_by_who_acts_then_by_what_is_seen_then_by_words(
    activity, actor, public, lane
) -> None:
    assert placing(activity, actor, public=public).lane == lane


def test_guesses_say_from_what() -> None:
    assert meaning("Assign seriousness") == ("work", "assign")
    guess = placing("Assign seriousness", "unknown", public=None)
    assert guess.guessed
    assert '"assign"' in guess.why
    assert placing("Closed", "unknown", public=None, automatic=True).lane == "support"
    assert is_noise("page")
    assert is_noise("Rage Click")
    assert not is_noise("Landing page submitted")
    assert is_opinion("ticket.rating")
    assert [contact_of(word) for word in ("Phone", "shop", "api")] == [
        "remote", "in_person", "digital",
    ]  # fmt: skip


def test_main_steps_are_those_that_most_go_through() -> None:
    units = {1: 100, 2: 20, 3: 98, 4: 60, 5: 30, 6: 58, 7: 3}
    assert main_steps([1, 2, 3, 4, 5, 6, 7], units) == [1, 3, 4, 6]


def test_cuts_take_the_heaviest_boundaries_and_leave_something_to_each_stage() -> None:
    minute = 60 * SECOND_US
    weights = (1000, 1, 2000, 1, 1, 90, 0)
    found = [Boundary(at + 1, w * minute, Fraction(1)) for at, w in enumerate(weights)]
    assert cuts(found) == [3, 6]
    lonely = [*found[:5], Boundary(6, 3000 * minute, Fraction(1, 4)), found[6]]
    assert cuts(lonely) == [3, 6]
    assert cuts([Boundary(1, 9 * minute, Fraction(1)), Boundary(2, 9 * minute, Fraction(1))]) == []


def test_mixed_steps_become_an_and_with_all_between_them() -> None:
    pairs = both_ways(
        {
            ("a", "b"): Together(50, 50),
            ("a", "c"): Together(50, 50),
            ("a", "d"): Together(50, 50),
            ("b", "c"): Together(50, 45),
            ("b", "d"): Together(50, 30),
            ("c", "d"): Together(50, 45),
        }
    )
    blocks = flow_of(["d", "c", "b", "a"], pairs)
    assert blocks == [["a"], ["b", "c", "d"]]
    counts = {
        "a": StepCount(50, 50, 1),
        "b": StepCount(50, 44, 1),
        "c": StepCount(50, 44, 3),
        "d": StepCount(50, 45, 14),
    }
    assert block_text(blocks[1], counts) == "and: [{optional: b}, {repeat: c}, d]"
    assert counts["d"].occurs == (1, None)
    assert counts["c"].occurs == (0, 3)


def test_the_customer_is_a_named_person_before_anything_else() -> None:
    connection = warehouse.in_memory()
    with pytest.raises(LogError, match="no event of the log touches an object"):
        customer_type_of(connection)
    for object_type in ("order", "anonymous", "user", "email"):
        connection.execute("insert into event_objects values ('e', ?, 'x', null)", [object_type])
    assert customer_type_of(connection) == "user"
    connection.execute("delete from event_objects where object_type = 'user'")
    link = "insert into object_links values ('s', ?, 'x', ?, 'y', ?, null, 'l')"
    connection.execute(link, ["order", "buyer", "of"])
    connection.execute("insert into event_objects values ('e', 'buyer', 'y', null)")
    assert customer_type_of(connection) == "buyer"
    connection.execute(link, ["anonymous", "email", "same"])
    assert customer_type_of(connection) == "email"


HOSTILE = (
    "a: b",
    '"} , {x: y}',
    "it's # no comment",
    "- {id: evil}",
    "two\nlines\r\n\ttab",
    "nul \x00 bell \x07 del \x7f",
    "next \x85 line \u2028 paragraph \u2029 mark \ufeff",
    "Zażółć gęślą jaźń 😀",
    "中文",
    "*alias &anchor !tag %directive @at `tick`",
    "null",
    "12",
    "x" * 5000,
    "\\",
    "  ",
    "'; drop table events; --",
)


def test_hostile_names_come_back_as_they_are(tmp_path) -> None:
    connection = warehouse.in_memory()
    for no in range(12):
        for at, name in enumerate(HOSTILE):
            key = f"{no}/{at}"
            connection.execute(
                "insert into events values ($key, 'we: \"b', $name,"
                " timestamptz '2025-09-01 00:00:00Z' + to_minutes($minute::integer), 'occurred', 's', null,"
                " 'customer', null, null, 'a: # b', null, null, 'f', 1, 'l', null)",
                {"key": key, "name": name, "minute": no * 1000 + at},
            )
            connection.execute(
                "insert into event_objects values (?, 'us: er', ?, null)", [key, f"u{no}"]
            )
    assert customer_type_of(connection) == "us: er"
    cases.prepare(connection, "us: er")
    text = draft(connection, name='my: "name"\n', zone="UTC", customer_type="us: er", sources=[])
    path = tmp_path / "blueprint.yaml"
    path.write_text(text, encoding="utf-8")
    design = load_design(path)
    bound = [
        condition.values[0]
        for ways in design.bindings.steps.values()
        for way in ways
        for condition in way.conditions
        if condition.field == "activity"
    ]
    assert sorted(bound) == sorted(HOSTILE)
    assert len(design.blueprint.steps) == len(HOSTILE)
