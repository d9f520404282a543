"""A setting that changes what a row becomes makes another load; the same settings make the same."""

from __future__ import annotations

import pytest

from pipelines.project import SourceError
from tests.pipelines.fixture_loading import ask, load, make_project

COLUMNS = {"activity": "what", "timestamp": "at", "objects": {"phone": "phone"}}
CSV = {"format": "csv", "files": "a.csv", "columns": COLUMNS}
ROW = "what,at,phone\nasked,2026-01-01T10:00:00Z,600 700 800\n"
PHONES = "select object_id from event_objects where object_type = 'phone'"


def test_another_sheet_is_another_load(tmp_path):
    sheets = {
        "One": [["what", "at", "phone"], ["first", "2026-01-01T10:00:00Z", "1"]],
        "Two": [["what", "at", "phone"], ["second", "2026-01-01T10:00:00Z", "1"]],
    }
    book = {"format": "xlsx", "files": "a.xlsx", "columns": COLUMNS}
    load(make_project(tmp_path, {"s": book}, {"a.xlsx": sheets}))
    project = make_project(tmp_path, {"s": book | {"sheet": "Two"}})
    assert load(project, run="two")["s"].events_loaded == 1
    assert ask(project, "select activity from events") == [("second",)]


def test_another_region_is_another_load_where_phones_are_named(tmp_path):
    load(make_project(tmp_path, {"s": CSV}, {"a.csv": ROW}))
    project = make_project(tmp_path, {"s": CSV}, identity={"region": "PL"})
    load(project, run="two")
    assert ask(project, PHONES) == [("+48600700800",)]
    assert load(project, run="three")["s"].files == 0


def test_another_region_is_the_same_load_where_none_is_named(tmp_path):
    people = CSV | {"columns": COLUMNS | {"objects": {"user": "phone"}}}
    load(make_project(tmp_path, {"s": people}, {"a.csv": ROW}))
    project = make_project(tmp_path, {"s": people}, identity={"region": "PL"})
    assert load(project, run="two")["s"].files == 0


def test_a_workbook_whose_first_sheet_is_another_says_how_to_name_one(tmp_path):
    sheets = {"Cover": [["made by planning"]], "Log": [["what", "at", "phone"]]}
    book = {"format": "xlsx", "files": "a.xlsx", "columns": COLUMNS}
    with pytest.raises(SourceError, match="The first sheet was read: sheet: names another"):
        load(make_project(tmp_path, {"s": book}, {"a.xlsx": sheets}))
