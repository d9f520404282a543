"""The sample with its design hidden: lanes right for at least 8 in 10 of its steps; two seeds, five by night."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from blueprint.bindings import match_events
from blueprint.comparison import RunFacts, compare
from blueprint.design import Design, load_design
from blueprint.design_tables import write_design
from blueprint.draft import customer_type_of, draft
from blueprint.findings import Findings
from miner.cases import prepare
from miner.warehouse import TABLES, open_for_analysis
from pipelines.load import load_all
from pipelines.project import load_project
from pipelines.source_states import source_states
from sample_logs.simulate import simulate

SEEDS = (1, 2, *(pytest.param(seed, marks=pytest.mark.nightly) for seed in (3, 4, 5)))
CUSTOMERS = 400
ENOUGH = 0.8

pytestmark = pytest.mark.slow


class Drafted(NamedTuple):
    """A draft of one seed: as text and design, its findings, and how its events meet the designed steps."""

    text: str
    design: Design
    findings: Findings
    designed: Design
    met: dict[tuple[str, str], int]
    """Events by drafted and designed step; an event that the draft binds to no step is under ''."""


@pytest.fixture(scope="module", params=SEEDS)
def loaded(request, tmp_path_factory):
    """The project of one seed, loaded with the attributes that its design needs."""
    folder = tmp_path_factory.mktemp(f"seed{request.param}")
    simulate(folder, CUSTOMERS, request.param, with_truth=False)
    project = load_project(folder)
    load_all(project, load_design(project.design_path).kept_attributes, "test")
    return project


@pytest.fixture(scope="module", params=["bare", "kept"])
def drafted(request, loaded) -> Drafted:
    """The draft without any attribute (as when nothing was declared), and with those of the design."""
    designed = load_design(loaded.design_path)
    with open_for_analysis(loaded.warehouse_path) as connection:
        for table in TABLES:
            connection.execute(f"create table kept_{table} as from {table}")
            connection.execute(f"drop view {table}")
            connection.execute(f"alter table kept_{table} rename to {table}")
        connection.execute("create table everything as from events")
        if request.param == "bare":
            connection.execute("update events set attributes = null")
        states = source_states(connection, loaded.sources, datetime(2025, 12, 1, tzinfo=UTC), {})
        customer_type = customer_type_of(connection)
        assert customer_type == designed.bindings.customer
        prepare(connection, customer_type)
        text = draft(
            connection, name="Sample", zone="UTC", customer_type=customer_type, sources=states
        )
        path = Path(loaded.root) / f"{request.param}.yaml"
        path.write_text(text, encoding="utf-8")
        design = load_design(path)
        facts = RunFacts(id="x", at="2025-12-01T00:00:00+00:00", version="0", sources=states)
        findings = compare(connection, design, facts)
        return Drafted(text, design, findings, designed, met_by(connection, designed, states))


def met_by(connection, designed: Design, states) -> dict[tuple[str, str], int]:
    connection.execute(
        "create table drafted_matches as select * replace (step::varchar as step) from matches"
    )
    connection.execute("create or replace table events as from everything")
    write_design(connection, designed, states, (None, None))  # its ids are types
    match_events(connection, designed)
    rows = connection.execute(
        "select coalesce(d.step, ''), m.step, count(distinct m.event_no)"
        " from matches as m left join drafted_matches as d using (event_no) group by all order by all"
    ).fetchall()
    return {(one, other): events for one, other, events in rows}


def roles(design: Design) -> dict[str, str]:
    lanes = {lane.id: lane.role.value for lane in design.blueprint.lanes}
    return {step.id: lanes[step.lane] for step in design.blueprint.steps} | {"": "none"}


def partner(met: dict[tuple[str, str], int], at: int) -> dict[str, str]:
    """For each step of one design (0: drafted, 1: designed) the one of the other with most of its events."""
    found: dict[str, str] = {}
    for pair in sorted(met, key=lambda pair: (met[pair], pair)):
        found[pair[at]] = pair[1 - at]
    found.pop("", None)
    return found


def test_the_drafted_steps_lie_on_the_designed_lanes(drafted) -> None:
    ours, theirs = roles(drafted.design), roles(drafted.designed)
    pairs = partner(drafted.met, 0)
    wrong = {(one, other) for one, other in pairs.items() if ours[one] != theirs[other]}
    assert len(pairs) >= 14
    assert len(wrong) <= (1 - ENOUGH) * len(pairs), wrong


def test_the_designed_steps_are_found_on_their_lanes(drafted) -> None:
    ours, theirs = roles(drafted.design), roles(drafted.designed)
    pairs = partner(drafted.met, 1)
    wrong = {(one, other) for one, other in pairs.items() if theirs[one] != ours[other]}
    assert len(pairs) >= 20
    assert len(wrong) <= (1 - ENOUGH) * len(pairs), wrong


def test_tickets_have_a_stage_of_their_own_and_the_rest_is_cut(drafted) -> None:
    lives = [stage.instances for stage in drafted.design.blueprint.stages]
    assert lives[-1] == "ticket"
    assert set(lives[:-1]) == {None}
    assert 3 <= len(lives) <= 6


def test_the_comparison_runs_and_finds_little_but_what_was_planted(drafted) -> None:
    assert drafted.findings.gates.coverage["unbound"] < 0.01
    confirmed = {gap.kind for gap in drafted.findings.gaps if gap.verdict == "confirmed"}
    assert confirmed <= {
        *("wrong_order", "repeated_step", "skipped_step", "undesigned_path"),
    }
    assert all(one.fitness is None or one.fitness > 0.9 for one in drafted.findings.conformance)
