"""A day that is loaded while it lasts, and again when it is final."""

from __future__ import annotations

from pipelines.sources.ga4 import superseded
from tests.pipelines.fixture_loading import ask, load, make_project

EVENT = '{"event_timestamp":"17259696%08d","event_name":"%s","user_pseudo_id":"1.2"}\n'


def test_the_final_day_takes_the_place_of_the_day_so_far(tmp_path):
    settings = {"s": {"format": "ga4", "files": "bq/*.jsonl"}}
    so_far = EVENT % (1, "a") + EVENT % (2, "b")
    project = make_project(tmp_path, settings, {"bq/events_intraday_20240910.jsonl": so_far})
    assert load(project)["s"].rows_loaded == 2
    final = tmp_path / "bq" / "events_20240910.jsonl"
    final.write_text(EVENT % (1, "a") + EVENT % (3, "c"), encoding="utf-8")
    load(project)
    assert names(project) == [("a", final.name), ("c", final.name)]
    assert ask(project, "select count(*) from quarantine where reason = 'intraday_superseded'") == [
        (2,)
    ]
    final.unlink()
    load(project)
    assert names(project) == [("a", final.name), ("c", final.name)]


def names(project):
    query = "select activity, parse_filename(source_file) from events order by activity"
    return ask(project, query)


def test_names_of_tables_in_folders_and_in_parts():
    names = [
        "x/events_20240910/000.parquet",
        "x/events_20240911-000.json.gz",
        "x/events_intraday_20240910_000.json.gz",
        "x/events_intraday_20240911/000.parquet",
        "x/events_intraday_20240912.json",
        "x/my_events_20240912.json",
    ]
    assert superseded(names) == {names[2], names[3]}
