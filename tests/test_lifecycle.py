"""From an XES log with starts and completes, as docs/time.md says, to waiting and processing."""

from __future__ import annotations

import re
from pathlib import Path

import miner
from miner.activity_instances import explain_waits, pair
from miner.measures import activity_times, waiting_causes
from pipelines.run import load_sources, new_order

PAGE = Path(__file__).parents[1] / "docs" / "time.md"
MINUTE_US = 60_000_000
BLUEPRINT = """blueprint: 1
id: work
version: "1"
name: Work
scope: {timezone: UTC}
lanes: [{id: office, role: backstage, actor: person, name: Office}]
stages: [{id: do, name: Do}]
steps: [{id: one, stage: do, lane: office, name: One}]
flow: {do: [one]}
bindings:
  customer: application
  steps: {one: [{source: work, activity: a}]}
"""
EVENTS = (
    ("a", "ann", "start", "08:00"),
    ("a", "ann", "complete", "08:10"),
    ("b", "bob", "start", "09:00"),
    ("b", "bob", "complete", "09:30"),
)


def xes() -> str:
    """One case of two activities."""
    events = "".join(
        f'<event><string key="concept:name" value="{activity}"/>'
        f'<string key="org:resource" value="{actor}"/>'
        f'<string key="lifecycle:transition" value="{transition}"/>'
        f'<date key="time:timestamp" value="2025-01-02T{at}:00Z"/></event>'
        for activity, actor, transition, at in EVENTS
    )
    return f'<log><trace><string key="concept:name" value="c1"/>{events}</trace></log>'


def test_the_project_of_the_page_tells_waiting_from_processing(tmp_path):
    (sources,) = re.findall(
        r"```yaml\n(sources:.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL
    )
    head = "project: 1\nname: Work\n"
    tail = "identity: {keys: [application]}\nprivacy: {identifiers: plain, smallest_group: 1}\n"
    (tmp_path / "project.yaml").write_text(head + sources + tail, encoding="utf-8")
    (tmp_path / "blueprint.yaml").write_text(BLUEPRINT, encoding="utf-8")
    (tmp_path / "work.xes").write_text(xes(), encoding="utf-8")
    load_sources(new_order(tmp_path))
    log = miner.open_warehouse(tmp_path / "warehouse.duckdb", "application")
    pair(log.connection)
    rows = [(row.activity, row.kind, row.total_us // MINUTE_US) for row in activity_times(log)]
    assert rows == [("a", "processing", 10), ("b", "processing", 30), ("b", "waiting", 50)]
    explain_waits(log.connection)
    (wait,) = waiting_causes(log)
    assert (wait.source, wait.target, wait.extraneous_us // MINUTE_US) == ("a", "b", 50)
