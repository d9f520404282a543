"""Stages, steps and links as measured, against logs worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from blueprint import as_is, instances, judging, measuring
from blueprint.comparison import RunFacts, compare
from blueprint.design import DesignError, load_design
from blueprint.findings import Counted
from blueprint.gaps.rule import Context
from blueprint.model import Link, Role
from blueprint.queries import make_table
from miner import cases
from tests.blueprint.written_log import written_log

DESIGN = Path(__file__).parent / "gaps" / "design.yaml"
LOG = """
    c1 0h ask
    c1 1h check source=office actor_kind=person
    c1 2h answer actor_kind=person
    c1 4h confirm
    c1 5h ship actor_kind=person
    c1 9h enjoy
    c2 0h ask
    c2 1h answer actor_kind=person
    c2 2h chat actor_kind=person public=yes
    c2 8h confirm
    c3 0h ask
    c4 1h chase
    c4 2h noise
"""


@pytest.fixture(scope="module")
def design():
    return load_design(DESIGN)


@pytest.fixture
def built(design):
    connection, sources = written_log(LOG)
    instances.build(connection, design, sources, (None, None))
    judging.count(connection, coverage_passed=True)
    return connection, sources


def test_a_stage_is_timed_by_its_finished_instances(design, built) -> None:
    order, use, help_ = measuring.stage_measures(built[0], design.blueprint)
    assert (order.entered, order.finished, order.abandoned, order.customers) == (4, 2, 2, 4)
    assert (order.judged, order.mean_s, order.p50_s) == (2, 6 * 3600, 6 * 3600)
    assert order.p50_interval_s == (None, None)  # two instances tell nothing of a median
    assert (order.within_target, order.within_limit) == (0.5, 1.0)
    assert (order.reached_next, order.target["p90_s"]) == (0.5, 4 * 3600)
    assert sum(order.histogram["counts"]) == 2
    assert len(order.histogram["edges_s"]) == len(order.histogram["counts"]) + 1
    assert (use.entered, use.finished, use.abandoned) == (2, 1, 1)
    assert (help_.entered, help_.mean_s, help_.reached_next) == (0, None, None)


def test_a_step_counts_instances_and_its_share_of_the_stage(design, built) -> None:
    steps = {s.id: s for s in measuring.step_measures(built[0])}
    assert (steps["ask"].instances, steps["ask"].share, steps["ask"].events) == (3, 0.75, 3)
    assert (steps["check"].instances, steps["check"].share) == (1, 0.25)
    assert (steps["open"].share, steps["open"].instrumented) == (None, True)


def test_a_link_counts_its_target_after_its_source_whatever_is_between(design, built) -> None:
    links = {(x.source, x.target): x for x in measuring.link_measures(built[0], design.blueprint)}
    ask_answer = links["ask", "answer"]
    assert (ask_answer.instances, ask_answer.share) == (2, 0.666667)
    assert (ask_answer.p50_s, ask_answer.crosses) == (1.5 * 3600, "interaction")
    assert links["confirm", "ship"].instances == 1
    assert links["check", "confirm"].crosses == "interaction"


def test_an_undesigned_activity_gets_the_lane_of_who_acted(design, built) -> None:
    found = as_is.undesigned_steps(built[0], design.blueprint, {"order": 4})
    chat = found["order/chat"]
    assert (chat.step.lane, chat.step.name[""], chat.after_step) == ("people", "chat", "answer")
    assert (chat.measure.instances, chat.measure.share, chat.measure.events) == (1, 0.25, 1)


@pytest.mark.parametrize(
    ("actor", "is_public", "role"),
    [
        ("customer", False, Role.CUSTOMER),
        ("person", True, Role.FRONTSTAGE),
        ("person", False, Role.BACKSTAGE),
        ("system", True, Role.FRONTSTAGE),
        ("system", False, Role.BACKSTAGE),  # the design has no support lane: the nearest
    ],
)
def test_lane_for(design, actor, is_public, role) -> None:
    assert as_is.lane_for(design.blueprint.lanes, actor, is_public=is_public).role is role


def test_the_gates_tell_what_was_bound(design, built) -> None:
    gates = measuring.gates(built[0], design, built[1])
    assert gates.coverage == {
        "bound": round(11 / 13, 6),
        "not_picked": 0.0,
        "ignored": round(1 / 13, 6),
        "unplaced": 0.0,
        "unbound": round(1 / 13, 6),
    }
    assert gates.coverage_passed
    assert gates.activities[0].activity == "chat"
    assert gates.blind_steps == []
    assert gates.identity["cases"] == 4


@pytest.mark.slow
def test_findings_hold_the_as_is_blueprint_and_the_journeys_in_steps(design) -> None:
    connection, sources = written_log(LOG)
    findings = compare(connection, design, RunFacts(id="r", at="t", version="0", sources=sources))
    seen = {s.id for s in findings.as_is.steps}
    assert "open" not in seen
    assert "order/chat" in seen
    assert ("answer", "order/chat") in {(x.source, x.target) for x in findings.as_is.links}
    assert findings.as_is.stages[0].time.p50_us == 6 * 3_600_000_000
    assert ["ask", "answer", "confirm"] in [v.trace for v in findings.variants]
    assert sum(v.cases for v in findings.variants) == 4
    commonest = next(v for v in findings.variants if v.trace == ["ask", "answer", "confirm"])
    assert (commonest.p50_s, commonest.p90_s) == (8 * 3600, 8 * 3600)  # c2 alone
    assert findings.run.window[0] == "2025-08-31T00:00:00+00:00"
    assert {c.stage for c in findings.conformance} == {"order", "use"}


def test_the_way_back_of_a_loop_counts_although_the_first_came_before(design) -> None:
    connection, sources = written_log(
        """
        c1 0h open ticket=t
        c1 1h reply ticket=t
        c1 2h reply ticket=t
        c1 3h solve ticket=t
        """
    )
    instances.build(connection, design, sources, (None, None))
    looped = replace(design.blueprint, links=(Link(source="more", target="reply"),))
    (link,) = [x for x in measuring.link_measures(connection, looped) if x.designed]
    assert (link.source, link.instances) == ("more", 0)
    connection.execute("update occurrences set step = 'reply' where step = 'solve'")
    make_table(connection, "instance_steps")
    (link,) = [x for x in measuring.link_measures(connection, looped) if x.designed]
    assert (link.instances, link.p50_s) == (1, 3600)


def test_a_gap_is_told_on_cases_with_sure_identities_where_that_differs(design, built) -> None:
    connection, sources = built
    measuring.gates(connection, design, sources)
    connection.execute("update cases set confidence = 0.5 where case_id = 'c3'")
    context = Context(
        designed=design.blueprint, tolerances=design.gap, measures={}, undesigned={}, next_due={}
    )
    gaps = {g.id: g for g in judging.judge(connection, context)}
    given_up = gaps["abandonment:order"]
    assert (given_up.eligible, given_up.affected) == (4, 2)
    assert given_up.on_sure_cases == Counted(eligible=3, affected=1, rate=0.333333)
    assert gaps["late_step:answer"].on_sure_cases is not None
    assert gaps["skipped_step:check"].on_sure_cases is None


def test_an_event_of_two_tickets_may_be_first_in_one_and_more_in_the_other(design) -> None:
    connection, sources = written_log(
        """
        c1 0h open ticket=t1
        c1 0h open ticket=t2
        c1 1h reply ticket=t2
        c1 2h reply ticket=t1
        """
    )
    connection.execute(
        "insert into event_objects select event_id, 'ticket', 't2', null from events"
        " where event_id like '%2h/reply%'"
    )
    cases.prepare(connection, "customer")
    instances.build(connection, design, sources, (None, None))
    picked = connection.execute(
        "select key, step from occurrences where ts_us % 7200000000 = 0 and step <> 'open' order by all"
    ).fetchall()
    assert picked == [("t1", "reply"), ("t2", "more")]


def test_an_undesigned_step_counts_only_what_happened_in_the_stage(design) -> None:
    connection, sources = written_log(
        """
        c1 0h ask
        c1 1h chat
        c1 2h confirm
        c1 3h ship
        c1 4h enjoy
        c1 5h chat
        c1 6h chat
        """
    )
    instances.build(connection, design, sources, (None, None))
    chat = as_is.undesigned_steps(connection, design.blueprint, {"order": 1})["order/chat"]
    assert (chat.measure.events, chat.after_step) == (1, "ask")


def test_a_case_begins_with_its_first_event(tmp_path) -> None:
    path = tmp_path / "blueprint.yaml"
    path.write_text(DESIGN.read_text().replace("status: draft", "effective_from: 2025-09-05"))
    connection, sources = written_log("c1 3d check source=office\nc1 6d ask\nc2 6d ask")
    instances.build(connection, load_design(path), sources, (None, None))
    judged = connection.execute("select case_no from judged order by 1").fetchall()
    assert judged == [(2,)]


def test_customers_lost_lie_in_their_interval(design) -> None:
    lines = [f"c{n % 2} {n * 0.01:.2f}h ask" for n in range(2)]
    connection, sources = written_log("\n".join([*lines, "c3 0h ask", "c3 1h confirm"]))
    instances.build(connection, design, sources, (None, None))
    measuring.gates(connection, design, sources)
    judging.count(connection, coverage_passed=True)
    context = Context(
        designed=design.blueprint, tolerances=design.gap, measures={}, undesigned={}, next_due={}
    )
    (lost,) = [g for g in judging.judge(connection, context) if g.kind == "abandonment"]
    assert lost.effect.value == 2
    assert lost.effect.interval[0] <= 2 <= lost.effect.interval[1]


def test_the_next_due_step_is_one_whose_turn_it_is(tmp_path) -> None:
    path = tmp_path / "blueprint.yaml"
    path.write_text(DESIGN.read_text().replace("and: [check, answer]", "choice: [check, answer]"))
    connection, sources = written_log(
        "c1 0h ask\nc1 0h answer\nc2 0h ask\nc2 0h answer\nc9 0h check source=office"
    )
    instances.build(connection, load_design(path), sources, (None, None))
    assert connection.execute(
        (Path(as_is.__file__).parent / "sql" / "next_due.sql").read_text()
    ).fetchall() == [("order", "confirm")]


def test_two_steps_that_bind_one_event_are_told_with_the_event(tmp_path) -> None:
    path = tmp_path / "blueprint.yaml"
    path.write_text(DESIGN.read_text().replace("activity: solve}", 'activity~: "^(solve|reply)$"}'))
    connection, sources = written_log("c1 0h open ticket=t\nc1 1h reply ticket=t")
    with pytest.raises(DesignError, match='steps "reply" and "solve" both bind 1 of the events'):
        instances.build(connection, load_design(path), sources, (None, None))
