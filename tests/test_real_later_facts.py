"""Times, turns, silences, rules and segments of the real logs, written down before the findings.

The facts are in real_logs/later_facts.yaml, written by real_logs/later_facts.py from the files.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from tests.real_logs.later_facts import LOGS
from tests.test_real_facts import PROJECTS, findings_of, needs_logs

FACTS = YAML(typ="safe").load((PROJECTS / "later_facts.yaml").read_text(encoding="utf-8"))


def number_at(findings, place: str) -> float:
    """The number at a place such as `stages.intake.p50_s`; of gaps also of those within tolerance."""
    part, _, rest = place.partition(".")
    if part == "segments":
        gap, attribute, value, field = rest.split(", ")
        segments = next(each["segments"] for each in findings["gaps"] if each["id"] == gap)
        return next(
            s[field] for s in segments if (s["attribute"], s["value"]) == (attribute, value)
        )
    name, _, field = rest.rpartition(".")
    if part == "waits":
        stage, _, lane = name.partition(".")
        waits = next(each["waits"] for each in findings["stages"] if each["id"] == stage)
        return next(each[field] for each in waits if each["lane"] == lane)
    rows = findings["gaps"] + findings["within"] if part == "gaps" else findings[part]
    return next(row[field] for row in rows if row["id"] == name)


def test_there_are_at_least_ten_later_facts_of_each_log() -> None:
    assert FACTS.keys() == LOGS.keys()
    assert all(len(facts) >= 10 for facts in FACTS.values())


@needs_logs
@pytest.mark.nightly
@pytest.mark.parametrize("log", LOGS)
def test_the_later_facts_are_those_of_the_files(log) -> None:
    counted = [{"says": says, "is": number, "at": at} for at, says, number in LOGS[log]()]
    assert counted == FACTS[log]


@needs_logs
@pytest.mark.nightly
@pytest.mark.parametrize("log", LOGS)
def test_each_later_fact_stands_in_the_findings(log, tmp_path: Path) -> None:
    findings = findings_of(log, tmp_path / log)
    found = {fact["at"]: number_at(findings, fact["at"]) for fact in FACTS[log]}
    assert found == pytest.approx({fact["at"]: fact["is"] for fact in FACTS[log]}, abs=0.001)
