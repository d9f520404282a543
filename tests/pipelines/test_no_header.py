"""A file without a header: its first row is no list of columns to be shown in a message."""

from __future__ import annotations

import pytest

from pipelines.first_rows import shown_names
from pipelines.project import SourceError
from tests.pipelines.fixture_loading import load, make_project

ROWS = "anna@example.com,Anna Nowak,+48 600 700 800\nbob@example.com,Bob,2\n"
COLUMNS = {"activity": "a", "timestamp": "t", "objects": {"ticket": "o"}}


@pytest.mark.parametrize("settings", [{"format": "zendesk"}, {"format": "csv", "columns": COLUMNS}])
def test_what_stands_in_the_first_row_is_not_told(settings, tmp_path):
    project = make_project(tmp_path, {"s": settings | {"files": "a.csv"}}, {"a.csv": ROWS})
    with pytest.raises(SourceError) as raised:
        load(project)
    assert "a.csv:1:" in str(raised.value)
    assert not any(word in str(raised.value) for word in ("anna", "Anna", "600"))


def test_headings_are_told():
    headings = ["@timestamp", "id", "Owner Id", "utm_2024"]
    assert shown_names(headings) == headings
