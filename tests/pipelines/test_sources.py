"""Each format by its case file: raw rows in; events, objects, links and quarantine out.

Each case is loaded a second time under pseudonyms: nobody is named, and nothing unasked is kept.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from pipelines.project import FORMATS, SourceError
from pipelines.source_format import SOURCES_SQL
from pipelines.sources import SOURCES
from tests.pipelines.fixture_loading import ask_all, load, make_project
from tests.pipelines.named_people import check_nobody_is_named

CASES = Path(__file__).with_name("sources")


def cases():
    for path in sorted(CASES.glob("*.yaml")):
        for case in YAML(typ="safe").load(path.read_text("utf-8")):
            yield pytest.param(format_of(path), case, id=f"{path.stem}: {case['case']}")


def format_of(path):
    """A format may have several case files: ga4.yaml, ga4-parquet.yaml."""
    return path.stem.split("-")[0]


def test_folder_tuple_project_and_case_files_name_the_same_formats():
    names = [source.name for source in SOURCES]
    assert sorted(names) == sorted({path.stem for path in SOURCES_SQL.glob("[!_]*.py")})
    assert sorted(names) == sorted({format_of(path) for path in CASES.glob("*.yaml")})
    assert sorted(names) == sorted(FORMATS)


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_each_format_says_what_one_row_of_its_sql_is(source):
    for path in source.scripts():
        assert path.read_text("utf-8").startswith("-- One row per ")


@pytest.mark.parametrize(("name", "case"), list(cases()))
def test_case(name, case, tmp_path, monkeypatch):
    monkeypatch.setenv("BLUEPRINT_MINER_KEY", "of the tests of privacy")
    files = {"files": list(case["files"])} if case["files"] else {}
    settings = {"format": name, **files, **case.get("settings", {})}
    project = make_project(tmp_path / "plain", {"s": settings}, case["files"])
    if "error" in case:
        with pytest.raises(SourceError) as raised:
            load(project, *case.get("keep", ()))
        for part in case["error"]:
            assert part in str(raised.value)
        return
    loaded = load(project, *case.get("keep", ()))["s"]
    rows = [loaded.rows_loaded, loaded.rows_duplicate, loaded.rows_quarantined]
    assert rows == case["rows"]
    events, linked, rejected = ask_all(project, EVENTS, LINKS, REJECTED)
    check_events(events, case.get("events", []))
    assert links(linked) == sorted(case.get("links", []))
    assert [f"{file}:{row} {reason}" for file, row, reason in rejected] == case.get(
        "quarantine", []
    )
    check_nobody_is_named(project, tmp_path / "hashed", name, case)


EVENTS = """
    select
        e.* exclude ("timestamp", attributes),
        strftime("timestamp", '%Y-%m-%d %H:%M:%S.%g') as "at",
        coalesce(attributes::varchar, '') as attributes,
        (
            select list(o.object_type || ':' || o.object_id order by o.object_type, o.object_id)
            from event_objects as o
            where o.event_id = e.event_id
        ) as objects
    from events as e
    order by "timestamp", sequence nulls last, activity, e.event_id
"""
LINKS = (
    "select from_type, from_id, to_type, to_id, qualifier,"
    " strftime(linked_at, '%Y-%m-%d %H:%M:%S') from object_links"
)
REJECTED = "select source_file, source_row, reason from quarantine order by source_file, source_row"


def check_events(found, expected):
    """Expected events name the columns that are compared; `at`, `objects` stand for joined ones."""
    names = [
        "event_id", "source", "activity", "timestamp_kind", "timestamp_precision", "sequence",
        "actor_kind", "actor", "role", "channel", "public", "source_file", "source_row", "load_id", "timestamp_flag",
        "at", "attributes", "objects",
    ]  # fmt: skip
    rows = [dict(zip(names, row, strict=True)) for row in found]
    assert [[row[key] for key in event] for row, event in zip(rows, expected, strict=False)] == [
        list(event.values()) for event in expected
    ]
    assert len(rows) == len(expected)


def links(rows):
    return sorted(
        f"{a}:{b} {q} {c}:{d}" + (f" at {at}" if at else "") for a, b, c, d, q, at in rows
    )
