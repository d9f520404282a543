"""Drafts of small logs written in words."""

from __future__ import annotations

import re

import pytest

from blueprint.comparison import RunFacts, compare
from blueprint.design import DesignError, load_design
from blueprint.draft import draft
from blueprint.draft.texts import SECOND_US
from miner import cases, warehouse
from miner.warehouse import LogError
from tests.blueprint.written_log import written_log


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
    assert [stage.reach for stage in design.blueprint.stages] == [None, None, None]


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


def loaded_draft(log: str, folder):
    path = folder / "blueprint.yaml"
    path.write_text(drafted(log), encoding="utf-8")
    return load_design(path)


def test_a_step_that_comes_again_among_others_is_its_first_time_only(tmp_path) -> None:
    lines = []
    for no in range(30):
        day = no * 86_400
        lines += [
            f"c{no} {day}s ask",
            f"c{no} {day + 60}s look actor_kind=person",
            f"c{no} {day + 90}s look actor_kind=person",
            f"c{no} {day + 120}s ask",
            f"c{no} {day + 180}s tell actor_kind=person public=yes",
        ]
    design = loaded_draft("\n".join(lines), tmp_path)
    picks = {step: ways[0].pick for step, ways in design.bindings.steps.items()}
    assert picks == {"ask": "first", "look": "all", "tell": "all"}
    occurs = {step.id: (step.least, step.most) for step in design.blueprint.steps}
    assert occurs == {"ask": (1, 1), "look": (1, 2), "tell": (1, 1)}


def test_a_stage_restarts_when_many_begin_it_again_after_its_end(tmp_path) -> None:
    def rounds(share: int) -> str:
        twice = [
            f"c{no} {no + at + 90}h {what}" for no in range(share) for at, what in enumerate("ab")
        ]
        once = [f"c{no} {no + at}h {what}" for no in range(100) for at, what in enumerate("ab")]
        return "\n".join(once + twice)

    assert [s.restart for s in loaded_draft(rounds(5), tmp_path).blueprint.stages] == ["a"]
    assert [s.restart for s in loaded_draft(rounds(4), tmp_path).blueprint.stages] == [None]


def test_an_unknown_actor_with_a_rhythm_is_a_machine(tmp_path) -> None:
    def log(shift: int) -> str:
        lines = []
        for no in range(60):
            ends = no * 10 + 72 + (no * shift) % 50
            lines += [
                f"c{no} {no * 10}h Resolve actor_kind=unknown",
                f"c{no} {ends}h Closed actor_kind=unknown",
            ]
        return "\n".join(lines)

    lanes = {step.id: step.lane for step in loaded_draft(log(0), tmp_path).blueprint.steps}
    assert lanes == {"resolve": "people", "closed": "support"}
    assert {s.lane for s in loaded_draft(log(1), tmp_path).blueprint.steps} == {"people"}


def test_losses_are_as_measured_and_reach_is_a_comment(tmp_path) -> None:
    lines = []
    for no in range(50):
        lines += [f"c{no} {no}h a", f"c{no} {no}.01h b"]
        lines += [f"c{no} {no + 100}h c", f"c{no} {no + 101}h d"][
            : 0 if no < 10 else 1 if no < 20 else 2
        ]
    design = loaded_draft("\n".join(lines), tmp_path)
    first, second = design.blueprint.stages
    assert (first.reach, first.abandon_max) == (None, 0.0)
    assert (second.reach, second.abandon_max) == (None, 0.25)
    assert design.gap["limit_above"] == 0.25
    assert {step.least for step in design.blueprint.steps} == {1}  # of those that got through


def test_objects_that_a_customer_has_once_are_no_stage_of_their_own(tmp_path) -> None:
    def log(tickets: int) -> str:
        return "\n".join(
            f"c{no} {no + at}h {what} ticket=t{no}_{ticket}"
            for no in range(30)
            for ticket in range(tickets if no < 6 else 1)
            for at, what in enumerate("ab")
        )

    assert [s.instances for s in loaded_draft(log(2), tmp_path).blueprint.stages] == ["ticket"]
    assert [s.instances for s in loaded_draft(log(1), tmp_path).blueprint.stages] == [None]
