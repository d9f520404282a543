"""What a design leaves unjudged of reach, failures, branches, rules and paths, and why."""

from __future__ import annotations

import pytest

from tests.blueprint.test_gaps import design_of

REACH = ("next: use, abandon_max", "next: use, reach: 0.8, abandon_max")
FAILS = ("name: Chases, occurs: 0..1", "name: Chases, occurs: 0..1, fail_point: true")


def why(folder, kind, *swaps):
    told = design_of({"design": dict(swaps)}, folder).unjudged
    return {row["subject"]: row["why"] for row in told if row["kind"] == kind}


@pytest.mark.parametrize(
    ("swaps", "expected"),
    [
        ([], {"order": "the stage has no reach"}),
        ([REACH], {}),
        ([REACH, ("p90: 4h, limit: 1d}", "p90: 4h}")], {"order": "its time has no limit"}),
        (
            [REACH, ("p90: 2d, limit: 5d}", "p90: 2d}")],
            {"order": 'of the next stage "use": its time has no limit'},
        ),
        (
            [
                *(REACH, ("from: [confirm, ship]", "from: ship")),
                ("name: Ships", "name: Ships, observable: false"),
            ],
            {"order": 'of the next stage "use": no step of its time.from can be seen'},
        ),
        (
            [
                *(REACH, ("ship, stage: use", "ship, stage: order")),
                ("enjoy, stage: use", "enjoy, stage: order"),
                ("confirm]\n  use: [ship, enjoy]", "confirm, ship, enjoy]"),
            ],
            {"order": 'of the next stage "use": the stage has no flow'},
        ),
        ([("next: use, ", "")], {"all stages": "no stage has a next"}),
    ],
)
def test_reach(swaps, expected, tmp_path):
    assert why(tmp_path, "low_reach", *swaps) == expected


@pytest.mark.parametrize(
    ("swaps", "expected"),
    [
        ([], {"all steps": "no step is a fail_point or has an outcome"}),
        ([FAILS], {"chase": "the step has no fail_max"}),
        ([(FAILS[0], FAILS[1] + ", fail_max: 0.1")], {}),
        (
            [(FAILS[0], FAILS[1] + ", fail_max: 0.1, observable: false")],
            {"chase": "the step is not observable"},
        ),
        (
            [(FAILS[0], "name: Chases, occurs: 0..1, fail_max: 0.1")],
            {"chase": "it is no fail_point and has no outcome"},
        ),
    ],
)
def test_failures(swaps, expected, tmp_path):
    assert why(tmp_path, "failed_touchpoint", *swaps) == expected


CHOICE = (
    "[ask, {and: [check, answer]}, {optional: chase}",
    "[ask, {choice: [[check, answer], chase]}",
)
CHASED = ("name: Chases, occurs: 0..1", "name: Chases")


@pytest.mark.parametrize(
    ("swaps", "expected"),
    [
        ([], {"all stages": "no flow has a choice"}),
        ([CHOICE, CHASED], {"check|chase.share": "no way of it has a share"}),
        (
            [(CHOICE[0], CHOICE[1].replace(", chase", ", {do: chase, share: 0.3}")), CHASED],
            {},
        ),
        (
            [
                (CHOICE[0], CHOICE[1].replace(", chase", ", {do: {optional: chase}, share: 0.3}")),
            ],
            {"check|chase.share": "a way of it may be taken unseen"},
        ),
        (
            [CHOICE, ("name: Chases, occurs: 0..1", "name: Chases, observable: false")],
            {"check|chase": "fewer than two of its ways can be seen"},
        ),
        (
            [
                (CHOICE[0], "[ask, {repeat: {choice: [chase, check]}}, answer"),
                ("name: Chases, occurs: 0..1", "name: Chases, occurs: 0..2"),
                ("name: Checks}", "name: Checks, occurs: 0..2}"),
            ],
            {"chase|check": "it stands in a loop, where each round chooses anew"},
        ),
    ],
)
def test_branches(swaps, expected, tmp_path):
    assert why(tmp_path, "wrong_branch", *swaps) == expected


@pytest.mark.parametrize(
    ("rule", "swaps", "expected"),
    [
        ("never: complain", [], "it only repeats forbidden_step:complain"),
        ("never: complain", [("gap: {", "gap: {forbidden_above: 0.1, ")], None),
        ("never: chase", [], None),
        ("at_most: {chase: 1}", [], None),
        (
            "at_most: {more: 1}, per: ticket",
            [("gap: {", "gap: {repeated_above: 0, ")],
            "it only repeats repeated_step:more",
        ),
        (
            "at_most: {more: 2}, per: ticket",
            [("gap: {", "gap: {repeated_above: 0, ")],
            "it only repeats repeated_step:more",
        ),
        ("at_most: {more: 1}", [("gap: {", "gap: {repeated_above: 0, ")], None),
        ("at_most: {chase: 1}", [("gap: {", "gap: {repeated_above: 0, ")], None),
        (
            "before: [ship, enjoy]",
            [("gap: {", "gap: {skipped_above: 0, order_above: 0, ")],
            "it only repeats skipped_step:ship and wrong_order:ship>enjoy",
        ),
        ("before: [ship, enjoy]", [("gap: {", "gap: {skipped_above: 0, ")], None),
        ("before: [more, solve], per: ticket", [("gap: {", "gap: {rule_above: 0.1, ")], None),
        ("before: [confirm, enjoy]", [("gap: {", "gap: {rule_above: 0.1, ")], None),
        (
            "must: ask",
            [("p90: 4h, limit: 1d}", "p90: 4h}")],
            'of stage "order": its time has no limit',
        ),
        ("must: enjoy", [("p90: 4h, limit: 1d}", "p90: 4h}")], None),
        (
            "leads_to: [ask, enjoy]",
            [("p90: 4h, limit: 1d}", "p90: 4h}")],
            'of stage "order": its time has no limit',
        ),
        ("leads_to: [ask, enjoy], within: 1d", [("p90: 4h, limit: 1d}", "p90: 4h}")], None),
        (
            "first: ask",
            [("name: Asks", "name: Asks, observable: false")],
            'its step "ask" cannot be seen',
        ),
    ],
)
def test_rules(rule, swaps, expected, tmp_path):
    written = ("bindings:\n", f"rules: [{{id: R, {rule}}}]\nbindings:\n")
    told = why(tmp_path, "broken_rule", written, *swaps)
    assert told == ({} if expected is None else {"R": expected})


def test_no_rules(tmp_path):
    assert why(tmp_path, "broken_rule") == {"all rules": "the design has no rules"}
