"""The committed sample: what is loaded is what the simulator says it wrote, row by row."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path

import pytest

from pipelines.project import load_project
from tests.pipelines.fixture_loading import ask, load
from tests.sample_logs.naive_reader import Reader

READY = Path(__file__).resolve().parents[2] / "sample_logs" / "ready"


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sample")
    shutil.copytree(READY, folder, dirs_exist_ok=True)
    project = load_project(folder)
    return project, load(project)


@pytest.fixture(scope="module")
def dirt():
    return json.loads((READY / "truth.json").read_text("utf-8"))["dirt"]


def test_every_row_that_was_written_is_read(sample, dirt):
    rows = ask(sample[0], "select source_file, rows_read from loads")
    assert dict(rows) == dirt["rows_written"]


def test_duplicates_are_those_that_were_written(sample, dirt):
    found = {source: one.rows_duplicate for source, one in sample[1].items()}
    assert found == {source: sum(kinds.values()) for source, kinds in dirt["duplicates"].items()}


def test_rejected_rows_are_those_that_were_spoilt(sample, dirt):
    rows = ask(sample[0], "select source, reason, count(*) from quarantine group by all")
    planted = {
        (source, reason): count
        for source, reasons in dirt["rejected"].items()
        for reason, count in reasons.items()
        if count
    }
    assert {(source, reason): count for source, reason, count in rows} == planted


def test_activities_and_times_are_those_that_a_plain_reader_finds(sample):
    rows = ask(sample[0], 'select activity, "timestamp" from events')
    naive = {(activity, when) for _, activity, when in Reader(READY).events}
    assert set(rows) == naive
    # one event per message and per history row: the plain reader counts those one by one, too
    web = Counter(
        activity
        for activity, _ in ask(sample[0], "select activity, 1 from events where source = 'web'")
    )
    plain = Counter()
    for (_, activity, _), count in Reader(READY).events.items():
        plain[activity] += count
    assert {activity: plain[activity] for activity in web} == dict(web)
