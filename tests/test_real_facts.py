"""What was counted with pandas in the real logs stands in the findings of their runs.

The facts are in real_logs/facts.yaml and later_facts.yaml, written by the programs of these names
from the files alone; the sentences are checked case by case by real_logs/check_cases.py.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from pipelines.run import compare_loaded, load_sources, new_order
from tests.real_logs import facts, later_facts
from tests.real_logs.check_cases import CASES, check_log
from tests.real_logs.facts import REAL

PROJECTS = Path(__file__).parent / "real_logs"
FILES = {
    "helpdesk": "helpdesk.csv",
    "receipt": "receipt.xes.gz",
    "travel": "bpic2020/InternationalDeclarations.xes.gz",
    "uci": "uci_incident_119998.zip",
}
COUNTS = {"facts": facts.LOGS, "later_facts": later_facts.LOGS}
WRITTEN = {
    name: YAML(typ="safe").load((PROJECTS / f"{name}.yaml").read_text(encoding="utf-8"))
    for name in COUNTS
}

needs_logs = pytest.mark.skipif(not REAL.is_dir(), reason="../shared/real is not here")


@pytest.fixture(scope="module", params=FILES)
def published(request, tmp_path_factory) -> tuple[str, Path]:
    """A real log and its project after a run."""
    log: str = request.param
    folder = tmp_path_factory.mktemp(log) / log
    shutil.copytree(PROJECTS / log, folder)
    (folder / Path(FILES[log]).name).symlink_to(REAL / FILES[log])
    load_sources(new_order(folder))
    compare_loaded(new_order(folder))
    return log, folder


def number_at(findings: dict[str, Any], place: str) -> float | None:
    """The number at a place such as `steps.pay.instances`, of gaps also those within tolerance.

    Activities are summed over states; what a segment has that is not told is None.
    """
    part, _, rest = place.partition(".")
    if part == "run":
        return findings["run"][rest]
    if part == "segments":
        return _of_segment(findings, *rest.split(", "))
    name, _, field = rest.rpartition(".")
    if part == "activities":
        rows = findings["gates"]["activities"]
        return sum(row[field] for row in rows if row["activity"] == name)
    if part == "waits":
        stage, _, name = name.partition(".")
        waits = next(each["waits"] for each in findings["stages"] if each["id"] == stage)
        return next(each[field] for each in waits if each["lane"] == name)
    rows = findings["gaps"] + findings["within"] if part == "gaps" else findings[part]
    return next(row[field] for row in rows if row["id"] == name)


def _of_segment(findings, gap: str, attribute: str, value: str, field: str) -> float | None:
    segments = next(each["segments"] for each in findings["gaps"] if each["id"] == gap)
    named = [s[field] for s in segments if (s["attribute"], s["value"]) == (attribute, value)]
    return named[0] if named else None


@pytest.mark.parametrize("name", COUNTS)
def test_there_are_at_least_ten_facts_of_each_log(name) -> None:
    assert WRITTEN[name].keys() == FILES.keys()
    assert all(len(each) >= 10 for each in WRITTEN[name].values())


@needs_logs
@pytest.mark.nightly
@pytest.mark.parametrize("name", COUNTS)
@pytest.mark.parametrize("log", FILES)
def test_the_facts_are_those_of_the_files(name, log) -> None:
    counted = [{"says": says, "is": number, "at": at} for at, says, number in COUNTS[name][log]()]
    assert counted == WRITTEN[name][log]


@needs_logs
@pytest.mark.nightly
def test_each_fact_stands_in_the_findings(published) -> None:
    log, folder = published
    text = (folder / "out" / "latest" / "findings.json").read_text(encoding="utf-8")
    told = [fact for each in WRITTEN.values() for fact in each[log]]
    found = {fact["at"]: number_at(json.loads(text), fact["at"]) for fact in told}
    assert found == pytest.approx({fact["at"]: fact["is"] for fact in told}, abs=0.001)


@needs_logs
@pytest.mark.nightly
def test_each_sentence_is_true_of_its_cases_and_false_of_the_others(published) -> None:
    log, folder = published
    found = check_log(log, folder)
    assert len(found) > CASES
    assert all(one.affected and one.unaffected for one in found)
    assert [one for one in found if one.false or one.all_false or one.segments_false] == []
    strictly = check_log(log, folder, whatever_picked=True)
    assert [one for one in strictly if one.false or one.all_false or one.segments_false] == []
