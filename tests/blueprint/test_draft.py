"""Drafts of small logs written in words, of hostile names, and the rules behind them one by one."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blueprint.comparison import RunFacts, compare
from blueprint.design import DesignError, load_design
from blueprint.draft import customer_type_of, draft
from blueprint.draft.flows import StepCount, block_text, flow_of
from blueprint.draft.lanes import LANES, placing
from blueprint.draft.order import Boundary, Together, both_ways, cuts, main_steps
from blueprint.draft.texts import SECOND_US, comment, duration, free_id, quoted, rounded_up, slug
from blueprint.draft.words import contact_of, is_noise, is_opinion, meaning
from miner import cases, warehouse
from miner.warehouse import LogError
from tests.blueprint.written_log import written_log

ROLES = {lane.id: lane.role.value for lane in LANES}


def shop(customers: int = 60) -> str:
    """A shop: order, mail and parcel in minutes, the bill days later; some write tickets."""
    lines = []
    for no in range(customers):
        start, name = no * 600, f"c{no:03}"
        lines += [
            f"{name} {start}s Order actor_kind=customer",
            f"{name} {start + 20}s Mail_Sent actor_kind=system template=thanks",
            f"{name} {start + 60}s Pack actor_kind=person source=crm",
            f"{name} {start + 120}s Invoice_Posted actor_kind=system",
            f"{name} {start + 3 * 86400}s Pay actor_kind=customer",
            f"{name} {start + 3 * 86400 + 30}s Mail_Sent actor_kind=system template=paid",
        ]
        lines += [f"{name} {start + 200 + at}s Heartbeat actor_kind=customer" for at in range(8)]
        if no == 0:
            lines.append(f"{name} {start + 70}s Oddity actor_kind=person source=crm")
        for ticket in range(no % 3):
            first = start + 86400 * (ticket + 4)
            of = f"ticket=t{no}_{ticket} source=desk"
            lines += [
                f"{name} {first}s asked {of} actor_kind=customer public=yes",
                f"{name} {first + 100}s comment {of} actor_kind=person public=no",
                f"{name} {first + 3600}s comment {of} actor_kind=person public=yes",
                f"{name} {first + 7200}s done {of} actor_kind=person public=yes",
            ]
    return "\n".join(lines)


def drafted(log: str) -> str:
    connection, sources = written_log(log)
    return draft(
        connection, name="A shop", zone="Europe/Rome", customer_type="customer", sources=sources
    )


@pytest.fixture(scope="module")
def text() -> str:
    return drafted(shop())


@pytest.fixture(scope="module")
def design(text, tmp_path_factory):
    path = tmp_path_factory.mktemp("draft") / "blueprint.yaml"
    path.write_text(text, encoding="utf-8")
    return load_design(path)


def test_the_stages_lie_where_time_passes_and_where_objects_live(design) -> None:
    steps = {stage.id: [] for stage in design.blueprint.stages}
    for step in design.blueprint.steps:
        steps[step.stage].append(step.id)
    assert steps == {
        "order": ["order", "mail_sent_thanks", "pack", "invoice_posted"],
        "pay": ["pay", "mail_sent_paid"],
        "ticket": ["asked", "comment_unseen", "comment_people", "done"],
    }
    followed = {stage.id: (stage.next, stage.instances) for stage in design.blueprint.stages}
    assert followed == {"order": ("pay", None), "pay": (None, None), "ticket": (None, "ticket")}


def test_lanes_follow_from_who_acts_and_what_the_customer_sees(design) -> None:
    assert {step.id: step.lane for step in design.blueprint.steps} == {
        "order": "customer",
        "mail_sent_thanks": "screens",
        "pack": "backstage",
        "invoice_posted": "support",
        "pay": "customer",
        "mail_sent_paid": "screens",
        "asked": "customer",
        "comment_unseen": "backstage",
        "comment_people": "people",
        "done": "people",
    }


def test_targets_are_the_measured_times_rounded_up(design) -> None:
    times = {stage.id: stage.time for stage in design.blueprint.stages}
    assert times["order"].end == ("mail_sent_thanks",)
    assert times["order"].p50_us == 20 * SECOND_US
    assert times["pay"].start == ("pay",)
    assert times["ticket"].limit_us == 7200 * SECOND_US
    assert [stage.reach for stage in design.blueprint.stages] == [1.0, None, None]


def test_noise_and_what_is_rare_is_ignored_with_the_reason(text) -> None:
    ignored = text[text.index("  ignore:") : text.index("gap:")]
    assert re.search(r'"Heartbeat"}    # 480 events; page views, clicks', ignored)
    assert re.search(r'"Oddity"}    # 1 events; rare: in 1.7 % of the cases', ignored)


def test_the_comparison_with_its_own_draft_finds_no_gap(text, tmp_path) -> None:
    path = tmp_path / "blueprint.yaml"
    path.write_text(text, encoding="utf-8")
    connection, sources = written_log(shop())
    facts = RunFacts(id="x", at="2026-01-01T00:00:00+00:00", version="0", sources=sources)
    findings = compare(connection, load_design(path), facts)
    assert [gap.id for gap in findings.gaps] == []
    assert findings.gates.coverage["unbound"] == 0
    assert {one.stage: one.clean for one in findings.conformance} == {
        "order": 60,
        "pay": 60,
        "ticket": 60,
    }


def test_the_same_log_gives_the_same_bytes_whatever_its_order_and_threads(text) -> None:
    lines = shop().splitlines()
    connection, sources = written_log("\n".join(reversed(lines)))
    connection.execute("set threads = 1")
    again = draft(
        connection, name="A shop", zone="Europe/Rome", customer_type="customer", sources=sources
    )
    assert again == text


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
                " 'customer', null, null, 'a: # b', null, null, 'f', 1, 'l')",
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


def test_a_log_without_customers_says_so() -> None:
    connection = warehouse.in_memory()
    cases.prepare(connection, "customer")
    with pytest.raises(LogError, match="nothing to draft"):
        draft(connection, name="x", zone="UTC", customer_type="customer", sources=[])


def test_one_single_activity_is_drafted_too(tmp_path) -> None:
    for log in ("c1 1s Ping\nc1 2s Ping", "c1 1s Order\nc2 2s Order"):
        path = tmp_path / "blueprint.yaml"
        path.write_text(drafted(log), encoding="utf-8")
        try:
            assert len(load_design(path).blueprint.steps) == 1
        except DesignError as error:
            pytest.fail(str(error))
