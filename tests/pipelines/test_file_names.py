"""Names of files are only names, whatever DuckDB would make of them."""

from __future__ import annotations

import pytest

from tests.pipelines.fixture_loading import ask, load, make_project, put

CSV = {
    "format": "csv",
    "files": "*.csv",
    "columns": {"activity": "a", "timestamp": "t", "objects": {"ticket": "o"}},
}
GOOD = "o,a,t\nx,A,2016-02-29T01:16:00Z\n"


@pytest.mark.parametrize(
    ("ending", "content"),
    [
        ("csv", "o,a,t\nNAME,A,2016-02-29T01:16:00Z\n"),
        ("jsonl", '{"o": "NAME", "a": "A", "t": "2016-02-29T01:16:00Z"}\n'),
        ("parquet", "select 'NAME' as o, 'A' as a, '2016-02-29T01:16:00Z' as t"),
    ],
)
def test_a_name_that_looks_like_a_pattern_is_not_read_from_another_file(ending, content, tmp_path):
    for name in ("[1]", "1"):
        written = tmp_path / f"x.{ending}"
        put(written, content.replace("NAME", name))
        written.rename(tmp_path / f"report{name}.{ending}")
    source = CSV | {"format": ending, "files": f"report*.{ending}"}
    project = make_project(tmp_path, {"s": source})
    load(project)
    assert ask(project, "select object_id from event_objects order by 1") == [("1",), ("[1]",)]


def test_brackets_and_stars_in_names_are_only_names(tmp_path):
    files = {"ex*ports/a [2].csv": GOOD, "ex*ports/b.csv": GOOD.replace("x,A", "y,A")}
    source = CSV | {"files": ["ex*ports/a [2].csv", "ex*ports/*.csv"]}
    project = make_project(tmp_path / "my [service]", {"s": source}, files)
    assert load(project)["s"].events_loaded == 2
    assert [row[0] for row in ask(project, "select source_file from loads order by 1")] == list(
        files
    )
