"""Small journeys, counted by hand, against the oracle."""

from __future__ import annotations

from datetime import datetime

import pytest

from sample_logs.journeys import told
from sample_logs.kinds import KINDS, NUMBER
from sample_logs.oracle.counting import count_gaps
from sample_logs.oracle.hours import opening_hours
from sample_logs.oracle.reading import read_design
from sample_logs.oracle.trees import arms, before, free_steps
from sample_logs.project_file import DESIGN
from sample_logs.truth import PERIOD, gap_id

DESIGNED = read_design(DESIGN)
KINDS_HERE = (
    *("skipped_step", "abandonment", "undesigned_step", "forbidden_step", "repeated_step"),
    *("wrong_order", "slow_stage", "late_step"),
)
MONDAY = "2025-10-06 "  # a working week well inside the exports


def at(text):
    """`Mon 10:00` in Warsaw, or a whole date, as microseconds."""
    return int(datetime.fromisoformat(f"{text}+02:00").timestamp() * 1_000_000)


def journey(text, *, ticket=1):
    """`signup 2025-10-06 10:00:00; lead 2025-10-06 10:00:04` as events; times are Warsaw's."""
    events = []
    for number, words in enumerate(text.split(";")):
        name, _, when = words.strip().partition(" ")
        kind = KINDS[NUMBER[name]]
        desk = kind.source == "helpdesk"
        events.append(told(0, at(when), kind, (ticket if desk else -1, number if desk else -1, 0)))
    return sorted(events, key=lambda event: event.order)


def counts(*texts):
    """Eligible and affected of each gap over journeys of one customer each."""
    found = count_gaps([journey(text) for text in texts], DESIGNED, PERIOD)
    return {
        gap_id(key): (count.eligible, count.affected)
        for key, count in found.items()
        if key[0] in KINDS_HERE
    }


SIGNUP = "signup 2025-10-06 10:00:00; verify_mail 2025-10-06 10:00:10; lead 2025-10-06 10:00:05"
PURCHASE = (
    "plan 2025-10-06 11:00:00; checkout 2025-10-06 11:01:00; captured 2025-10-06 11:01:05; "
    "receipt 2025-10-06 11:01:20"
)
TICKET = (
    "ticket 2025-10-06 10:00:00; acknowledged 2025-10-06 10:00:30; assigned 2025-10-06 10:30:00; "
    "replied 2025-10-06 12:00:00; solved 2025-10-06 13:00:00"
)


def test_a_signup_as_designed_has_no_gap():
    found = counts(f"{SIGNUP}; verified 2025-10-06 10:03:00")
    assert {name: pair for name, pair in found.items() if pair[1]} == {}
    assert found["abandonment:signup"] == (1, 0)
    assert found["skipped_step:create_lead"] == (1, 0)
    assert found["slow_stage:signup.p50"] == (1, 0)
    assert found["late_step:send_verification"] == (1, 0)


def test_abandoned_needs_the_limit_to_have_passed():
    assert counts(SIGNUP)["abandonment:signup"] == (1, 1)
    late = SIGNUP.replace("2025-10-06", "2025-11-29")
    assert "abandonment:signup" not in counts(late)


def test_who_asked_again_just_before_the_cut_is_overdue_not_lost():
    old = SIGNUP.replace("2025-10-06", "2025-11-28")
    assert counts(old)["abandonment:signup"] == (1, 1)
    again = counts(
        f"{old}; verify_mail 2025-11-30 00:30:00"
    )  # half an hour before the cut, 23:00 UTC
    assert again["abandonment:signup"] == (1, 0)
    assert again["slow_stage:signup.limit"] == (1, 1)


def test_who_goes_on_without_confirming_is_not_lost_but_skipped():
    found = counts(f"{SIGNUP}; {PURCHASE}")
    assert found["abandonment:signup"] == (1, 0)
    assert found["skipped_step:verify_email"] == (1, 1)
    assert "slow_stage:signup.limit" not in found


def test_a_missing_lead_counts_only_where_something_later_was_seen():
    without = SIGNUP.replace("; lead 2025-10-06 10:00:05", "")
    assert counts(f"{without}; verified 2025-10-06 10:03:00")["skipped_step:create_lead"] == (1, 1)
    assert "skipped_step:create_lead" not in counts(without)


def test_mails_sent_again_are_the_rest_and_two_are_allowed():
    again = "; ".join(f"verify_mail 2025-10-06 10:0{minute}:00" for minute in (2, 4))
    done = "verified 2025-10-06 10:20:00"
    assert counts(f"{SIGNUP}; {again}; {done}")["repeated_step:resend_verification"] == (1, 0)
    thrice = f"{SIGNUP}; {again}; verify_mail 2025-10-06 10:06:00; {done}"
    assert counts(thrice)["repeated_step:resend_verification"] == (1, 1)


def test_a_second_purchase_is_another_instance_only_after_the_end():
    second = PURCHASE.replace("2025-10-06", "2025-10-20")
    assert counts(f"{PURCHASE}; {second}")["repeated_step:choose_plan"] == (2, 0)
    unfinished = PURCHASE.replace("; receipt 2025-10-06 11:01:20", "")
    found = counts(f"{unfinished}; {second}")
    assert found["repeated_step:choose_plan"] == (1, 1)
    assert found["repeated_step:charge"] == (1, 1)


def test_a_chat_before_paying_is_undesigned_in_the_purchase_alone():
    found = counts(f"{SIGNUP}; {PURCHASE}; chat 2025-10-06 11:00:30")
    undesigned = {name: pair for name, pair in found.items() if name.startswith("undesigned")}
    assert undesigned == {"undesigned_step:purchase/sales_chat_started": (1, 1)}


def test_a_chat_between_two_stages_belongs_to_the_first():
    found = counts(f"{SIGNUP}; {PURCHASE}; chat 2025-10-06 10:30:00")
    assert found["undesigned_step:signup/sales_chat_started"] == (1, 1)
    assert "undesigned_step:purchase/sales_chat_started" not in found


def test_a_late_receipt_and_one_that_never_came():
    late = PURCHASE.replace("receipt 2025-10-06 11:01:20", "receipt 2025-10-06 11:06:06")
    never = PURCHASE.replace("; receipt 2025-10-06 11:01:20", "")
    assert counts(PURCHASE, late, never)["late_step:send_receipt"] == (3, 2)


def test_first_use_begins_with_the_receipt_else_with_the_charge():
    invoice = "invoice 2025-10-07 13:25:00"  # 26 h 23 min 40 s after the receipt: within 26.4 h
    assert counts(f"{PURCHASE}; {invoice}")["slow_stage:first_use.p50"] == (1, 0)
    never = PURCHASE.replace("; receipt 2025-10-06 11:01:20", "")
    assert counts(f"{never}; invoice 2025-10-07 13:26:00")["slow_stage:first_use.p50"] == (1, 1)


def test_a_ticket_as_designed_has_no_gap():
    found = counts(TICKET)
    assert {name: pair for name, pair in found.items() if pair[1]} == {}
    assert found["wrong_order:triage>first_reply"] == (1, 0)
    assert found["slow_stage:support.p50"] == (1, 0)


def test_the_promise_of_a_reply_runs_in_opening_hours():
    friday = TICKET.replace("2025-10-06 10", "2025-10-03 16")  # Friday afternoon to Monday noon
    assert counts(friday)["late_step:first_reply"] == (1, 0)  # one hour on Friday, three on Monday
    late = friday.replace("replied 2025-10-06 12:00:00", "replied 2025-10-06 12:00:01")
    assert counts(late)["late_step:first_reply"] == (1, 1)


def test_a_holiday_is_not_a_working_day():
    """Poland's 11 November is a Tuesday in 2025: Monday 16:00 to Wednesday 12:00 is four hours."""
    text = "ticket 2025-11-10 17:00:00; replied 2025-11-12 13:00:00; solved 2025-11-12 13:30:00"
    found = counts(text)  # written in summer time: an hour less on the wall
    assert found["late_step:first_reply"] == (1, 0)
    later = text.replace("13:00:00", "13:00:01")
    assert counts(later)["late_step:first_reply"] == (1, 1)


def test_a_ticket_answered_by_nobody_is_skipped_and_late():
    found = counts(TICKET.replace("replied 2025-10-06 12:00:00; ", ""))
    assert found["skipped_step:first_reply"] == (1, 1)
    assert found["late_step:first_reply"] == (1, 1)
    assert found["wrong_order:triage>resolve"] == (1, 0)


def test_order_is_judged_between_neighbours_by_sequence():
    text = TICKET.replace("replied 2025-10-06 12:00:00; ", "").replace(
        "assigned 2025-10-06 10:30:00",
        "replied 2025-10-06 10:30:00; assigned 2025-10-06 10:30:00",
    )
    found = counts(text)  # the same second, but the help desk numbers its events
    assert found["wrong_order:triage>first_reply"] == (1, 1)
    assert "wrong_order:triage>resolve" not in found


def test_less_than_a_second_between_two_systems_is_a_tie():
    tie = SIGNUP.replace("10:00:00;", "10:00:00.900;").replace("10:00:05", "10:00:00")
    assert "wrong_order:submit_signup>create_lead" not in counts(tie)
    early = tie.replace("10:00:00.900;", "10:00:01;")
    assert counts(early)["wrong_order:submit_signup>create_lead"] == (1, 1)


def test_a_reopened_ticket_breaks_the_design_once():
    found = counts(f"{TICKET}; reopened 2025-10-07 10:00:00; solved 2025-10-07 12:00:00")
    assert found["forbidden_step:reopen"] == (1, 1)
    assert found["repeated_step:resolve"] == (1, 0)


def test_journeys_begun_before_the_exports_are_judged_for_content_alone():
    found = counts("verified 2025-09-01 02:30:00; plan 2025-09-01 03:00:00")
    assert found["repeated_step:verify_email"] == (1, 0)
    assert not [name for name in found if name.startswith(("slow_stage:signup", "skipped_step:s"))]


def test_what_enters_after_the_cut_is_left_out():
    night = "ticket 2025-11-30 00:30:00; acknowledged 2025-11-30 00:30:10"  # cut: 22:00 UTC
    assert counts(night) == {}
    assert counts(night.replace("2025-11-30 00", "2025-11-29 23"))["forbidden_step:reopen"] == (
        1,
        0,
    )


@pytest.mark.parametrize(
    ("before", "after", "first"),
    [
        ("submit_signup", "verify_email", True),
        ("send_verification", "create_lead", False),
        ("pay", "payment_failed", False),
        ("payment_failed", "charge", True),
        ("open_ticket", "resolve", True),
    ],
)
def test_precedence_holds_outside_and_and_loop(before, after, first):
    pairs = set().union(*(stage.before for stage in DESIGNED.stages.values()))
    assert ((before, after) in pairs) is first
    assert (after, before) not in pairs


def test_optional_steps_are_not_mandatory():
    free = {name for name, step in DESIGNED.steps.items() if not step.mandatory}
    assert free == {
        "resend_verification", "approve_discount", "payment_failed", "onboarding_call", "exchange",
        "engineer_fix", "reopen",
    }  # fmt: skip


def test_the_oracle_reads_choices_rounds_and_several_hours():
    flow = ["a", {"choice": ["b", ["c", {"optional": "d"}]]}, {"repeat": ["e", "f"]}, "g"]
    pairs = set(before(flow))
    assert {("a", "b"), ("c", "d"), ("d", "e"), ("b", "g"), ("f", "g")} <= pairs
    assert not pairs & {("b", "c"), ("c", "b"), ("e", "f")}
    assert free_steps(flow) == {"d", "e", "f"}
    assert list(arms(flow)) == [[["b"], ["c", "d"]]]
    clock = opening_hours("mon-fri 09:00-13:00, sat 10:00-11:00", ["2025-10-06"], "UTC")
    saturday, tuesday = at("2025-10-04 12:30"), at("2025-10-07 12:00")  # 10:30 and 10:00 UTC
    assert clock.between(saturday, tuesday) == 90 * 60 * 1_000_000  # Monday is closed
    assert (clock.day, clock.week) == (4 * 3_600_000_000, 24 * 3_600_000_000)
