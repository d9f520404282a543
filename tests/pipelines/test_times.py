"""Times: doubtful hours are flagged, what lies out of the range is set aside, planned ones may lie ahead."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from pipelines.project import SourceError, load_project
from pipelines.source_states import source_states
from tests.pipelines.fixture_loading import ask, load, make_project

CSV = {
    "format": "csv",
    "files": "*.csv",
    "reject_limit": 1,
    "columns": {"activity": "a", "timestamp": "t", "objects": {"ticket": "o"}},
}
BERLIN = CSV | {"zone": "Europe/Berlin"}


def table(*times):
    return "o,a,t\n" + "".join(f"{n},ask,{time}\n" for n, time in enumerate(times, 1))


def flags(folder, source, *times):
    project = make_project(folder, {"s": source}, {"a.csv": table(*times)})
    load(project)
    query = "select timestamp_flag from events order by source_row"
    return [flag for (flag,) in ask(project, query)]


@pytest.mark.parametrize(
    ("time", "flag"),
    [
        ("2025-10-26 02:30:00", "ambiguous"),
        ("2025-10-26 02:00:00", "ambiguous"),
        ("2025-10-26 02:59:59.999", "ambiguous"),
        ("2025-10-26 01:59:59", None),
        ("2025-10-26 03:00:00", None),
        ("2025-03-30 02:30:00", "impossible"),
        ("2025-03-30 01:59:59", None),
        ("2025-03-30 03:00:00", None),
        ("2025-03-30", None),
        # who writes the zone leaves no doubt
        ("2025-10-26 02:30:00+01:00", None),
        ("2025-10-26T00:30:00Z", None),
    ],
)
def test_hours_of_a_clock_change(time, flag, tmp_path):
    assert flags(tmp_path, BERLIN, time) == [flag]


def test_half_hours_and_declared_forms(tmp_path):
    howe = CSV | {"zone": "Australia/Lord_Howe", "timestamp_format": "%d/%m/%Y %H:%M"}
    assert flags(tmp_path / "a", howe, "06/04/2025 01:45", "05/10/2025 02:15", "05/10/2025 02:45") == [
        "ambiguous", "impossible", None,
    ]  # fmt: skip
    assert flags(tmp_path / "b", CSV | {"zone": "UTC"}, "2025-10-26 02:30:00") == [None]


def test_what_lies_out_of_the_range_is_set_aside_with_its_time(tmp_path):
    source = CSV | {"zone": "UTC", "plausible": {"from": "2015-01-01", "until": "2026-01-01"}}
    times = ("2014-12-31 23:59:59", "2015-01-01", "2025-12-31 23:59:59", "2026-01-01", "1970-01-01 01:30:00", "9999-12-31")  # fmt: skip
    project = make_project(tmp_path, {"s": source}, {"a.csv": table(*times)}, privacy={})
    loaded = load(project)["s"]
    assert (loaded.rows_loaded, loaded.rows_quarantined) == (2, 4)
    found = ask(project, "select source_row, reason, detail from quarantine order by 1")
    assert [(row, reason) for row, reason, _ in found] == [
        (n, "implausible_time") for n in (2, 5, 6, 7)
    ]
    assert found[0][2].startswith("found 2014-12-31 23:59:59+00; expected a time in the source's")
    assert found[2][2].startswith("found 1970-01-01 01:30:00; ")
    raw = ask(project, "select raw_text from quarantine order by source_row")
    assert all(text for (text,) in raw)


def test_a_day_begins_in_the_zone_of_the_source(tmp_path):
    source = BERLIN | {"plausible": {"from": "2025-06-01"}}
    project = make_project(
        tmp_path, {"s": source}, {"a.csv": table("2025-05-31T21:59:59Z", "2025-05-31T22:00:00Z")}
    )
    assert load(project)["s"].rows_quarantined == 1


def test_the_future_by_default(tmp_path):
    now = datetime.now(UTC)
    times = [(now + timedelta(hours=h)).strftime("%Y-%m-%dT%H:%M:%SZ") for h in (-1, 6, 30)]
    project = make_project(tmp_path, {"s": CSV}, {"a.csv": table(*times)})
    load(project)
    assert ask(project, "select source_row, timestamp_flag from events order by 1") == [
        (2, None),
        (3, "future"),
    ]
    assert ask(project, "select source_row, reason from quarantine") == [(4, "implausible_time")]


def test_another_range_is_another_load(tmp_path):
    far = {"from": "2015-01-01", "until": "2050-01-01"}
    for plausible, events in ((None, 0), (far, 1)):
        source = CSV | ({"plausible": plausible} if plausible else {})
        rows = table("2040-01-01T00:00:00Z") + "9,ask,2024-01-01T00:00:00Z\n"
        project = make_project(tmp_path, {"s": source}, {"a.csv": rows})
        load(project)
        assert len(ask(project, "from events where year(timestamp) = 2040")) == events
    assert ask(project, "from quarantine") == []


def test_a_cast_is_no_proof_of_a_time(tmp_path):
    times = (
        "2025-01-06 08:00:00 EST",
        "2025-01-06 08:00 h",
        "2025-01-06 08:00:00 (about)",
        "2025-01-06 08:00",
    )
    project = make_project(tmp_path, {"s": BERLIN}, {"a.csv": table(*times)})
    load(project)
    assert ask(project, "select source_row from events") == [(5,)]
    assert ask(project, "select distinct reason from quarantine") == [("bad_timestamp",)]


def test_a_range_that_is_wrong_is_told(tmp_path):
    for plausible, told in (
        ({"from": "2025-01-01", "until": "2024-01-01"}, '"until" must lie after "from"'),
        ({"since": "2025-01-01"}, 'unknown key "since"'),
        ({"from": "spring"}, '"from" must be a time'),
    ):
        with pytest.raises(SourceError, match=told):
            make_project(tmp_path, {"s": CSV | {"plausible": plausible}})


def test_states_count_doubts_and_end_before_what_is_planned(tmp_path):
    times = (
        "2025-10-26 02:30:00",
        "2025-03-30 02:30:00",
        "2025-11-01 12:00:00",
        "2024-01-01 00:00:00",
    )
    project = make_project(tmp_path, {"s": BERLIN}, {"a.csv": table(*times)})
    load(project)
    # a row that comes late belongs to its time and does not move the end
    (tmp_path / "b.csv").write_text(table("2025-06-01 12:00:00").replace("1,ask", "77,ask"))
    project = load_project(tmp_path)
    load(project)
    import duckdb

    with duckdb.connect(str(project.warehouse_path)) as connection:
        connection.execute("set timezone = 'UTC'")
        connection.execute(
            "insert into events by name select * replace ('p' as event_id, 'planned' as timestamp_kind,"
            " timestamptz '2031-01-01 00:00:00Z' as \"timestamp\") from events limit 1"
        )
        [state] = source_states(connection, project.sources, datetime.now(UTC), {})
    assert (state.times_ambiguous, state.times_impossible, state.times_future) == (1, 1, 0)
    assert state.complete_until == "2025-11-01T11:00:00+00:00"
    assert (state.rows_read, state.rows_loaded) == (5, 5)
