"""Actors, roles and systems instead of activities: what has none keeps its place and has no name."""

from __future__ import annotations

import pytest

import miner
from miner.measures import activities, handoffs, ping_pong, variant_counts
from miner.warehouse import LogError

HOSTILE = "x'); drop table traces; --"


def acted(log, words: str, roles: dict[str, str | None]):
    """A log in which the events with these ids have these roles."""
    made = log(words)
    for event_id, role in roles.items():
        made.connection.execute(
            "update events set role = $role where event_id = $id", {"role": role, "id": event_id}
        )
    return made


def test_work_that_changes_hands(log):
    made = acted(
        log,
        "a b c@5 d",
        {"e0001": "agent", "e0002": "agent", "e0003": "expert", "e0004": "agent"},
    )
    roles = made.relabelled("role")
    assert variant_counts(roles) == {("agent", "agent", "expert", "agent"): 1}
    assert [row[:5] for row in handoffs(roles)] == [
        ("agent", "expert", 1, 1, 240_000_000),
        ("expert", "agent", 1, 1, 60_000_000),
    ]
    assert [row[:3] for row in ping_pong(roles)] == [("agent", "expert", 1)]


def test_nothing_is_handed_over_across_an_event_without_a_role(log):
    made = acted(log, "a b c", {"e0001": "agent", "e0003": "expert"})
    roles = made.relabelled("role")
    assert handoffs(roles) == []
    assert ping_pong(roles) == []
    assert activities(roles) == [("agent", 1, 1), ("expert", 1, 1)]
    assert variant_counts(roles) == {("agent", None, "expert"): 1}


def test_models_leave_out_what_has_no_role(log):
    made = acted(log, "a b c; a b", {"e0001": "agent", "e0003": "expert", "e0005": "agent"})
    roles = made.relabelled("role")
    assert miner.variant_counts(roles) == {("agent", "expert"): 1, ("agent",): 1}
    assert miner.discover(roles, noise=0).tree == "->( 'agent', X( 'expert', tau ) )"
    assert miner.align(roles, ("sequence", "agent", "expert")).clean == 1


def test_systems_are_sources_and_a_name_is_never_sql(log):
    made = acted(log, "a b", {"e0001": HOSTILE, "e0002": "agent"})
    assert activities(made.relabelled("source")) == [("web", 2, 1)]
    assert handoffs(made.relabelled("role"))[0][:2] == (HOSTILE, "agent")
    both = made.relabelled("source || $sign || role", sign=" '--")
    assert handoffs(both)[0].source == f"web '--{HOSTILE}"


def test_chosen_and_grouped_cases_can_be_relabelled(log):
    made = acted(log, "a b; c d; e f", {f"e000{n}": "xy"[n % 2] for n in range(1, 7)})
    chosen = made.where_case("case_no > $low", low=1).relabelled("role")
    assert handoffs(chosen)[0][:4] == ("y", "x", 2, 2)
    grouped = chosen.by("case_no").each(handoffs)
    assert [(case, rows[0][:4]) for case, rows in grouped.items()] == [
        (2, ("y", "x", 1, 1)),
        (3, ("y", "x", 1, 1)),
    ]


def test_a_log_without_any_value_is_told(log):
    with pytest.raises(LogError, match="no event of the log has a value of role"):
        log("a b").relabelled("role")


def test_an_empty_log_stays_empty(log):
    made = log("a b").where_case("false")
    assert activities(made.relabelled("role")) == []
