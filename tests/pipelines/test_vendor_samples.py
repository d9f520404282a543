"""Samples of the vendors' exports, as connectors land them, load without an unexplained reject.

They lie in ../shared/real/vendor and are not ours to copy: skipped where they are not. What is
expected (format, files, settings, rows as loaded, duplicate, quarantined, events by activity,
quarantined by reason) was worked out from the files themselves; docs/sources/<format>.md has the tables.
"""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.pipelines.fixture_loading import ask, load, make_project

VENDOR = Path(__file__).parents[3] / "shared" / "real" / "vendor"
EXPECTED: tuple[dict[str, Any], ...] = (
    {
        "format": "posthog",
        "files": "posthog/*.jsonl",
        "rows": [3, 0, 0],
        "events": {"$pageview": 1},
    },
    {
        "format": "salesforce",
        "files": "salesforce/*.csv",
        # versions that only repeat the links of their record: 1 account, 3 contacts
        "rows": [107, 4, 0],
        "events": {
            "opportunity.created": 10,
            "order.created": 10,
            "order.activated": 10,
            "task.created": 10,
            "task.due": 10,
            "task.completed:Task": 10,
            "event.created": 10,
            "event.start": 10,
        },
    },
    {
        "format": "jira",
        "files": "jira/*",
        # 82 rows of tables and a document; issue 10027's row tells its creation before the history
        "rows": [82, 1, 0],
        "events": {
            "issue.created": 4,
            "issue.assignee": 1,
            "issue.status:In Progress": 1,
            "issue.status:A Deleted Status": 1,
            "issue.summary": 2,
            "issue.components": 2,
            "issue.epic": 1,
            "issue.epiclink": 1,
            "issue.subtasks": 1,
            "issue.customfield_10001": 3,
            "issue.customfield_10002": 2,
            "issue.customfield_10020": 1,
            "issue.customfield_10021": 1,
            "issue.customfield_10104": 1,
        },
    },
)

pytestmark = pytest.mark.skipif(not VENDOR.is_dir(), reason="the vendors' samples are not here")


@pytest.mark.skipif(not EXPECTED, reason="no expectation yet")
@pytest.mark.parametrize("expected", EXPECTED, ids=lambda e: f"{e['format']} {e['files']}")
def test_sample(expected, tmp_path):
    project = loaded_from(tmp_path, expected)
    loads = ask(
        project,
        "select sum(rows_loaded)::int, sum(rows_duplicate)::int, sum(rows_quarantined)::int from loads",
    )
    assert list(loads[0]) == expected["rows"]
    assert counted(project, "activity", "events") == expected["events"]
    assert counted(project, "reason", "quarantine") == expected.get("quarantined", {})


def loaded_from(folder, expected):
    """A project whose exports are copies of the sample, loaded."""
    vendor = expected["files"].split("/")[0]
    shutil.copytree(VENDOR / vendor, folder / vendor)
    settings = {"format": expected["format"], "files": expected["files"], "reject_limit": 1}
    project = make_project(folder, {"s": settings | expected.get("settings", {})})
    load(project, *expected.get("keep", ()))
    return project


def counted(project, column, table):
    return dict(Counter(value for (value,) in ask(project, f"select {column} from {table}")))
