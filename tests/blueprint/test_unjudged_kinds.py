"""What a design leaves unjudged of actors, channels, links in time, silence and turns."""

from __future__ import annotations

import pytest

from tests.blueprint.test_stage_waits import designed

LINK = "links: [{{from: ask, to: {}, kind: trigger, within: 2h}}]\nbindings:"
BUDGET = "limit: 1d}, silence: 4h, wait_budget: {people: 1h, support: 1h}, next: use"
CASES = {
    "nothing declared": ({}, [
        ("wrong_channel", "order", "no step of the stage names a channel"),
        ("dropped_handoff", "all links", "no link across a line has a within"),
        ("slow_system", "all links", "no link between two systems has a within"),
        ("silence", "order", "the stage has no silence"),
        ("long_wait", "order", "the stage has no wait_budget"),
    ]),
    "a step that cannot be seen": ({"name: Chases": "name: Chases, observable: false", "limit: 1d}, next: use": BUDGET}, [
        ("wrong_role", "chase", "the step is not observable"),
        ("visibility_breach", "chase", "the step is not observable"),
        ("silence", "order", '"chase" cannot be seen and may be a sign to the customer'),
        ("long_wait", "order.people", '"chase" cannot be seen and may be what is waited for'),
        ("long_wait", "order.support", "no lane has this role"),
    ]),
    "a channel of a step that cannot be seen": ({"lanes:": "channels: {web: {contact: digital}}\nlanes:", "name: Chases": "name: Chases, channel: web, observable: false"}, [
        ("wrong_channel", "chase", "the step is not observable"),
    ]),
    "a link to what cannot be seen": ({"bindings:": LINK.format("answer"), "name: Answers": "name: Answers, observable: false"}, [
        ("dropped_handoff", "ask>answer", '"answer" cannot be seen'),
        ("slow_system", "all links", "no link between two systems has a within"),
    ]),
    "a link inside one role crosses nothing": ({"bindings:": LINK.format("chase")}, [
        ("dropped_handoff", "all links", "no link across a line has a within"),
    ]),
    "an end that cannot be seen": ({"limit: 1d}, next: use": BUDGET, "name: Confirms": "name: Confirms, observable: false"}, [
        ("long_wait", "order.people", "its beginning or its end cannot be seen"),
    ]),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_what_is_left_unjudged_and_why(tmp_path, name) -> None:
    swaps, expected = CASES[name]
    told = {tuple(row.values()) for row in designed(tmp_path, **swaps).unjudged}
    for row in expected:
        assert row in told


def test_what_is_declared_and_seen_is_not_told(tmp_path) -> None:
    swaps = {
        "lanes:": "channels: {web: {contact: digital}}\nsystems: {a: {}, b: {}}\nlanes:",
        "name: Asks": "name: Asks, channel: web, systems: a",
        "name: Answers": "name: Answers, systems: b",
        "bindings:": LINK.format("answer"),
        "limit: 1d}, next: use": "limit: 1d}, silence: 4h, wait_budget: {people: 1h}, next: use",
    }
    told = {tuple(row.values())[:2] for row in designed(tmp_path, **swaps).unjudged}
    for row in (
        *(("wrong_channel", "order"), ("dropped_handoff", "all links"), ("silence", "order")),
        *(("slow_system", "all links"), ("long_wait", "order"), ("long_wait", "order.people")),
    ):
        assert row not in told
