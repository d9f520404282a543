"""The help desk log against lanes labelled by hand before there was a rule (`helpdesk_lanes.py`)."""

from __future__ import annotations

from pathlib import Path

import pytest

from blueprint.design import load_design
from blueprint.draft.lanes import LANES as DRAFTED
from blueprint.draft.lanes import placing
from pipelines.check_command import check_project
from pipelines.drafting import draft_project
from pipelines.published import findings_of
from pipelines.run import compare_loaded, new_order
from tests.blueprint.helpdesk_lanes import LANES

LOG = Path(__file__).parents[3] / "shared" / "real" / "helpdesk.csv"
PROJECT = """
project: 1
name: Help desk
sources:
  desk:
    format: csv
    files: helpdesk.csv
    zone: Europe/Rome
    timestamp_format: "%Y/%m/%d %H:%M:%S.%f"
    columns:
      activity: Activity
      timestamp: Complete Timestamp
      actor: Resource
      objects: {ticket: Case ID, customer: customer}
    links: [{from: ticket, to: customer, qualifier: of}]
"""
ENOUGH = 0.8
ROLES = {lane.id: lane.role.value for lane in DRAFTED}

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not LOG.exists(), reason="../shared/real is not here"),
]


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> Path:
    """A project without a design, on which `draft` has run."""
    folder = tmp_path_factory.mktemp("helpdesk")
    (folder / "project.yaml").write_text(PROJECT, encoding="utf-8")
    (folder / "helpdesk.csv").symlink_to(LOG)
    assert draft_project(folder) == folder / "blueprint.yaml"
    return folder


def test_the_lanes_are_those_of_the_labels_for_8_in_10(project) -> None:
    design = load_design(project / "blueprint.yaml")
    lanes = {step.name[""]: ROLES[step.lane] for step in design.blueprint.steps}
    wrong = {name: lane for name, lane in lanes.items() if LANES[name] != lane}
    assert len(lanes) >= 6
    assert len(wrong) <= (1 - ENOUGH) * len(lanes), wrong
    assert lanes["Closed"] == "support"


def test_also_the_rare_ones_that_are_no_steps() -> None:
    found = {
        name: ROLES[placing(name, "unknown", public=None, automatic=name == "Closed").lane]
        for name in LANES
    }
    wrong = {name for name, lane in found.items() if LANES[name] != lane}
    assert len(wrong) <= (1 - ENOUGH) * len(LANES), wrong


def test_check_accepts_the_draft_and_compare_compares(project, capsys) -> None:
    assert check_project(project) == 0
    assert "1 stages" in capsys.readouterr().out
    findings = findings_of(compare_loaded(new_order(project)))
    assert findings.stages[0].entered == 4_580
    assert findings.gates.coverage["unbound"] == 0
    assert findings.conformance[0].fitness > 0.95


def test_a_second_draft_is_the_same_and_stands_beside_the_design(project) -> None:
    again = draft_project(project)
    assert again == project / "blueprint.draft.yaml"
    assert again.read_bytes() == (project / "blueprint.yaml").read_bytes()
