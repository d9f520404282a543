"""What was counted with pandas in the real logs stands in the findings of their runs.

The facts are in real_logs/facts.yaml, written by real_logs/facts.py from the files alone.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from pipelines.run import compare_loaded, load_sources, new_order
from tests.real_logs.facts import LOGS, REAL

PROJECTS = Path(__file__).parent / "real_logs"
FILES = {
    "helpdesk": "helpdesk.csv",
    "receipt": "receipt.xes.gz",
    "travel": "bpic2020/InternationalDeclarations.xes.gz",
    "uci": "uci_incident_119998.zip",
}
FACTS = YAML(typ="safe").load((PROJECTS / "facts.yaml").read_text(encoding="utf-8"))

needs_logs = pytest.mark.skipif(not REAL.is_dir(), reason="../shared/real is not here")


def findings_of(log: str, folder: Path):
    """The findings of a run over a real log, as JSON."""
    shutil.copytree(PROJECTS / log, folder)
    (folder / Path(FILES[log]).name).symlink_to(REAL / FILES[log])
    load_sources(new_order(folder))
    published = compare_loaded(new_order(folder))
    return json.loads((published / "findings.json").read_text(encoding="utf-8"))


def number_at(findings, place: str) -> int:
    """The number at a place such as `steps.pay.instances`; activities are summed over states."""
    part, _, rest = place.partition(".")
    if part == "run":
        return findings["run"][rest]
    name, _, field = rest.rpartition(".")
    if part == "activities":
        rows = findings["gates"]["activities"]
        return sum(row[field] for row in rows if row["activity"] == name)
    return next(row[field] for row in findings[part] if row["id"] == name)


def test_there_are_ten_facts_of_each_log() -> None:
    assert {log: len(facts) for log, facts in FACTS.items()} == dict.fromkeys(LOGS, 10)


@needs_logs
@pytest.mark.nightly
@pytest.mark.parametrize("log", LOGS)
def test_the_facts_are_those_of_the_files(log) -> None:
    counted = [{"says": says, "is": int(n), "at": at} for at, says, n in LOGS[log]()]
    assert counted == FACTS[log]


@needs_logs
@pytest.mark.nightly
@pytest.mark.parametrize("log", LOGS)
def test_each_fact_stands_in_the_findings(log, tmp_path) -> None:
    findings = findings_of(log, tmp_path / log)
    found = {fact["at"]: number_at(findings, fact["at"]) for fact in FACTS[log]}
    assert found == {fact["at"]: fact["is"] for fact in FACTS[log]}
