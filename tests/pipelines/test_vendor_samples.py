"""Samples of the vendors' exports, as connectors land them, load without an unexplained reject.

They lie in ../shared/real/vendor and are not ours to copy: skipped where they are not. What is
expected in vendor_samples/<format>.yaml (files, settings, keep, rows as loaded, duplicate, quarantined,
events by activity, quarantined by reason; a pattern of names that the sample scrambled) was worked out
from the files themselves; docs/sources/<format>.md has the tables.
"""

from __future__ import annotations

import re
import shutil
from collections import Counter
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from tests.pipelines.fixture_loading import ask, load, make_project

VENDOR = Path(__file__).parents[3] / "shared" / "real" / "vendor"
EXPECTED = [
    expected | {"format": path.stem}
    for path in sorted(Path(__file__).with_name("vendor_samples").glob("*.yaml"))
    for expected in YAML(typ="safe").load(path.read_text("utf-8"))
]
pytestmark = pytest.mark.skipif(not VENDOR.is_dir(), reason="the vendors' samples are not here")


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda e: f"{e['format']} {e['files']}")
def test_sample(expected, tmp_path):
    project = loaded_from(tmp_path, expected)
    loads = ask(
        project,
        "select sum(rows_loaded)::int, sum(rows_duplicate)::int, sum(rows_quarantined)::int from loads",
    )
    assert list(loads[0]) == expected["rows"]
    assert activities(project, expected.get("scrambled", "$^")) == expected["events"]
    assert counted(project, "reason", "quarantine") == expected.get("quarantined", {})


def loaded_from(folder, expected):
    """A project whose exports are copies of the sample, loaded."""
    vendor = expected["files"].split("/")[0]
    shutil.copytree(VENDOR / vendor, folder / vendor)
    settings = {"format": expected["format"], "files": expected["files"], "reject_limit": 1}
    project = make_project(folder, {"s": settings | expected.get("settings", {})})
    load(project, *expected.get("keep", ()))
    return project


def activities(project, scrambled):
    names = [name for (name,) in ask(project, "select activity from events")]
    return dict(Counter(re.sub(scrambled, "(scrambled)", name) for name in names))


def counted(project, column, table):
    return dict(Counter(value for (value,) in ask(project, f"select {column} from {table}")))
