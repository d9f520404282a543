"""The public access log: how each of its 10,000 lines ends, and who is taken for a program."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.pipelines.fixture_loading import ask, load, make_project

LOG = Path(__file__).parents[3] / "shared" / "real" / "apache_access.log.gz"


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    if not LOG.exists():
        pytest.skip("../shared/real is not here")
    project = make_project(
        tmp_path_factory.mktemp("log"),
        {"s": {"format": "access_log", "files": str(LOG), "keep": ["agent"]}},
    )
    one = load(project)["s"]
    # worked out by a plain Python reading of the lines
    assert (one.rows_loaded, one.rows_duplicate, one.rows_quarantined) == (1990, 3, 8007)
    return project


def test_each_line_ends_in_one_way(project):
    reasons = Counter(reason for (reason,) in ask(project, "select reason from quarantine"))
    assert reasons == {"static_file": 5337, "bot": 2657, "probe": 12, "malformed_line": 1}


def test_no_reader_of_feeds_and_no_library_is_left_among_the_customers(project):
    left = {agent for (agent,) in ask(project, "select attributes ->> '$.agent' from events")}
    for name in ("Feed", "feed", "RSS", "bot", "Ruby", "Python", "Chef", "Ezooms", "http"):
        assert not [agent for agent in left if agent and name in agent]
