"""What a good design file becomes."""

from __future__ import annotations

import hashlib
from dataclasses import fields
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from blueprint.design import (
    GAP_DEFAULTS,
    Alternative,
    Condition,
    Design,
    Signal,
    load_design,
)
from tests.blueprint.design_files import (
    EXAMPLE,
    HERE,
    SAMPLE,
    swapped,
    written,
)

HOUR_US = 3_600_000_000


@pytest.fixture(scope="module")
def base() -> Design:
    return load_design(HERE / "base.yaml")


@pytest.mark.parametrize(
    ("path", "steps"), [(SAMPLE, 26), (EXAMPLE, 21)], ids=["sample", "example"]
)
def test_the_designs_we_show_are_clean(path, steps):
    if not path.exists():
        pytest.skip("not in this checkout")
    design = load_design(path)
    assert design.warnings == ()
    assert len(design.blueprint.steps) == steps
    assert [stage.id for stage in design.blueprint.stages] == list(design.flows)
    assert set(design.bindings.steps) == {step.id for step in design.blueprint.steps}


def test_targets_of_a_business_clock_count_working_days(base):
    repair = base.blueprint.stages[1]
    assert repair.time.clock == "business"
    assert repair.time.p50_us == 4 * HOUR_US
    assert repair.time.p90_us == 8 * HOUR_US  # a working day is the longest: 8 hours, not 4
    assert repair.time.limit_us == 6 * 8 * HOUR_US  # a week has six open days
    order = base.blueprint.stages[0]
    assert order.time.limit_us == 24 * HOUR_US


def test_stages_are_read_whole(base):
    order, repair, care = base.blueprint.stages
    assert (order.next, order.reach, order.instances) == ("repair", 0.9, None)
    assert (order.time.start, order.time.end) == (("ask",), ("pay", "confirm"))
    assert repair.restart == "begin"
    assert care.instances == "ticket"
    assert care.silence_us == 24 * HOUR_US
    assert care.wait_budget_us == {"frontstage": 8 * HOUR_US, "office": 4 * HOUR_US}


def test_steps_are_read_whole(base):
    steps = {step.id: step for step in base.blueprint.steps}
    assert (steps["ask"].least, steps["ask"].most) == (1, 1)
    assert (steps["wait"].least, steps["wait"].most) == (0, None)
    assert (steps["cancel"].least, steps["cancel"].most) == (0, 0)
    assert steps["ask"].channels == ("web",)
    assert (steps["quote"].roles, steps["quote"].systems) == (("clerk",), ("shop",))
    assert steps["confirm"].sla.within_us == 60_000_000
    assert (steps["confirm"].sla.after, steps["confirm"].sla.share) == ("pay", 0.99)
    assert steps["answer"].outcome == "attributes.bounced = true"
    assert steps["ask"].name == {"": "Asks"}


def test_links_are_the_flows_and_the_declared_ones(base):
    found = {(link.source, link.target, link.kind) for link in base.blueprint.links}
    assert ("quote", "refuse", "flow") in found
    assert ("refuse", "pay", "flow") not in found
    assert ("pay", "confirm", "flow") not in found, "the arms of an and run side by side"
    assert {("pay", "begin", "flow"), ("confirm", "begin", "flow")} <= found, "on to the next stage"
    assert ("begin", "mend", "flow") in found, "past what may lack"
    (declared,) = [link for link in base.blueprint.links if link.kind != "flow"]
    assert (declared.within_us, declared.share) == (2 * HOUR_US, 0.9)


def test_bindings_are_alternatives_of_conditions(base):
    assert base.bindings.customer == "user"
    assert base.bindings.steps["answer"] == (
        Alternative(
            (Condition("source", "=", ("mail",)), Condition("activity", "=", ("sent",))), "first"
        ),
        Alternative(
            (Condition("source", "=", ("chat",)), Condition("activity", "~", ("^answer",)))
        ),
    )
    assert base.bindings.steps["quote"][0].conditions[2] == Condition("attributes.sum", ">", ("0",))
    assert base.bindings.ignore[0].conditions[1].values == ("Heartbeat", "page")
    assert base.bindings.signals == (
        Signal(
            id="csat",
            conditions=(
                Condition("source", "=", ("mail",)),
                Condition("activity", "=", ("rated",)),
            ),
            kind="self_report",
            value="attributes.score",
            scale=(1.0, 5.0),
            stage="care",
        ),
    )
    assert base.kept_attributes == {"sum", "score", "bounced"}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("007", "007"),
        ("1.10", "1.10"),
        ("True", "true"),
        ("'yes'", "yes"),
        ("2025-01-02", "2025-01-02"),
    ],
)
def test_a_value_is_the_text_that_stands_in_the_file(value, expected, tmp_path):
    text = swapped({"source: web, activity: Asked": f"attributes.code: {value}"})
    design = load_design(written(tmp_path, text))
    assert design.bindings.steps["ask"][0].conditions[0].values == (expected,)


def test_tolerances_are_filled_with_their_defaults(base):
    assert base.gap == {**GAP_DEFAULTS, "min_cases": 40, "order_above": 0.03}
    assert len(GAP_DEFAULTS) == 19


def test_calendars_become_clocks(base):
    (clock,) = base.clocks()
    assert (clock.name, clock.zone, clock.country) == ("business", "Europe/Warsaw", "PL")
    assert clock.closed == (date(2025, 12, 24),)
    assert base.calendars["business"].day_us == 8 * HOUR_US


def test_declared_words_are_known_by_their_id_when_nothing_else_is_said(base):
    assert base.channels["web"].words == ("browser",)
    assert base.systems["shop"].sources == ("shop",)
    assert base.roles["clerk"].words == ("clerk",)


def test_rules_and_actions(base):
    first, second = base.rules
    assert (first.kind, first.steps, first.within_us) == (
        "leads_to",
        ("pay", "begin"),
        24 * HOUR_US,
    )
    assert (second.kind, second.steps, second.count, second.per) == (
        "at_most",
        ("answer",),
        5,
        "ticket",
    )
    assert base.actions[0].expect.target == 0.05


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("2025-03-01", datetime(2025, 3, 1, tzinfo=ZoneInfo("Europe/Warsaw"))),
        ("2025-03-01T12:00:00Z", datetime.fromisoformat("2025-03-01T12:00:00+00:00")),
    ],
)
def test_effective_from_is_a_moment(said, expected, tmp_path, base):
    path = written(tmp_path, swapped({"status: approved": f"effective_from: {said}"}))
    assert load_design(path).effective_from == expected
    assert base.effective_from is None


def test_what_a_design_leaves_unjudged_is_told_with_the_reason(base):
    told = {(row["kind"], row["subject"]): row["why"] for row in base.unjudged}
    assert told["abandonment", "care"] == "the stage has no time"
    assert told["slow_stage", "order.p50"] == "no step of its time.to can be seen"
    assert told["skipped_step", "pay"] == "the step has no binding"
    assert told["forbidden_step", "cancel"] == "the step has no binding"
    assert told["repeated_step", "answer"] == "its occurs has no upper limit"
    assert told["late_step", "confirm"] == "the step has no binding"
    assert told["late_step", "care"] == "no step of the stage has an sla"
    assert ("skipped_step", "ask") not in told
    assert ("skipped_step", "refuse") not in told, "it need not come"


def test_what_is_likely_a_slip_is_a_warning(tmp_path):
    swap = {
        "status: approved": "status: retired",
        "name: Asks,": "name: Asks, observable: false,",
    }
    design = load_design(written(tmp_path, swapped(swap)))
    assert [warning.split(". ")[0] for warning in design.warnings] == [
        "blueprint.yaml:4: this design is retired",
        'blueprint.yaml:27: step "ask" is not observable, yet it has a binding',
    ]


def test_a_minimal_design(tmp_path):
    text = """\
blueprint: 1
id: small
version: "1"
name: Small
lanes:
  - {id: customer, role: customer, actor: customer, name: Customer}
stages: [{id: ask, name: Asks}]
steps: [{id: ask, stage: ask, lane: customer, name: Asks}]
flow: {ask: ask}
bindings: {customer: user}
"""
    design = load_design(written(tmp_path, text))
    assert (design.timezone, design.case.name, design.status) == ("UTC", "customer", "draft")
    assert design.blueprint.links == ()
    assert design.sha256 == hashlib.sha256(text.encode()).hexdigest()


def test_every_field_of_a_design_is_set(base):
    assert all(hasattr(base, field.name) for field in fields(Design))


def test_dates_may_stand_in_quotes(tmp_path, base):
    swap = {
        "reviewed: 2025-10-01": 'reviewed: "2025-10-01"',
        "due: 2025-12-01": "due: '2025-12-01'",
        "[PL, 2025-12-24]": '[PL, "2025-12-24"]',
    }
    design = load_design(written(tmp_path, swapped(swap)))
    assert design.reviewed == base.reviewed == date(2025, 10, 1)
    assert design.actions == base.actions
    assert design.calendars == base.calendars
